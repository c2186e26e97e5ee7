# The page around the views: head, rail, foot, notices; and what several views share.

page-tab = { $view ->
    [data] Data
    [clean] Clean
    [train] Train
    [tune] Tune
    [evaluate] Evaluate
    [runs] Runs
    [drift] Drift
    [validate] Validate
    [monitor] Monitor
    [export] Export
   *[try] Try
}
page-state = { $state ->
    [empty] empty
    [busy] at work
    [ready] ready
    [stale] out of date
   *[failed] failed
}
page-engine = { $state ->
    [ready] ready
    [failed] stopped
   *[busy] starting
}

## Head and rail

page-tagline = Teachable Machine for texts, with a gate and a memory: train a classifier, see why it decides, let no worse one into production, and know when the world drifts. All of it in your browser.
page-stages = Stages of the pipeline
page-no-data = no data loaded
page-train-and-test = { $train } + { $test } tweets
page-train-only = { $train ->
    [one] { $train } tweet
   *[other] { $train } tweets
}, no test set
page-run-name = Name of the run
page-dark = Dark colours
page-light = Light colours
page-language = Język: polski

## Foot

page-run = Run
page-run-again = Run again
page-run-needs-data = Load data first
page-cancelling = cancelling
page-paused = paused: { $stage }
page-waiting = waiting for the data
page-cancelled = cancelled; the results of the run before are still here
page-time-by-stage = Time by stage
page-score-train = train
page-score-validation = valid.
page-score-test = test
page-done-baseline = Done in { $seconds }. Test F1 { $score } (baseline { $baseline }).
page-done-test = Done in { $seconds }. Test F1 { $score }.
page-done-validation = Done in { $seconds }. Validation F1 { $score }; there is no test set.
page-see-results = See results →
page-removed-files = { $files ->
    [one] { $files } file removed.
   *[other] { $files } files removed.
}
page-demo-replaced = Your files have taken the demo's place.
page-reset-settings = Settings replaced.
page-changed-setting = One setting was changed as advised.
page-changed-rules = Rules removed.
page-undo = Undo
page-removed-runs = { $runs ->
    [one] { $runs } run taken off the list.
   *[other] { $runs } runs taken off the list.
}
page-log = Log
page-log-empty = The lines of your train.py will stand here.
page-log-copy = Copy the log

## Notices

page-stale = Something changed since this was made. Press Run to bring everything up to date.
page-remedy = What to do: { $remedy }
page-remedy-in-fields = In this page they are the fields under “What I understood” in the view Data.
page-drop-now = Drop the files to load them
page-not-kept = Not kept when this page is closed: { $what }. The browser blocks or has no room for what this page stores.
page-kept-look = colours and language
page-kept-settings = settings
page-kept-runs = runs and their archives
page-kept-production = the model in production and its history
page-kept-data = the data files
page-storage-short = The browser is running out of room for what this page keeps.
page-storage-delete = { $runs ->
    [one] Delete the oldest run without a star ({ $size })
   *[other] Delete the { $runs } oldest runs without a star ({ $size })
}
page-workspace-saved = { $runs ->
    [one] The workspace is saved as a file, with { $runs } run.
   *[other] The workspace is saved as a file, with { $runs } runs.
}
page-workspace-saved-without = { $runs ->
    [one] The workspace is saved as a file, with { $runs } run
   *[other] The workspace is saved as a file, with { $runs } runs
}; { $missing ->
    [one] one archive or data file could not be read and is not in it.
   *[other] { $missing } archives or data files could not be read and are not in it.
}
page-workspace-opened = { $added ->
    [one] { $added } run added from the workspace
   *[other] { $added } runs added from the workspace
}; { $present ->
    [one] { $present } was here already.
   *[other] { $present } were here already.
}
page-worker-replaced = The part of the page that computes has stopped and was started anew with everything that was loaded ({ $reason }).
page-worker-replaced-run = The part of the page that computes has stopped and was started anew with everything that was loaded; the run was started once more ({ $reason }).
page-worker-silent = The part of the page that computes gives no sign of life. It may be at a long step.
page-worker-anew = Start it anew

## What several views share

page-tweets = { $tweets ->
    [one] { $tweets } tweet
   *[other] { $tweets } tweets
}
page-train-set = Training set
page-test-set = Test set
page-train-part = Training part
page-validation-part = Validation part
page-in-production = In production
page-pages = { $first } to { $last } of { $total }
page-none = None.
page-measuring = Measuring { $done }
page-add-files = Add files
page-load-archive = Load an archive
page-first-row = First row
page-save-toml = Save as TOML
page-remove = Remove
page-cancel = Cancel
page-stop = Stop
page-close = Close
page-dismiss = Dismiss
page-copied = copied
