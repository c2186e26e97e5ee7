# Ustawienia: nazwy, znaczenie, dopuszczalne wartości, błędy, brak skutku.

setting-refused = `{ $setting }` nie może mieć wartości { $value }
setting-give = podaj: { $takes }
setting-give-such-as = podaj: { $takes }, np. { $example }
setting-did-you-mean = może { $nearest }? podaj: { $takes }
error-did-you-mean = może `{ $nearest }`? znane są: { $known }
setting-takes = Przyjmuje: { $takes }.
setting-correct-toml = popraw TOML: `klucz = wartość` pod [sekcją] albo [[rules]], teksty w cudzysłowach
setting-no-toml = to nie jest poprawny TOML: { $fault }
setting-unknown-section = nieznana sekcja `{ $name }`
setting-unknown-key = nieznany klucz `{ $name }`
setting-unknown-key-of = nieznany klucz `{ $name }` w [{ $section }]
setting-no-section = `{ $name }` to sekcja, a nie wartość
setting-write-section = napisz [{ $name }] w osobnym wierszu, a klucze pod spodem
setting-renamed = `{ $old }` nazywa się teraz `{ $new }`
setting-note = { $file }, wiersz { $line }: { $note }

takes-any = { $items }
takes-switch = true lub false
takes-number = liczba
takes-number-above = liczba większa od { $low }
takes-number-between = liczba { $low_end ->
    [open] większa od
   *[closed] nie mniejsza niż
} { $low } i { $high_end ->
    [open] mniejsza od
   *[closed] nie większa niż
} { $high }
takes-whole-from = liczba całkowita od { $from }
takes-whole-between = liczba całkowita od { $from } do { $to }
takes-line = tekst o długości od 1 do { $n } znaków w jednym wierszu
takes-text = tekst w cudzysłowie
takes-pattern = wyrażenie regularne w apostrofach
takes-pair = dwie liczby całkowite, np. [1, 2], najpierw mniejsza
takes-list = lista { $each ->
    [once] bez powtórzeń
   *[often] w nawiasach kwadratowych
}, a każdy jej element to { $item }
takes-table = tabela, np. { $example }
takes-column = nazwa kolumny w cudzysłowie albo jej numer od 1 w cudzysłowie
takes-encoding = nazwa kodowania, np. "utf-8" lub "windows-1250"

remark = { $setting } { $why }
no-effect-with = nie ma wpływu przy { $other }
no-effect-without = nie ma wpływu, bo w { $setting } brakuje { $item }
no-effect-for = nie ma wpływu na { $words }
no-effect-on-stop-words = zostawia w tekstach wszystkie stop words, bo ich lista jest pisana małymi literami; ustaw "lower"
word-gone = `{ $word }` (nic z niego do tej pory nie zostaje)
word-changed = `{ $word }` (napisz `{ $forms }`)
words-more = jeszcze { $n }

settings-title = Ustawienia
settings-all = Wszystkie ustawienia
settings-all-changed = Wszystkie ustawienia (zmienione: { $n })
settings-search = Szukaj w ustawieniach
settings-none-found = Żadne ustawienie nie pasuje.
settings-reset = Przywróć domyślne
settings-split = Podział i przebieg
settings-features = Cechy: TfidfVectorizer
settings-chars = Cechy: znaki obok słów (FeatureUnion)
settings-classifier = Klasyfikator: SVC
setting-default = domyślnie { $value }
setting-changed = zmienione, domyślnie { $value }

gate-rules-no-list = `rules` to lista reguł
gate-rules-write-list = napisz [[rules]] w osobnym wierszu, a klucze reguły pod spodem
gate-rules-none = nie ma żadnej reguły, więc zdałby każdy kandydat
gate-rules-give-one = podaj co najmniej jedną regułę
gate-rule-no-class = nie ma klasy `{ $class }`
gate-rule-name-class = podaj jedną z: { $classes }
gate-rule-misses = `{ $place }`: brakuje klucza `{ $key }`
gate-rule-add = dodaj `{ $key } = ..`: { $takes }
gate-unknown-rule = nieznana reguła `{ $name }`
gate-unknown-key-of-rule = nieznany klucz `{ $name }` reguły { $rule }
gate-rule-gain-required = { $renamed }; teraz taki zysk jest wymagany, a wcześniej wystarczał każdy zysk na pewno większy od 0: 0 oznacza jakikolwiek zysk
retrain-detectors-moved = poziom fałszywych alarmów { $detectors } nie obowiązuje po wszystkich wierszach: są tylko pokazywane i o niczym już nie decydują; zamiast nich decyduje error-rise-test
retrain-nothing-decides = lista jest pusta, więc nic nie mogłoby zdecydować
retrain-name-one = podaj co najmniej jeden element albo enabled = false

