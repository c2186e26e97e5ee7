# Dane: co wykazała ich walidacja.

data-usable = danych można użyć; niczego nie znaleziono
data-notes = danych można użyć; { $notes ->
    [one] { $notes } uwaga
    [few] { $notes } uwagi
   *[many] { $notes } uwag
} do przeczytania
data-warnings = danych można użyć, { $warnings ->
    [one] { $warnings } ostrzeżenie
    [few] { $warnings } ostrzeżenia
   *[many] { $warnings } ostrzeżeń
}
data-first-warning = danych można użyć, { $warnings ->
    [one] ostrzeżenie: { $first }
    [few] { $warnings } ostrzeżenia, pierwsze z nich: { $first }
   *[many] { $warnings } ostrzeżeń, pierwsze z nich: { $first }
}
data-not-usable = danych nie da się użyć
data-not-usable-since = danych nie da się użyć: { $reason }

finding-duplicates = { $texts }: powtórzenia wcześniejszego wiersza, liczone podwójnie { $set ->
    [test] w wynikach
   *[train] w uczeniu
}; wyklucz je, chyba że tak ma być
finding-near-duplicates = { $texts }: niemal te same słowa co we wcześniejszym wierszu, liczone podwójnie { $set ->
    [test] w wynikach
   *[train] w uczeniu
}; obejrzyj je i wyklucz, chyba że tak ma być
finding-contradicting-labels = { $texts }: ten sam tekst występuje też z inną etykietą (różnych: { $distinct }); popraw etykiety albo wyklucz te wiersze
finding-contradicting-near-duplicates = { $texts }: inna etykieta niż przy niemal tych samych słowach; obejrzyj etykiety i popraw je albo wyklucz te wiersze
finding-empty-texts = { $texts } bez widocznego znaku; wyklucz te wiersze
finding-all-empty-after-cleaning = { $texts }: po czyszczeniu nic nie zostaje, a innych tekstów nie ma; wyłącz niektóre kroki czyszczenia
finding-empty-after-cleaning = { $texts }: po czyszczeniu nic nie zostaje, więc model ich nie rozróżni; wyklucz je albo wyłącz niektóre kroki czyszczenia
finding-replacement-characters = { $texts } ze znakiem U+FFFD, czyli po utracie znaku we wcześniejszym programie; wyeksportuj je ponownie w UTF-8
finding-mojibake = { $texts } z literami odczytanymi w złej stronie kodowej, na przykład `Å‚` zamiast `ł`; wyeksportuj je ponownie w UTF-8
finding-escaped-characters = { $texts } ze znakami w zapisie HTML lub JSON, na przykład `&amp;` lub `\u0026`; zamień je na zwykłe przed eksportem
finding-control-characters = { $texts } ze znakami sterującymi, zwykle po błędnym eksporcie; usuń je u źródła
finding-byte-order-marks = { $texts } ze znacznikiem kolejności bajtów w środku, zwykle po sklejeniu plików; usuń go u źródła
finding-length-outliers = { $texts }: mniej niż { $shortest } lub więcej niż { $longest } znaków, co w tym zbiorze uczącym jest nietypowe; sprawdź, czy są całe
finding-language-outliers = { $texts }: wygląda na język inny niż polski; wyklucz te wiersze, jeśli model ma znać tylko polski
finding-texts-in-both-sets = { $texts } ze zbioru testowego jest też w zbiorze uczącym, co zawyża wynik; { $remedy ->
    [other-rows] podaj zbiór testowy z innych wierszy
   *[exclude] wyklucz te wiersze uczące
}
finding-near-texts-in-both-sets = { $texts } ze zbioru testowego jest niemal dosłownie w zbiorze uczącym, co zawyża wynik; obejrzyj je i { $remedy ->
    [other-rows] podaj zbiór testowy z innych wierszy
   *[exclude] wyklucz te wiersze uczące
}
finding-contradicting-labels-between-sets = { $texts } ze zbioru testowego ma inną etykietę niż ten sam lub niemal ten sam tekst w zbiorze uczącym; popraw etykiety albo { $remedy ->
    [other-rows] podaj zbiór testowy z innych wierszy
   *[exclude] wyklucz te wiersze uczące
}
finding-small-class = klasa `{ $class }` ma { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}, za mało, by się jej nauczyć, zmierzyć ją i podzielić na części; { $can_exclude ->
    [yes] dodaj wiersze albo wyklucz klasę
   *[no] dodaj wiersze
}
finding-small-classes = { $n ->
    [one] { $n } klasa ma
    [few] { $n } klasy mają
   *[many] { $n } klas ma
} mniej niż { $fewest } wierszy, najmniejsza { $smallest }: { $classes }; za mało, by się ich nauczyć, zmierzyć je i podzielić na części; { $can_exclude ->
    [yes] dodaj wiersze albo wyklucz te klasy
   *[no] dodaj wiersze
}
finding-class-imbalance = klasa `{ $largest }` ma { $many ->
    [one] { $many } wiersz
    [few] { $many } wiersze
   *[many] { $many } wierszy
}, a klasa `{ $smallest }` { $few }; patrz na F1 macro obok F1 micro
finding-tags-outside-schema = { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
} z etykietami { $labels }, których nie ma wśród znaczników PolEvalu 0, 1 i 2; popraw etykiety albo wyklucz te wiersze
finding-similar-class-names = klasy { $classes }{ $more ->
    [0] {""}
   *[other] {"; i jeszcze "}{ $more }
} różnią się tylko wielkością liter, odstępami lub znakami przestankowymi; nadaj każdej klasie jedną nazwę
finding-class-only-in-test = { $n ->
    [one] klasy { $classes } nie ma w zbiorze uczącym, więc model nigdy jej
   *[other] klas { $classes } nie ma w zbiorze uczącym, więc model nigdy ich
} nie przewidzi, a { $rows ->
    [one] { $rows } wiersz zbioru testowego liczy się jako błąd
    [few] { $rows } wiersze zbioru testowego liczą się jako błędy
   *[many] { $rows } wierszy zbioru testowego liczy się jako błędy
}; dodaj tam takie wiersze, popraw etykiety albo wyklucz wiersze testowe
finding-class-missing-in-test = zbiór testowy nie ma wierszy klas: { $classes }, więc tam nic nie jest mierzone; dodaj wiersze albo czytaj F1 macro ostrożnie
finding-test-is-table = zbiór testowy jest tabelą, a uczący parą plików z tekstami i znacznikami; sprawdź, czy etykiety znaczą to samo
finding-train-is-table = zbiór uczący jest tabelą, a testowy parą plików z tekstami i znacznikami; sprawdź, czy etykiety znaczą to samo
finding-columns-differ = w tabeli zbioru testowego brak { $missing }, a dodatkowo jest { $added } względem kolumn zbioru uczącego; sprawdź, czy obie pochodzą z jednego eksportu
