# Faults of training, of models and of the archives that keep them.

error-no-share = { $value } is not a share above 0 and below 1
error-give-validation-share = give the share of the training rows to validate on, such as 0.3
error-nothing-to-split = there are no rows to split
error-load-training-set = load a training set
error-single-rows = { $n ->
    [one] the class { $classes } has only one row, so that it
   *[other] the classes { $classes } have only one row each, so that they
} can't be in both parts of the split
error-add-a-row-each = add a row of each such class, give the row another label, or leave it out
error-part-too-small = a validation_size of { $size } leaves { $rows } of { $of } rows to the { $part ->
    [training] training
   *[validation] validation
} part, fewer than the { $classes } classes
error-lower-validation-size = lower validation_size or add rows
error-raise-validation-size = raise validation_size or add rows
error-class-in-every-fold = a class has too few rows to be in every fold
error-add-rows-each = add rows of each such class
error-score-overflow = a score is beyond what a number of four bytes holds
error-lower-c-or-gamma = lower svc.C or svc.gamma
error-other-task = the model in production knows the classes { $known }, the data have { $classes }
error-compare-same-task = compare with a model of the same task
error-no-such-choice = the model does not choose between class { $class } and another one
error-ask-for-learned-class = ask for one of the classes that it learned from

error-df-limits = max_df allows a term in at most { $most } documents, min_df asks for at least { $fewest }, of { $texts }
error-lower-min-df = lower min_df or raise max_df
error-raise-max-df = raise max_df
error-no-term = the { $texts } texts hold no term at all
error-check-cleaning = check the cleaning steps, the stop words and the token pattern: they leave nothing
error-empty-entry = entry { $entry } is empty and would match between all characters
error-remove-entry = remove the entry
error-no-term-between = none of the { $terms } terms is in at least { $fewest } and at most { $most } of the { $texts } texts
error-token-groups = the pattern captures { $groups } groups, and a token is one
error-one-group = keep one group at most; write the others as (?:...)
error-vectorizer = { $what ->
    [vocabulary] a vocabulary has at least one term and fewer than 2^32
    [order] the terms of the vocabulary do not ascend by code point
    [weights] there is not one idf for each term
   *[idf] an idf is not a finite number
}
error-unchanged-archive = take the vectorizer from an archive that was not changed

error-no-columns = the rows have no columns to learn from
error-clean-less = lower min_df or raise max_df (of tfidf, and of chars where it is used), or clean away less
error-row-not-finite = row { $row } has a value that is not a finite number
error-correct-value = correct the value or leave the row out
error-too-few-classes = a classifier needs rows of at least two classes, these have { $classes }
error-add-class-or-merge = add rows of another class, or merge the training files
error-dense-kernel = the engine linfa-svm builds a dense kernel matrix of { $rows } x { $rows } numbers for each class ({ $megabytes } MB); it takes at most { $most } rows
error-other-engine = set svc.engine to `smo` (the same kernels on sparse rows) or `linear`, or train on fewer rows
error-dense-rows = the engine linfa-svm needs dense rows, { $rows } x { $features } numbers ({ $megabytes } MB)
error-other-engine-or-fewer-terms = set svc.engine to `smo` or `linear`, or keep fewer terms (min_df and max_features of tfidf, and of chars where it is used)
error-linfa-refuses = linfa-svm refuses the problem: { $fault }
error-set-smo = set svc.engine to `smo`
error-also-at-fault = { $fault } (also at fault: { $fields })
error-ties-need-ovr = break_ties needs the decision function of shape `ovr`
error-set-ovr = set decision_function_shape to `ovr`, or break_ties to false
error-weight-of-no-class = class_weight names `{ $class }`, which is no class of the data
error-name-only-these = name only these: { $classes }
error-weight-overflow = C times the weight of `{ $class }` is beyond the range of a float
error-smaller-weight-or-c = give a smaller weight or a smaller C
error-probability-of-smo = probabilities come from the engine `smo` only
error-smo-or-no-probability = set engine to `smo`, or probability to false
error-linfa-no-sigmoid = the crate linfa-svm has no sigmoid kernel
error-smo-or-other-kernel = set engine to `smo`, or kernel to linear, poly or rbf
error-linfa-no-limit = the crate linfa-svm takes no limit of iterations (its own is 10,000,000)
error-smo-or-no-limit = set engine to `smo`, or max_iter to -1
error-kernel-overflow = the kernel's values are beyond the range of a float
error-scale-rows = scale the rows (such as tfidf.norm = `l2`), or lower svc.degree, svc.gamma, svc.coef0 or svc.C
error-fit-memory = the fit of { $rows } rows with { $values } stored values needs up to { $needed } MB, but there are { $there } MB here
error-smaller-cache = set svc.cache_size to { $megabytes } or less (it needs more time, and gives the same model)
error-linear-or-command-line = set svc.engine to `linear`, or train on the command line
error-command-line-or-fewer-terms = train on the command line, or keep fewer terms (min_df and max_features of tfidf, and of chars where it is used)
error-terms-memory = the terms of { $counted } of { $rows } rows already need more than the { $there } MB that a trial may take
error-shorter-ngrams = choose shorter n-grams or raise the memory limit of a trial