setting-run-name-label = Przebieg
setting-run-name = Nazwa przebiegu w MLflow.
setting-run-experiment-label = Eksperyment
setting-run-experiment = Eksperyment w MLflow, do którego należy przebieg.
setting-run-seed-label = Ziarno
setting-run-seed = Decyduje o tym, które wiersze trafią do walidacji; to samo ziarno daje te same wiersze co w scikit-learn.
setting-run-validation_size-label = Udział walidacji
setting-run-validation_size = Część wierszy uczących odkładana do sprawdzenia, czego model się nauczył.

setting-data-exclude_train-label = Pominięte w uczeniu
setting-data-exclude_train = Rodzaje ustaleń, których wiersze uczące się pomija.
setting-data-exclude_test-label = Pominięte w teście
setting-data-exclude_test = Rodzaje ustaleń, których wiersze testowe się pomija; zmienia to każdy wynik na teście.
setting-data-exclude_train_rows-label = Pominięte wiersze uczące
setting-data-exclude_train_rows = Numery pomijanych wierszy uczących, liczone od 1.
setting-data-exclude_test_rows-label = Pominięte wiersze testowe
setting-data-exclude_test_rows = Numery pomijanych wierszy testowych, liczone od 1.
setting-data-text_column-label = Kolumna tekstów
setting-data-text_column = Kolumna z tekstami; domyślnie ta o nazwie text.
setting-data-label_column-label = Kolumna etykiet
setting-data-label_column = Kolumna z etykietami; domyślnie ta o nazwie label.
setting-data-delimiter-label = Separator
setting-data-delimiter = Co rozdziela pola wiersza; domyślnie rozpoznawane z pliku.
setting-data-quoting-label = Cudzysłowy
setting-data-quoting = Czy cudzysłów otwiera pole, jak w CSV, czy jest zwykłym znakiem.
setting-data-header-label = Nagłówek
setting-data-header = Czy pierwszy wiersz zawiera nazwy kolumn.
setting-data-encoding-label = Kodowanie
setting-data-encoding = Kodowanie znaków w plikach; domyślnie rozpoznawane z pliku.
setting-data-test_text_column-label = Kolumna tekstów zbioru testowego
setting-data-test_text_column = Kolumna z tekstami zbioru testowego; domyślnie jak w zbiorze uczącym.
setting-data-test_label_column-label = Kolumna etykiet zbioru testowego
setting-data-test_label_column = Kolumna z etykietami zbioru testowego; domyślnie jak w zbiorze uczącym.
setting-data-test_delimiter-label = Separator w zbiorze testowym
setting-data-test_delimiter = Co rozdziela pola wiersza w zbiorze testowym; domyślnie jak w zbiorze uczącym.
setting-data-test_quoting-label = Cudzysłowy w zbiorze testowym
setting-data-test_quoting = Czy cudzysłów otwiera pole w plikach zbioru testowego; domyślnie jak w zbiorze uczącym.
setting-data-test_header-label = Nagłówek zbioru testowego
setting-data-test_header = Czy pierwszy wiersz zbioru testowego zawiera nazwy kolumn; domyślnie jak w zbiorze uczącym.
setting-data-test_encoding-label = Kodowanie zbioru testowego
setting-data-test_encoding = Kodowanie znaków w plikach zbioru testowego; domyślnie jak w zbiorze uczącym.
setting-data-missing-label = Braki
setting-data-missing = Co zrobić z wierszami bez tekstu lub etykiety.
setting-data-label_names-label = Nazwy etykiet
setting-data-label_names = Jak z etykiet w plikach powstają nazwy klas.

