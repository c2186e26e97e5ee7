# Data: what their validation found.

data-usable = the data are usable; nothing was found
data-notes = the data are usable; { $notes ->
    [one] { $notes } note
   *[other] { $notes } notes
} for you to read
data-warnings = the data are usable, with { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}
data-first-warning = the data are usable, with { $warnings ->
    [one] a warning: { $first }
   *[other] { $warnings } warnings, the first of them: { $first }
}
data-not-usable = the data are not usable
data-not-usable-since = the data are not usable: { $reason }

finding-duplicates = { $texts } already seen in an earlier row, which count twice in { $set ->
    [test] the scores
   *[train] training
}; exclude them unless that is meant
finding-near-duplicates = { $texts } with the words of an earlier row but for a few, which count twice in { $set ->
    [test] the scores
   *[train] training
}; look at them and exclude them unless that is meant
finding-contradicting-labels = { $texts } also found under another label ({ $distinct } distinct); correct the labels or exclude them
finding-contradicting-near-duplicates = { $texts } with another label than texts of the same words but for a few; look at the labels and correct or exclude them
finding-empty-texts = { $texts } without a character that can be seen; exclude them
finding-all-empty-after-cleaning = { $texts } of which the cleaning leaves nothing, and no other text is left; switch cleaning steps off
finding-empty-after-cleaning = { $texts } of which the cleaning leaves nothing, so that the model can't tell them apart; exclude them or switch cleaning steps off
finding-replacement-characters = { $texts } with U+FFFD, where an earlier program lost a character; export them again as UTF-8
finding-mojibake = { $texts } with letters that were read in the wrong code page, such as `Å‚` for `ł`; export them again as UTF-8
finding-escaped-characters = { $texts } with characters as HTML or JSON writes them, such as `&amp;` or `\u0026`; unescape them before the export
finding-control-characters = { $texts } with control characters, which mostly come from a faulty export; remove them there
finding-byte-order-marks = { $texts } with a byte order mark inside, which mostly comes from files put together; remove it there
finding-length-outliers = { $texts } shorter than { $shortest } or longer than { $longest } characters, which is unusual in this training set; look whether they are whole
finding-language-outliers = { $texts } in another language than Polish, by the look of it; exclude them if the model is for Polish alone
finding-texts-in-both-sets = { $texts } of the test set also in the training set, which flatters the score; { $remedy ->
    [other-rows] give a test set of other rows
   *[exclude] exclude the training rows
}
finding-near-texts-in-both-sets = { $texts } of the test set in the training set but for a few words, which flatters the score; look at them and { $remedy ->
    [other-rows] give a test set of other rows
   *[exclude] exclude the training rows
}
finding-contradicting-labels-between-sets = { $texts } of the test set with another label than the same text, or one of the same words but for a few, has in the training set; correct the labels or { $remedy ->
    [other-rows] give a test set of other rows
   *[exclude] exclude the training rows
}
finding-small-class = class `{ $class }` has { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, too few to learn or to measure, and for folds; { $can_exclude ->
    [yes] add rows or exclude the class
   *[no] add rows
}
finding-small-classes = { $n } classes have fewer than { $fewest } rows each, the smallest { $smallest }: { $classes }; too few to learn or to measure, and for folds; { $can_exclude ->
    [yes] add rows or exclude the classes
   *[no] add rows
}
finding-class-imbalance = class `{ $largest }` has { $many } rows and class `{ $smallest }` { $few }; look at F1 macro beside F1 micro
finding-tags-outside-schema = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} with the labels { $labels }, which are none of PolEval's tags 0, 1 and 2; correct the labels or exclude the rows
finding-similar-class-names = the classes { $classes }{ $more ->
    [0] {""}
   *[other] {"; and "}{ $more } more
} differ only in case, blanks or punctuation; give one class one name
finding-class-only-in-test = { $n ->
    [one] class { $classes } is not in the training set, so that it is
   *[other] classes { $classes } are not in the training set, so that they are
} never predicted and { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} of the test set count as wrong; add rows of { $n ->
    [one] it
   *[other] them
} there, correct the labels, or exclude the test rows
finding-class-missing-in-test = the test set has no row of { $classes }, so nothing is measured there; add rows or read F1 macro with care
finding-test-is-table = the test set is a table and the training set a pair of texts and tags; check that their labels mean the same
finding-train-is-table = the training set is a table and the test set a pair of texts and tags; check that their labels mean the same
finding-columns-differ = the table of the test set lacks { $missing } and adds { $added } to the columns of the training set; check that both come from one export
