# The rows that are picked: chips, and what can be done with them.

pick-title = Picked rows
pick-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
pick-clear = Clear all
pick-remove = Remove: { $what }
pick-other-set = Look at the same in the other set
pick-other-rows = The picked rows are of the { $set ->
    [train] training set; here are all rows of the test set.
   *[test] test set; here are all rows of the training set.
}

pick-of-all-rows = Here everything is of all rows, not of the picked ones alone.
pick-texts-alone = The numbers here are of all rows; of the texts only the picked ones are shown.
pick-none-here = None of the picked rows is here.
pick-among = The example is one of the picked rows.
pick-rows-with-it = Pick the rows that have it
pick-only-these = Only these rows
pick-by-class = Rows by class
pick-by-length = Texts by length
pick-share-of-picked = { $rows } picked
pick-map-about = Draw a box around texts to pick them, or press Enter at one to pick those around it.
pick-batches = Rows of a batch
pick-batches-about = A batch that was cut from the training set or the test set can be picked; one of both sets, or of a file, cannot.

## Conditions

pick-text = “{ $text }”
pick-class = class: { $class }
pick-finding = finding: { $kind ->
    [duplicates] duplicates
    [near-duplicates] near-duplicates
    [contradicting-labels] contradicting labels
    [contradicting-near-duplicates] near-duplicates with other labels
    [empty-texts] empty texts
    [empty-after-cleaning] empty after cleaning
    [replacement-characters] lost characters
    [mojibake] wrong code page
    [escaped-characters] escaped characters
    [control-characters] control characters
    [byte-order-marks] byte order marks
    [length-outliers] unusual lengths
    [language-outliers] other languages
    [small-class] small class
    [tags-outside-schema] labels outside PolEval's
    [texts-in-both-sets] texts in both sets
    [near-texts-in-both-sets] near-duplicates in both sets
    [contradicting-labels-between-sets] labels that differ between the sets
   *[other] rows
}
pick-cell = { $truth } → { $predicted } · { $part }
pick-missed = { $truth } → another class · { $part }
pick-part = { $part ->
    [train] training part
    [validation] validation
   *[test] test
}
pick-changed = { $truth }: { $change ->
    [gained] newly found
   *[lost] no longer found
} since the run { $before } · { $part }
pick-word = word: { $term }
pick-length = { $from }–{ $to } characters
pick-length-from = { $from } characters or more
pick-batch = batch { $batch }
pick-map = region of the map
pick-suspects = suspect labels
pick-of-run = { $what } ({ $run })

## What can be done

pick-acts = With these rows
pick-export = Export as CSV
pick-exclude = Exclude from training
pick-exclude-about = Training rows are left out of the next run. Test rows stay, since models are compared on them.
pick-excluded = { $rows ->
    [one] { $rows } row is left out of the next run.
   *[other] { $rows } rows are left out of the next run.
}
pick-label-as = New label of these rows
pick-label = Label in a new version
pick-label-about = A new file takes the place of the set's files; the texts stay as they are, and the version before can be compared with and brought back.
pick-relabelled = { $rows ->
    [one] { $rows } row has a new label.
   *[other] { $rows } rows have a new label.
}
pick-labelled = New version of the data: { $rows ->
    [one] { $rows } row has a new label
   *[other] { $rows } rows have a new label
} in { $file }. Press Run to train on it.
pick-labelled-already = These rows have that label already, so there is no new version.
pick-labelled-save = Save the file
