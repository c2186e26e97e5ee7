# Porównanie przebiegów i wersji danych oraz etapy przebiegu.

runs-title = Porównanie z poprzednim przebiegiem
runs-sentence = { $score } ({ $set }): { $side ->
    [higher] o { $by } więcej niż w poprzednim przebiegu
    [lower] o { $by } mniej niż w poprzednim przebiegu
   *[equal] tyle samo co w poprzednim przebiegu
}; { $settings ->
    [0] bez zmian w ustawieniach
    [one] zmieniono { $settings } ustawienie
    [few] zmieniono { $settings } ustawienia
   *[many] zmieniono { $settings } ustawień
}.
runs-now = Ten przebieg
runs-before = Poprzedni przebieg
diff-version-now = Ta wersja
diff-version-before = Poprzednia wersja
runs-run = przebieg { $run }
runs-data = Dane
runs-data-same = te same
runs-data-changed = inne
runs-data-unknown = nie wiadomo
runs-settings = Zmienione ustawienia
runs-settings-same = Żadne ustawienie się nie zmieniło.
runs-times = Czas
runs-since = { $change } od poprzedniego przebiegu
runs-took-before = poprzedni przebieg: { $time }
runs-chosen-title = Porównanie przebiegów
runs-best = { $gain ->
    [some] { $score } ({ $set }): najwięcej ma { $run }: { $value }, o { $by } więcej niż { $first }.
   *[none] { $score } ({ $set }): żaden inny przebieg nie ma więcej niż { $run }: { $value }.
}
runs-first = Punkt odniesienia
runs-other = Przebieg
runs-settings-differ = Różnice w ustawieniach
runs-settings-none = Wszystkie ustawienia są takie same.
runs-data-warning = O ile wiadomo, te przebiegi nie uczyły się na tych samych danych, więc ich wyniki mogą dotyczyć innych wierszy. Porównanie wiersz po wierszu używa tych samych wierszy testowych.
runs-column-change = { $run }: zmiana
runs-column-times = { $run }: krotność czasu
runs-pair-title = Dwa przebiegi wiersz po wierszu
runs-pair-sentence = { $score }: { $run } { $side ->
    [higher] ma o { $by } więcej niż
    [lower] ma o { $by } mniej niż
   *[equal] ma tyle samo co
} { $against }, przedział 95 % od { $low } do { $high }: { $sure ->
    [yes] to więcej, niż tłumaczy przypadek
   *[no] może to być przypadek
}.
runs-pair-rows = Oba odpowiedziały na te same wiersze testowe ({ $rows }); { $differing ->
    [0] wszędzie tak samo
    [one] inaczej na { $differing } wiersz
    [few] inaczej na { $differing } wiersze
   *[many] inaczej na { $differing } wierszy
}.
runs-pair-differences = Wyniki { $run } minus wyniki { $against }, z przedziałami 95 %
runs-pair-confusion = Macierz pomyłek: { $run }

stage = { $stage ->
    [collect] zbieranie
    [validate] sprawdzanie
    [split] podział
    [clean] czyszczenie
    [clean_validation] czyszczenie walid.
    [tfidf] tf-idf
    [fit] uczenie
    [predict_train] predykcja ucz.
    [predict_validation] predykcja walid.
    [clean_full] czyszczenie całości
    [tfidf_full] tf-idf całości
    [fit_full] uczenie na całości
    [predict_test] predykcja testu
    [production] produkcja
    [out_of_fold] walidacja krzyżowa
    [archive] archiwum
   *[total] łącznie
}

column-setting = ustawienie
column-before = przedtem
column-now = teraz
column-change = zmiana
column-stage = etap
column-times = krotność czasu

