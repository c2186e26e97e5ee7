# The log of a run, in the notebook's words.

log-collecting = Collecting new data
log-collected = New data collected
log-validating = Data verification and validation
log-read = Read { $file } as { $role }: { $reading }
log-naming = Labels are named by { $naming }
log-excluded = Rows excluded by the configuration -> training set = { $train }, test set = { $test }
log-run-starts = Starting MLFlow run: { $run }
log-splitting = Creating validation set
log-cleaning-pipeline = Creating cleaning pipeline
log-cleaning = Fitting cleaning pipeline and transforming training set
log-cleaning-validation = Transforming validation set
log-no-search = Hyperparameters are those of the configuration: there was no search
log-search = Hyperparameters are those of trial { $trial }, found by a search of { $trials ->
    [one] { $trials } trial
   *[other] { $trials } trials
}
log-params = Params are: tfidf: { $tfidf } ml model: { $model }
log-model-pipeline = Creating ML model pipeline
log-fitting = Fitting ML model
log-check-train = Performing check on training data
log-predicting-train = Predicting training set
log-evaluating-train = Evaluating training set
log-check-validation = Performing check on validation data
log-predicting-validation = Predicting validation set
log-evaluating-validation = Evaluating validation set
log-f1-split = F1 micro average -> train set = { $train }, validation set = { $validation }
log-check-test = Performing check on test data
log-cleaning-all = Fitting cleaning pipeline and transforming training set on full data
log-cleaning-test = Transforming test set
log-fitting-all = Fitting ML model on full data
log-predicting-test = Predicting test set
log-evaluating-test = Evaluating test set
log-comparing = Checking new ML model vs. production ML model
log-f1 = F1 micro average -> New model = { $new }, Production = { $production }, Baseline = { $baseline }
log-none = none
log-worse = the new model is worse than the model in production on this test set
log-unknown-classes = { $rows ->
    [one] { $rows } row is
   *[other] { $rows } rows are
} of the { $n ->
    [one] class
   *[other] classes
} { $classes }, which the model in production can't give, and which count as its errors; give one class one name, or leave the rows out to compare
log-not-compared = without a test set the new model is not compared with the model in production; give test texts and tags
log-stopped-at-limit = { $who } stopped at its limit of iterations ({ $limit }; { $iterations } of all machines) before it met tol = { $tol }; raise max_iter or tol
log-stopped-by-precision = { $who } stopped before it met tol = { $tol }: after { $iterations } iterations its violation of { $violation } is within the rounding of its numbers; raise tol or lower C (it is { $c }), or set max_iter to stop earlier
log-stopped-without-progress = { $who } stopped before it met tol = { $tol }: in { $iterations } iterations its violation of { $violation } no longer fell; lower C (it is { $c }) or raise tol, or set max_iter to stop earlier
log-solver = the solver
log-solver-of-fold = the solver of a fold
log-calibrating = calibrating probabilities, { $who }
log-own-limit = the engine's own, 10,000 passes, since max_iter = -1
log-out-of-fold = Scoring training set by { $folds } models that each did not see a part of it
log-no-scores = no scores out of fold, so that drift reports are without predictions: { $fault }
log-profile = Recording training set for drift reports
log-run-ended = Ended MLFlow run: { $run } after { $seconds } seconds
