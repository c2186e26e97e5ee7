# Suspect labels: rows whose scores by models that did not learn from them contradict their label.

suspects-title = Suspect labels
suspects-none = No suspect labels
suspects-none-said = none of { $rows } labels is contradicted by models that did not learn from its row
suspects-found = Suspect labels
suspects-found-said = models that did not learn from the row contradict { $suspects } of { $rows } labels; about { $wrong } of all labels are estimated to be wrong
suspects-advice = Read them before you change them: some are right, and the model is wrong; then correct labels or leave rows out, and train again
suspects-left-out = { $rows } more left out
suspects-models = Scored by
suspects-folds = { $folds } models, each on rows that it did not learn from
suspects-probabilities = { $kind ->
    [own] probabilities of the models
   *[softmax] softmax of the decision values
}
suspects-wrong = Estimated wrong labels
suspects-by-label = From which label to which
suspects-weak = The models contradict more than half of the labels of { $classes }: there they tell more of the models than of the labels. Find a model that knows these rows first (class_weight, C, kernel).
suspects-first = The most suspect rows
suspects-shown = { $shown ->
    [one] The first one
   *[other] The first { $shown }
}, counted from 1 as rows of the training set.

column-given-label = given label
column-suggested-label = suggested label
column-suspects = suspects
column-estimated = estimated
column-self-confidence = self-confidence
column-normalized-margin = normalized margin

page-suspects-about = Five models, each trained on the other rows, scored every training row. Where they are sure of another class, the label may be wrong; read the row and its neighbours before you decide.
page-suspects-find = Find suspect labels
page-suspects-finding = Looking for suspect labels
page-suspects-confidence = the given label has { $p }
page-suspects-relabel = Take the suggested label
page-suspects-relabel-all = { $rows ->
    [one] Take the suggested label of { $rows } row
   *[other] Take the suggested labels of all { $rows } rows
}
page-suspects-leave-out = Leave out
page-suspects-leave-out-all = { $rows ->
    [one] Leave this one out
   *[other] Leave all { $rows } out
}
page-suspects-take-back = Take them back in
page-suspects-left-out = { $rows ->
    [one] { $rows } of them is left out of the next run.
   *[other] { $rows } of them are left out of the next run.
}
error-no-scores-of-rows = this run keeps no scores of its training rows
error-keep-rows = set drift.profile to rows and press Run

suspects-effect = What correcting them would change
suspects-effect-said = { $treatment }: F1 macro { $by } { $direction ->
    [better] — better
    [worse] — worse
   *[unsure] — could be chance
}
suspects-effect-none = labels as they are
suspects-effect-leave-out = suspect rows left out
suspects-effect-relabel = suggested labels
suspects-effect-about = Measured by cross-validation ({ $folds } folds) on the { $rows } rows whose labels are not suspect, with 95 % intervals; { $suspects ->
    [one] one suspect row is
   *[other] { $suspects } suspect rows are
} treated. These rows agree with the models, so the change looks rather friendly: the test set is the stricter judge.
column-treatment = training labels
page-suspects-measure = Measure what correcting them would change
page-suspects-measuring = Training with and without the suspect labels
page-suspects-all = all { $rows }
page-suspects-pick = Pick these { $rows } rows
page-suspects-first-rows = the first { $rows }
page-suspects-of = Suspects
error-no-suspects-to-treat = there is no suspect label to correct, or no other row to judge by
error-look-at-labels = look at the labels and the configuration: a model that knows the classes is needed first
