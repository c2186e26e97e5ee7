# Wybrane wiersze: warunki i co można z nimi zrobić.

pick-title = Wybrane wiersze
pick-rows = { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
pick-clear = Usuń wszystkie warunki
pick-remove = Usuń: { $what }
pick-other-set = Pokaż to samo w drugim zbiorze
pick-other-rows = Wybrane wiersze są ze zbioru { $set ->
    [train] uczącego; tu widać wszystkie wiersze zbioru testowego.
   *[test] testowego; tu widać wszystkie wiersze zbioru uczącego.
}

pick-of-all-rows = Tu wszystko dotyczy wszystkich wierszy, nie tylko wybranych.
pick-texts-alone = Liczby dotyczą tu wszystkich wierszy, a z tekstów widać tylko wybrane.
pick-none-here = Nie ma tu żadnego z wybranych wierszy.
pick-among = Przykład jest jednym z wybranych wierszy.
pick-rows-with-it = Wybierz wiersze, które to zawierają
pick-only-these = Tylko te wiersze
pick-by-class = Wiersze według klas
pick-by-length = Teksty według długości
pick-share-of-picked = wybrane: { $rows }
pick-map-about = Obrysuj teksty prostokątem, aby je wybrać, albo naciśnij Enter przy jednym, aby wybrać te wokół niego.
pick-batches = Wiersze partii
pick-batches-about = Można wybrać partię wyciętą ze zbioru uczącego albo testowego; partii z obu zbiorów ani z pliku nie można.

## Warunki

pick-text = „{ $text }”
pick-class = klasa: { $class }
pick-finding = spostrzeżenie: { $kind ->
    [duplicates] duplikaty
    [near-duplicates] prawie duplikaty
    [contradicting-labels] sprzeczne etykiety
    [contradicting-near-duplicates] prawie duplikaty z innymi etykietami
    [empty-texts] puste teksty
    [empty-after-cleaning] puste po czyszczeniu
    [replacement-characters] utracone znaki
    [mojibake] zła strona kodowa
    [escaped-characters] znaki zapisane kodami
    [control-characters] znaki sterujące
    [byte-order-marks] znaczniki BOM
    [length-outliers] nietypowe długości
    [language-outliers] inne języki
    [small-class] mała klasa
    [tags-outside-schema] etykiety spoza PolEval
    [texts-in-both-sets] teksty w obu zbiorach
    [near-texts-in-both-sets] prawie duplikaty w obu zbiorach
    [contradicting-labels-between-sets] etykiety różne w obu zbiorach
   *[other] wiersze
}
pick-cell = { $truth } → { $predicted } · { $part }
pick-missed = { $truth } → inna klasa · { $part }
pick-part = { $part ->
    [train] część ucząca
    [validation] walidacja
   *[test] test
}
pick-changed = { $truth }: { $change ->
    [gained] teraz znalezione
   *[lost] już nieznalezione
} od przebiegu { $before } · { $part }
pick-word = słowo: { $term }
pick-length = długość { $from }–{ $to }
pick-length-from = długość od { $from }
pick-batch = partia { $batch }
pick-map = fragment mapy
pick-suspects = podejrzane etykiety
pick-of-run = { $what } ({ $run })

## Co można zrobić

pick-acts = Co zrobić z tymi wierszami
pick-export = Eksportuj do CSV
pick-exclude = Pomiń w uczeniu
pick-exclude-about = Wiersze uczące zostaną pominięte w następnym przebiegu. Testowe zostają, bo na nich porównuje się modele.
pick-excluded = { $rows ->
    [one] { $rows } wiersz zostanie pominięty w następnym przebiegu.
    [few] { $rows } wiersze zostaną pominięte w następnym przebiegu.
   *[many] { $rows } wierszy zostanie pominiętych w następnym przebiegu.
}
pick-label-as = Nowa etykieta tych wierszy
pick-label = Oznacz w nowej wersji danych
pick-label-about = Nowy plik zastąpi pliki tego zbioru. Teksty się nie zmienią, a poprzednią wersję można porównać i przywrócić.
pick-relabelled = { $rows ->
    [one] { $rows } wiersz ma nową etykietę.
    [few] { $rows } wiersze mają nową etykietę.
   *[many] { $rows } wierszy ma nową etykietę.
}
pick-labelled = Nowa wersja danych: { $rows ->
    [one] { $rows } wiersz ma nową etykietę
    [few] { $rows } wiersze mają nową etykietę
   *[many] { $rows } wierszy ma nową etykietę
} w pliku { $file }. Naciśnij Uruchom, aby na niej wytrenować model.
pick-labelled-already = Te wiersze mają już tę etykietę, więc nowa wersja nie powstała.
pick-labelled-save = Zapisz plik
