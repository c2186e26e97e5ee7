# Data: how files were read, and what the validation found.

data-title = Data validation
data-usable = The data are usable
data-usable-with-warnings = The data are usable, with warnings
data-not-usable = The data are not usable
data-found-notes = nothing was found that could mislead the model or its scores{ $notes ->
    [0] {""}
    [one] {", and there is 1 note to read"}
   *[other] {", and there are "}{ $notes } notes to read
}
data-found-warnings = { $warnings ->
    [one] { $warnings } finding may mislead the model or its scores: { $first }
   *[other] { $warnings } findings may mislead the model or its scores, the first of them: { $first }
}
data-advice-train = Train a model on these rows
data-advice-look = Look at the rows of the findings, correct them or leave them out, then train
data-advice-correct = Correct this first: a run would end with the same error
data-excluded = { $train ->
    [one] { $train } training row
   *[other] { $train } training rows
} and { $test ->
    [one] { $test } test row
   *[other] { $test } test rows
} are left out of the run; the verdict is on the others.
data-left-out = { $rows ->
    [one] { $rows } row of the files left out
   *[other] { $rows } rows of the files left out
}
data-naming = Labels named by
data-findings = Findings
data-finding = { $severity ->
    [blocker] Blocker
    [warning] Warning
   *[note] Note
}: { $found } ({ $kind }; { $places })
data-rows = { $set }, { $n ->
    [one] row { $rows }
   *[other] rows { $rows }
}
data-remark = Note: { $remark } (setting-without-effect)
data-classes = Classes
data-files = What was read

column-share = share
column-file = file
column-role = used as
column-reading = read as

role = { $role ->
    [train-texts] train texts
    [train-tags] train tags
    [test-texts] test texts
    [test-tags] test tags
    [train-table] train table
    [test-table] test table
   *[label-names] label names
}
role-reason = { $why ->
    [train] its name says train
    [test] its name says test
    [validation] its name says validation, and rows to validate on are taken from the training set
    [both] its name says both train and test
    [several] its name says more than one set
    [table] it is a table
    [tags-by-name] its name says tags
    [texts-by-name] its name says texts
    [texts] its lines are texts
    [empty] it is empty
    [label-names] its name says label names
    [numbers] each of its lines is a number
    [numbers-for-texts] its name says texts, but each of its lines is a number
    [long-for-tags] its name says tags, but its lines are too long for labels
    [labels] its lines are few labels, again and again
    [only-set] there is no other set
    [test-is-other] the test set is another one
   *[no-set] nothing says whether it is the training set or the test set
}
role-reasons = { $first }, { $more }
role-foreign = it is { $kind }; { $way }
role-partner = it has { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
}, as many as its { $set ->
    [test] test
   *[train] train
} partner
role-larger = the larger set ({ $lines } lines, the other { $others }) is for training
role-smaller = the smaller set ({ $lines } lines, the other { $others }) is for testing
role-rivals = { $reason }, but { $rivals } could have the same place
naming = { $naming ->
    [poleval] PolEval's names for the labels 0, 1 and 2
    [mapping] the mapping that was given or came with the data
   *[as-they-stand] themselves
}

reading-form = { $form ->
    [texts] texts, one a line
    [labels] labels, one a line
    [json-lines] JSON, one object a row
    [json-array] a JSON array of objects
    [parquet] Parquet
   *[table] a table{ $delimiter ->
        [comma] {" by comma"}
        [semicolon] {" by semicolon"}
        [tab] {" by tab"}
        [pipe] {" by pipe"}
       *[unknown] {""}
    } { $header ->
        [yes] with a header
       *[no] without a header
    }
}{ $encoding ->
    [UTF-8] {""}
   *[other] , { $encoding }
}{ $columns ->
    [both] , texts from column `{ $texts }`, labels from column `{ $labels }`
    [texts] , texts from column `{ $texts }`, no labels
    [labels] , labels from column `{ $labels }`
   *[none] {""}
}, { $unit ->
    [lines] { $rows ->
        [one] { $rows } line
       *[other] { $rows } lines
    }
   *[rows] { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }
}
reading-left-out = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} { $why ->
    [no-text] without a text
    [values] without a label ({ $values })
   *[no-label] without a label
} left out: { $lines }
reading-lines = { $unit ->
    [rows] { $n ->
        [one] row { $lines }
       *[other] rows { $lines }
    }
   *[lines] { $n ->
        [one] line { $lines }
       *[other] lines { $lines }
    }
}
reading-mostly-left-out = { $left } of { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} of { $file } were left out; check the columns and the labels
reading-several-lines = { $texts ->
    [one] { $texts } text spans several lines, { $longest }
   *[other] { $texts } texts span several lines, the longest { $longest }
} from line { $line } on
reading-surrogates = { $n ->
    [one] { $n } broken character
   *[other] { $n } broken characters
}, such as half a surrogate pair, became U+FFFD
reading-member = the rows of `{ $name }`
reading-similar-name = column `{ $taken }` was taken for `{ $asked }`
reading-lines-before = { $n ->
    [one] { $n } line
   *[other] { $n } lines
} before the header passed over
reading-repeated-header = the header stands again in { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, the first in line { $line }, passed over
reading-quotes = quotation marks are text, since those of { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} are not balanced, the first in line { $line }
reading-one-form = label `{ $written }` was read as `{ $taken }`
reading-without-name = the label names don't know { $labels }, left as { $n ->
    [one] it is
   *[other] they are
}
reading-unlabelled = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} without a label

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
