//! Settings and steps in Polish.

pub const SETTINGS: &[(&str, &str)] = &[
    ("run.name", "Nazwa przebiegu w MLflow."),
    (
        "run.experiment",
        "Eksperyment, do którego przebieg należy w MLflow.",
    ),
    (
        "run.seed",
        "Decyduje, które wiersze odłożyć; to samo ziarno daje te same wiersze co w scikit-learn.",
    ),
    (
        "run.validation_size",
        "Część wierszy uczących, którą odkłada się do sprawdzenia.",
    ),
    (
        "drift.profile",
        "Co archiwum zachowuje z wierszy uczących dla raportów dryfu: każdy wiersz, liczności dla wszystkich wierszy albo nic. Numery terminów wraz ze słownikiem mogą zdradzić treść tekstu.",
    ),
    (
        "tfidf.analyzer",
        "Czym jest termin: słowem czy ciągiem znaków (char_wb nie wychodzi poza słowo).",
    ),
    (
        "tfidf.token_pattern",
        "Wyrażenie regularne słowa, w składni Pythona.",
    ),
    (
        "tfidf.lowercase",
        "Najpierw zamień na małe litery; czyszczenie już to robi.",
    ),
    (
        "tfidf.strip_accents",
        "Usuń znaki diakrytyczne, zostawiając litery.",
    ),
    ("tfidf.stop_words", "Słowa, które nigdy nie są terminem."),
    (
        "tfidf.ngram_range",
        "Najkrótszy i najdłuższy ciąg słów lub znaków, który tworzy jeden termin.",
    ),
    (
        "tfidf.min_df",
        "Terminy z mniejszej liczby tweetów odpadają: liczba całkowita liczy tweety, ułamek to udział.",
    ),
    (
        "tfidf.max_df",
        "Terminy z większej liczby tweetów odpadają: liczba całkowita liczy tweety, ułamek to udział.",
    ),
    (
        "tfidf.max_features",
        "Zostaw tylko tyle najczęstszych terminów; puste zostawia wszystkie.",
    ),
    (
        "tfidf.binary",
        "Licz termin raz, choćby stał w tweecie wiele razy.",
    ),
    (
        "tfidf.norm",
        "Zrównaj długość wszystkich wierszy, by długie tweety nie znaczyły więcej.",
    ),
    (
        "tfidf.use_idf",
        "Niech rzadkie terminy ważą więcej niż częste.",
    ),
    (
        "tfidf.smooth_idf",
        "Udawaj, że jeszcze jeden tweet zawiera każdy termin; waga nie urośnie bez granic.",
    ),
    (
        "tfidf.sublinear_tf",
        "Niech dziesiąte użycie waży mniej niż pierwsze: 1 + ln(liczba).",
    ),
    (
        "svc.engine",
        "Kto rozwiązuje: smo to SVC ze scikit-learn, linear to LinearSVC, linfa-svm to niezależne sprawdzenie na małych danych.",
    ),
    (
        "svc.kernel",
        "Jak porównuje się dwa tweety; poly i rbf widzą połączenia słów, linear waży każde słowo osobno.",
    ),
    (
        "svc.C",
        "Cena błędu na wierszach uczących: więcej dopasowuje ściślej, mniej upraszcza model.",
    ),
    ("svc.degree", "Ile słów łączy jądro wielomianowe."),
    (
        "svc.gamma",
        "Jak szybko podobieństwo maleje z odległością: scale, auto albo liczba.",
    ),
    ("svc.coef0", "Stała wewnątrz jąder poly i sigmoid."),
    (
        "svc.tol",
        "Solver kończy, gdy żadna para nie narusza warunków optymalności bardziej.",
    ),
    (
        "svc.class_weight",
        "Podraża błędy na rzadkich klasach: none, balanced albo tabela, np. {hate-speech = 2.0}.",
    ),
    (
        "svc.probability",
        "Ucz też prawdopodobieństw, jak LIBSVM; to około pięciu uczeń więcej.",
    ),
    (
        "svc.max_iter",
        "Przerwij po tylu krokach; -1 nigdy nie przerywa.",
    ),
    (
        "svc.decision_function_shape",
        "Wyniki według klas (ovr) albo par klas (ovo); odpowiedzi są te same.",
    ),
    (
        "svc.break_ties",
        "Remisy głosów rozstrzygaj wynikami, a nie kolejnością klas.",
    ),
    (
        "svc.shrinking",
        "Przełącznik szybkości LIBSVM; optimum jest to samo.",
    ),
    ("svc.cache_size", "Pamięć na wiersze jądra, w MB."),
    (
        "svc.loss",
        "Jak LinearSVC liczy błąd: squared_hinge albo hinge.",
    ),
    (
        "svc.fit_intercept",
        "Czy LinearSVC uczy się wyrazu wolnego.",
    ),
    (
        "svc.intercept_scaling",
        "Jak mocno wyraz wolny LinearSVC jest hamowany: więcej hamuje słabiej.",
    ),
    ("clean.case", "Wielkość liter."),
    (
        "clean.search_non_ascii_pattern",
        "Które znaki dostają spacje dookoła (wyrażenia regularne Pythona).",
    ),
    (
        "clean.additional_stop_words",
        "Słowa do usunięcia poza polską listą.",
    ),
    (
        "clean.additional_punctuation",
        "Wzorce zastępowane spacją poza listą.",
    ),
    (
        "clean.additional_currency",
        "Wzorce do usunięcia poza listą walut.",
    ),
    (
        "clean.additional_units",
        "Wzorce do usunięcia poza listą jednostek.",
    ),
    ("clean.number_action", "Usuń liczby albo je zastąp."),
    ("clean.number_replacement_str", "Co stoi w miejscu liczby."),
];

pub const STEPS: &[(&str, &str, &str)] = &[
    (
        "word_caser",
        "Wielkość liter",
        "Wszystkie litery małe (albo wielkie).",
    ),
    (
        "polish_letter_replacer",
        "Polskie litery",
        "ęóąśłżźćń zmienia się w eoaslzzcn.",
    ),
    (
        "non_ascii_character_whitespace_surrounder",
        "Spacje wokół emoji",
        "Każdy znak spoza ASCII staje się osobnym słowem.",
    ),
    (
        "whitespace_remover_1",
        "Białe znaki",
        "Przycina i zamienia ciągi białych znaków na jedną spację.",
    ),
    (
        "stop_words_remover",
        "Słowa bez treści",
        "Usuwa polskie słowa, które nic nie mówią, wzmianki i rt.",
    ),
    (
        "punctuation_remover",
        "Interpunkcja",
        "Interpunkcja, cudzysłowy, wielokropki i łączniki stają się spacją.",
    ),
    (
        "currency_remover",
        "Waluta",
        "Oddziela kwotę od waluty i usuwa walutę.",
    ),
    (
        "units_remover",
        "Jednostki",
        "Oddziela liczbę od jednostki i usuwa jednostkę.",
    ),
    (
        "number_replacer",
        "Liczby",
        "Usuwa liczby albo wstawia w ich miejsce słowo.",
    ),
    (
        "whitespace_remover_2",
        "Znów białe znaki",
        "Przycina i zamienia ciągi białych znaków na jedną spację.",
    ),
];
