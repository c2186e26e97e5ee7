# Monitoring: is the model in production still good, or is it time to train again?

monitor-title = Monitoring
monitor-retrain = Retrain
monitor-keep = Keep the model
monitor-few = Not enough data
monitor-learned = Not an answer

monitor-found-keep = no rule advises retraining
monitor-found-keep-since = no rule advises retraining: { $clauses }
monitor-found-few = neither quality nor drift could be judged: { $clauses }
monitor-found-learned = these include rows that production learned from, which say nothing of new ones
monitor-why-quality = quality drop since batch { $batch } ({ $name }): { $signal }
monitor-why-drift = drift since batch { $batch } ({ $name }): { $parts } changed (smallest p by Holm { $p }, level { $level })

monitor-advice-retrain = Train again, with the rows from batch { $batch } on among the training rows
monitor-advice-train = Train again
monitor-advice-keep = Leave production as it is and watch the next batch
monitor-advice-more = Watch more rows, with labels where there are any
monitor-advice-learned = Watch rows that came later, or the test set

monitor-occasion = { $occasion ->
    [by-hand] by hand
    [schedule] schedule
    [new-data] new data
    [quality-drop] quality drop
   *[drift] drift
}
monitor-outcome = { $outcome ->
    [retrain] retrain
    [quiet] quiet
   *[few] not enough data
}
monitor-reason = { $occasion }: { $outcome }. { $evidence }.
monitor-sentences = { $first }. { $rest }
monitor-reasons-off = Off by the rules: { $occasions }.
monitor-part = { $part ->
    [labels] classes
    [predicted-classes] predicted classes
    [words] words
    [emoji] emoji
    [hashtags] hashtags
    [trigrams] character 3-grams
   *[descriptors] descriptors
}
monitor-detector = { $detector ->
    [adwin] ADWIN
    [hddm-a] HDDM_A
    [hddm-w] HDDM_W
    [error-rate-test] error-rate test
    [error-rise-test] error-rise test
   *[concept-test] concept test
}
monitor-detector-about = { $detector ->
    [adwin] a rise anywhere in a window of rows since the last change
    [hddm-a] a rise of the mean over all rows
    [hddm-w] a rise of the mean, in which later rows weigh more
    [error-rate-test] more texts are wrong than production stated
    [error-rise-test] more of the latest texts are wrong than of those before
   *[concept-test] labels go with other texts than before
}

monitor-at = batch { $batch } ({ $name })
monitor-at-row = batch { $batch } ({ $name }), row { $row }

monitor-asked = requested: { $reason }
monitor-not-asked = not requested
monitor-age = production was trained { $days } days ago (limit: { $limit })
monitor-new-rows = { $rows ->
    [one] { $rows } labelled row is
   *[other] { $rows } labelled rows are
} new to production (limit: { $limit })
monitor-found-at = { $at }: { $finding }
monitor-found-moved = { $at }: { $finding }: { $moved }
monitor-moved = { $name } { $before } to { $now }
monitor-again = once more in { $last }
monitor-again-often = again in { $batches } later batches, last in { $last }
monitor-looks-quiet = no drift was found in { $looks ->
    [one] { $looks } look
   *[other] { $looks } looks
}, on which a chance of { $spent } of a false alarm was spent
monitor-errors-quiet = no test signals a change on { $rows ->
    [one] { $rows } labelled text
   *[other] { $rows } labelled texts
}, of which { $errors ->
    [one] { $errors } is
   *[other] { $errors } are
} wrong
monitor-errors-unstated = { $quiet }; they are compared with one another only, since production states no error rate
monitor-no-test = no test of the rules can be made, since production states no error rate; name error-rise-test under quality.detectors
monitor-no-label = no row has a label, and { $needed } are needed to judge quality
monitor-few-labels = { $rows ->
    [one] { $rows } text has a label
   *[other] { $rows } texts have a label
}, and { $needed } are needed to judge quality
monitor-no-look = nothing could be tested for drift: { $gap }
monitor-no-batch = there is no batch yet
monitor-off = off

monitor-signal-rate = { $now } of the texts from the beginning of a batch to row { $row } are wrong; production stated { $before } at most
monitor-signal-rise = { $now } of the { $rows_now } texts since batch { $since } are wrong, { $before } of the { $rows_before } texts before (p { $p }, level { $level })
monitor-signal-concept = labels go with other texts than before: of the texts with the label `{ $class }` { $now } look most like it by production's scores since batch { $since } ({ $rows_now } texts), { $before } before ({ $rows_before } texts; p { $p }, level { $level })
monitor-signal-shown = { $detector } signals a change at row { $row }, from { $before } to { $now } wrong as it weighs the rows; it advises nothing

