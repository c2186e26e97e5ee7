# Drift: how the current data differs from the reference, and how sure one can be of it.

drift-title = Drift report
drift-word-drift = Drift
drift-word-none = No drift found
drift-word-part = No drift
drift-word-few = Not enough data
drift-word-unmeasured = Nothing measured

drift-changed = { $parts } changed{ $standing ->
    [within] , but some block of the reference differs from the rest of it as much
   *[beyond] {""}
}; p by Holm, alarm at { $alpha }
drift-part-with-p = { $part } (p { $p })
drift-part = { $rows ->
    [one] the only current row is a row of the reference
   *[other] all { $rows } current rows are rows of the reference
}
drift-part-relabelled = { $rows ->
    [one] the only current row is a row of the reference
   *[other] all { $rows } current rows are rows of the reference
}, with another label: { $changed }
drift-part-differs = { $sentence }; as a part they differ from the whole in { $parts }
drift-none = no part changed (smallest p by Holm { $p }, alarm at { $alpha }){ $seen ->
    [class] ; a class that doubles, or a new word in { $share } of the rows, is found in { $power } of cases
    [word] ; a new word in { $share } of the rows is found in { $power } of cases
   *[nothing] {""}
}
drift-few = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} may miss a change that matters; { $needed } rows would show it in { $power } of cases
drift-few-ever = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} may miss a change that matters, and so would any number of rows with this reference
drift-few-both = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} may miss a change that matters, and so would any number of rows with this reference; { $both } rows on each side would show it in { $power } of cases

drift-advice-changed = See { $section ->
    [part-labels] which classes became more or less frequent
    [part-descriptors] how texts are written now
    [part-concept] which labels mean something else now
    [part-text] how far the wording is apart
   *[other] which terms became more or less frequent
}, then evaluate the model on labelled rows like the current ones
drift-advice-history = See how the classes change along the reference before you act on it
drift-advice-blocks = See how blocks of the reference differ from each other before you act on it
drift-advice-new-rows = Give rows that the reference does not have
drift-advice-none = Keep the model, and compare again when new rows come
drift-advice-rows = Compare { $rows } current rows or more
drift-advice-reference = Take a larger reference
drift-advice-load = Give rows to compare
drift-preliminary = Permutations are still being drawn; the verdict may change with them.

drift-evidence = What changed
drift-spark-key = In the small pictures blue is the reference and orange the current rows.
drift-state = { $state ->
    [changed] changed
    [usual] changed, within range
    [same] no change found
    [waiting] not drawn yet
    [few] not enough data
   *[unmeasured] not measured
}
drift-sizes = { $kind ->
    [changed] { $sizes }
   *[largest] largest difference: { $sizes }
}
drift-size-new = { $name } appears: in { $rows } of { $all ->
    [one] { $all } row
   *[other] { $all } rows
}, in none before
drift-size-gone = { $name } is gone: in { $rows } of { $all ->
    [one] { $all } row
   *[other] { $all } rows
} before, in none now
drift-size-class = { $class } from { $before } to { $now } of the rows
drift-size-class-same = { $class } in { $share } of the rows, as before
drift-size-term = { $term } { $before } → { $now }
drift-size-term-rows = { $term } in { $rows }
drift-size-terms = { $way ->
    [both] { $terms } more frequent, { $fewer } rarer
    [more] { $terms } more frequent
   *[fewer] { $terms } rarer
}; most: { $term } of the rows
drift-size-terms-none = none stands out; largest difference: { $term } of the rows
drift-size-terms-new = { $terms } appear: { $named } of { $all } rows, in none before
drift-size-terms-gone = { $terms } are gone: { $named } of { $all } rows before, in none now
drift-size-terms-many = { $terms } changed; most: { $term } of the rows
drift-count-words = { $count ->
    [one] { $count } word
   *[other] { $count } words
}
drift-count-emoji = { $count } emoji
drift-count-hashtags = { $count ->
    [one] { $count } hashtag
   *[other] { $count } hashtags
}
drift-count-trigrams = { $count ->
    [one] { $count } 3-gram
   *[other] { $count } 3-grams
}
drift-count-punctuation = { $count ->
    [one] { $count } sign
   *[other] { $count } signs
}
drift-size-descriptor = { $name } from { $before } to { $now } on average
drift-size-classifier = a classifier that tells both sides apart has an AUC of { $auc }; guessing has 0.5
drift-size-wording = { $bits } bits apart; by chance alone { $chance }
drift-size-wording-alone = { $bits } bits apart; how much is chance is not drawn yet
drift-size-concept = labels are as expected in { $now } of the rows, { $before } before
drift-spark-terms = Shares of rows with the terms that changed the most surely, before and now
drift-spark-descriptor = { $name }: reference and current data
drift-spark-classes = Shares of the classes, before and now
drift-spark-concept = Recall of the classes, before and now
drift-spark-wording = Divergence of the wording of blocks of the reference, and of the current data

