# Hyperparameter search: the space, the study, the queue.

search-space-empty = there is no setting to choose
search-space-name-one = name at least one, such as "svc.C" = {"{"} low = 0.01, high = 100.0, log = true {"}"}
search-space-not-chosen = `{ $setting }` is not for a search to choose
search-space-sections = a search chooses settings of { $sections }
search-space-no-domain = it is not clear what `{ $setting }` is to be chosen from
search-space-give-domain = give a list of choices, or a table with low and high (and log or step), or one with choices
search-space-no-choices = the list of choices for `{ $setting }` is empty
search-space-choice-twice = the choice { $choice } stands there twice
search-space-choice-once = leave one of them out
search-space-low-above = low { $low } is above high { $high }
search-space-swap = swap them
search-space-log-from-zero = with log, low can't be { $low }
search-space-log-above-zero = give a low above 0, or leave log out
search-space-log-step = log and step exclude each other
search-space-log-or-step = leave one of them out
search-space-step = step can't be { $step }
search-space-give-step = give a number above 0
search-space-give-whole-step = give a whole number from 1
search-space-two-kinds = low and high mean different things to `{ $setting }`
search-space-one-kind = give both as whole numbers or both with a decimal point, within one range
search-space-no-when = it is not clear when `{ $setting }` is to be chosen so
search-space-give-when = give `when` other settings with their values, such as when = {"{"} "tfidf.analyzer" = ["char_wb"] {"}"}
search-space-same-when = two entries of `{ $setting }` have the same conditions
search-space-own-when = give each entry its own `when`
search-space-circle = `{ $setting }` is decided by a setting that it decides itself
search-space-no-circle = leave out one of the two conditions in `when`
search-point-outside = the space does not have this value of `{ $name }`
search-point-inside = choose a value of the space, or widen the space
search-objectives = a study can't have { $n ->
    [one] { $n } objective
   *[other] { $n } objectives
}
search-one-or-two-objectives = give one or two
search-pruner-of-two = with two objectives no trial can be pruned
search-no-pruner = set the pruner to none, or drop an objective
search-grid-endless = a grid needs values that can be counted, and `{ $setting }` has a range without steps
search-grid-steps = give it a step or choices, or take another sampler
search-not-a-number = a value is not a number