monitor-mix-alone = { $rate } of the batch are wrong; with the classes in the training rows' shares it would be { $mix }
monitor-mix-within = { $rate } of the batch are wrong, which is within the { $upper } that production stated at most
monitor-mix-above = { $rate } of the batch are wrong, above the { $upper } that production stated at most; with the classes in the training rows' shares it would be { $mix }, { $explains ->
    [not-lower] no fewer: another mix of the classes would not explain the rise
    [yes] which is within it: another mix of the classes alone would explain the rise
   *[no] which is above it too: another mix of the classes alone would not explain the rise
}
monitor-drifted = { $part } changed, compared with { $against ->
    [batches] the batches before
   *[training] the training rows
} (p by Holm { $p }, level of this look { $level })
monitor-learned-rows = production learned from { $learned } of the { $rows } rows
monitor-labelled-later = { $rows ->
    [one] the label of { $rows } row
   *[other] the labels of { $rows } rows
} came after the batch was watched; the tests of errors have them now, and drift is not looked at again, so that no false-alarm rate is spent twice
monitor-partly-labelled = { $labelled } of the { $rows } rows have a label: classes and errors are of these, all else is of all rows
monitor-copies = { $copies } of the { $rows } rows are copies of a row before them in the batch; the tests of errors count each text once{ $once ->
    [yes] , and drift is an alarm only where it holds with each text counted once
   *[no] ; those of drift take rows as independent, so that their p-values do not hold as far as they rest on copies, since production keeps no rows to count texts by
}
monitor-empty = the batch has no rows
monitor-counts-only = counts of the rows were given: copies among them, and rows that production learned from or that were watched before, can't be told
monitor-unusual = the estimated F1 micro { $estimated } is outside of the usual { $lower } to { $upper }; an estimate decides nothing
monitor-unknown-class = { $rows ->
    [one] { $rows } row is
   *[other] { $rows } rows are
} of the class `{ $class }`, which production can't give
monitor-few-rows = { $rows ->
    [one] { $rows } row is
   *[other] { $rows } rows are
} too few to look for drift, { $needed } are needed; nothing was spent
monitor-not-measured = drift is not measured: { $gap }
monitor-looks-spent = { $looks ->
    [one] the one planned look is
   *[other] all { $looks } planned looks are
} used up, so that drift can raise no alarm; begin anew with more looks or with spending = "open-ended"
monitor-no-labels = without labels nothing is said of true quality; what is estimated decides nothing

monitor-alarms = where nothing changes and rows come independently of one another, the chance of ever advising to retrain for drift or quality is at most { $rate }: { $covered }
monitor-alarms-drift = { $rate } for drift over all looks
monitor-alarms-quality = { $rate } for quality over all rows
monitor-alarms-none = no rule can alarm by chance

monitor-production = Production
monitor-production-about = model { $model }, trained on { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $day }
monitor-watched = Watched
monitor-batches-rows = { $batches ->
    [one] { $batches } batch
   *[other] { $batches } batches
}, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $labelled } labelled
monitor-so-far = { $batches ->
    [one] { $batches } batch
   *[other] { $batches } batches
} in all; the rest is still to come

monitor-charts = Over the batches
monitor-charts-about = Dashed: the limits in which a number lies while nothing changes. A point beyond them is unusual and raises no alarm by that alone. Whiskers are intervals of 95 %.
monitor-chart-share = Share of { $class }
monitor-chart-p = p-values of drift by Holm, part by part
monitor-chart-errors = Error rate
monitor-chart-latency = Time to predict a row
monitor-series-labels = by the labels
monitor-series-predicted = predicted
monitor-series-estimated = estimated from the scores
monitor-series-measured = measured
monitor-key-level = level of the look
monitor-key-limit = limit
monitor-key-centre = centre
monitor-limit-low = lower limit
monitor-limit-high = upper limit
monitor-key-signal = a change is signalled
monitor-signal-at = { $at }: { $detector } signals a change
monitor-said-inside = { $n ->
    [one] the batch lies within the limits
   *[other] all { $n } batches lie within the limits
}
monitor-said-outside = { $out } of { $n ->
    [one] { $n } batch
   *[other] { $n } batches
} { $out ->
    [one] lies beyond the limits: batch { $first }
   *[other] lie beyond the limits, first batch { $first }
}
monitor-said-no-limits = there is nothing to compare it with
monitor-said-p-off = by the rules drift raises no alarm
monitor-said-p-quiet = no part went below its level in { $n ->
    [one] { $n } look
   *[other] { $n } looks
}; the chance that any look ever alarms falsely is { $rate }
monitor-said-p-alarm = { $out } of { $n ->
    [one] { $n } look
   *[other] { $n } looks
} found drift, first in batch { $first }: { $parts }; the chance that any look ever alarms falsely is { $rate }
monitor-said-errors-quiet = no test or detector signals a change; { $within }
monitor-said-errors-signalled = { $n ->
    [one] a change is signalled
   *[other] changes are signalled { $n } times, first
} in { $at } by { $detector }; { $within }
monitor-said-latency = half of the batches took { $median } a row or less