setting-clean-steps-label = Kroki
setting-clean-steps = Włączone kroki czyszczenia, w kolejności wykonania.
setting-clean-case-label = Wielkość liter
setting-clean-case = Na jakie litery zamienić tekst.
setting-clean-search_non_ascii_pattern-label = Wydzielane znaki
setting-clean-search_non_ascii_pattern = Które znaki dostają spacje po obu stronach.
setting-clean-additional_stop_words-label = Dodatkowe stop words
setting-clean-additional_stop_words = Słowa usuwane oprócz wbudowanej polskiej listy.
setting-clean-additional_punctuation-label = Dodatkowa interpunkcja
setting-clean-additional_punctuation = Wzorce zastępowane spacją oprócz wbudowanej listy.
setting-clean-additional_currency-label = Dodatkowe waluty
setting-clean-additional_currency = Wzorce usuwane oprócz wbudowanej listy walut.
setting-clean-additional_units-label = Dodatkowe jednostki
setting-clean-additional_units = Wzorce usuwane oprócz wbudowanej listy jednostek.
setting-clean-number_action-label = Liczby
setting-clean-number_action = Czy liczby usunąć, czy zastąpić.
setting-clean-number_replacement_str-label = Zamiennik liczby
setting-clean-number_replacement_str = Co wstawić w miejsce liczby.

setting-tfidf-analyzer-label = Analizator
setting-tfidf-analyzer = Czym jest termin: słowem czy ciągiem znaków (char_wb nie wychodzi poza słowo).
setting-tfidf-token_pattern-label = Wzorzec tokenu
setting-tfidf-token_pattern = Czym jest słowo: wyrażenie regularne w składni Pythona.
setting-tfidf-ngram_range-label = N-gramy
setting-tfidf-ngram_range = Najkrótszy i najdłuższy ciąg słów lub znaków, który tworzy jeden termin.
setting-tfidf-min_df-label = Minimalna częstość dokumentowa
setting-tfidf-min_df = Terminy obecne w mniejszej liczbie tweetów odpadają: liczba całkowita to liczba tweetów, ułamek to ich udział.
setting-tfidf-max_df-label = Maksymalna częstość dokumentowa
setting-tfidf-max_df = Terminy obecne w większej liczbie tweetów odpadają: liczba całkowita to liczba tweetów, ułamek to ich udział.
setting-tfidf-max_features-label = Maksymalna liczba terminów
setting-tfidf-max_features = Zostaje tylko tyle najczęstszych terminów; domyślnie wszystkie.
setting-tfidf-sublinear_tf-label = Podliniowa częstość
setting-tfidf-sublinear_tf = Dziesiąte użycie terminu waży mniej niż pierwsze: 1 + ln(liczba użyć).
setting-tfidf-norm-label = Norma
setting-tfidf-norm = Zrównuje długość wszystkich wierszy, by długie tweety nie znaczyły więcej niż krótkie.
setting-tfidf-use_idf-label = Odwrotna częstość dokumentowa
setting-tfidf-use_idf = Rzadkie terminy ważą więcej niż częste.
setting-tfidf-smooth_idf-label = Wygładzanie IDF
setting-tfidf-smooth_idf = Jakby jeszcze jeden tweet zawierał każdy termin; dzięki temu żadna waga nie rośnie bez granic.
setting-tfidf-binary-label = Zliczanie binarne
setting-tfidf-binary = Termin liczy się raz, choćby wystąpił w tweecie wiele razy.
setting-tfidf-lowercase-label = Małe litery
setting-tfidf-lowercase = Najpierw zamienia litery na małe, co zwykle robi już czyszczenie.
setting-tfidf-strip_accents-label = Usuwanie diakrytyków
setting-tfidf-strip_accents = Usuwa znaki diakrytyczne, zostawiając litery.
setting-tfidf-stop_words-label = Stop words
setting-tfidf-stop_words = Słowa, które nigdy nie są terminem.
setting-tfidf-weight-label = Waga
setting-tfidf-weight = Mnoży wartości tych kolumn, gdy cechami są obok siebie słowa i znaki (transformer_weights w FeatureUnion).
setting-chars-enabled-label = Znaki obok słów
setting-chars-enabled = Drugi TfidfVectorizer, zwykle na ciągach znaków; jego kolumny następują po kolumnach pierwszego (FeatureUnion).

