# Błędy uczenia, modeli i archiwów, które je przechowują.

error-no-share = { $value } nie jest udziałem większym od 0 i mniejszym od 1
error-give-validation-share = podaj, jaka część wierszy uczących ma służyć do walidacji, na przykład 0.3
error-nothing-to-split = nie ma wierszy do podziału
error-load-training-set = wczytaj zbiór uczący
error-single-rows = { $n ->
    [one] klasa { $classes } ma tylko jeden wiersz, więc nie może
   *[other] klasy { $classes } mają tylko po jednym wierszu, więc nie mogą
} trafić do obu części podziału
error-add-a-row-each = dodaj wiersz każdej takiej klasy, nadaj temu wierszowi inną etykietę albo go pomiń
error-part-too-small = przy validation_size równym { $size } na część { $part ->
    [training] uczącą
   *[validation] walidacyjną
} przypada { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
} z { $of }, mniej niż jest klas ({ $classes })
error-lower-validation-size = zmniejsz validation_size albo dodaj wiersze
error-raise-validation-size = zwiększ validation_size albo dodaj wiersze
error-class-in-every-fold = jedna z klas ma za mało wierszy, by trafić do każdej części walidacji krzyżowej
error-add-rows-each = dodaj wiersze każdej takiej klasy
error-score-overflow = wynik nie mieści się w liczbie czterobajtowej
error-lower-c-or-gamma = zmniejsz svc.C lub svc.gamma
error-other-task = model produkcyjny zna klasy { $known }, a w danych są { $classes }
error-compare-same-task = porównaj z modelem tego samego zadania
error-no-such-choice = model nie wybiera między klasą { $class } a inną
error-ask-for-learned-class = wskaż jedną z klas, których model się uczył

error-df-limits = max_df dopuszcza słowo w najwyżej { $most ->
    [one] { $most } dokumencie
   *[other] { $most } dokumentach
}, a min_df wymaga co najmniej { $fewest } z { $texts }
error-lower-min-df = zmniejsz min_df lub zwiększ max_df
error-raise-max-df = zwiększ max_df
error-no-term = nie ma żadnego słowa w { $texts ->
    [one] { $texts } tekście
   *[other] { $texts } tekstach
}
error-check-cleaning = sprawdź kroki czyszczenia, stop-słowa i wzorzec tokenów: nic po nich nie zostaje
error-empty-entry = element { $entry } jest pusty i pasowałby między wszystkimi znakami
error-remove-entry = usuń ten element
error-no-term-between = żadne z { $terms } słów nie występuje w co najmniej { $fewest } i najwyżej { $most } z { $texts } tekstów
error-token-groups = wzorzec ma { $groups ->
    [one] { $groups } grupę
    [few] { $groups } grupy
   *[many] { $groups } grup
}, a token jest jeden
error-one-group = zostaw najwyżej jedną grupę; pozostałe zapisz jako (?:...)
error-vectorizer = { $what ->
    [vocabulary] słownik ma co najmniej jedno słowo i mniej niż 2^32
    [order] słowa w słowniku nie są ułożone rosnąco według kodów znaków
    [weights] liczba wag idf różni się od liczby słów
   *[idf] jedna z wag idf nie jest liczbą skończoną
}
error-unchanged-archive = weź wektoryzator z niezmienionego archiwum