diff-title = Dwa przebiegi
diff-data-title = Dwie wersje danych
diff-changed = Zmienione
diff-version = skrót { $digest }
diff-same = Bez różnic
diff-same-model = Ten sam model
diff-better = Lepiej
diff-worse = Gorzej
diff-undecided = Bez pewnej różnicy
diff-other-rows = Nieporównywalne
diff-found = { $score }; { $changes }
diff-score = { $score } na { $rows ->
    [one] tym samym { $rows } wierszu
   *[other] tych samych { $rows } wierszach
} ({ $set }): { $side ->
    [higher] o { $by } więcej
    [lower] o { $by } mniej
   *[equal] tyle samo co przedtem
} (przedział 95 % od { $low } do { $high })
diff-scores-apart = wyniki dotyczą różnych wierszy
diff-data = { $is ->
    [same] te same dane
    [order] te same wiersze w innej kolejności
   *[other] inne dane
}
diff-added = dodano { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
diff-gone = usunięto { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
diff-relabelled = zmieniono etykietę { $rows ->
    [one] { $rows } wiersza
   *[other] { $rows } wierszy
}
diff-moved = przeniesiono między zbiorami { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
diff-renamed = przemianowano { $classes ->
    [one] { $classes } klasę
    [few] { $classes } klasy
   *[many] { $classes } klas
}
diff-settings = { $settings ->
    [0] te same ustawienia
    [one] zmieniono { $settings } ustawienie
    [few] zmieniono { $settings } ustawienia
   *[many] zmieniono { $settings } ustawień
}
diff-model = { $is ->
    [same] ten sam model
   *[other] inny model
}
diff-advice-same = Zostaw dowolny: odpowiadają tak samo
diff-advice-better = Niech bramka rozstrzygnie, czy może zastąpić model produkcyjny: dryf compare
diff-advice-worse = Zostaw poprzedni przebieg albo cofaj poniższe zmiany po jednej
diff-advice-undecided = Porównaj oba modele na większej liczbie wierszy z etykietami tego samego rodzaju: dryf compare
diff-advice-other-rows = Porównaj oba modele na tych samych wierszach z etykietami: dryf compare

diff-about = Wiersze dopasowano po odczytanych tekstach, równych co do znaku, każdy tyle razy, ile występuje; etykiety po nazwach klas.
diff-without-texts = Nie da się ustalić, które wiersze się zmieniły, bo { $which ->
    [before] archiwum poprzedniego przebiegu nie zawiera tekstów
    [now] archiwum tego przebiegu nie zawiera tekstów
   *[both] archiwa obu przebiegów nie zawierają tekstów
}; wyeksportuj z tekstami (dryf train bez --without-texts).
diff-used = Bez tekstów klasy są liczone po wierszach, których użył każdy z przebiegów.
diff-shares = Klasy, { $set }
diff-classes = { $is ->
    [new] { $n ->
        [one] Nowa klasa
       *[other] Nowe klasy
    }
   *[gone] { $n ->
        [one] Klasa, której już nie ma
       *[other] Klasy, których już nie ma
    }
}: { $classes }
diff-class-renamed = { $before } nazywa się teraz { $now }: nową nazwę ma { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
} z { $kept ->
    [one] { $kept } pozostałego
   *[other] { $kept } pozostałych
}
diff-relabelled-rows = Wiersze o zmienionej etykiecie
diff-relabelled-shown = { $is ->
    [first] Pierwsze { $shown } wierszy
   *[all] Wszystkie wiersze
} z tekstami, liczone od 1.
diff-paired = Przedziały zawierają prawdziwą zmianę w 95 % prób, w parach na { $rows ->
    [one] tym samym { $rows } wierszu
   *[other] tych samych { $rows } wierszach
} ({ $set }): Tango dla F1 micro, bootstrapowe dla F1 macro ({ $draws ->
    [one] { $draws } losowanie
    [few] { $draws } losowania
   *[many] { $draws } losowań
}), Newcombe’a dla czułości.
diff-unpaired = Przebiegi oceniono na różnych wierszach ({ $set }): wyniki mogą się różnić przez same wiersze i nie mają przedziału.

column-label-before = etykieta przedtem
column-label-now = etykieta teraz
column-row-before = wiersz przedtem
column-row-now = wiersz teraz
column-unchanged = bez zmian
column-added = dodane
column-gone = usunięte
column-relabelled = nowa etykieta
column-moved-in = przeniesione tu
column-moved-out = przeniesione stąd

# Tabela przebiegów.

runs-column-name = przebieg
runs-column-start = kiedy
runs-column-data = dane
runs-column-seconds = czas
runs-column-size = archiwum
runs-column-tags = tagi
