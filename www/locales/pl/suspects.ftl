# Podejrzane etykiety: wiersze, których etykiecie przeczą wyniki modeli, które się na nich nie uczyły.

suspects-title = Podejrzane etykiety
suspects-none = Brak podejrzanych etykiet
suspects-none-said = modele, które nie uczyły się na danym wierszu, nie przeczą żadnej z etykiet (wszystkich: { $rows })
suspects-found = Podejrzane etykiety
suspects-found-said = modele, które nie uczyły się na danym wierszu, przeczą { $suspects } z { $rows } etykiet; szacowana liczba błędnych etykiet: { $wrong }
suspects-advice = Przeczytaj te wiersze, zanim coś zmienisz: część etykiet jest dobra, a myli się model; potem popraw etykiety lub pomiń wiersze i wytrenuj ponownie
suspects-left-out = pominięto jeszcze { $rows }
suspects-models = Wyniki od
suspects-folds = modeli: { $folds }, każdy na wierszach, na których się nie uczył
suspects-probabilities = { $kind ->
    [own] prawdopodobieństwa modeli
   *[softmax] softmax wartości decyzyjnych
}
suspects-wrong = Szacowana liczba błędnych etykiet
suspects-by-label = Z jakiej etykiety na jaką
suspects-weak = Modele przeczą ponad połowie etykiet ({ $classes }): tam lista mówi więcej o modelach niż o etykietach. Najpierw znajdź model, który zna te wiersze (class_weight, C, kernel).
suspects-first = Najbardziej podejrzane wiersze
suspects-shown = { $shown ->
    [one] Pierwszy
   *[other] Pierwsze { $shown }
}, liczone od 1 jak wiersze zbioru uczącego.

column-given-label = podana etykieta
column-suggested-label = proponowana etykieta
column-suspects = podejrzane
column-estimated = szacowane
column-self-confidence = p podanej etykiety
column-normalized-margin = znormalizowana przewaga

page-suspects-about = Pięć modeli, każdy wytrenowany na pozostałych wierszach, oceniło wszystkie wiersze uczące. Gdzie są pewne innej klasy, etykieta może być błędna; przeczytaj wiersz i jego sąsiadów, zanim zdecydujesz.
page-suspects-find = Znajdź podejrzane etykiety
page-suspects-finding = Szukanie podejrzanych etykiet
page-suspects-confidence = podana etykieta ma { $p }
page-suspects-relabel = Przyjmij proponowaną etykietę
page-suspects-relabel-all = { $rows ->
    [one] Przyjmij proponowaną etykietę { $rows } wiersza
    [few] Przyjmij proponowane etykiety wszystkich { $rows } wierszy
   *[many] Przyjmij proponowane etykiety wszystkich { $rows } wierszy
}
page-suspects-leave-out = Pomiń
page-suspects-leave-out-all = { $rows ->
    [one] Pomiń ten wiersz
    [few] Pomiń wszystkie { $rows }
   *[other] Pomiń wszystkie { $rows }
}
page-suspects-take-back = Przywróć je
page-suspects-left-out = { $rows ->
    [one] { $rows } z nich zostanie pominięty w następnym przebiegu.
    [few] { $rows } z nich zostaną pominięte w następnym przebiegu.
   *[other] { $rows } z nich zostanie pominiętych w następnym przebiegu.
}
error-no-scores-of-rows = ten przebieg nie przechowuje wyników swoich wierszy uczących
error-keep-rows = ustaw drift.profile na rows i naciśnij Uruchom

suspects-effect = Co zmieniłaby ich poprawa
suspects-effect-said = { $treatment }: F1 macro { $by } { $direction ->
    [better] — lepiej
    [worse] — gorzej
   *[unsure] — to może być przypadek
}
suspects-effect-none = etykiety bez zmian
suspects-effect-leave-out = bez podejrzanych wierszy
suspects-effect-relabel = etykiety proponowane
suspects-effect-about = Zmierzono walidacją krzyżową (podziałów: { $folds }) na wierszach, których etykiety nie są podejrzane ({ $rows }), z przedziałami 95 %; podejrzanych wierszy: { $suspects }. Wiersze te zgadzają się z modelami, więc zmiana wypada raczej zbyt korzystnie: surowszym sędzią jest zbiór testowy.
column-treatment = etykiety uczące
page-suspects-measure = Zmierz, co zmieniłaby ich poprawa
page-suspects-measuring = Trenowanie z podejrzanymi etykietami i bez nich
page-suspects-all = wszystkie ({ $rows })
page-suspects-pick = Wybierz te wiersze ({ $rows })
page-suspects-first-rows = { $rows } pierwszych
page-suspects-of = Podejrzane
error-no-suspects-to-treat = brak podejrzanych etykiet do poprawy albo innych wierszy do oceny
error-look-at-labels = sprawdź etykiety i konfigurację: najpierw potrzebny jest model, który zna te klasy
