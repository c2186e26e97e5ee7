# Hyperparameter search: its settings, what is said while it works, what comes of it.

search-study-n_trials-label = Trials
search-study-n_trials = How many trials there are in all, pruned and failed ones among them, and those that the journal has already.
search-study-timeout-label = Timeout, seconds
search-study-timeout = No trial begins after so many seconds; without it only the number of trials ends the search.
search-study-trial_timeout-label = Timeout of a trial, seconds
search-study-trial_timeout = A trial that takes longer fails, and the search goes on.
search-study-sampler-label = Sampler
search-study-sampler = How a trial is chosen: forest (a random forest with expected improvement, and now and then union), union (TPE in which conditional parameters take part, no configuration twice), tpe (as Optuna does it), random, grid.
search-study-pruner-label = Pruner
search-study-pruner = How a trial that won't be the best is ended after some of its folds.
search-study-objective-label = Objective
search-study-objective = The score that is made as high as possible, as the mean over the folds.
search-study-second_objective-label = Second objective
search-study-second_objective = What is made as small as possible beside it; the best trials are then those that no other beats in both.
search-study-evaluation-label = Evaluation
search-study-evaluation = On which rows a trial is judged: stratified folds of the training set, the validation part of a run, or the last rows of the training set, as many as that part has, by a model of those before (recent: for rows in the order of time, whose next ones resemble the last). The test set takes no part.
search-study-n_folds-label = Folds
search-study-n_folds = How many stratified folds a trial is judged on.
search-study-seed-label = Seed
search-study-seed = Seed of the sampler and of the folds.
search-study-lag-label = Lag
search-study-lag = A trial is chosen without the results of the last trials before it, one fewer than this; so many run at a time at most, and the search is the same for every number of workers.
search-study-max_model_bytes-label = Largest model, bytes
search-study-max_model_bytes = A trial with a larger model can't be the best.
search-study-take-label = Take
search-study-take = Whose configuration the run is made with: that of the best trial, or of the simplest that can't be told from it.
search-study-max_memory_bytes-label = Memory of a trial, bytes
search-study-max_memory_bytes = A trial that would need more is refused before it starts.

search-not-poleval = the objective { $objective } is PolEval's own, and these data are not PolEval's
search-take-f1 = take f1_micro or f1_macro
search-trial-lost = it was at work when the search ended
search-trial-lost-again = the worker that was at it ended, twice
error-search-other-rows = the trials that are kept were made on other rows, folds or settings
error-search-anew = start the search anew
search-trial-silent = its process gave no sign of life for { $time }
search-none-left = no configuration of the space was left for it

