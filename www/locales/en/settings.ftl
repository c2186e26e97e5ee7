# Settings: what each is called and does, what it takes, what is wrong with one, when one has no effect.

setting-refused = `{ $setting }` can't be { $value }
setting-give = give { $takes }
setting-give-such-as = give { $takes }, such as { $example }
setting-did-you-mean = did you mean { $nearest }? give { $takes }
error-did-you-mean = did you mean `{ $nearest }`? known are: { $known }
setting-takes = It takes { $takes }.
setting-correct-toml = correct the TOML: `key = value` below a [section] or [[rules]], texts in quotes
setting-no-toml = no valid TOML: { $fault }
setting-unknown-section = unknown section `{ $name }`
setting-unknown-key = unknown key `{ $name }`
setting-unknown-key-of = unknown key of [{ $section }] `{ $name }`
setting-no-section = `{ $name }` is a section, not a value
setting-write-section = write [{ $name }] on a line of its own and its keys below
setting-renamed = `{ $old }` is called `{ $new }` now
setting-note = { $file }, line { $line }: { $note }

takes-any = { $items }
takes-switch = true or false
takes-number = a number
takes-number-above = a number above { $low }
takes-number-between = a number { $low_end ->
    [open] above
   *[closed] of at least
} { $low } and { $high_end ->
    [open] below
   *[closed] at most
} { $high }
takes-whole-from = a whole number from { $from }
takes-whole-between = a whole number from { $from } to { $to }
takes-line = a text of 1 to { $n } characters on one line
takes-text = a text in quotes
takes-pattern = a regular expression in single quotes
takes-pair = two whole numbers such as [1, 2], the smaller one first
takes-list = a list { $each ->
    [once] without repeats
   *[often] in brackets
}, each item { $item }
takes-table = a table such as { $example }
takes-column = the name of a column in quotes, or its number from 1 in quotes
takes-encoding = the name of an encoding, such as "utf-8" or "windows-1250"

remark = { $setting } { $why }
no-effect-with = has no effect with { $other }
no-effect-without = has no effect, since { $item } is not among { $setting }
no-effect-for = has no effect for { $words }
no-effect-on-stop-words = leaves every stop word in the texts, since the list is in lower case; set it to "lower"
word-gone = `{ $word }` (nothing is left of it by then)
word-changed = `{ $word }` (write `{ $forms }`)
words-more = { $n } more

settings-title = Settings
settings-all = All settings
settings-all-changed = All settings ({ $n } changed)
settings-search = Search the settings
settings-none-found = No setting matches.
settings-reset = Back to the defaults
settings-split = Split and run
settings-features = Features: TfidfVectorizer
settings-chars = Features: characters beside the words (FeatureUnion)
settings-classifier = Classifier: SVC
setting-default = default { $value }
setting-changed = changed, default { $value }

gate-rules-no-list = `rules` is a list of rules
gate-rules-write-list = write [[rules]] on a line of its own and the keys of the rule below
gate-rules-none = there is no rule, so that every candidate would pass
gate-rules-give-one = give at least one rule
gate-rule-no-class = there is no class `{ $class }`
gate-rule-name-class = name one of { $classes }
gate-rule-misses = `{ $place }`: it has no `{ $key }`
gate-rule-add = add `{ $key } = ..`: { $takes }
gate-unknown-rule = unknown rule `{ $name }`
gate-unknown-key-of-rule = unknown key of the rule { $rule } `{ $name }`
gate-rule-gain-required = { $renamed }; that gain is required now, where any gain that was surely above 0 passed before: 0 asks for any gain
retrain-detectors-moved = the false-alarm rate of { $detectors } does not hold over all rows: shown, and deciding nothing any more; error-rise-test decides instead
retrain-nothing-decides = the list is empty, so that nothing could ever decide
retrain-name-one = name at least one, or give enabled = false

setting-run-name-label = Run
setting-run-name = The run's name in MLflow.
setting-run-experiment-label = Experiment
setting-run-experiment = The experiment that the run belongs to in MLflow.
setting-run-seed-label = Seed
setting-run-seed = Decides which rows are set aside for validation; the same seed gives the same rows as in scikit-learn.
setting-run-validation_size-label = Validation share
setting-run-validation_size = Share of the training rows that is set aside to check what was learned.

