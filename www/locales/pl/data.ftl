# Dane: jak odczytano pliki i co wykazała walidacja.

data-title = Walidacja danych
data-usable = Dane nadają się do użycia
data-usable-with-warnings = Dane nadają się do użycia, ale z zastrzeżeniami
data-not-usable = Dane nie nadają się do użycia
data-found-notes = nie znaleziono niczego, co mogłoby zafałszować model lub jego wyniki{ $notes ->
    [0] {""}
    [one] {"; jest "}{ $notes } uwaga do przeczytania
    [few] {"; są "}{ $notes } uwagi do przeczytania
   *[many] {"; jest "}{ $notes } uwag do przeczytania
}
data-found-warnings = { $warnings ->
    [one] { $warnings } spostrzeżenie może zafałszować model lub jego wyniki: { $first }
    [few] { $warnings } spostrzeżenia mogą zafałszować model lub jego wyniki, pierwsze z nich: { $first }
   *[many] { $warnings } spostrzeżeń może zafałszować model lub jego wyniki, pierwsze z nich: { $first }
}
data-advice-train = Wytrenuj model na tych wierszach
data-advice-look = Obejrzyj wiersze ze spostrzeżeń, popraw je lub pomiń, a potem trenuj
data-advice-correct = Najpierw to popraw: przebieg zakończyłby się tym samym błędem
data-excluded = Przebieg pomija { $train ->
    [one] { $train } wiersz uczący
    [few] { $train } wiersze uczące
   *[many] { $train } wierszy uczących
} i { $test ->
    [one] { $test } wiersz testowy
    [few] { $test } wiersze testowe
   *[many] { $test } wierszy testowych
}; ocena dotyczy pozostałych.
data-left-out = { $rows ->
    [one] pominięto { $rows } wiersz plików
    [few] pominięto { $rows } wiersze plików
   *[many] pominięto { $rows } wierszy plików
}
data-naming = Nazwy etykiet
data-findings = Spostrzeżenia
data-finding = { $severity ->
    [blocker] Przeszkoda
    [warning] Ostrzeżenie
   *[note] Uwaga
}: { $found } ({ $kind }; { $places })
data-rows = { $set }, { $n ->
    [one] wiersz { $rows }
   *[other] wiersze { $rows }
}
data-remark = Uwaga: { $remark } (setting-without-effect)
data-classes = Klasy
data-files = Co wczytano

column-share = udział
column-file = plik
column-role = użyty jako
column-reading = odczytany jako

role = { $role ->
    [train-texts] teksty uczące
    [train-tags] znaczniki uczące
    [test-texts] teksty testowe
    [test-tags] znaczniki testowe
    [train-table] tabela ucząca
    [test-table] tabela testowa
   *[label-names] nazwy etykiet
}
role-reason = { $why ->
    [train] nazwa wskazuje na zbiór uczący
    [test] nazwa wskazuje na zbiór testowy
    [validation] nazwa wskazuje na zbiór walidacyjny, a wiersze do walidacji pochodzą ze zbioru uczącego
    [both] nazwa wskazuje zarazem na zbiór uczący i testowy
    [several] nazwa wskazuje na więcej niż jeden zbiór
    [table] to tabela
    [tags-by-name] nazwa wskazuje na etykiety
    [texts-by-name] nazwa wskazuje na teksty
    [texts] wiersze są tekstami
    [empty] plik jest pusty
    [label-names] nazwa wskazuje na nazwy etykiet
    [numbers] każdy wiersz jest liczbą
    [numbers-for-texts] nazwa wskazuje na teksty, ale każdy wiersz jest liczbą
    [long-for-tags] nazwa wskazuje na etykiety, ale wiersze są na nie za długie
    [labels] w wierszach powtarza się kilka etykiet
    [only-set] nie ma innego zbioru
    [test-is-other] zbiorem testowym jest inny
   *[no-set] nic nie wskazuje, czy to zbiór uczący, czy testowy
}
role-reasons = { $first }, { $more }
role-foreign = to { $kind }; { $way }
role-partner = ma { $lines ->
    [one] { $lines } wiersz
    [few] { $lines } wiersze
   *[many] { $lines } wierszy
}, tyle samo co drugi plik zbioru { $set ->
    [test] testowego
   *[train] uczącego
}
role-larger = większy zbiór (wierszy: { $lines }, w drugim { $others }) służy do uczenia
role-smaller = mniejszy zbiór (wierszy: { $lines }, w drugim { $others }) służy do testu
role-rivals = { $reason }, ale tę samą rolę mogą pełnić: { $rivals }
naming = { $naming ->
    [poleval] według PolEvalu: 0, 1 i 2
    [mapping] według mapowania podanego lub dołączonego do danych
   *[as-they-stand] bez zmian
}