search-title = Hyperparameter search
search-word-none = No result
search-word-best = The best
search-word-best-so-far = The best so far
search-word-same = Not clearly better
search-word-better = Better
search-none-complete = no trial came to its end; the reasons stand below
search-none-yet = no trial has come to its end yet
search-best = trial { $trial } has { $objective } { $value }
search-no-better = trial { $trial } has { $objective } { $value }, and about { $expected } is to be expected of it on other rows; the configuration that the search began with has { $first } and can't be told from it
search-first-best = no trial is better than the configuration that the search began with (trial 0), which has { $objective } { $value }; about { $expected } is to be expected of it on other rows
search-better = trial { $trial } has { $objective } { $value }, and about { $expected } is to be expected of it on other rows
search-no-test-set = The test set took no part: what is chosen here is still to be evaluated on it, once.
search-history = History
search-history-name = { $objective } of each trial, and the best so far
search-drawn = { $drawn } of { $n } trials are drawn: the best and the last.
search-parallel = Parallel coordinates
search-parallel-about = A line is a trial, from its settings to its score; the best stand out. A line without a setting runs through the foot of its axis.
search-parallel-name = Settings of each trial and its { $objective }
search-contour = Contour of two settings
search-contour-about = Between the trials stands their mean, each weighted by the inverse of its squared distance; where no trial is near, nothing is shaded. The stronger the colour, the higher: each shade is of a sixth of the trials.
search-contour-name = { $objective } by { $across } and { $upwards }
search-distribution = Distribution of the objective
search-distribution-name = Share of the trials by their { $objective }
search-front = Front
search-front-about = On the front no other trial is better in one objective and no worse in the other.
search-front-name = { $first } and { $second }
search-on-front = on it
search-timeline = Timeline
search-timeline-about = Trials below each other were at work at the same time. Long pauses are drawn short.
search-timeline-name = The time of each trial
search-bar-said = trial { $trial }: { $state }, { $time }
search-same = the same
search-slices = Objective by each setting
search-slice-name = { $objective } by { $setting }
search-trials = Trials
search-trial-said = trial { $trial }: { $value }; { $settings }
search-count = { $n } { $state ->
    [complete] complete
    [pruned] pruned
    [fail] failed
   *[running] running
}
search-state = { $state ->
    [complete] complete
    [pruned] pruned
    [fail] failed
    [running] running
   *[waiting] waiting
}
search-ended-trials = as many as were asked for
search-ended-timeout = ended by the timeout
search-ended-exhausted = every configuration of the space was tried
search-ended-stopped = stopped by hand
search-rows = Judged on
search-rows-folds = { $rows ->
    [one] { $rows } training row
   *[other] { $rows } training rows
} in { $folds } folds
search-rows-validation = { $rows ->
    [one] { $rows } validation row
   *[other] { $rows } validation rows
}
search-rows-unknown = rows that the journal does not name
search-rows-recent = the last { $rows ->
    [one] { $rows } training row
   *[other] { $rows } training rows
}
search-recent-all = of { $rows ->
    [one] { $rows } training row
   *[other] { $rows } training rows
} the last are so many that none is left to learn from
search-recent-fewer = give more rows, or a smaller `run.validation_size`
search-honest = To be expected on other rows
search-honest-note = corrected for having chosen the best of many (bootstrap over the rows, no refit)
search-among = Trials that can't be told from the best
search-simplest = the simplest of them within one standard error is trial { $trial }
search-gain = Expected gain from doubling the trials
search-worth = more than a standard error of the best score: { $trials ->
    [one] { $trials } more trial is worth it
   *[other] { $trials } more trials are worth it
}
search-not-worth = at most a standard error of the best score: { $trials ->
    [one] { $trials } more trial is hardly worth it
   *[other] { $trials } more trials are hardly worth it
}
search-taken = Taken for the run
search-importance = Importance of the settings
search-importance-about = How much a setting decides whether a trial is among the best tenth (PED-ANOVA, as in Optuna).
search-column-trial = trial
search-column-state = state
search-column-best = best so far
search-column-importance = importance
search-column-p = p, as good as the best
search-column-latency = time for a text
search-column-seconds = time
search-column-settings = settings
search-column-share = share of the trials
search-column-start = begins after
search-column-fold = fold
search-column-mean = mean so far
search-column-first = first trial

parallel-chosen = { $n } of { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}: { $limits }
parallel-limit = { $axis } from { $low } to { $high }
parallel-limit-choices = { $axis } { $choices }
parallel-or-none = { $limit } or none
parallel-limit-none = no { $axis }
timeline-look = { $look ->
    [complete] complete
    [best] best
    [pruned] pruned
    [fail] failed
   *[running] running
}

