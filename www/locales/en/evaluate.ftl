# How good a model is.

evaluate-title = Evaluation
evaluate-better = Better than the baseline
evaluate-undecided = Not surely better than the baseline
evaluate-worse = Worse than the baseline
evaluate-same = The same as the baseline
evaluate-versus = { $standing ->
    [same] the model answers { $class } to every row of the { $set }, as if there were no model
   *[other] F1 micro is { $by } { $standing ->
        [worse] lower
        [not] lower
       *[better] higher
    } than by always answering { $class } on the { $set } (95 % interval { $low } to { $high }, McNemar's exact p { $p })
}
evaluate-finds = { $versus }; it finds { $found }
evaluate-finds-all = { $versus }; it finds at least half of the rows of every other class
evaluate-found-of = { $found } of { $rows } { $class }
evaluate-advice-balance = Train with class_weight = balanced: rare classes are found more often, and other rows are taken for them more often
evaluate-unknown = { $rows ->
    [one] { $rows } row is
   *[other] { $rows } rows are
} of the { $n_classes ->
    [one] class
   *[other] classes
} { $classes }, which the model can't give: they count as wrong. Give one class one name, or leave these rows out.
evaluate-before-after = Before and after
evaluate-before-name = Beside the run before it on the same data: { $name }
evaluate-change = { $score } { $before } → { $now }, { $direction ->
    [better] { $by }, better
    [worse] { $by }, worse
   *[same] the same
}
evaluate-change-found = { $class }: found { $before } → { $now } of { $rows }, { $direction ->
    [better] { $by } more
    [worse] { $by } fewer
   *[same] as many
}
evaluate-model = Model
evaluate-baseline = Majority-class baseline
evaluate-latency = Time of a text
evaluate-poleval = PolEval's own scores, in percent as its script counts them: micro F { $micro }, macro F { $macro_f }.
evaluate-scores = Scores
evaluate-by-class = Scores of each class
evaluate-confusion = Confusion matrix
evaluate-confusion-about = Rows are true classes, columns are predicted ones.
evaluate-terms-of-linear = only a linear kernel weighs single terms; train with kernel = "linear" to see them

set-train = training set
set-validation = validation set
set-test = test set

score-precision = precision
score-recall-alone = recall
score-f1 = F1
column-truth = true class
column-predicted = → { $class }
