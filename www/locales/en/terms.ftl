# What the words of the field mean, each in a sentence or two.

term-about = { $term ->
    [f1-micro] Precision and recall over all rows together. With one class a text it is the share of right answers, so frequent classes decide it.
    [f1-macro] The mean of the F1 of each class. Every class counts the same, however rare it is.
    [recall] Of the rows that have a class, the share that the model gives it: how many it finds.
    [precision] Of the rows that the model gives a class, the share that has it: how many of its answers are right.
    [baseline] Always answering the most frequent class of the training set. A model that is no better has learned nothing of use.
    [validation-set] Training rows that are set aside. The model does not learn from them, so they tell which settings are better.
    [test-set] Rows that take no part in training or in choosing settings. They tell how good the model is on new texts.
    [confusion-matrix] How many rows of each true class (lines) got each answer (columns). Right answers lie on the diagonal.
    [margin] How far the score of the chosen class is ahead of the other. A wide margin means that the model is sure.
    [confidence-interval] Where the value would lie for other rows of the same kind: of a hundred such intervals about 95 hold the true one.
    [tf-idf] The weight of a word in a text: more the more often it occurs there, less the more texts have it.
    [support-vector] A training text that lies at the border between two classes or beyond it. The model is made of these alone.
    [p-value] How often chance alone would give a difference at least as large, if nothing had changed.
    [false-discovery-rate] Of the findings that are called significant, the share that is expected to be chance.
    [out-of-fold] Scored by a model that did not learn from this row: the rows are split, and each part is scored by a model of the others.
    [drift] The texts or labels of today differ from those that the model learned from.
   *[gate] Rules that a new model has to pass before it takes the place of the one in production.
}
