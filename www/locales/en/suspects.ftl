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