error-no-columns = wiersze nie mają kolumn, z których można się uczyć
error-clean-less = zmniejsz min_df lub zwiększ max_df (w sekcji tfidf, a jeśli jest używana, także w chars) albo czyść mniej
error-row-not-finite = wiersz { $row } ma wartość, która nie jest liczbą skończoną
error-correct-value = popraw wartość albo pomiń wiersz
error-too-few-classes = klasyfikator potrzebuje wierszy co najmniej dwóch klas, a jest { $classes ->
    [one] jedna klasa
   *[other] { $classes } klas
}
error-add-class-or-merge = dodaj wiersze innej klasy albo połącz pliki uczące
error-dense-kernel = silnik linfa-svm buduje dla każdej klasy gęstą macierz jądra { $rows } x { $rows } liczb ({ $megabytes } MB), a przyjmuje najwyżej { $most ->
    [one] { $most } wiersz
    [few] { $most } wiersze
   *[many] { $most } wierszy
}
error-other-engine = ustaw svc.engine na `smo` (te same jądra na wierszach rzadkich) lub `linear` albo ucz na mniejszej liczbie wierszy
error-dense-rows = silnik linfa-svm potrzebuje gęstych wierszy: { $rows } x { $features } liczb ({ $megabytes } MB)
error-other-engine-or-fewer-terms = ustaw svc.engine na `smo` lub `linear` albo zostaw mniej terminów (min_df i max_features w sekcji tfidf, a jeśli jest używana, także w chars)
error-linfa-refuses = linfa-svm odrzuca zadanie: { $fault }
error-set-smo = ustaw svc.engine na `smo`
error-also-at-fault = { $fault } (błędne są też: { $fields })
error-ties-need-ovr = break_ties wymaga funkcji decyzyjnej o kształcie `ovr`
error-set-ovr = ustaw decision_function_shape na `ovr` albo break_ties na false
error-weight-of-no-class = class_weight wymienia `{ $class }`, a w danych nie ma takiej klasy
error-name-only-these = wymień tylko te: { $classes }
error-weight-overflow = iloczyn C i wagi klasy `{ $class }` wykracza poza zakres liczb zmiennoprzecinkowych
error-smaller-weight-or-c = podaj mniejszą wagę lub mniejsze C
error-probability-of-smo = prawdopodobieństwa daje tylko silnik `smo`
error-smo-or-no-probability = ustaw engine na `smo` albo probability na false
error-linfa-no-sigmoid = pakiet linfa-svm nie ma jądra sigmoidalnego
error-smo-or-other-kernel = ustaw engine na `smo` albo kernel na linear, poly lub rbf
error-linfa-no-limit = pakiet linfa-svm nie przyjmuje limitu iteracji (jego własny to 10 000 000)
error-smo-or-no-limit = ustaw engine na `smo` albo max_iter na -1
error-kernel-overflow = wartości jądra wykraczają poza zakres liczb zmiennoprzecinkowych
error-scale-rows = przeskaluj wiersze (na przykład tfidf.norm = `l2`) albo zmniejsz svc.degree, svc.gamma, svc.coef0 lub svc.C
error-fit-memory = uczenie na { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszach
} z { $values } zapisanymi wartościami wymaga do { $needed } MB, a tutaj jest { $there } MB
error-smaller-cache = ustaw svc.cache_size na najwyżej { $megabytes } (potrwa to dłużej, a model będzie ten sam)
error-linear-or-command-line = ustaw svc.engine na `linear` albo ucz w wierszu poleceń
error-command-line-or-fewer-terms = ucz w wierszu poleceń albo zostaw mniej terminów (min_df i max_features w sekcji tfidf, a jeśli jest używana, także w chars)
error-terms-memory = słowa z { $counted } spośród { $rows } wierszy zajmują już więcej niż { $there } MB, które może zająć jedna próba
error-shorter-ngrams = wybierz krótsze n-gramy albo podnieś limit pamięci jednej próby

error-bug-labels = wierszy jest { $rows }, a etykiet { $labels }
error-bug-classes = klas jest { $has }, a powinno być { $of }
error-bug-linfa = linfa: { $fault }
error-bug-unfinished = użyto dopasowania przed jego końcem

error-give-archive = podaj zip zapisany przez `dryf train --out` albo przez Eksport na stronie
error-export = wyeksportuj archiwum jeszcze raz
error-update = zaktualizuj program Dryf
error-manifest-of-another = plik manifest.json nie pochodzi z przebiegu programu Dryf
error-schema-version = archiwum ma wersję schematu { $version }, a ten program czyta wersje do { $known }
error-file-unreadable-plain = nie da się odczytać { $file }: { $fault }
error-file-unreadable = nie da się odczytać `{ $file }`: { $fault }
error-file-missing = brakuje `{ $file }`
error-archive-without-model = to archiwum { $kind ->
    [dryf-monitor] raportu z monitoringu
   *[dryf-drift] raportu o dryfie
}, w którym nie ma modelu
error-no-zip = to nie zip, a więc nie archiwum przebiegu
error-no-manifest = w pliku zip nie ma manifest.json, a więc nie jest to archiwum przebiegu
error-huge-manifest = plik manifest.json jest większy niż w jakimkolwiek archiwum
error-archived-file = { $what ->
    [missing] brakuje `{ $file }`
    [foreign] `{ $file }` nie należy do archiwum
   *[changed] `{ $file }` nie zgadza się z manifestem: został zmieniony
}
error-another-model = to nie ten model, który wymienia manifest
error-other-classes = w manifeście brakuje klas modelu