error-bug-labels = { $rows } rows but { $labels } labels
error-bug-classes = { $has } classes where there are { $of }
error-bug-linfa = linfa: { $fault }
error-bug-unfinished = a fit was used before its end

error-give-archive = give the zip that `dryf train --out` or the page's Export wrote
error-export = export the archive again
error-update = update Dryf
error-manifest-of-another = its manifest.json is not that of a run of Dryf
error-schema-version = the archive has schema version { $version }, this program reads up to { $known }
error-file-unreadable-plain = { $file } can't be read: { $fault }
error-file-unreadable = `{ $file }` can't be read: { $fault }
error-file-missing = `{ $file }` is missing
error-archive-without-model = it is the archive of { $kind ->
    [dryf-monitor] a monitoring report
   *[dryf-drift] a drift report
}, which holds no model
error-no-zip = not a zip, so not an archive of a run
error-no-manifest = the zip has no manifest.json, so it is no archive of a run
error-huge-manifest = its manifest.json is larger than that of any archive
error-archived-file = `{ $file }` { $what ->
    [missing] is missing
    [foreign] does not belong to the archive
   *[changed] is not what the manifest says: it was changed
}
error-another-model = the model is not the one that the manifest names
error-other-classes = the manifest has not the classes of the model

error-model-format = the model has format { $format }, this program reads up to { $known }
error-model-damaged = the model is not whole: { $what }
model-unreadable = it can't be read: { $fault }
model-shape = its shape is { $shape } where { $needed } is needed
model-fault = { $what ->
    [few-classes] it has fewer than two classes
    [class-order] its classes are not in order
    [gamma] its gamma is no number
    [terms] its terms are not those of the model
    [support] it does not add up to the support vectors
    [missing] the model lacks it
    [number] it holds what is no number
    [rows] its rows do not cover the values
   *[columns] its columns are not those of the vocabulary in order
}
error-array = not the array it should be: { $what }
array-order = its values are not { $kind } in C order
array-fault = { $what ->
    [version] not a .npy file of version 1.0
    [cut] it is cut off
    [header] its header is no text
    [dimensions] it has neither one nor two dimensions
   *[size] its size does not fit its shape
}
experiment-set-missing = the data set { $set } is missing
error-profile-version = the reference profile has schema version { $version }, made by a later Dryf; this one reads up to { $known }
error-profile-damaged = the reference profile can't be read: { $what }
profile-fault = { $what ->
    [first-line] it has no first line
    [other-first-line] its first line is not that of a reference profile
    [row-counts] both lines name different numbers of rows
    [few-rows] it has fewer rows than its first line says
    [term] a term number is beyond the vocabulary
    [count-large] a count is too large
    [count-range] a count is below 0 or too large
    [terms] it has more terms than memory should hold
    [names] a name is there twice
    [long] it goes on beyond its end
    [short] it ends early
    [number-large] a number is too large
    [number-range] a number of a row is out of range
    [utf8] a text is not in UTF-8
    [values-short] a list of values is cut short
    [value] a value is no number
    [scores-shape] the scores are of another number of rows or classes
    [score] a score is no number
    [classes] the classes do not add up to the rows
    [family] a family of terms is missing
    [term-counts] the counts of terms do not fit each other
    [descriptor] a descriptor is missing
    [descriptor-values] the values of a descriptor do not fit each other
   *[predictions] the predictions do not add up to the rows
}

