//! Settings and steps in English.

pub const SETTINGS: &[(&str, &str)] = &[
    ("run.name", "The run's name in MLflow."),
    (
        "run.experiment",
        "The experiment that the run belongs to in MLflow.",
    ),
    (
        "run.seed",
        "Decides which rows are set aside; the same seed gives the same rows as scikit-learn.",
    ),
    (
        "run.validation_size",
        "Share of the training rows that is set aside to check what was learned.",
    ),
    (
        "drift.profile",
        "What the archive keeps of the training rows for drift reports: each row, counts over all rows, or nothing. Term numbers with their vocabulary can reveal what a text says.",
    ),
    (
        "tfidf.analyzer",
        "What a term is: a word, or a run of characters (char_wb stays inside words).",
    ),
    (
        "tfidf.token_pattern",
        "Regular expression of a word, in Python's syntax.",
    ),
    (
        "tfidf.lowercase",
        "Lower-case the texts first; the cleaning does it already.",
    ),
    (
        "tfidf.strip_accents",
        "Drop accents, keeping the letters under them.",
    ),
    ("tfidf.stop_words", "Words that are never a term."),
    (
        "tfidf.ngram_range",
        "Shortest and longest run of words or characters that make one term.",
    ),
    (
        "tfidf.min_df",
        "Terms in fewer tweets are dropped: a whole number counts tweets, a fraction is a share.",
    ),
    (
        "tfidf.max_df",
        "Terms in more tweets are dropped: a whole number counts tweets, a fraction is a share.",
    ),
    (
        "tfidf.max_features",
        "Keep only so many terms, the most frequent ones; empty keeps all.",
    ),
    (
        "tfidf.binary",
        "Count a term once however often it stands in a tweet.",
    ),
    (
        "tfidf.norm",
        "Make all rows equally long, so that long tweets count no more than short ones.",
    ),
    (
        "tfidf.use_idf",
        "Let rare terms weigh more than common ones.",
    ),
    (
        "tfidf.smooth_idf",
        "Pretend one more tweet holds every term, so that no weight grows without bound.",
    ),
    (
        "tfidf.sublinear_tf",
        "Let the tenth use of a term weigh less than the first: 1 + ln(count).",
    ),
    (
        "svc.engine",
        "Who solves it: smo is scikit-learn's SVC, linear its LinearSVC, linfa-svm an independent check for small data.",
    ),
    (
        "svc.kernel",
        "How two tweets are compared; poly and rbf see combinations of words, linear weighs each word alone.",
    ),
    (
        "svc.C",
        "Price of an error on the training rows: more fits them closer, less keeps the model simpler.",
    ),
    ("svc.degree", "How many words a polynomial kernel combines."),
    (
        "svc.gamma",
        "How fast similarity fades with distance: scale, auto, or a number.",
    ),
    ("svc.coef0", "Constant inside the kernels poly and sigmoid."),
    (
        "svc.tol",
        "The solver stops when no pair violates the optimality conditions by more.",
    ),
    (
        "svc.class_weight",
        "Makes errors on rare classes dearer: none, balanced, or a table such as {hate-speech = 2.0}.",
    ),
    (
        "svc.probability",
        "Also fit probabilities, as LIBSVM does; takes about five more fits.",
    ),
    (
        "svc.max_iter",
        "Give up after so many steps; -1 never does.",
    ),
    (
        "svc.decision_function_shape",
        "Scores by class (ovr) or by pair of classes (ovo); the answers are the same.",
    ),
    (
        "svc.break_ties",
        "Settle ties of votes by the scores and not by the order of the classes.",
    ),
    (
        "svc.shrinking",
        "LIBSVM's switch for speed; the optimum is the same.",
    ),
    ("svc.cache_size", "Memory for rows of the kernel, in MB."),
    (
        "svc.loss",
        "How LinearSVC counts an error: squared_hinge or hinge.",
    ),
    ("svc.fit_intercept", "Whether LinearSVC learns an offset."),
    (
        "svc.intercept_scaling",
        "How strongly LinearSVC's offset is held back: more holds it less.",
    ),
    ("clean.case", "Which case letters get."),
    (
        "clean.search_non_ascii_pattern",
        "Which characters get spaces around them (Python's regular expressions).",
    ),
    (
        "clean.additional_stop_words",
        "Words to drop beside the Polish list.",
    ),
    (
        "clean.additional_punctuation",
        "Patterns to replace by a space beside the list.",
    ),
    (
        "clean.additional_currency",
        "Patterns to drop beside the list of currencies.",
    ),
    (
        "clean.additional_units",
        "Patterns to drop beside the list of units.",
    ),
    ("clean.number_action", "Drop numbers or replace them."),
    ("clean.number_replacement_str", "What stands for a number."),
];

pub const STEPS: &[(&str, &str, &str)] = &[
    ("word_caser", "Case", "All letters lower (or upper) case."),
    (
        "polish_letter_replacer",
        "Polish letters",
        "ęóąśłżźćń become eoaslzzcn.",
    ),
    (
        "non_ascii_character_whitespace_surrounder",
        "Space around emoji",
        "Every character outside ASCII becomes a word of its own.",
    ),
    (
        "whitespace_remover_1",
        "White space",
        "Trims, and makes runs of white space one space.",
    ),
    (
        "stop_words_remover",
        "Stop words",
        "Drops the Polish words that say nothing, mentions and rt.",
    ),
    (
        "punctuation_remover",
        "Punctuation",
        "Punctuation, quotes, ellipses and hyphens become a space.",
    ),
    (
        "currency_remover",
        "Currency",
        "Parts amounts from their currency and drops the currency.",
    ),
    (
        "units_remover",
        "Units",
        "Parts amounts from their unit and drops the unit.",
    ),
    (
        "number_replacer",
        "Numbers",
        "Drops numbers, or puts a word in their place.",
    ),
    (
        "whitespace_remover_2",
        "White space again",
        "Trims, and makes runs of white space one space.",
    ),
];
