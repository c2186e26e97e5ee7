# The views of the page, beside the documents in them.

## Data

page-data-lead = Texts with one label each: the training set that the model learns from, and a test set that it never sees while it learns.
page-data-opened-again = The run of your last visit is shown. Load its data again to train.
page-data-give-again = These files were not kept. To train again, give them again: { $names }.
page-data-welcome = Train, question and hand over a text classifier
page-data-welcome-about = Your train.py in a page: it cleans tweets, learns from a part of them, tests itself on the rest, and packs the run for MLflow. Everything happens in this browser.
page-data-demo = Try the demo
page-data-demo-en = The same in English
page-data-demo-about = 1,500 short Polish texts that offend nobody: friendly tweets, silly insults, grumbling at garden gnomes.
page-data-demo-load = Load the demo
page-data-choose = Choose files
page-data-drop = Drop PolEval files here
page-data-offered-run = { $file } is the archive of a run: { $run }{ $on ->
    [test] , F1 micro { $f1 } on the test set
    [validation] , F1 micro { $f1 } on the validation part
   *[none] {""}
}, { $start }, model { $model }, trained on { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} of { $data }. What is it for?
page-data-offered-journal = { $file } is a journal of Optuna with the study { $study }: { $trials ->
    [one] { $trials } trial
   *[other] { $trials } trials
}, { $complete } complete{ $has ->
    [best] , the best { $name } { $value } (trial { $number })
   *[none] {""}
}.
page-data-offered-not-taken = Dryf can’t go on with it: { $why }. These are its best trials.
page-data-offered-settings = { $file } has { $kind ->
    [settings] settings of a run
    [rules] rules of the gate
    [watch-rules] rules for retraining
   *[search] settings of a search
}, not data.
page-data-offered-take = { $kind ->
    [settings] Use these settings
    [rules] Use them in Validate
    [watch-rules] Use them in Monitor
   *[search] Use them in Tune
}
page-data-offered-open = Open the run
page-data-offered-compare = Compare with the shown run
page-data-offered-tune = Show it in Tune
page-data-offered-trials = Its best trials
page-data-choose-folder = Choose a folder
page-data-offered-promote = Put it into production
page-data-offered-leave = Nothing
page-data-files = Files
page-data-files-about = PolEval's text and tags files or zips, or a table (.csv, .tsv, .json, .jsonl, .parquet). Drop them anywhere on the page.
page-data-keep = Keep these files in this browser for my next visit
page-data-keep-about = They stay on this computer. After a reload they are loaded again, and Run works at once.
page-data-keep-question = Keep these files in this browser for your next visit?
page-data-keep-yes = Yes
page-data-keep-no = No
page-data-keep-too-much = These files have { $size }; up to { $most } are kept in this browser for the next visit. Give them again then.
page-data-lines = lines
page-data-size = size
page-data-clear = Remove all
page-data-not-used = not used
page-data-why = why: { $reason }
page-data-reading = Reading { $names }
page-data-found = detected from the file
page-data-understood = What I understood
page-data-found-as = detected: { $what }
page-data-choose-column = choose a column
page-data-column-choice = { $column } – { $sample }
page-data-proposal = Texts from column { $text }, labels from column { $label }
page-data-sample = The first rows
page-data-more-columns = { $n ->
    [one] and { $n } more column
   *[other] and { $n } more columns
}
page-data-garbled = Most lines of { $file } with letters beyond ASCII look as if UTF-8 had been read in another encoding and saved again. Dryf can’t undo this: export the file from its source once more, as UTF-8.
page-data-encodings = In which encoding do these lines of { $file } read right?
page-data-encoding = { $encoding }{ $what ->
    [detected] {" (read so, detected)"}
    [chosen] {" (read so)"}
    [other-detected] {" (detected)"}
   *[other] {""}
}
page-data-read-so = Read it so
page-data-delimiter = { $delimiter ->
    [comma] comma
    [semicolon] semicolon
    [tab] tab
   *[pipe] pipe
}
page-data-header-yes = column names
page-data-header-no = data
page-data-quoting = Quotation marks
page-data-quoting-csv = quote fields
page-data-quoting-none = part of the texts
page-data-naming = Class names
page-data-naming-as-they-stand = labels as they stand
page-data-naming-poleval = PolEval: 0, 1, 2 are non-harmful, cyberbullying, hate-speech
page-data-missing = Rows without a label or a text
page-data-missing-leave-out = leave out
page-data-missing-refuse = stop with an error
page-data-missing-keep = NaN, None and NA are class names
page-data-show-rows = Show its rows ({ $rows })
page-data-leave-out-train = Leave out { $rows ->
    [one] { $rows } training row
   *[other] { $rows } training rows
}
page-data-leave-out-test = Leave out { $rows ->
    [one] { $rows } test row
   *[other] { $rows } test rows
}
page-data-versions = Versions
page-data-versions-about = Each data set that was loaded, by what it holds. Compare one with the data of now: rows added, gone, relabelled or moved.
page-data-version-current = now
page-data-version-compare = Compare with now
page-data-version-digest = digest
page-data-version-runs = runs
page-data-version-shares = classes of the training set
page-data-version-comparing = Comparing both versions
page-data-tweets = Tweets
page-data-search = Search
page-data-search-about = words, or #12 for row 12
page-data-all-classes = all classes
page-data-no-match = No tweet matches.
page-data-previous = Previous
page-data-next = Next

