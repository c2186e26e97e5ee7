# Runs and versions of data compared with each other, and the stages of a run.

runs-title = Compared with the last run
runs-sentence = { $score } on the { $set } { $side ->
    [higher] is { $by } higher than in the run before
    [lower] is { $by } lower than in the run before
   *[equal] is as in the run before
}, with { $settings ->
    [0] no setting changed
    [one] { $settings } setting changed
   *[other] { $settings } settings changed
}.
runs-now = This run
runs-before = Run before
diff-version-now = This version
diff-version-before = Version before
runs-run = run { $run }
runs-data = Data
runs-data-same = the same
runs-data-changed = others
runs-data-unknown = not known
runs-settings = Settings that changed
runs-settings-same = No setting changed.
runs-times = Time
runs-since = { $change } since the last run
runs-took-before = the run before took { $time }
runs-chosen-title = Runs compared
runs-best = { $gain ->
    [some] { $score } on the { $set } is highest in { $run }: { $value }, { $by } above { $first }.
   *[none] No other run has a higher { $score } on the { $set } than { $run }: { $value }.
}
runs-first = Compared with
runs-other = Run
runs-settings-differ = Settings that differ
runs-settings-none = All settings are the same.
runs-data-warning = These runs did not all learn from the same data, as far as is known: their scores may be of other rows. Row by row they are compared on the same test rows.
runs-column-change = { $run }: change
runs-column-times = { $run }: times as long
runs-pair-title = Two runs row by row
runs-pair-sentence = { $score } of { $run } { $side ->
    [higher] is { $by } higher than
    [lower] is { $by } lower than
   *[equal] is the same as
} that of { $against }, 95 % interval { $low } to { $high }: { $sure ->
    [yes] more than chance explains
   *[no] chance alone may do that
}.
runs-pair-rows = Both answered the same { $rows ->
    [one] { $rows } test row
   *[other] { $rows } test rows
}, and { $differing ->
    [0] none of them differently
    [one] { $differing } of them differently
   *[other] { $differing } of them differently
}.
runs-pair-differences = Scores of { $run } minus those of { $against }, with 95 % intervals
runs-pair-confusion = Confusion matrix of { $run }

stage = { $stage ->
    [collect] collect
    [validate] validate
    [split] split
    [clean] clean
    [clean_validation] clean validation
    [tfidf] tf-idf
    [fit] fit
    [predict_train] predict train
    [predict_validation] predict validation
    [clean_full] clean all
    [tfidf_full] tf-idf all
    [fit_full] refit
    [predict_test] predict test
    [production] production
    [out_of_fold] out of fold
    [archive] archive
   *[total] total
}

column-setting = setting
column-before = before
column-now = now
column-change = change
column-stage = stage
column-times = times as long

diff-title = Two runs
diff-data-title = Two versions of data
diff-changed = Changed
diff-version = digest { $digest }
diff-same = No difference
diff-same-model = The same model
diff-better = Better
diff-worse = Worse
diff-undecided = No sure difference
diff-other-rows = Not comparable
diff-found = { $score }; { $changes }
diff-score = { $score } on the same { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} of the { $set } { $side ->
    [higher] is { $by } higher
    [lower] is { $by } lower
   *[equal] is as before
} (95 % interval { $low } to { $high })
diff-scores-apart = the scores are of different rows
diff-data = { $is ->
    [same] the same data
    [order] the same rows in another order
   *[other] other data
}
diff-added = { $rows ->
    [one] { $rows } row added
   *[other] { $rows } rows added
}
diff-gone = { $rows ->
    [one] { $rows } row gone
   *[other] { $rows } rows gone
}
diff-relabelled = { $rows ->
    [one] { $rows } row relabelled
   *[other] { $rows } rows relabelled
}
diff-moved = { $rows ->
    [one] { $rows } row moved between the sets
   *[other] { $rows } rows moved between the sets
}
diff-renamed = { $classes ->
    [one] { $classes } class renamed
   *[other] { $classes } classes renamed
}
diff-settings = { $settings ->
    [0] the same settings
    [one] { $settings } setting changed
   *[other] { $settings } settings changed
}
diff-model = { $is ->
    [same] the same model
   *[other] another model
}
diff-advice-same = Keep either: they answer alike
diff-advice-better = Let the gate decide whether it may take production's place: dryf compare
diff-advice-worse = Keep the run before, or undo the changes below one by one
diff-advice-undecided = Compare both on more labelled rows of the same kind: dryf compare
diff-advice-other-rows = Compare both models on the same labelled rows: dryf compare

diff-about = Rows are matched by their texts as they were read, equal to the character and each as often as it stands; labels by the names of their classes.
diff-without-texts = Which rows changed can't be told, since { $which ->
    [before] the archive of the run before has no texts
    [now] the archive of this run has no texts
   *[both] neither archive has its texts
}; export with texts (dryf train without --without-texts).
diff-used = Without the texts, classes are counted over the rows that each run used.
diff-shares = Classes, { $set }
diff-classes = { $is ->
    [new] { $n ->
        [one] New class
       *[other] New classes
    }
   *[gone] { $n ->
        [one] Class that is gone
       *[other] Classes that are gone
    }
}: { $classes }
diff-class-renamed = { $before } is called { $now } now, in { $rows } of { $kept ->
    [one] { $kept } row
   *[other] { $kept } rows
} of it still there
diff-relabelled-rows = Relabelled rows
diff-relabelled-shown = { $is ->
    [first] The first { $shown } rows
   *[all] All rows
} with their texts, counted from 1.
diff-paired = Intervals hold the true change in 95 % of samples, paired on the same { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} of the { $set }: Tango's for F1 micro, the bootstrap's for F1 macro ({ $draws } draws), Newcombe's for recalls.
diff-unpaired = The runs were evaluated on different rows of the { $set }: its scores may differ by the rows alone, and have no interval.

column-label-before = label before
column-label-now = label now
column-row-before = row before
column-row-now = row now
column-unchanged = unchanged
column-added = added
column-gone = gone
column-relabelled = relabelled
column-moved-in = moved in
column-moved-out = moved out

# The table of runs.

runs-column-name = run
runs-column-start = when
runs-column-data = data
runs-column-seconds = time
runs-column-size = archive
runs-column-tags = tags