setting-svc-engine-label = Silnik
setting-svc-engine = Kto rozwiązuje: smo to SVC ze scikit-learn, linear to LinearSVC, linfa-svm to niezależne sprawdzenie na małych danych.
setting-svc-kernel-label = Jądro
setting-svc-kernel = Jak porównuje się dwa tweety: poly i rbf widzą połączenia słów, linear waży każde słowo osobno.
setting-svc-C-label = Kara C
setting-svc-C = Cena błędu na wierszach uczących: wyższa dopasowuje model ściślej, niższa go upraszcza.
setting-svc-degree-label = Stopień
setting-svc-degree = Ile słów łączy jądro wielomianowe.
setting-svc-gamma-label = Gamma
setting-svc-gamma = Jak szybko podobieństwo maleje z odległością.
setting-svc-coef0-label = Coef0
setting-svc-coef0 = Stała wewnątrz jąder poly i sigmoid.
setting-svc-class_weight-label = Wagi klas
setting-svc-class_weight = Podnosi cenę błędów na rzadkich klasach; balanced robi to według ich częstości.
setting-svc-tol-label = Tolerancja
setting-svc-tol = Solver kończy, gdy żadna para nie narusza warunków optymalności bardziej.
setting-svc-max_iter-label = Limit iteracji
setting-svc-max_iter = Przerwij po tylu iteracjach; -1 znosi limit.
setting-svc-probability-label = Prawdopodobieństwa
setting-svc-probability = Kalibruje też prawdopodobieństwa, tak jak LIBSVM; to około pięciu dodatkowych dopasowań.
setting-svc-decision_function_shape-label = Funkcja decyzyjna
setting-svc-decision_function_shape = Wartości według klas (ovr) albo par klas (ovo); przewidywane klasy są te same.
setting-svc-break_ties-label = Rozstrzyganie remisów
setting-svc-break_ties = Remisy w głosowaniu rozstrzygają wartości decyzyjne, a nie kolejność klas.
setting-svc-shrinking-label = Shrinking
setting-svc-shrinking = Przełącznik szybkości z LIBSVM; optimum jest to samo.
setting-svc-cache_size-label = Pamięć podręczna
setting-svc-cache_size = Pamięć na wiersze jądra, w MB.
setting-svc-loss-label = Funkcja straty
setting-svc-loss = Jak LinearSVC liczy błąd.
setting-svc-fit_intercept-label = Wyraz wolny
setting-svc-fit_intercept = Czy LinearSVC uczy się wyrazu wolnego.
setting-svc-intercept_scaling-label = Skala wyrazu wolnego
setting-svc-intercept_scaling = Na ile swobodnie rośnie wyraz wolny LinearSVC: wyższa wartość słabiej go hamuje.

setting-drift-profile-label = Profil dla dryfu
setting-drift-profile = Co archiwum zachowuje z wierszy uczących na potrzeby raportów dryfu: każdy wiersz, liczności ze wszystkich wierszy albo nic. Numery terminów wraz ze słownikiem mogą zdradzić treść tekstu.

gate-rule-unknown_labels-label = Nieznane klasy
gate-rule-unknown_labels = Czy wiersze klasy, której model nie zna, zostawiają regułę nierozstrzygniętą, czy liczą się jako jego błędy.

gate-rule-not_inferior-margin-label = Margines
gate-rule-not_inferior-margin = F1 micro nie może być o tyle lub więcej niższe niż na produkcji.

gate-rule-better-any_of-label = Którakolwiek z
gate-rule-better-any_of = Miary, z których co najmniej jedna ma być wyższa niż na produkcji.
gate-rule-better-min_gain-label = Wymagany zysk
gate-rule-better-min_gain = O ile ma być wyższa; 0 oznacza jakikolwiek zysk.

gate-rule-baseline_beaten-score-label = Miara
gate-rule-baseline_beaten-score = Miara, która ma być wyższa niż przy przewidywaniu najczęstszej klasy.
gate-rule-baseline_beaten-min_gain-label = Wymagany zysk
gate-rule-baseline_beaten-min_gain = O ile ma być wyższa; 0 oznacza jakikolwiek zysk.

gate-rule-ratio-of-label = Koszt
gate-rule-ratio-of = Czego kandydat może zużyć więcej niż produkcja.
gate-rule-ratio-max-label = Najwyżej, w krotnościach produkcji
gate-rule-ratio-max = Ile razy tyle co na produkcji jest dopuszczalne.

gate-rule-size-of-label = Rozmiar
gate-rule-size-of = Czego rozmiar w bajtach się mierzy.
gate-rule-size-max-label = Najwyżej, bajtów
gate-rule-size-max = Ile bajtów jest dopuszczalne.

gate-rule-robust-of-label = Zapis
gate-rule-robust-of = W jakim zapisie tekstów sprawdza się regułę.
gate-rule-robust-max-label = Najwyżej
gate-rule-robust-max = Jaki udział odpowiedzi kandydata może się zmienić, wśród wszystkich wierszy.

retrain-by_hand-enabled-label = Włączone
retrain-by_hand-enabled = Czy liczy się prośba o trening.