## Clean

page-clean-lead = Ten small steps turn a tweet into the words that the model counts. Each works on one text and learns nothing from the data.
page-clean-steps = Steps, in the order in which they run
page-clean-up = Move up
page-clean-down = Move down
page-clean-options = Options
page-clean-example = One tweet, step by step
page-clean-needs-data = Load some data to see the steps at work on a tweet.
page-clean-previous = Previous
page-clean-next = Next
page-clean-random = Random
page-clean-own = Your own text
page-clean-own-about = Type a text to see what the steps make of it
page-clean-row = row { $row }
page-clean-original = as it came
page-clean-unchanged = unchanged
page-clean-emptied = nothing is left
page-clean-measure = Measure the whole training set
page-clean-measure-about = How many tweets each step changes, and what it takes away most often.
page-clean-report = What the steps do to { $tweets ->
    [one] { $tweets } tweet
   *[other] { $tweets } tweets
}
page-clean-report-emptied = { $tweets ->
    [0] No tweet is empty afterwards.
    [one] { $tweets } tweet is empty afterwards; the model can only guess it from what it learned of empty ones.
   *[other] { $tweets } tweets are empty afterwards; the model can only guess them from what it learned of empty ones.
}
page-clean-tweets-changed = tweets changed
page-clean-characters-gone = characters gone
page-clean-words-gone = words gone
page-clean-removals = taken away or replaced most often

## Train

page-train-lead = A part of the training set is set aside to check what was learned from the rest. Then the model is fitted once more on all of it and tested.
page-train-solver = The solver at work
page-train-solver-about = The solver changes two weights at a time. It ends when no pair violates the optimality conditions by more than tol.
page-train-idle = Press Run: here the objective falls and the violation shrinks until it is below tol.
page-train-standing = machine { $machine } of this fit · { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
} · dual objective { $objective } · largest violation { $violation }
page-train-objective = dual objective
page-train-violation = largest violation
page-train-iterations = iterations
page-train-pause = Pause
page-train-resume = Go on
page-train-step = Step
page-train-step-about = Pause to watch the solver choose its pairs, one step at a time.
page-train-fits = The two fits
page-train-full = All training rows
page-train-terms = terms
page-train-stored = stored values
page-train-gamma = gamma
page-train-vectors = support vectors, { $class }
page-train-took = time
page-train-converged = converged
page-train-not-converged = stopped before reaching tol (see the log)
page-train-times = Where the time went
page-live = Validation tweets, live
page-live-switch = Live
page-live-about = Fitted on { $learned ->
    [one] { $learned } tweet
   *[other] { $learned } tweets
}, scored on { $scored ->
    [one] { $scored } tweet
   *[other] { $scored } tweets
} set aside: what a run with these settings says of them. { $features ->
    [one] { $features } column
   *[other] { $features } columns
}, fitted in { $time }.
page-live-waiting = The first fit is on its way.
page-live-before = before: { $value }
page-live-no-change = no change
page-live-cell = { $truth } taken for { $predicted }: { $count }
page-live-cell-changed = { $truth } taken for { $predicted }: { $count }, before { $before }
page-live-not-converged = The solver stopped before it reached tol.
page-live-off = Live is off: nothing follows the settings here.
page-live-run = A run is at work. It comes first.
page-live-no-data = Load data, and these scores follow the settings.
page-live-violation = A setting is out of its range; it is marked.
page-live-one-piece = linfa-svm fits in one piece that nobody can interrupt. Press Run to see what it comes to.
page-live-too-long = Live has switched itself off: a fit with these settings takes longer than { $time }. Press Run, or switch it on again for quicker settings.
page-live-map = Map of the validation tweets
page-live-map-about = Each mark is a tweet, placed by its words alone, along the two directions in which the means of the classes differ most. A ring: the model takes it for another class. The tint is the margin by which a class wins, averaged over the nearest tweets (darker: 0.5 and 1 or more; none: they disagree). It shows tendencies, not the boundary itself.
page-live-map-keys = Arrow keys go from tweet to tweet
page-live-map-hint = Point at a mark, or use the arrow keys, to read its tweet.
page-live-map-right = { $class }, and the model says so:
page-live-map-wrong = { $class }, which the model takes for { $predicted }:
page-train-curves = Curves of the solver, machine by machine
page-train-readout = { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
}: { $value }
page-train-log-scale = logarithmic