setting-data-exclude_train-label = Excluded from training
setting-data-exclude_train = Kinds of findings whose training rows are left out.
setting-data-exclude_test-label = Excluded from testing
setting-data-exclude_test = Kinds of findings whose test rows are left out, which moves every score on the test set.
setting-data-exclude_train_rows-label = Excluded training rows
setting-data-exclude_train_rows = Training rows that are left out, counted from 1.
setting-data-exclude_test_rows-label = Excluded test rows
setting-data-exclude_test_rows = Test rows that are left out, counted from 1.
setting-data-text_column-label = Text column
setting-data-text_column = The column with the texts; without it, the one called text.
setting-data-label_column-label = Label column
setting-data-label_column = The column with the labels; without it, the one called label.
setting-data-delimiter-label = Delimiter
setting-data-delimiter = What separates the fields of a row; without it, found from the file.
setting-data-quoting-label = Quoting
setting-data-quoting = Whether a quotation mark opens a field, as in CSV, or is a character like any other.
setting-data-header-label = Header
setting-data-header = Whether the first row has the names of the columns.
setting-data-encoding-label = Encoding
setting-data-encoding = How the files encode characters; without it, found from the file.
setting-data-test_text_column-label = Text column of the test set
setting-data-test_text_column = The column with the texts of the test set; without it, as in the training set.
setting-data-test_label_column-label = Label column of the test set
setting-data-test_label_column = The column with the labels of the test set; without it, as in the training set.
setting-data-test_delimiter-label = Delimiter of the test set
setting-data-test_delimiter = What separates the fields of a row of the test set; without it, as in the training set.
setting-data-test_quoting-label = Quoting of the test set
setting-data-test_quoting = Whether a quotation mark opens a field in the files of the test set; without it, as in the training set.
setting-data-test_header-label = Header of the test set
setting-data-test_header = Whether the first row of the test set has the names of the columns; without it, as in the training set.
setting-data-test_encoding-label = Encoding of the test set
setting-data-test_encoding = How the files of the test set encode characters; without it, as in the training set.
setting-data-missing-label = Missing values
setting-data-missing = What becomes of rows without a text or a label.
setting-data-label_names-label = Names of labels
setting-data-label_names = How the labels of the files become class names.

setting-clean-steps-label = Steps
setting-clean-steps = The cleaning steps that are on, in the order in which they run.
setting-clean-case-label = Case
setting-clean-case = Which case letters get.
setting-clean-search_non_ascii_pattern-label = Characters set apart
setting-clean-search_non_ascii_pattern = Which characters get a space on both sides.
setting-clean-additional_stop_words-label = Additional stop words
setting-clean-additional_stop_words = Words to drop beside the built-in Polish list.
setting-clean-additional_punctuation-label = Additional punctuation
setting-clean-additional_punctuation = Patterns to replace by a space beside the built-in list.
setting-clean-additional_currency-label = Additional currencies
setting-clean-additional_currency = Patterns to drop beside the built-in list of currencies.
setting-clean-additional_units-label = Additional units
setting-clean-additional_units = Patterns to drop beside the built-in list of units.
setting-clean-number_action-label = Numbers
setting-clean-number_action = Whether numbers are dropped or replaced.
setting-clean-number_replacement_str-label = Replacement of a number
setting-clean-number_replacement_str = What stands for a number.