error-model-format = model ma format { $format }, a ten program czyta formaty do { $known }
error-model-damaged = model jest niekompletny: { $what }
model-unreadable = nie da się go odczytać: { $fault }
model-shape = ma kształt { $shape } zamiast { $needed }
model-fault = { $what ->
    [few-classes] ma mniej niż dwie klasy
    [class-order] jego klasy nie są uporządkowane
    [gamma] jego gamma nie jest liczbą
    [terms] słowa nie są słowami modelu
    [support] liczby nie sumują się do liczby wektorów nośnych
    [missing] brakuje go w modelu
    [number] zawiera coś, co nie jest liczbą
    [rows] wiersze nie obejmują wszystkich wartości
   *[columns] kolumny nie są kolejnymi pozycjami słownika
}
error-array = to nie ta tablica: { $what }
array-order = jej wartości nie są typu { $kind } w porządku C
array-fault = { $what ->
    [version] to nie plik .npy w wersji 1.0
    [cut] jest ucięta
    [header] jej nagłówek nie jest tekstem
    [dimensions] nie ma ani jednego, ani dwóch wymiarów
   *[size] jej rozmiar nie zgadza się z kształtem
}
experiment-set-missing = brakuje zbioru danych { $set }
error-profile-version = profil referencyjny ma wersję schematu { $version } z nowszego programu Dryf, a ten czyta wersje do { $known }
error-profile-damaged = nie da się odczytać profilu referencyjnego: { $what }
profile-fault = { $what ->
    [first-line] nie ma pierwszego wiersza
    [other-first-line] pierwszy wiersz nie pochodzi z profilu referencyjnego
    [row-counts] oba wiersze podają różne liczby wierszy danych
    [few-rows] ma mniej wierszy, niż zapowiada pierwszy
    [term] numer słowa wykracza poza słownik
    [count-large] liczebność jest za duża
    [count-range] liczebność jest ujemna albo za duża
    [terms] ma więcej słów, niż powinno mieścić się w pamięci
    [names] nazwa się powtarza
    [long] ma coś po swoim końcu
    [short] urywa się
    [number-large] liczba jest za duża
    [number-range] liczba w wierszu jest poza zakresem
    [utf8] tekst nie jest w UTF-8
    [values-short] lista wartości jest ucięta
    [value] wartość nie jest liczbą
    [scores-shape] wyniki dotyczą innej liczby wierszy lub klas
    [score] wynik nie jest liczbą
    [classes] klasy nie sumują się do liczby wierszy
    [family] brakuje rodziny słów
    [term-counts] liczebności słów nie zgadzają się ze sobą
    [descriptor] brakuje deskryptora
    [descriptor-values] wartości deskryptora nie zgadzają się ze sobą
   *[predictions] przewidywania nie sumują się do liczby wierszy
}

error-few-calls = { $calls ->
    [one] { $calls } zmierzone wywołanie
    [few] { $calls } zmierzone wywołania
   *[many] { $calls } zmierzonych wywołań
} to za mało, by podać percentyle
error-more-calls = zmierz co najmniej { $fewest ->
    [one] { $fewest } wywołanie
    [few] { $fewest } wywołania
   *[many] { $fewest } wywołań
}
error-empty-calls = wywołanie bez wierszy nie zajmuje czasu
error-rows-a-call = podaj co najmniej 1 wiersz na wywołanie
error-no-rows-to-call = nie ma wierszy, dla których można wywołać modele
error-give-a-text = podaj co najmniej jeden tekst
error-clock-stood = zegar stał podczas { $still } z { $readings } odczytów
error-running-clock = mierz zegarem, który chodzi, i niech każdy odczyt trwa dłużej
error-no-labelled-rows = nie ma wierszy z etykietami, na których można porównać modele
error-give-labelled-rows = podaj wiersze z etykietami
error-no-class-known = wiersze mają klasy { $rows }, z których { $model ->
    [candidate] kandydat
   *[production] model produkcyjny
} nie zna żadnej: zna tylko { $known }
error-give-known-labels = podaj wiersze z etykietami, których modele się uczyły
error-gate-of-another = bramka oceniła inny model niż ten w archiwum
error-give-candidates-archive = podaj archiwum kandydata

error-no-word-to-plant = nie ma takiego słowa do wstawienia
error-give-word = podaj słowo, emoji lub hashtag o długości najwyżej { $most ->
    [one] { $most } znaku
   *[other] { $most } znaków
}
error-no-share-to-plant = nie da się wstawić słowa do { $percent } % tweetów
error-give-share-to-plant = podaj udział od 0 do 100 %
error-no-factor = udział klasy nie może wzrosnąć { $factor } razy
error-give-factor = podaj mnożnik większy od 0, na przykład 1.5
error-more-than-all = `{ $class }` ma { $share } wierszy, więc { $factor } razy tyle to więcej niż wszystkie
error-give-smaller-factor = podaj mnożnik nie większy niż { $most }
error-current-unlabelled = bieżące wiersze nie mają etykiet, więc nie da się zwiększyć udziału klasy
error-plant-word-or-give-tags = wstaw słowo albo podaj znaczniki
error-current-without-class = wśród bieżących wierszy nie ma klasy `{ $class }`
error-choose-their-class = wybierz klasę, która w nich jest
error-reference-without-class = w danych odniesienia nie ma wiersza klasy `{ $class }`
error-choose-its-class = wybierz klasę, która w nich jest
error-not-one-term = `{ $term }` to nie jedno słowo, jedno emoji ani jeden hashtag
error-give-single-term = podaj jedno, aby można było szukać go po nazwie