monitor-batches = Batches
monitor-batch = Batch { $number } ({ $name }): { $found }
monitor-batch-quiet = nothing signals a change
monitor-none = There is no batch yet.
monitor-found-nothing = Nothing was found.
monitor-look = Look { $look } at the level { $level }; on all looks so far a chance of { $spent } of a false alarm was spent.
monitor-look-none = No part of this batch could raise an alarm.
monitor-part-verdict = { $verdict ->
    [changed] changed
    [shown] shown only
   *[none] no change found
}

monitor-tests = Tests of quality
monitor-tests-about = Each of them advises retraining; their false-alarm rate holds over all rows.
monitor-shown = Detectors that are shown only
monitor-shown-about = They advise nothing: their false-alarm rate does not hold over all rows.
monitor-parts = Drift, part by part

monitor-column-batch = batch
monitor-column-name = name
monitor-column-labelled = labelled
monitor-column-estimated = F1 micro, estimated
monitor-column-errors = error rate
monitor-column-mix = error rate at the training mix
monitor-column-unknown = unknown words
monitor-unknown-before = training rows: { $before }
monitor-column-time = time of a row
monitor-column-signals = signals
monitor-column-training = training rows
monitor-column-labels = labels
monitor-column-out-of-fold = predicted out of fold
monitor-column-part = part
monitor-column-p = p
monitor-column-holm = p by Holm
monitor-column-verdict = verdict
monitor-column-moved = what moved most surely
monitor-column-test = test
monitor-column-looks-for = looks for
monitor-column-first = first signal
monitor-column-looks = looks
monitor-column-alarms = alarms
monitor-column-smallest = smallest p by Holm
monitor-column-level = level
monitor-column-decides = decides
monitor-decides = { $decides ->
    [yes] yes
   *[no] shown only
}

monitor-view-lead = Batch after batch against the model in production: is it still good, are the tweets still the same, is it time to retrain?
monitor-view-empty-production = There is no model in production. Train one and promote it in Validate, or choose the archive of one here: then its batches are watched.
monitor-view-empty-data = Load data, or give files: each is a batch.
monitor-view-choose-archive = Choose an archive
monitor-view-from = Batches from
monitor-view-from-both = Training rows, then test rows
monitor-view-from-train = Training rows
monitor-view-from-test = Test rows
monitor-view-from-files = Files
monitor-view-size = Rows of a batch
monitor-view-automatic = auto: { $n }
monitor-view-with-labels = Use the labels
monitor-view-with-labels-about = Without them all is as in production before labels come: nothing is known of true quality.
monitor-view-files-about = In order: each table is a batch; texts, one a line, may be followed by the file of their tags.
monitor-view-labelled = labelled
monitor-view-not-labelled = not labelled
monitor-view-waiting = { $rows ->
    [one] { $rows } row at the end waits
   *[other] { $rows } rows at the end wait
} for a whole batch.
monitor-view-new-rows = Rows that production has learned from tell nothing of new ones: begin after them.
monitor-view-watching = Watching batch { $at } of { $n }
monitor-view-stopped = Stopped. The batches that are complete are shown.
monitor-view-go-on = Watch all
monitor-view-rules = Rules for retraining
monitor-view-rules-about = Five reasons. What stands here is the file that dryf monitor --rules takes.
monitor-view-rules-load = Load TOML
monitor-view-ask = Request a training, because
monitor-view-save-title = Save
monitor-view-save-archive = Archive for MLflow
monitor-view-save-state = State for the command line
monitor-view-save-about = dryf monitor --state goes on from the state with the next batch.
monitor-view-section-data = Data
monitor-view-watching-first = Watching batch 1

plan-no-rows = { $name } has no rows
plan-same-rows = the same rows stand before it
plan-watched = it was watched before, as number { $number }
plan-watched-in-several = its rows were watched before, as numbers { $first } to { $last }
plan-grown = { $name }: { $before } of its { $rows } rows were watched before; only the { $new } new ones are watched
plan-rows-wait = the last { $rows } rows wait until there are { $size }; --last takes them now
plan-period-waits = the { $rows } rows of { $name } wait for its end; --last takes them now
plan-repeated = { $rows ->
    [one] { $rows } row in more than one file counts
   *[other] { $rows } rows in more than one file count
} once
plan-late = { $name } was watched before: { $rows ->
    [one] { $rows } row that came late is watched as a batch of its own
   *[other] { $rows } rows that came late are watched as a batch of their own
}
plan-no-digests = { $name } was watched by an earlier Dryf, which kept no digests of its rows: rows of it that came late can't be told from the others, and none is watched
plan-skipped = { $name } is skipped: { $why }
plan-labels-came = labels of { $rows } rows of batch { $number } ({ $name }) came later: they belong to it, and drift is not looked at again
plan-labels-differ = { $rows } rows of batch { $number } ({ $name }) have another label than before: what was watched stays
plan-state-kept = the state so far is kept as { $file }