## Evaluate

page-evaluate-lead = How often the model is right: on what it learned from, on what was set aside, and on the test set.
page-evaluate-empty = Press Run to see how good the model is.
page-evaluate-baseline-about = always says { $class }
page-evaluate-production-better = The new model is better by { $difference }.
page-evaluate-production-worse = The new model is worse by { $difference }.
page-evaluate-production-same = Both score the same.
page-evaluate-production-about = An archive of an earlier run to compare with, on the same test rows.
page-evaluate-production-forget = Compare with none
page-evaluate-all-scores = All scores
page-evaluate-confusion-about = Tweets, and their share of the row. Choose a cell to see its tweets below.
page-evaluate-axes = true ↓ predicted →
page-evaluate-predicted = predicted class
page-evaluate-cell = { $truth } taken for { $predicted }
page-evaluate-errors = Misclassified tweets
page-evaluate-errors-about = Those with the widest margin come first.
page-evaluate-errors-picked = Only those among the picked rows.
page-evaluate-scores-of-all = Scores and the confusion matrix stay those of all rows; dots and tweets show the picked ones.
page-evaluate-pick-missed = Pick the missed
page-evaluate-dots-picked = { $rows ->
    [one] { $rows } picked
   *[other] { $rows } picked
}
page-evaluate-errors-all = Show all misclassified tweets
page-evaluate-margin = margin
page-evaluate-dots = Row by row
page-evaluate-dots-about = Each dot is a row. Point at one to read its text; choose it to see it below.
page-evaluate-mark = { $mark ->
    [found] found
    [gained] newly found
    [lost] no longer found
   *[missed] missed
}
page-evaluate-finds = finds { $found } of { $rows }
page-evaluate-dots-since = since the run before:
page-evaluate-dots-gained = { $rows } newly found
page-evaluate-dots-lost = { $rows } no longer found
page-evaluate-dots-some = { $shown } of { $rows } rows are shown, evenly spread
page-evaluate-row = Row { $row }
page-evaluate-taken = taken for { $class }
page-evaluate-whiskers = Whiskers are 95 % intervals. The tick is the majority-class baseline.
page-evaluate-what-interval = What is an interval?
page-evaluate-interval = { $low } to { $high }
page-evaluate-terms = Most influential terms
page-evaluate-terms-about = What a linear model looks at: terms that speak for a class and against it. Where words and characters are features together, the name of the vectorizer stands before the term, as in scikit-learn.
page-evaluate-against = { $class } against { $rival }
page-evaluate-against-rest = { $class } against all others

## Runs

page-runs-lead = Every run is kept, with its settings, scores and archive: open it in all views, compare it, put it into production.
page-runs-empty = Press Run: every run is kept here.
page-runs-filter = Filter
page-runs-filter-about = words, C=10, f1_micro>0.9
page-runs-only-starred = only starred
page-runs-count = { $shown } of { $all ->
    [one] { $all } run
   *[other] { $all } runs
}
page-runs-no-match = No run matches.
page-runs-columns = Columns
page-runs-metrics = Metrics
page-runs-alike = Settings that are the same in all runs
page-runs-tick = Compare { $run }
page-runs-star = Star for { $run }
page-runs-open = Show this run in all views
page-runs-more = More
page-runs-more-of = More on { $run }
page-runs-shown = shown
page-runs-data-loaded = loaded now
page-runs-name = Name
page-runs-tags = Tags, with commas between them
page-runs-note = Note
page-runs-gate = Send to the gate
page-runs-adopt = Take over its settings
page-runs-save = Save the archive
page-runs-delete = Delete
page-runs-plane = Runs as points
page-runs-plane-about = One point for each run in the table. A square is in production, a filled point is starred, the ring marks the run that is shown. Choose a point to open its run.
page-runs-across = Across
page-runs-upwards = Upwards
page-runs-compare-hint = Tick two or more runs to compare them.
page-runs-compare-none = Compare none
page-runs-compare-with = Compare with this run instead
page-runs-pair = { $run } compared with { $against }
page-runs-rows = Compare row by row
page-runs-comparing = Comparing on the same test rows
page-runs-data-diff = Compare their data
page-runs-data-equal = Both runs learned from the same data.
page-runs-data-comparing = Comparing the data of both runs
page-runs-right = Right: { $run }

## Validate

