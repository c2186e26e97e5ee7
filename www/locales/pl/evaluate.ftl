# Jak dobry jest model.

evaluate-title = Ewaluacja
evaluate-better = Lepszy niż punkt odniesienia
evaluate-undecided = Nie na pewno lepszy niż punkt odniesienia
evaluate-worse = Gorszy niż punkt odniesienia
evaluate-same = To samo co punkt odniesienia
evaluate-versus = { $standing ->
    [same] na każdy wiersz ({ $set }) model odpowiada { $class }, jakby modelu nie było
   *[other] F1 micro jest o { $by } { $standing ->
        [worse] niższe
        [not] niższe
       *[better] wyższe
    } niż przy stałej odpowiedzi { $class } ({ $set }; przedział 95 % od { $low } do { $high }, dokładne p testu McNemara { $p })
}
evaluate-finds = { $versus }; znajduje { $found }
evaluate-finds-all = { $versus }; znajduje co najmniej połowę wierszy każdej innej klasy
evaluate-found-of = { $found } z { $rows } { $class }
evaluate-advice-balance = Wytrenuj z class_weight = balanced: rzadkie klasy są wtedy znajdowane częściej, a inne wiersze częściej brane za nie
evaluate-unknown = Model nie zna { $n_classes ->
    [one] klasy
   *[other] klas
} { $classes } ({ $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}): liczą się jako błędy. Nadaj każdej klasie jedną nazwę albo pomiń te wiersze.
evaluate-before-after = Przed i po
evaluate-before-name = Obok poprzedniego przebiegu na tych samych danych: { $name }
evaluate-change = { $score } { $before } → { $now }, { $direction ->
    [better] { $by }, lepiej
    [worse] { $by }, gorzej
   *[same] bez zmian
}
evaluate-change-found = { $class }: znalezione { $before } → { $now } z { $rows }, { $direction ->
    [better] o { $by } więcej
    [worse] o { $by } mniej
   *[same] tyle samo
}
evaluate-model = Model
evaluate-baseline = Punkt odniesienia (klasa większościowa)
evaluate-latency = Czas na tekst
evaluate-poleval = Miary PolEvalu, w procentach, jak liczy je jego skrypt: micro F { $micro }, macro F { $macro_f }.
evaluate-scores = Wyniki
evaluate-by-class = Wyniki w każdej klasie
evaluate-confusion = Macierz pomyłek
evaluate-confusion-about = Wiersze to klasy prawdziwe, kolumny to klasy przewidziane.
evaluate-terms-of-linear = tylko jądro liniowe waży pojedyncze terminy; wytrenuj z kernel = "linear", aby je zobaczyć

set-train = zbiór uczący
set-validation = zbiór walidacyjny
set-test = zbiór testowy

score-precision = precyzja
score-recall-alone = czułość
score-f1 = F1
column-truth = klasa prawdziwa
column-predicted = → { $class }