error-restore-state = przywróć plik, podaj inny albo zacznij od nowa z --restart, które zachowa go pod inną nazwą
error-no-state-json = to nie stan monitoringu: to nie JSON albo jest ucięty
error-no-state = to nie stan monitoringu
error-state-version = stan ma wersję { $version }, a ten program czyta wersje 1 i { $known }
error-own-dryf = użyj programu, który go zapisał, albo zacznij od nowa z --restart, które zachowa go pod inną nazwą
error-state-damaged = stan jest uszkodzony ({ $fault })
error-state-changed = stan jest uszkodzony: różni się od tego, co zapisano
error-state-range = stan jest uszkodzony: jedna z wartości jest poza zakresem
error-is-below-2 = jest mniejsze niż 2
error-give-2-buckets = podaj co najmniej 2, aby po połączeniu dwóch kubełków został jeden tej wielkości
error-not-between-0-and-1 = nie leży między 0 a 1
error-give-between-0-and-1 = podaj liczbę większą od 0 i mniejszą od 1
error-is-0 = wynosi 0
error-give-planned-looks = podaj, ile sprawdzeń jest planowanych, co najmniej 1

error-pattern = { $fault }, na znaku { $at } wzorca { $pattern }
error-pattern-large = wzorzec { $pattern } jest za duży: ma ponad { $steps } kroków
error-shorter-pattern = użyj mniej powtórzeń lub mniej wariantów
error-rewrite-pattern = napisz wzorzec bez tego
error-pattern-as-python = popraw wzorzec; odrzuca go też moduł re Pythona
error-fewer-repetitions = podaj mniejszą liczbę albo * lub +
error-name-group = nazwij grupę przez (?P<name>...)
error-repeat-character = niech powtarzana część obejmuje co najmniej jeden znak
error-write-character = wpisz sam znak
error-flags-at-start = napisz je na początku albo jako (?i:...)
pattern-repetitions = ponad { $most } powtórzeń nie jest obsługiwane
pattern-depth = ponad { $most } grup w grupach
pattern-name-twice = nazwa grupy { $name } się powtarza
pattern-bad-escape = niepoprawna sekwencja { $escape }
pattern-incomplete-escape = niepełna sekwencja { $escape }
pattern-flag = flaga { $flag } jest nieznana albo nie dotyczy tekstu
pattern-fault = { $what ->
    [unbalanced] niezrównoważony nawias
    [nothing-to-repeat] nie ma czego powtarzać
    [multiple-repeat] powtórzenie powtórzenia
    [possessive] powtórzenie zaborcze nie jest obsługiwane
    [empty-repeat] powtórzenie czegoś, co może być puste, nie jest obsługiwane
    [repeat-range] najmniejsza liczba powtórzeń jest większa od największej
    [comment] brak ), komentarz nie jest zamknięty
    [extension] nieznane rozszerzenie po (?
    [extension-p] nieznane rozszerzenie po (?P
    [end] nieoczekiwany koniec wzorca
    [group] brak ), grupa nie jest zamknięta
    [back-reference] odwołanie wsteczne nie jest obsługiwane
    [name] brak >, nazwa nie jest zamknięta
    [group-name] niepoprawna nazwa grupy
    [set] zbiór znaków nie jest zamknięty
    [range] niepoprawny zakres znaków
    [escape-end] niepoprawna sekwencja (koniec wzorca)
    [octal] sekwencja ósemkowa spoza zakresu 0-0o377
    [named] znak podany przez nazwę nie jest obsługiwany
    [no-character] sekwencja nie oznacza znaku
    [flags-end] brak -, : lub )
    [flags] niepoprawne flagi
    [global-flags] flagi globalne nie stoją na początku wyrażenia
    [look-around] spojrzenie w przód lub w tył nie jest obsługiwane
    [conditional] grupa warunkowa nie jest obsługiwana
   *[atomic] grupa atomowa nie jest obsługiwana
}