drift-evidence-about = Each part has one p-value for "nothing changed here". Holm's correction over all of them keeps the chance of a false alarm at { $alpha }. What blocks of the reference do among themselves changes the wording, never the alarm.
drift-part-changed = { $part }: changed{ $standing ->
    [beyond] , and more than any block of the reference differs from the rest of it
    [within] , but some block of the reference differs from the rest of it as much
   *[unknown] {""}
}
drift-part-copies = { $part }: no change found with each text counted once; what differs are copies
drift-part-same = { $part }: no change found
drift-part-p = { $finding } (p { $p }, by Holm { $adjusted })
drift-part-p-once = { $finding } (p { $p }, by Holm { $adjusted }; each text once p { $once }, by Holm { $adjusted_once })

part-labels = labels
part-words = words
part-emoji = emoji
part-hashtags = hashtags
part-trigrams = character 3-grams
part-punctuation = punctuation
part-descriptors = descriptors
part-text = whole text
part-concept = labels given the text

gap-empty-reference = the reference has no rows
gap-empty-current = the current data has no rows
gap-no-profile = the archive keeps no profile of its training rows
gap-unlabelled-reference = the reference has no labels
gap-unlabelled-current = the current data has no labels
gap-unscored-reference = the reference has no scores of models that did not see its rows
gap-unscored-current = the current data has no scores
gap-other-model = the scores of both sides are those of different models
gap-one-class = all rows of both sides are of the class `{ $class }`, so that nothing can differ
gap-no-terms = no row of either side has such a term
gap-nothing-testable = no term is in { $rows } rows, the fewest that could show a difference
gap-few-of-classes = no class has { $reference } different texts in the reference and { $current } now
gap-few-rows = there { $rows ->
    [one] is { $rows } row
   *[other] are { $rows } rows
} and { $needed } are needed
gap-constant = the value is the same in all rows of both sides
gap-marginals-only = the reference was stored without its rows
gap-counts-only = counts of the rows were given, and this needs their texts
gap-not-drawn = no permutations were drawn yet
gap-no-earlier-batch = there is no earlier batch to compare with
gap-choose-reference = choose another one
gap-load-current = load some
gap-train-with-profile = train with drift.profile = "rows"
gap-give-tags = give its tags to compare classes
gap-take-profile = take the archive of a run that kept its profile
gap-predict-current = predict the current data with the model of the reference
gap-load-rows = load more rows
gap-load-labelled = load more labelled rows
gap-train-with-rows = train with them kept to get this number
gap-give-texts = give the texts, or a sample of them
gap-draw = start them
gap-monitor-another = monitor another one

term-effect-unavailable = { $why ->
    [no-model] there is no model yet; press Run to see what it makes of the term
    [trigram] a 3-gram can't be taken out of its words; choose a word
   *[no-texts] no tweet with the term is at hand; load the texts
}

drift-reference = Reference
drift-current = Current data
drift-rows-sha256 = { $rows }, SHA-256 { $sha256 }
drift-rows-of = rows { $first } to { $last } of the { $set }
drift-production-rows = what the model in production learned from
drift-relabelled = rows of the reference with another label now: { $changed } of { $rows }
drift-same-texts = the texts of { $texts } of { $rows } current rows are in the reference too, as repeated texts are
drift-set-aside = { $aside } of { $rows } current rows are rows of the reference and were set aside; the { $compared } new ones are compared with it
drift-copies = copies: { $texts_before } { $kind ->
    [near] texts that differ in more than links, mentions, digits, case and white space
   *[equal] different texts
} in { $rows_before } reference rows, { $texts_now } in { $rows_now } current rows; a change has to hold with each text counted once, too
drift-labelled = labels: { $before } of { $rows_before } reference rows and { $now } of { $rows_now } current rows have one

drift-power = What so many rows can show
drift-power-about = The chance that the verdict is drift where a class grows to { $ratio } times its share (or so far that the others fall to as small a part), with both sides as samples and the level of { $alpha } shared among the parts.
drift-power-seen = found in
drift-power-needed = rows for { $power }
drift-power-never = none in reach
drift-power-word = A word that no reference row has is found in { $power } of cases once it is in { $share } of the current rows.
drift-power-no-word = So few rows can't show a new word, whatever share of them has it.

