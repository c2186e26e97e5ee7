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
