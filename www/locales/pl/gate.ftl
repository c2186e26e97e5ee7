# Bramka: czy kandydat może zastąpić model produkcyjny?

gate-title = Bramka
gate-pass = Zdane
gate-fail = Niezdane
gate-few = Za mało danych
gate-undecided = Nierozstrzygnięte
gate-faulty = reguł w tej postaci nie da się zastosować; przy regułach widać, co poprawić
gate-passed = kandydat może zastąpić model produkcyjny: { $clauses }

gate-advice-pass = Wdróż kandydata na produkcję
gate-advice-fail = Zostaw na produkcji obecny model
gate-advice-more = Porównaj oba modele na większej liczbie wierszy z etykietami tego samego rodzaju
gate-advice-labels = Podaj wiersze z etykietami, których oba modele się uczyły
gate-advice-measure = Zmierz, ile kosztują oba modele

gate-differs = { $score }: { $side ->
    [higher] o { $by } więcej niż { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
    [lower] o { $by } mniej niż { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
   *[equal] tyle samo co { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
} [{ $low } – { $high }] ({ $asked })
gate-same-model = { $score }: { $is ->
    [not-higher] nie więcej niż { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
   *[equal] tyle samo co { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
}, bo to ten sam model
gate-same-answers = { $score }: { $is ->
    [not-higher] nie więcej niż { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
   *[equal] jak dotąd tyle samo co { $whose ->
        [baseline] w punkcie odniesienia
       *[production] na produkcji
    }
}, bo odpowiedzi nie różnią się w żadnym z { $rows } wierszy
gate-not-compared = { $score }: nie porównano, bo są wiersze klas { $classes }, których { $model ->
    [candidate] kandydat nie zna
    [production] model produkcyjny nie zna
    [neither] żaden z modeli nie zna
   *[one] jeden z modeli nie zna
}
gate-score-unknown = { $score }: wartość nieznana
gate-few-positives = { $clause }, a ta klasa ma { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
} (potrzeba co najmniej { $fewest })
gate-few-differ = { $clause }, a odpowiedzi różnią się w { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszach
} (potrzeba co najmniej { $fewest })
gate-clause-enough = { $clause }; do rozstrzygnięcia potrzeba około: { $enough }
gate-any-of = { $clauses }; przedział { $confidence } dla każdej z { $scores } miar, tak by równe modele zdawały najwyżej w 2,5 % przypadków
gate-unknown-classes = { $model ->
    [candidate] kandydat nie zna
    [production] model produkcyjny nie zna
    [neither] żaden z modeli nie zna
   *[one] jeden z modeli nie zna
} { $n_classes ->
    [one] klasy
   *[other] klas
} { $classes } ({ $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}); nadaj każdej klasie jedną nazwę, pomiń te wiersze albo policz je jako błędy przez unknown_labels = "wrong" w regułach
gate-ratio = { $cost }: { $times } × produkcja [{ $low } – { $high }] (dopuszczalne: { $budget })
gate-size = { $size }: { $bytes } (dopuszczalne: { $budget })
gate-not-measured = { $cost }: nie zmierzono
gate-flips = { $how } zmienia się { $share } odpowiedzi kandydata [{ $low } – { $high }] (na produkcji: { $production }; dopuszczalne: { $budget })
gate-flips-not-measured = zmian odpowiedzi { $how } nie zmierzono

gate-over-production = { $score }, względem produkcji
gate-over-baseline = { $score }, względem punktu odniesienia
gate-times-production = { $cost }, w krotnościach produkcji
gate-flips-of = zmiany odpowiedzi { $how }

rule-not-inferior = F1 micro nie może być o { $margin } lub więcej niższe niż na produkcji
rule-better = { $scores }: wynik ma być wyższy niż na produkcji
rule-better-by = { $scores }: wynik ma być o ponad { $gain } wyższy niż na produkcji
rule-baseline = { $score }: wynik ma być wyższy niż w punkcie odniesienia
rule-baseline-by = { $score }: wynik ma być o ponad { $gain } wyższy niż w punkcie odniesienia
rule-ratio = { $cost }: najwyżej { $times } razy tyle co na produkcji
rule-size = { $size }: najwyżej { $bytes }
rule-robust = { $how } może się zmienić najwyżej { $share } odpowiedzi kandydata

allowed = dopuszczalne: { $by }
allowed-lower = dopuszczalne: o { $by } mniej
required-higher = wymagane: więcej
required-more-than = wymagane: ponad { $by }
required-higher-by = wymagane: o ponad { $by } więcej

cost-latency-p50 = mediana opóźnienia
cost-latency-p95 = opóźnienie p95
cost-latency-p99 = opóźnienie p99
cost-batch-latency = opóźnienie partii
cost-cpu-seconds = czas procesora
cost-peak-memory = szczytowe użycie pamięci
cost-model-size = rozmiar modelu

gate-candidate = Kandydat
gate-production = Produkcja
gate-baseline = Punkt odniesienia
gate-baseline-about = każdy wiersz dostaje najczęstszą klasę danych uczących kandydata
gate-rows = Wiersze
gate-rows-left-out = { $rows ->
    [one] pominięto { $rows } wiersz, jak w przebiegu
    [few] pominięto { $rows } wiersze, jak w przebiegu
   *[many] pominięto { $rows } wierszy, jak w przebiegu
}
gate-run = przebieg { $run }, model { $model }
gate-same = To ten sam model: nic nie może się różnić.
gate-intervals = Przedziały zawierają prawdziwą wartość w 95 % prób.

gate-differences = Różnice
gate-differences-about = Wynik kandydata minus wynik drugiego. Reguła jest spełniona, gdy cały przedział leży na prawo od jej linii, złamana, gdy leży na lewo, a nierozstrzygnięta, gdy ją przecina.
gate-scores = Wyniki
gate-recalls = Czułość w każdej klasie
gate-recalls-about = Przedziały Wilsona dla każdego modelu, Newcombe’a i Tango dla różnicy w parach. Są poprawne przy małej liczbie wierszy, gdy przedziały bootstrapowe są za wąskie.
gate-statistics = Testy i przedziały
gate-statistics-about = W parach, bo oba modele odpowiadały na te same wiersze.
gate-vs-production = względem produkcji
gate-vs-baseline = względem punktu odniesienia
gate-both-right = oba mają rację
gate-only-candidate = rację ma tylko kandydat
gate-only-other = rację ma tylko drugi
gate-neither-right = oba się mylą
gate-differing = różne klasy
gate-mcnemar-exact = test McNemara, dokładne p
gate-mcnemar-mid = test McNemara, mid-p
gate-bootstrap = { $score }, różnica [bootstrap, { $draws ->
    [one] { $draws } losowanie
    [few] { $draws } losowania
   *[many] { $draws } losowań
}]
gate-tango = { $score }, różnica [Tango]
gate-randomisation = { $score }, p z randomizacji ({ $draws ->
    [one] { $draws } losowanie
    [few] { $draws } losowania
   *[many] { $draws } losowań
})
gate-rare = Klasa { $class } ma { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}: za mało, by ją ocenić, a przedział F1 macro jest za wąski (przy 25 wierszach klasy na 1000 przedział 95 % zawierał prawdziwą wartość w 86 do 93 % symulacji)

gate-costs = Koszty
gate-costs-none = Jeszcze nie zmierzono.
gate-costs-how = Jeden wiersz na wywołanie; każdy model na przemian: { $calls ->
    [one] { $calls } wywołanie
    [few] { $calls } wywołania
   *[many] { $calls } wywołań
} po { $warm_up } na rozgrzewkę.
gate-cost-load = czas procesora, wczytanie modelu
gate-cost-all = czas procesora, wszystkie wiersze
gate-cost-call = czas wywołania z { $rows ->
    [one] { $rows } wierszem
   *[other] { $rows } wierszami
}, { $percentile }
gate-throughput = wierszy na sekundę, po { $rows } w wywołaniu
gate-cost-missing = { $cost }: { $why }.
gate-latency = opóźnienie
missing-frozen = nie zmierzono, bo zegar stoi, aby te same dane dawały ten sam wynik
missing-system = nie zmierzono, bo ten system tego nie podaje
missing-browser = nie zmierzono, bo przeglądarka tego nie podaje
missing-not-requested = nie zmierzono, bo o to nie proszono
missing-failed = nie zmierzono ({ $fault })
measure-failed = { $what ->
    [program] nie znaleziono programu
    [start] nie da się uruchomić osobnego procesu dla każdego modelu
    [read] nie da się odczytać wyniku procesu modelu
    [ended] proces modelu się zakończył
   *[numbers] proces modelu nie podał liczb
} ({ $fault })

gate-disagreements = Gdzie się różnią
gate-disagreements-none = Modele przypisują każdemu wierszowi tę samą klasę.
gate-disagreements-all = Modele przypisują różne klasy w { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszach
}; wiersze są liczone od 1.
gate-disagreements-first = Modele przypisują różne klasy w { $rows } wierszach; pierwsze { $shown }, liczone od 1.
gate-answer = { $class } ({ $kind ->
    [probability] prawdopodobieństwo { $score }
   *[decision] wartość { $score }
})

column-score = miara
column-value = wartość
column-low = od
column-high = do
column-class = klasa
column-rows = wiersze
column-row = wiersz
column-label = etykieta
column-text = tekst
column-difference = różnica, Newcombe
column-tango = Tango
column-cost = koszt
column-ratio = kandydat / produkcja