drift-classes = Classes
drift-rows-reference = rows, reference
drift-rows-current = rows, now
drift-share-reference = share, reference
drift-share-current = share, now
drift-difference = difference, percentage points
drift-differences = Change of the shares in percentage points
drift-ratio = ratio
drift-exact-p = exact p
drift-new-class = The reference has no row of { $class }: a model of it can't give this class
drift-gone-class = The current data has no row of { $class }
drift-measures = All measures of the labels
drift-measure = measure
drift-by-chance = by chance
drift-by-chance-95 = 95 % of chance
drift-p = p
drift-history-column = compared with blocks of the reference
history-beyond = more than all { $blocks } blocks
history-within = { $reached } of { $blocks } blocks differ as much

drift-history = How the reference changes along its own order
drift-history-about = The reference in file order, cut into { $blocks } blocks of { $rows } rows. Whether the order of the file is one of time, only you know. The upright lines stand at the share in the current data.
drift-history-same = { $about } Do all blocks have the same shares? Chi-square { $statistic }, { $df } degrees of freedom, p { $p }.
drift-block = rows { $first } to { $last }
drift-share-of = Share of { $class } in blocks of the reference and in the current data

drift-concept = What the labels mean
drift-concept-about = Does a text get the label that it would have got before? Naive Bayes that learned from other reference rows scores both sides. A class is said to have changed its meaning only where both p-values are small: neither another mix of texts nor another mix of classes explains it then. Where both change at once, that can be wrong.
drift-concept-agreement = Labels as the scores expect them: { $before } of { $rows_before } reference rows, { $now } of { $rows_now } current rows.
drift-recall-reference = recall, reference
drift-recall-current = recall, now
drift-p-given-score = p given the score
drift-p-given-class = p given the class

drift-model = What the model says
drift-watch-labels = the true labels
drift-watch-predicted = the predicted labels
drift-watch-performance = the estimated performance
drift-watches-unknown = none of the three can be told
drift-watches-none = no change is found in { $missed }
drift-watches-all = { $seen } changed
drift-watches-some = { $seen } changed; { $missed } would have missed it
drift-watches-without = { $sentence }; of { $unknown } nothing is known
drift-watches-about = Each by itself at { $alpha }, without a correction for the others: whoever watches nothing else would see it so.
drift-scores-of = Scores of the model { $model }.
drift-scores-of-folds = Scores of the model { $model }; those of the reference by { $folds } models that had not learned from the row.
drift-predicted = Predicted classes
drift-predicted-tests = Pearson's chi-square of homogeneity { $chi_square }, p { $p }; Jensen-Shannon distance { $js }.
drift-unsure = How unsure the model is
drift-entropy = Entropy of its scores on both sides: KS D { $ks }, p { $p }.
drift-entropy-name = entropy of the scores
drift-performance = Performance, estimated without labels
drift-performance-about = Estimated by confidence (CBPE): scores that are calibrated on the reference are taken for the chance to be right. It is blind where classes change their meaning or their shares.
drift-on-reference = on the reference
drift-estimated = estimated now
drift-realised = by the labels now
drift-usual = usual in blocks of the reference
drift-accuracy = accuracy = F1 micro

drift-terms-about = Of the flagged terms 5 % are false ones on average: they stand the correction for so many tests, and changed enough to matter.
drift-terms-control = { $seen } of { $tested } look changed (p ≤ { $alpha }){ $control ->
    [drawn] , and chance alone gives about { $chance }
   *[waiting] ; what chance alone gives is not drawn
}; { $flagged } are flagged. Tested are those in { $least } rows of both sides or more.
drift-terms-any = Different ones: { $types_before } in the reference, { $types_now } now. Rows with one: { $before } of the reference, { $now } of the current data (exact p { $p }).
drift-terms-figure = The { $terms } most changed of { $tested }: { $family }
drift-term = { $terms }: { $before } rows before, { $now } now, { $ratio }, p { $p }, q { $q }
drift-term-column = term
drift-flagged = flagged
drift-log-odds = log-odds z
drift-q = q
drift-terms-to-save = As figure and table
volcano-axis = less frequent now ← ratio of the shares → more frequent now

drift-wording = Whole text
drift-not-drawn = not drawn
drift-wording-about = The divergence of both wordings (Jensen-Shannon, in bits) is large by chance alone where texts are short, so it is compared with random permutations of the rows. A classifier that tells both sides apart has an AUC of 0.5 where nothing differs. Inside the classes a permutation keeps the mix of the labels, so that only a change of wording is left.
wording-divergence = divergence, bits
wording-divergence-inside = divergence inside the classes, bits
wording-divergence-class = divergence in { $class }, bits
wording-classifier = classifier that tells both sides apart, AUC
wording-classifier-inside = the same inside the classes, AUC
drift-excess = excess
drift-z = z