tune-resumed = Going on with { $trials ->
    [one] { $trials } trial
   *[other] { $trials } trials
} of the study
tune-at = trial { $trial }
tune-complete = Trial { $trial } is complete: { $objective } { $value }; the best is trial { $best } with { $best_value }
tune-infeasible = Trial { $trial } is complete: { $objective } { $value }, but its model is too large
tune-pruned = Trial { $trial } is pruned after { $folds ->
    [one] { $folds } fold
   *[other] { $folds } folds
}: { $objective } { $value }
tune-failed = Trial { $trial } failed: { $why }
tune-none-complete = no trial is complete, so that there is nothing to train with
tune-look-at-notes = see above why each failed, then change the space or the limits
search-too-long = it took { $time }, longer than a trial may
cli-seconds = give a number of seconds above 0
cli-ending = Ending the search with what is complete; Ctrl-C again ends it at once
error-journal-in-use = another process writes this journal
error-wait-for-journal = wait until it has ended and call again, or give another journal
error-study-objectives = the study { $study } has other objectives
error-give-objectives = give its objectives, or another study's name
tune-journal-note = { $file }: { $note }
error-study-other-rows = the study { $study } was made on other rows, folds or settings
cli-storage = give grpc://HOST:PORT, the address of Optuna's storage proxy (optuna.storages.run_grpc_proxy_server), which stands before the database
error-storage-unreachable = nobody answers here ({ $fault })
error-start-proxy = start Optuna's storage proxy there by optuna.storages.run_grpc_proxy_server, or give the address of one that runs
error-no-storage-proxy = what answers here is no storage proxy of Optuna's, or it wants TLS ({ $fault })
error-give-proxy = give the address of optuna.storages.run_grpc_proxy_server itself, which speaks gRPC without TLS
error-storage-lost = the storage proxy answers no more ({ $fault })
error-storage-again = see that it runs, and call again: what was finished is in the storage
error-storage-refused = the storage proxy refuses { $call } ({ $fault })
error-see-proxy = see what optuna.storages.run_grpc_proxy_server has said of it, and whether its database works
error-bug-stored-trial = a trial that the storage has made is not among its trials
tune-storage-retry = { $storage } does not answer ({ $fault }); trying again in { $time }
tune-storage-lost = Another process has marked trial { $trial } as failed; what comes of it here is not kept
error-other-study = give the same data and configuration, or another study's name

## The view Tune

tune-view-lead = Try many settings on the training set, fold by fold, and see what the best of them are worth on other rows. The test set takes no part.
tune-view-empty = Load data to search on.
tune-view-start = Search
tune-view-again = Search again
tune-view-looking = Looking at the data
tune-view-trial = trial { $trial } of { $trials }
tune-view-drawing = Estimating by bootstrap what the best trial is worth on other rows
tune-view-go-on = Go on with this search
tune-view-stopped = Stopped. What was tried by then is shown.
tune-view-settings = Other settings of the search
tune-view-space = Search space
tune-view-space-about = In TOML, as dryf tune --search takes it. What does not stand here stays as it is in Train. Emptied, it is the space that stood here at first.
tune-view-load = Load a search.toml
tune-view-column-use = for the run
tune-view-use = Use these settings
tune-view-use-trial = Use these settings (trial { $trial })
tune-view-use-taken = Use the settings of trial { $trial }
tune-view-save-title = Save the search
tune-view-save-journal = Optuna journal
tune-view-save-about = The journal is a study that Optuna and optuna-dashboard open, and that dryf tune --journal goes on with.
tune-view-show = Details
tune-view-show-trial = Details of trial { $trial }
tune-view-trial-title = Trial { $trial }
tune-view-run = Make it a run
tune-view-around = Continue the search around it
tune-view-around-about = The search begins with these settings and tries what is near their numbers; the space below becomes that.
tune-view-close = Close
tune-view-click = A trial is chosen by a press on its point, line or bar.
tune-view-clear = Clear
tune-view-brush-keys = Drag along an axis to choose the lines that pass there. By keyboard: left and right choose the axis, up and down move the upper end, with Shift the lower end, Delete clears the axis, Esc clears all.
tune-view-brush-at = { $axis }: nothing limited
tune-view-zoom-hint = Drag to zoom, double-click to see all.
tune-view-across = Across
tune-view-upwards = Upwards