error-few-calls = { $calls } timed calls are too few to tell percentiles from
error-more-calls = time { $fewest } calls or more
error-empty-calls = a call without rows takes no time
error-rows-a-call = give each call 1 row or more
error-no-rows-to-call = there are no rows to call the models with
error-give-a-text = give at least one text
error-clock-stood = the clock stood still during { $still } of { $readings } readings
error-running-clock = measure by a clock that runs, each reading for longer
error-no-labelled-rows = there are no labelled rows to compare on
error-give-labelled-rows = give rows that have labels
error-no-class-known = the rows have the classes { $rows }, and { $model ->
    [candidate] the candidate
   *[production] production
} knows none of them but { $known }
error-give-known-labels = give rows with the labels that the models were trained for
error-gate-of-another = the gate judged another model than the archive holds
error-give-candidates-archive = give the candidate's own archive

error-no-word-to-plant = there is no such word to plant
error-give-word = give a word, an emoji or a hashtag of at most { $most } characters
error-no-share-to-plant = a word can't be planted in { $percent } % of the tweets
error-give-share-to-plant = give a share from 0 to 100 %
error-no-factor = a class can't have { $factor } times its share
error-give-factor = give a factor above 0, such as 1.5
error-more-than-all = `{ $class }` has { $share } of the rows, so that { $factor } times as much is more than all
error-give-smaller-factor = give a factor of at most { $most }
error-current-unlabelled = the current rows have no labels, so that no class can be planted
error-plant-word-or-give-tags = plant a word, or give the tags
error-current-without-class = the current rows have none of the class `{ $class }`
error-choose-their-class = choose a class that they have
error-reference-without-class = the reference has no row of the class `{ $class }`
error-choose-its-class = choose a class that it has
error-not-one-term = `{ $term }` is not one word, one emoji or one hashtag
error-give-single-term = give a single one, so that it can be looked for by name

error-restore-state = restore the file, give another one, or begin anew with --restart, which keeps it under another name
error-no-state-json = no state of a monitor: it is no JSON, or cut short
error-no-state = no state of a monitor
error-state-version = the state has version { $version }, and this Dryf reads versions 1 and { $known }
error-own-dryf = use the Dryf that wrote it, or begin anew with --restart, which keeps it under another name
error-state-damaged = the state is damaged ({ $fault })
error-state-changed = the state is damaged: it is not what was written
error-state-range = the state is damaged: a value is out of its range
error-is-below-2 = is below 2
error-give-2-buckets = give at least 2, so that a size keeps a bucket when two are joined
error-not-between-0-and-1 = is not between 0 and 1
error-give-between-0-and-1 = give a number above 0 and below 1
error-is-0 = is 0
error-give-planned-looks = give the number of looks that are planned, at least 1

error-pattern = { $fault } at character { $at } of the pattern { $pattern }
error-pattern-large = the pattern { $pattern } is too large: more than { $steps } steps
error-shorter-pattern = repeat less, or take fewer alternatives
error-rewrite-pattern = write the pattern without it
error-pattern-as-python = correct the pattern; Python's re refuses it too
error-fewer-repetitions = take a smaller number, or * or +
error-name-group = name a group by (?P<name>...)
error-repeat-character = let the repeated part take at least one character
error-write-character = write the character itself
error-flags-at-start = write them at the start, or as (?i:...)
pattern-repetitions = more than { $most } repetitions are not supported
pattern-depth = more than { $most } groups within groups
pattern-name-twice = the group name { $name } is there twice
pattern-bad-escape = bad escape { $escape }
pattern-incomplete-escape = incomplete escape { $escape }
pattern-flag = the flag { $flag } is unknown or does not go with text
pattern-fault = { $what ->
    [unbalanced] unbalanced parenthesis
    [nothing-to-repeat] nothing to repeat
    [multiple-repeat] multiple repeat
    [possessive] possessive repetition is not supported
    [empty-repeat] a repetition of what can be empty is not supported
    [repeat-range] min repeat greater than max repeat
    [comment] missing ), unterminated comment
    [extension] unknown extension behind (?
    [extension-p] unknown extension behind (?P
    [end] unexpected end of pattern
    [group] missing ), unterminated group
    [back-reference] a back-reference is not supported
    [name] missing >, unterminated name
    [group-name] bad group name
    [set] unterminated character set
    [range] bad character range
    [escape-end] bad escape (end of pattern)
    [octal] octal escape outside of range 0-0o377
    [named] a character by its name is not supported
    [no-character] the escape is not a character
    [flags-end] missing -, : or )
    [flags] bad inline flags
    [global-flags] global flags not at the start of the expression
    [look-around] look-around is not supported
    [conditional] a conditional group is not supported
   *[atomic] an atomic group is not supported
}