drift-descriptors = How texts are written
drift-descriptor = descriptor
drift-mean-reference = mean, reference
drift-mean-current = mean, now
drift-ks = KS D
drift-ks-p = KS p
drift-wasserstein = Wasserstein
drift-wasserstein-sd = in standard deviations
drift-psi = PSI
drift-js = JS
drift-unknown-words = Words unknown to the reference, which are not tested: { $now } of the words of a current row on average; of a reference row { $before } are in no other row of it.
descriptor-characters = characters
descriptor-words = words
descriptor-out-of-vocabulary = share of words that no other text has
descriptor-emoji = emoji
descriptor-mentions = mentions
descriptor-links = links
descriptor-upper-case = share of capitals
descriptor-punctuation = share of punctuation

drift-tools = What other tools would say
drift-tools-about = Each tool's own rule at its defaults, to the digit. What tools learn themselves (Evidently's classifier of texts, NannyML's boosted trees) is not rebuilt.
drift-tools-counted = { $subject }: { $drift } of { $tools ->
    [one] { $tools } tool says
   *[other] { $tools } tools say
} drift
drift-of-scores = predictions of the model
drift-tool = tool
drift-when = when
drift-by-default = by default
drift-on-request = on request
drift-threshold = threshold
drift-finding = verdict
drift-caveat = why it may be wrong
drift-says-drift = drift
drift-says-none = no drift
drift-says-nothing = no answer

measure-js-distance = Jensen-Shannon distance
measure-js-distance-base2 = Jensen-Shannon distance, base 2
measure-kl-divergence = Kullback-Leibler divergence
measure-psi = population stability index
measure-hellinger = Hellinger distance
measure-total-variation = total variation distance
measure-l-infinity = L-infinity distance
measure-chi-square = Pearson's chi-square, { $df } degrees of freedom
measure-g = likelihood ratio G, { $df } degrees of freedom
measure-goodness-of-fit-p = chi-square, goodness of fit: p
measure-likelihood-ratio-p = G-test, goodness of fit: p
measure-z-test-p = z-test: p
measure-fisher-p = Fisher's exact test: p
measure-fisher-greater-p = Fisher's exact test, one-sided: p
measure-homogeneity-p = chi-square, homogeneity: p
measure-kolmogorov-smirnov-p = Kolmogorov-Smirnov: p
measure-kolmogorov-smirnov = Kolmogorov-Smirnov distance
measure-wasserstein = Wasserstein distance
measure-wasserstein-normed = Wasserstein distance, normed
measure-earth-mover = earth mover's distance, trimmed and scaled
measure-energy-distance = energy distance
measure-cramer-von-mises-p = Cramér-von Mises: p
measure-anderson-darling-p = Anderson-Darling: p
measure-mann-whitney-p = Mann-Whitney, one-sided: p
measure-t-test-p = t-test: p
measure-epps-singleton-p = Epps-Singleton: p
measure-cramers-v = Cramér's V
measure-cramers-v-corrected = Cramér's V, corrected for its bias
measure-cramers-v-balanced = Cramér's V, balanced classes
measure-entropy-p = entropy of the scores: p
measure-margin-p = margin of the scores: p
measure-estimated-accuracy = estimated accuracy
measure-estimated-f1 = estimated macro F1
measure-estimated-auc = estimated AUC

failure-raises = stops with an error: { $error }
failure-nan = gives no number (nan), which counts as no drift
failure-rounding = gives a number that only its roundings made: there are too few distinct values
failure-two-classes = has an estimate of its own for two classes, which is not rebuilt here
failure-needs-rows = needs each row of the reference; choose a reference stored with its rows

