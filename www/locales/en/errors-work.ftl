# Faults of the page and of its work: what is not there yet, what took the place of something, what has ended.

error-file-empty = the file is empty
error-choose-file-again = choose the file again
error-no-data = there are no data yet
error-try-demo = try the demo, or drop a text file and its tags file on the page
error-no-run = this run is not at hand
error-press-run = press Run and wait for its end, or open it from the table of runs
error-no-production = there is no model in production
error-promote-or-choose = promote a run, or choose the archive of one
error-file-gone = a file is no longer there
error-drop-again = drop the files again
error-no-test-set = there is no test set
error-ask-validation = ask for the validation part
error-load-or-ask-training = load one, or ask for the training set
error-load-or-training = load one, or take the training rows
error-run-of-archive = this run came from an archive, which does not hold what is asked for
error-load-and-run = load the data and press Run to have it again
error-no-such = there is no { $what ->
    [row] row
   *[class] class
} { $index }
error-ask-after-loading = ask again after the data have been loaded

error-no-draws = no draws were asked for, and an interval needs some
error-more-draws = ask for 1,000 or more
error-no-test-rows = there are no labelled test rows to compare on
error-load-test-set = load a test set: a text file and its tags file, beside the training set
error-no-production-to-compare = there is no model in production to compare with
error-promote-or-load = promote a run, or load the archive of an earlier one
error-nothing-compared = nothing has been compared yet
error-wait-comparison = open Validate and wait for the comparison
error-texts-to-measure = the texts to measure with can't be read: { $fault }
error-no-model-to-call = there is no model that could be called { $times } times with rows { $from } to { $to } of { $rows }
error-hand-over-model = hand over a model and texts first

error-no-drift = there is no drift report yet
error-choose-sides = choose a reference and current data and wait for it
error-counts-not-drawn = no rows can be drawn from a reference of which only counts were kept
error-choose-loaded-rows = choose loaded rows as the reference
error-production-counts = the archive of the model in production keeps counts alone of its rows, which a reference may do but not current data
error-production-no-rows = the archive of the model in production keeps nothing of its rows
error-load-profile = load an archive of a run with [drift] profile = "rows"
error-no-such-rows = the { $set ->
    [test] test
   *[train] train
} set has no rows { $from } to { $to }, it has { $rows }
error-choose-rows = choose rows between 1 and { $rows }, the first one first
error-terms-not-tested = terms of this family are not tested one by one
error-choose-family = choose words, emoji, hashtags or 3-grams

error-no-batch-file = no file was given as a batch
error-choose-batches = choose files, or take the rows that are loaded
error-row-not-among = there are { $rows } rows, and row { $row } is not among them
error-earlier-row = begin with an earlier row
error-batch-empty = a batch of no rows says nothing
error-batch-size = give at least 1, such as 100
error-batch-larger = the { $rows } rows are fewer than a batch of { $size }
error-smaller-batch = give a smaller size, or take the last rows too
error-many-batches = that makes { $batches } batches, more than { $most }
error-larger-batch = give a larger size
error-no-batch-watched = no batch was watched yet
error-choose-and-wait = choose batches and wait for the first one

error-job-twice = job { $job } is at work already
error-protocol = a message of protocol { $version } met protocol { $own }
error-message-unreadable = a message can't be read: { $fault }
error-reload = reload the page
error-reload-same-build = reload the page, so that page and worker come from the same build
error-reload-or-server = reload the page; if that does not help, see whether the server has all files of the build
error-reload-uncached = reload the page without the browser's cache (Ctrl+Shift+R)
error-worker-silent = the worker has not answered for { $seconds } seconds
error-worker-no-start = the worker did not start
error-worker-no-start-since = the worker did not start: { $fault }
error-other-build = the page is of build { $page } and its worker of build { $worker }
error-worker-lost = the worker has stopped: { $reason }
worker-ended = the browser ended it
worker-no-sign = it gave no sign of life
worker-no-cancel = it did not answer when the run was cancelled
worker-no-memory = perhaps no memory is left
worker-anew = at your request
error-less-data = it was started once more already; give it less data, or a cheaper model
error-worker-replaced = the worker had to be replaced before it answered
error-ask-again = ask again
error-file-lost = the browser can't read this file again
error-file-changed = this file is another one now than when it was read
error-give-file-again = give the file once more
error-version-gone = this version's files are no longer here: { $files }
error-version-again = give the same files again; the archive of a run with its texts keeps a version, too
error-run-replaced = another run took the place of the one that was to be promoted, before its archive was built
error-promote-shown = press Promote again for the run that is shown now
error-measurement-stopped = the measurement was stopped
error-worker-of-measurement = a worker has stopped: { $reason }
error-measure-again = measure again; if it ends again, a smaller model or fewer test rows may fit into memory
error-other-answer = a worker gave another answer than the one that was asked for

error-rules-no-text = the file is no text in UTF-8
error-choose-rules = choose a TOML file of rules
error-browser-cannot-read = the browser can't read the file: { $fault }
error-drop-files = drop files and not folders; if the file was moved or changed, choose it again
error-file-large = the file has { $megabytes } MB, and the page takes at most { $most } MB
error-give-command-line = give it to the command line, which has the whole memory: { $command }

error-bug-beyond-end = a work was stepped beyond its end
error-bug-call = a call is a job of its own
error-bug-no-model = the model is gone
error-bug-profile-rows = a profile has no rows to make
error-bug-answer = a question lost its answer
error-bug-rule = a rule that was checked can't be read ({ $fault })
error-bug-json = what was found has no form in JSON ({ $fault })
error-run-not-kept = the archive of this run is not kept
error-run-settings-again = take its settings over and run again
error-workspace-large = the workspace has { $megabytes } MB, and one file takes at most { $most } MB
error-workspace-less = remove runs or data files, or download the archives of single runs
error-workspace-none = the zip is no workspace of Dryf
error-workspace-form = the workspace has form { $form }, and this page reads form { $own }
error-workspace-give = choose a file that “Save as one file” of this version has saved
error-workspace-damaged = the record of the workspace can't be read ({ $fault })
error-workspace-parts = the parts of the workspace are not as long as they should be
error-workspace-not-packed = the workspace can't be packed ({ $fault })
error-workspace-again = save or open the workspace again