setting-tfidf-analyzer-label = Analyzer
setting-tfidf-analyzer = What a term is: a word, or a run of characters (char_wb stays inside words).
setting-tfidf-token_pattern-label = Token pattern
setting-tfidf-token_pattern = What a word is, as a regular expression in Python's syntax.
setting-tfidf-ngram_range-label = N-grams
setting-tfidf-ngram_range = Shortest and longest run of words or characters that makes one term.
setting-tfidf-min_df-label = Minimum document frequency
setting-tfidf-min_df = Terms in fewer tweets are dropped: a whole number counts tweets, a fraction is a share of them.
setting-tfidf-max_df-label = Maximum document frequency
setting-tfidf-max_df = Terms in more tweets are dropped: a whole number counts tweets, a fraction is a share of them.
setting-tfidf-max_features-label = Maximum number of terms
setting-tfidf-max_features = Keep only so many terms, the most frequent ones; without it, all.
setting-tfidf-sublinear_tf-label = Sublinear term frequency
setting-tfidf-sublinear_tf = The tenth use of a term weighs less than the first: 1 + ln(count).
setting-tfidf-norm-label = Norm
setting-tfidf-norm = Makes all rows equally long, so that long tweets count no more than short ones.
setting-tfidf-use_idf-label = Inverse document frequency
setting-tfidf-use_idf = Rare terms weigh more than common ones.
setting-tfidf-smooth_idf-label = Smoothed IDF
setting-tfidf-smooth_idf = As if one more tweet held every term, so that no weight grows without bound.
setting-tfidf-binary-label = Binary counts
setting-tfidf-binary = A term counts once however often it stands in a tweet.
setting-tfidf-lowercase-label = Lower case
setting-tfidf-lowercase = Lower-cases the texts first, which the cleaning usually does already.
setting-tfidf-strip_accents-label = Strip accents
setting-tfidf-strip_accents = Drops accents and keeps the letters under them.
setting-tfidf-stop_words-label = Stop words
setting-tfidf-stop_words = Words that are never a term.
setting-tfidf-weight-label = Weight
setting-tfidf-weight = Multiplies the values of these columns where words and characters are features side by side (FeatureUnion's transformer_weights).
setting-chars-enabled-label = Characters beside the words
setting-chars-enabled = A second TfidfVectorizer, of runs of characters as a rule, whose columns come after those of the first (FeatureUnion).

setting-svc-engine-label = Engine
setting-svc-engine = Who solves it: smo is scikit-learn's SVC, linear its LinearSVC, linfa-svm an independent check for small data.
setting-svc-kernel-label = Kernel
setting-svc-kernel = How two tweets are compared: poly and rbf see combinations of words, linear weighs each word alone.
setting-svc-C-label = Penalty C
setting-svc-C = Price of an error on the training rows: a higher one fits them closer, a lower one keeps the model simpler.
setting-svc-degree-label = Degree
setting-svc-degree = How many words a polynomial kernel combines.
setting-svc-gamma-label = Gamma
setting-svc-gamma = How fast similarity fades with distance.
setting-svc-coef0-label = Coef0
setting-svc-coef0 = The constant inside the kernels poly and sigmoid.
setting-svc-class_weight-label = Class weights
setting-svc-class_weight = Makes errors on rare classes dearer; balanced does so by their frequency.
setting-svc-tol-label = Tolerance
setting-svc-tol = The solver stops when no pair violates the optimality conditions by more.
setting-svc-max_iter-label = Iteration limit
setting-svc-max_iter = Stop after so many iterations; -1 sets no limit.
setting-svc-probability-label = Probabilities
setting-svc-probability = Also calibrates probabilities, as LIBSVM does, which takes about five more fits.
setting-svc-decision_function_shape-label = Decision function
setting-svc-decision_function_shape = Scores by class (ovr) or by pair of classes (ovo); the predicted classes are the same.
setting-svc-break_ties-label = Break ties
setting-svc-break_ties = Settles ties of votes by the scores and not by the order of the classes.
setting-svc-shrinking-label = Shrinking
setting-svc-shrinking = LIBSVM's switch for speed; the optimum is the same.
setting-svc-cache_size-label = Cache
setting-svc-cache_size = Memory for rows of the kernel, in MB.
setting-svc-loss-label = Loss
setting-svc-loss = How LinearSVC counts an error.
setting-svc-fit_intercept-label = Intercept
setting-svc-fit_intercept = Whether LinearSVC learns an intercept.
setting-svc-intercept_scaling-label = Intercept scaling
setting-svc-intercept_scaling = How freely LinearSVC's intercept may grow: a higher value holds it back less.

setting-drift-profile-label = Profile for drift
setting-drift-profile = What the archive keeps of the training rows for drift reports: each row, counts over all rows, or nothing. Term numbers with their vocabulary can reveal what a text says.

gate-rule-unknown_labels-label = Unknown classes
gate-rule-unknown_labels = Whether rows of a class that a model can't give leave a rule on scores undecided or count as that model's errors.

gate-rule-not_inferior-margin-label = Margin
gate-rule-not_inferior-margin = F1 micro may not be lower than production's by so much or more.

gate-rule-better-any_of-label = Any of
gate-rule-better-any_of = Scores of which at least one must be higher than production's.
gate-rule-better-min_gain-label = Required gain
gate-rule-better-min_gain = How much higher it must be; 0 asks for any gain.

gate-rule-baseline_beaten-score-label = Score
gate-rule-baseline_beaten-score = The score that must be higher than the majority-class baseline's.
gate-rule-baseline_beaten-min_gain-label = Required gain
gate-rule-baseline_beaten-min_gain = How much higher it must be; 0 asks for any gain.

gate-rule-ratio-of-label = Cost
gate-rule-ratio-of = What the candidate may take more of than production.
gate-rule-ratio-max-label = At most, times production's
gate-rule-ratio-max = How many times production's cost is allowed.

gate-rule-size-of-label = Size
gate-rule-size-of = What has a size in bytes.
gate-rule-size-max-label = At most, bytes
gate-rule-size-max = How many bytes are allowed.

gate-rule-robust-of-label = Writing
gate-rule-robust-of = How texts are written for the rule.
gate-rule-robust-max-label = At most
gate-rule-robust-max = Share of the candidate's answers that may flip, over all rows.

retrain-by_hand-enabled-label = On
retrain-by_hand-enabled = Whether a request for a training counts.

retrain-schedule-enabled-label = On
retrain-schedule-enabled = Whether the age of the model is a reason.
retrain-schedule-days-label = Days
retrain-schedule-days = Days since production was trained.

retrain-new_data-enabled-label = On
retrain-new_data-enabled = Whether new labelled rows are a reason.
retrain-new_data-rows-label = Rows
retrain-new_data-rows = Labelled rows in all batches.

retrain-quality-enabled-label = On
retrain-quality-enabled = Whether errors are monitored, which needs labels.
retrain-quality-detectors-label = Tests
retrain-quality-detectors = Any of these tests advises retraining: error-rate-test (more errors than production stated), error-rise-test (more than in the rows before), concept-test (labels that went from where the scores say that they are).
retrain-quality-shown-label = Shown detectors
retrain-quality-shown = Detectors of change that are shown and advise nothing, since their false alarms are not bounded over all rows.
retrain-quality-alpha-label = False-alarm rate
retrain-quality-alpha = The chance that any of the tests ever advises falsely, over all rows, by proof. Half of it is for production's own error rate, which is known from a sample.
retrain-quality-adwin_delta-label = ADWIN's delta
retrain-quality-adwin_delta = River's default is 0.002.
retrain-quality-hddm_confidence-label = HDDM's alpha
retrain-quality-hddm_confidence = The alpha of a change in HDDM_A and HDDM_W; River's default is 0.001.

retrain-drift-enabled-label = On
retrain-drift-enabled = Whether classes, words and the way of writing are monitored.
retrain-drift-parts-label = Parts
retrain-drift-parts = What can raise an alarm; the others are shown only. Without labels the predicted classes take the place of the labels.
retrain-drift-alpha-label = False-alarm rate
retrain-drift-alpha = The chance that any batch ever raises an alarm falsely, over all batches, by proof.
retrain-drift-spending-label = Alpha spending
retrain-drift-spending = How the false-alarm rate is spent: open-ended gives batch k the share 6 / (pi k)^2; pocock and obrien-fleming plan so many looks, the one evenly, the other with most of it at the end.
retrain-drift-looks-label = Planned looks
retrain-drift-looks = Past the planned looks nothing can raise an alarm.

retrain-data-least_rows-label = Fewest rows
retrain-data-least_rows = A batch with fewer rows is not tested for drift; with fewer labelled rows in all, nothing is said of quality.

step-word_caser-label = Case
step-word_caser = All letters lower (or upper) case.
step-polish_letter_replacer-label = Polish letters
step-polish_letter_replacer = ęóąśłżźćń become eoaslzzcn.
step-non_ascii_character_whitespace_surrounder-label = Space around emoji
step-non_ascii_character_whitespace_surrounder = Every character outside ASCII becomes a word of its own.
step-whitespace_remover_1-label = White space
step-whitespace_remover_1 = Trims, and makes runs of white space one space.
step-stop_words_remover-label = Stop words
step-stop_words_remover = Drops the Polish words that say nothing, mentions and rt.
step-punctuation_remover-label = Punctuation
step-punctuation_remover = Punctuation, quotes, ellipses and hyphens become a space.
step-currency_remover-label = Currency
step-currency_remover = Parts amounts from their currency and drops the currency.
step-units_remover-label = Units
step-units_remover = Parts amounts from their unit and drops the unit.
step-number_replacer-label = Numbers
step-number_replacer = Drops numbers, or puts a word in their place.
step-whitespace_remover_2-label = White space again
step-whitespace_remover_2 = Trims, and makes runs of white space one space.