caveat-fixed = a fixed threshold on a distance: on few rows chance alone passes it, on many it misses a change that is small or in few of the rows
caveat-reference-exact = takes the reference for exact, so that it alarms too often: in 22.8 % of cases without drift where both sides have as many rows
caveat-both-samples = treats both sides as samples; says nothing of how large the change is
caveat-fitted = asks only whether the change is bigger than usual inside the reference; a last chunk of few rows widens the bound
caveat-largest-rules = a fixed threshold on a measure that the largest class rules, after both sides are scaled down to the smaller one
caveat-rarest-rules = a fixed threshold; with equal weights the luck of the rarest class rules
caveat-sees-all = on many rows it also sees what does not matter
caveat-equal-rows = of equally many rows only
caveat-two-classes = of two classes and equally many rows only
caveat-normal = a normal approximation, rough for few rows of a class
caveat-ties = breaks on values with ties: on counts of words it alarms in every case without drift
caveat-fixed-unit = a fixed threshold in the unit of the values
caveat-bounded-p = its p-values end at 0.25 and at 0.001, and the threshold is 0.1
caveat-smaller-unseen = one-sided: current values that are smaller are never drift
caveat-mean-alone = looks at the mean alone
caveat-scores-kept = assumes that a score still means what it meant on the reference: blind where the classes change
caveat-growth-alone = one-sided: a class that shrinks is seen only by what grows in its place
caveat-sureness = sees only that the model is less or more sure, not that it is wrong

drift-about = Intervals hold the true value in 95 % of samples of independent rows. Permutations are drawn with the seed { $seed }.

# What the view Drift has around the document.
drift-view-all = All of the report
drift-view-empty = Load data to compare: a training set, and a test set if you have one.
drift-view-source-train-range = Rows of the training set
drift-view-source-test-range = Rows of the test set
drift-view-source-production = What the archive in production learned from
drift-view-last-row = Last row
drift-view-comparing = Comparing
drift-view-drawing = Drawing permutations
drift-view-stopped = Stopped. What was drawn by then is shown.
drift-view-draw-rest = Draw all
drift-view-save = Save as JSON
drift-view-what-p = What is p?
drift-view-what-q = What is q?
drift-view-words-about = Each point is a term, or several with the same counts: to the right of the middle it became more frequent, the higher the less by chance. Filled points are flagged: of those, 5 % are false ones on average.
drift-view-x-axis = less frequent ← ratio of the shares, log2 → more frequent
drift-view-y-axis = p-value, −log10
drift-view-uncorrected-line = p = { $alpha }
drift-view-corrected-line = flagged after the correction
drift-view-search-terms = Search terms
drift-view-term = Term
drift-view-no-terms = No term matches.
drift-view-mix = Its class mix
drift-view-mix-about = Share of the rows of each class that have it.
drift-view-effect = What it does to predictions
drift-view-effect-about = { $tweets ->
    [one] The { $tweets } tweet that has it, as it is and without it. Without it { $changed } gets another class.
   *[other] { $tweets } tweets that have it, as they are and without it. Without it { $changed } of them get another class.
}
drift-view-with-term = with it
drift-view-without-term = without it
drift-view-score-change = score rises by
drift-view-tweets-reference = Tweets with it: reference
drift-view-tweets-current = Tweets with it: current data
drift-view-no-texts = { $rows ->
    [one] { $rows } row has it; its text is not loaded.
   *[other] { $rows } rows have it; their texts are not loaded.
}
drift-view-plant = Plant a shift
drift-view-plant-term = Emoji or word
drift-view-plant-class = More of a class
drift-view-plant-again = Other rows
drift-view-plant-remove = Take it out
drift-view-waits-for-run = Waits for the run
drift-view-planted-term = { $term } was added to { $tweets ->
    [one] { $tweets } tweet
   *[other] { $tweets } tweets
}.
drift-view-planted-class = { $class }: { $rows ->
    [one] { $rows } row was left out.
   *[other] { $rows } rows were left out.
}
drift-view-plant-drag = Share of the rows
drift-view-plant-share = { $share } of the rows
drift-view-from = { $part } { $share }
drift-view-sweeping-shares = Trying shares
drift-view-sweep-draw = Draw sets
drift-planted-seen = Lights up: { $parts }.
drift-planted-unseen = Not seen by: { $parts }.
drift-planted-missed = No part notices.
drift-planted-waiting = Still at work: { $parts }.
drift-planted-from = Noticed from: { $parts }.
drift-planted-never = Not up to { $share }: { $parts }.
drift-view-sweep = How many rows does it take?
drift-view-sweep-about = { $draws } sets of each size, drawn from the reference, with it and without it.
drift-view-sweep-rows = rows
drift-view-sweep-alone = found by its own part
drift-view-sweep-named = named
drift-view-sweep-whole = found in the whole
drift-view-sweep-nothing = nothing planted, still found
drift-view-sweeping = Drawing sets

# A plane of points.
plane-zoom-in = Zoom in
plane-zoom-out = Zoom out
plane-zoom-all = Show all
plane-keys = Arrow keys go from point to point, Enter opens one, + and − zoom; drag a box to zoom into it.
plane-hint = Point at a dot to read it.