page-validate-lead = May the candidate replace the model in production? Both, and the majority-class baseline, on the same test tweets.
page-validate-needs = Here the new model is compared with the one in production. Still needed:
page-validate-needs-run = a trained model: press Run
page-validate-needs-production = a model in production: promote a run below, or load an archive
page-validate-needs-test = a test set with labels: load one in Data, since only rows that neither model has learned from can tell
page-validate-comparing = Comparing { $done }
page-validate-stopped = Stopped.
page-validate-compare = Compare
page-validate-champion = This run is the one in production. Train a challenger to compare: change a setting and press Run again.
page-validate-champion-since = This run has been in production since { $when }. Train a challenger to compare: change a setting and press Run again.
page-validate-rules = Rules
page-validate-rules-about = All of them must pass. A rule passes where the whole 95 % interval is on the good side of its line, fails where it is all on the other side, and is open where it reaches over the line.
page-validate-rules-load = Load rules
page-validate-measure = Measure
page-validate-measure-about = Each model in a worker of its own, called by turns, so that whatever slows this computer slows both. It takes some seconds; rules on costs are judged by it.
page-validate-disagreements-about = The tweets on which the two disagree, with each model's score of every class, in the order of the classes.
page-validate-all = All
page-validate-candidate-right = Candidate right
page-validate-production-right = Production right
page-validate-both-wrong = Both wrong
page-validate-production-none = Nothing is in production. Promote a run, or load the archive of an earlier one.
page-validate-since = since { $when }
page-validate-kept = The archive stays in this browser, also when the page is closed; so does the history.
page-validate-kept-before = Of the earlier archives the latest is kept: { $name }.
page-validate-put-back = Restore the previous one
page-validate-put-back-about = Restore { $name } to production
page-validate-take-out = Take out of production
page-validate-history = What was in production
page-validate-history-none = Nothing yet. Each promotion will be noted here, with its scores and what the gate said.
page-validate-when = When
page-validate-how = How
page-validate-how-of = { $how ->
    [run] promoted
    [file] loaded from a file
    [server] { $uri } from { $server }
    [put-back] restored
   *[taken-out] taken out
}
page-validate-gate-against = compared with run { $run }
page-validate-reason = promoted anyway: { $reason }

## Promotion

page-promote = Promote to production
page-promote-asking = Asking the gate
page-promote-question = { $verdict } Promote it all the same?
page-promote-not-asked = The gate could not be asked: without a test set with labels, and rules that can be applied, nothing says whether this model is worse than the one in production. Promote it all the same?
page-promote-reason = Reason, for the history
page-promote-reason-free = Reason, for the history (may stay empty)
page-promote-anyway = Promote anyway
page-promote-leave = Leave production as it is

## Try

page-try-lead = Type a tweet and see what the model makes of it, and why.
page-try-empty = Train a model first: press Run, then come back.
page-try-text = A tweet
page-try-example = co za ładny dzień 😊
page-try-thinking = thinking
page-try-verdict = The model says
page-try-probabilities = Probabilities
page-try-cleaned = What is left after cleaning
page-try-class = What speaks for
page-try-decision = Decision
page-try-for = speaks for the class ({ $part })
page-try-against = speaks against it ({ $part })
page-try-unknown = unknown to the model
page-try-nearest = Closest tweets of the training set
page-try-nearest-none = No training tweet shares a known word with it.
page-try-similarity = similarity

## Export

page-export-lead = The whole run as one zip that MLflow opens: parameters, metrics, data, model, log.
page-export-empty = Press Run; its archive appears here.
page-export-packing = Packing the archive
page-export-download = Download
page-export-texts = Put the texts into the archive
page-export-texts-about = They are the version of your data. Without them the archive keeps only their digests.
page-export-contents = In the archive
page-export-contents-about = { $files ->
    [one] { $files } file
   *[other] { $files } files
}, { $size } as a zip
page-export-digest = SHA-256 of the zip
page-export-left-out = Left out
page-export-left-out-about = The texts of both sets: you switched them off. Their digests and row counts are included.
page-export-commands = Into MLflow
page-export-commands-about = In a folder of its own, with MLflow 3.10 or later installed:
page-export-unpack = Unpack the archive
page-export-migrate = Turn it into a tracking database
page-export-serve = Show it on http://127.0.0.1:5000
page-export-replay = Or, instead of these two, add the run to a tracking server that you have
page-export-copy = Copy
page-export-open = Open an archive
page-export-open-about = Show the run of an archive again, with its settings.
page-workspace = Workspace
page-workspace-about = All runs with their archives, the settings, the model in production and the data files as one file, for another browser or as a copy. Opening it adds what is not here and overwrites nothing.
page-workspace-save = Save as one file
page-workspace-open = Open a workspace
page-workspace-busy = Working on the file
page-storage-room = What this browser keeps for this page takes { $used } of { $quota }.
page-storage-persisted = The browser has promised not to delete it by itself.
page-storage-not-persisted = The browser may delete it when the disk is full.