retrain-schedule-enabled-label = Włączone
retrain-schedule-enabled = Czy powodem jest wiek modelu.
retrain-schedule-days-label = Dni
retrain-schedule-days = Dni od wytrenowania modelu produkcyjnego.

retrain-new_data-enabled-label = Włączone
retrain-new_data-enabled = Czy powodem są nowe wiersze z etykietami.
retrain-new_data-rows-label = Wiersze
retrain-new_data-rows = Wiersze z etykietami we wszystkich partiach.

retrain-quality-enabled-label = Włączone
retrain-quality-enabled = Czy monitoruje się błędy; potrzebne są etykiety.
retrain-quality-detectors-label = Testy
retrain-quality-detectors = Każdy z tych testów zaleca ponowny trening: error-rate-test (więcej błędów, niż podał model produkcyjny), error-rise-test (więcej niż we wcześniejszych wierszach), concept-test (etykiety odeszły stamtąd, gdzie wskazują je wyniki).
retrain-quality-shown-label = Pokazywane detektory
retrain-quality-shown = Detektory zmian, które są tylko pokazywane i niczego nie zalecają, bo ich fałszywe alarmy nie mają ograniczenia po wszystkich wierszach.
retrain-quality-alpha-label = Poziom fałszywych alarmów
retrain-quality-alpha = Dowiedziona szansa, że którykolwiek test kiedykolwiek zaleci trening niesłusznie, po wszystkich wierszach. Połowa przypada na poziom błędów produkcji, znany tylko z próby.
retrain-quality-adwin_delta-label = Delta ADWIN
retrain-quality-adwin_delta = Domyślna w River: 0,002.
retrain-quality-hddm_confidence-label = Alfa HDDM
retrain-quality-hddm_confidence = Alfa zmiany w HDDM_A i HDDM_W; domyślna w River: 0,001.

retrain-drift-enabled-label = Włączone
retrain-drift-enabled = Czy monitoruje się klasy, słowa i sposób pisania.
retrain-drift-parts-label = Części
retrain-drift-parts = Co może wywołać alarm; pozostałe są tylko pokazywane. Bez etykiet ich miejsce zajmują przewidywane klasy.
retrain-drift-alpha-label = Poziom fałszywych alarmów
retrain-drift-alpha = Dowiedziona szansa, że którakolwiek partia kiedykolwiek wywoła fałszywy alarm, po wszystkich partiach.
retrain-drift-spending-label = Wydatkowanie alfy
retrain-drift-spending = Jak rozkłada się poziom fałszywych alarmów: open-ended daje partii k udział 6 / (pi k)^2; pocock i obrien-fleming zakładają liczbę spojrzeń, pierwszy równo, drugi głównie na końcu.
retrain-drift-looks-label = Planowane spojrzenia
retrain-drift-looks = Po zaplanowanych spojrzeniach nic już nie wywoła alarmu.

retrain-data-least_rows-label = Najmniej wierszy
retrain-data-least_rows = Partii o mniejszej liczbie wierszy nie bada się pod kątem dryfu; przy mniejszej łącznej liczbie etykiet nic nie mówi się o jakości.

step-word_caser-label = Wielkość liter
step-word_caser = Wszystkie litery małe (albo wielkie).
step-polish_letter_replacer-label = Polskie litery
step-polish_letter_replacer = ęóąśłżźćń zmienia się w eoaslzzcn.
step-non_ascii_character_whitespace_surrounder-label = Spacje wokół emoji
step-non_ascii_character_whitespace_surrounder = Każdy znak spoza ASCII staje się osobnym słowem.
step-whitespace_remover_1-label = Białe znaki
step-whitespace_remover_1 = Przycina i zamienia ciągi białych znaków na jedną spację.
step-stop_words_remover-label = Stop words
step-stop_words_remover = Usuwa polskie słowa, które nic nie mówią, wzmianki i rt.
step-punctuation_remover-label = Interpunkcja
step-punctuation_remover = Interpunkcja, cudzysłowy, wielokropki i łączniki stają się spacją.
step-currency_remover-label = Waluta
step-currency_remover = Oddziela kwotę od waluty i usuwa walutę.
step-units_remover-label = Jednostki
step-units_remover = Oddziela liczbę od jednostki i usuwa jednostkę.
step-number_replacer-label = Liczby
step-number_replacer = Usuwa liczby albo wstawia w ich miejsce słowo.
step-whitespace_remover_2-label = Znów białe znaki
step-whitespace_remover_2 = Przycina i zamienia ciągi białych znaków na jedną spację.
