# The tour: six steps through the page.

tour = Tour
tour-title = Tour, { $step } of { $steps }: { $view }
tour-offer = That was a whole run, from texts to a verdict. Six short steps show what the rest of the page is for.
tour-take = Take the tour
tour-leave-it = No, thanks
tour-back = Back
tour-next = Next
tour-done = Done
tour-leave = Leave the tour
tour-text = { $view ->
    [data] The training set is what the model learns from; the test set it never sees before it is tested. Here both are read and looked through for what may mislead you.
    [train] A part of the training set is set aside as the validation set: it tells which settings are better while the test set stays untouched. Run learns from the rest, then once more from all of it.
    [evaluate] The verdict says whether the model beats always giving the same answer, and which classes it finds. Below it each row is a dot: filled where the model is right.
    [drift] A model is only as good as its texts are like those that it learned from. Drift says what has changed between two sets, and how surely.
    [validate] Before a new model takes the place of the one in production it has to pass the gate. Its rules say in one sentence what is broken.
   *[export] The run leaves as one file with its model, scores and settings, ready for MLflow. Nothing leaves this computer unless you send it.
}