reading-form = { $form ->
    [texts] teksty, po jednym w linii
    [labels] etykiety, po jednej w linii
    [json-lines] JSON, po jednym obiekcie na wiersz
    [json-array] tablica obiektów JSON
    [parquet] Parquet
   *[table] tabela{ $delimiter ->
        [comma] , separator: przecinek,
        [semicolon] , separator: średnik,
        [tab] , separator: tabulator,
        [pipe] , separator: kreska pionowa,
       *[unknown] {""}
    } { $header ->
        [yes] z nagłówkiem
       *[no] bez nagłówka
    }
}{ $encoding ->
    [UTF-8] {""}
   *[other] , { $encoding }
}{ $columns ->
    [both] , teksty z kolumny `{ $texts }`, etykiety z kolumny `{ $labels }`
    [texts] , teksty z kolumny `{ $texts }`, bez etykiet
    [labels] , etykiety z kolumny `{ $labels }`
   *[none] {""}
}, { $unit ->
    [lines] { $rows ->
        [one] { $rows } linia
        [few] { $rows } linie
       *[many] { $rows } linii
    }
   *[rows] { $rows ->
        [one] { $rows } wiersz
        [few] { $rows } wiersze
       *[many] { $rows } wierszy
    }
}
reading-left-out = { $rows ->
    [one] pominięto { $rows } wiersz
    [few] pominięto { $rows } wiersze
   *[many] pominięto { $rows } wierszy
} { $why ->
    [no-text] bez tekstu
    [values] bez etykiety ({ $values })
   *[no-label] bez etykiety
}: { $lines }
reading-lines = { $unit ->
    [rows] { $n ->
        [one] wiersz { $lines }
       *[other] wiersze { $lines }
    }
   *[lines] { $n ->
        [one] linia { $lines }
       *[other] linie { $lines }
    }
}
reading-mostly-left-out = { $file }: pominięto { $left } z { $rows ->
    [one] { $rows } wiersza
   *[other] { $rows } wierszy
}; sprawdź kolumny i etykiety
reading-several-lines = { $texts ->
    [one] { $texts } tekst zajmuje kilka linii: { $longest }
    [few] { $texts } teksty zajmują kilka linii, najdłuższy { $longest }
   *[many] { $texts } tekstów zajmuje kilka linii, najdłuższy { $longest }
}, od linii { $line }
reading-surrogates = { $n ->
    [one] { $n } uszkodzony znak, na przykład połowę pary zastępczej, zamieniono na U+FFFD
    [few] { $n } uszkodzone znaki, na przykład połowy par zastępczych, zamieniono na U+FFFD
   *[many] { $n } uszkodzonych znaków, na przykład połowy par zastępczych, zamieniono na U+FFFD
}
reading-member = wiersze z `{ $name }`
reading-similar-name = kolumnę `{ $taken }` przyjęto za `{ $asked }`
reading-lines-before = { $n ->
    [one] pominięto { $n } linię przed nagłówkiem
    [few] pominięto { $n } linie przed nagłówkiem
   *[many] pominięto { $n } linii przed nagłówkiem
}
reading-repeated-header = { $rows ->
    [one] pominięto { $rows } powtórzenie nagłówka, w linii { $line }
    [few] pominięto { $rows } powtórzenia nagłówka, pierwsze w linii { $line }
   *[many] pominięto { $rows } powtórzeń nagłówka, pierwsze w linii { $line }
}
reading-quotes = cudzysłowy są częścią tekstów, bo w { $rows ->
    [one] { $rows } wierszu są niesparowane, w linii { $line }
   *[other] { $rows } wierszach są niesparowane, pierwszy raz w linii { $line }
}
reading-one-form = etykietę `{ $written }` odczytano jako `{ $taken }`
reading-without-name = plik nazw etykiet nie zna { $labels }; { $n ->
    [one] etykieta zostaje bez zmian
   *[other] etykiety zostają bez zmian
}
reading-unlabelled = { $rows ->
    [one] { $rows } wiersz bez etykiety
    [few] { $rows } wiersze bez etykiety
   *[many] { $rows } wierszy bez etykiety
}

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
