# Błędy strony i jej pracy: czego jeszcze nie ma, co zajęło czyjeś miejsce, co się zakończyło.

error-file-empty = plik jest pusty
error-choose-file-again = wybierz plik ponownie
error-no-data = nie ma jeszcze danych
error-try-demo = wypróbuj dane przykładowe albo upuść na stronę plik z tekstami i plik ze znacznikami
error-no-run = tego przebiegu nie ma pod ręką
error-press-run = naciśnij Uruchom i poczekaj na koniec albo otwórz przebieg z tabeli przebiegów
error-no-production = nie ma modelu produkcyjnego
error-promote-or-choose = wypromuj przebieg albo wybierz archiwum jednego z nich
error-file-gone = jednego z plików już nie ma
error-drop-again = upuść pliki ponownie
error-no-test-set = nie ma zbioru testowego
error-ask-validation = poproś o część walidacyjną
error-load-or-ask-training = wczytaj go albo poproś o zbiór uczący
error-load-or-training = wczytaj go albo użyj wierszy uczących
error-run-of-archive = ten przebieg pochodzi z archiwum, w którym nie ma tego, o co prosisz
error-load-and-run = wczytaj dane i naciśnij Uruchom, aby go powtórzyć
error-no-such = nie ma { $what ->
    [row] wiersza
   *[class] klasy
} { $index }
error-ask-after-loading = zapytaj ponownie, gdy dane się wczytają

error-no-draws = nie zamówiono losowań, a przedział ich wymaga
error-more-draws = zamów co najmniej 1000
error-no-test-rows = nie ma wierszy testowych z etykietami, na których można porównać modele
error-load-test-set = oprócz zbioru uczącego wczytaj zbiór testowy: plik z tekstami i plik ze znacznikami
error-no-production-to-compare = nie ma modelu produkcyjnego do porównania
error-promote-or-load = wypromuj przebieg albo wczytaj archiwum wcześniejszego
error-nothing-compared = niczego jeszcze nie porównano
error-wait-comparison = otwórz Walidację i poczekaj na porównanie
error-texts-to-measure = nie da się odczytać tekstów do pomiaru: { $fault }
error-no-model-to-call = nie ma modelu, który można wywołać { $times } razy z wierszami od { $from } do { $to } spośród { $rows }
error-hand-over-model = najpierw przekaż model i teksty

error-no-drift = nie ma jeszcze raportu dryfu
error-choose-sides = wybierz odniesienie i dane bieżące i poczekaj na raport
error-counts-not-drawn = nie da się losować wierszy z odniesienia, z którego zachowano tylko liczebności
error-choose-loaded-rows = wybierz jako odniesienie wczytane wiersze
error-production-counts = archiwum modelu produkcyjnego przechowuje tylko liczebności swoich wierszy, co wystarcza dla odniesienia, ale nie dla danych bieżących
error-production-no-rows = archiwum modelu produkcyjnego nie przechowuje nic ze swoich wierszy
error-load-profile = wczytaj archiwum przebiegu z ustawieniem [drift] profile = "rows"
error-no-such-rows = zbiór { $set ->
    [test] testowy
   *[train] uczący
} nie ma wierszy od { $from } do { $to }, ma ich { $rows }
error-choose-rows = wybierz wiersze od 1 do { $rows }, najpierw pierwszy
error-terms-not-tested = słowa tej rodziny nie są badane pojedynczo
error-choose-family = wybierz słowa, emoji, hashtagi lub 3-gramy

error-no-batch-file = nie podano żadnego pliku jako partii
error-choose-batches = wybierz pliki albo użyj wczytanych wierszy
error-row-not-among = jest { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
} i nie ma wśród nich wiersza { $row }
error-earlier-row = zacznij od wcześniejszego wiersza
error-batch-empty = partia bez wierszy o niczym nie mówi
error-batch-size = podaj co najmniej 1, na przykład 100
error-batch-larger = wierszy jest { $rows }, mniej niż partia ({ $size })
error-smaller-batch = podaj mniejszą partię albo weź też ostatnie wiersze
error-many-batches = powstaje z tego { $batches ->
    [one] { $batches } partia
    [few] { $batches } partie
   *[many] { $batches } partii
}, więcej niż { $most }
error-larger-batch = podaj większą partię
error-no-batch-watched = nie zbadano jeszcze żadnej partii
error-choose-and-wait = wybierz partie i poczekaj na pierwszą

error-job-twice = zadanie { $job } już trwa
error-protocol = komunikat protokołu { $version } trafił na protokół { $own }
error-message-unreadable = nie da się odczytać komunikatu: { $fault }
error-reload = odśwież stronę
error-reload-same-build = odśwież stronę, aby wszystkie jej części pochodziły z tej samej kompilacji
error-reload-or-server = odśwież stronę; jeśli to nie pomoże, sprawdź, czy serwer ma wszystkie pliki kompilacji
error-reload-uncached = odśwież stronę z pominięciem pamięci podręcznej przeglądarki (Ctrl+Shift+R)
error-worker-silent = część strony, która liczy, nie odpowiada od { $seconds ->
    [one] { $seconds } sekundy
   *[other] { $seconds } sekund
}
error-worker-no-start = część strony, która liczy, się nie uruchomiła
error-worker-no-start-since = część strony, która liczy, się nie uruchomiła: { $fault }
error-other-build = strona pochodzi z kompilacji { $page }, a jej część, która liczy, z kompilacji { $worker }
error-worker-lost = część strony, która liczy, przestała działać: { $reason }
worker-ended = zamknęła ją przeglądarka
worker-no-sign = nie dawała znaku życia
worker-no-cancel = nie odpowiedziała, gdy przebieg anulowano
worker-no-memory = być może zabrakło pamięci
worker-anew = na Twoje życzenie
error-less-data = uruchomiono ją już ponownie; użyj mniejszych danych albo tańszego modelu
error-worker-replaced = część strony, która liczy, została zastąpiona, zanim odpowiedziała
error-ask-again = zapytaj ponownie
error-file-lost = przeglądarka nie może ponownie odczytać tego pliku
error-file-changed = ten plik jest teraz inny niż wtedy, gdy został wczytany
error-give-file-again = podaj plik jeszcze raz
error-version-gone = nie ma już plików tej wersji: { $files }
error-version-again = podaj te same pliki jeszcze raz; wersję przechowuje też archiwum przebiegu z tekstami
error-run-replaced = miejsce przebiegu, który miał trafić na produkcję, zajął inny, zanim powstało archiwum
error-promote-shown = naciśnij Wypromuj przy przebiegu, który jest teraz widoczny
error-measurement-stopped = pomiar został przerwany
error-worker-of-measurement = proces pomiaru przestał działać: { $reason }
error-measure-again = zmierz ponownie; jeśli znów się przerwie, w pamięci może zmieścić się mniejszy model albo mniej wierszy testowych
error-other-answer = część strony, która liczy, odpowiedziała na inne pytanie

error-rules-no-text = plik nie jest tekstem w UTF-8
error-choose-rules = wybierz plik TOML z regułami
error-browser-cannot-read = przeglądarka nie może odczytać pliku: { $fault }
error-drop-files = upuszczaj pliki, a nie foldery; jeśli plik przeniesiono lub zmieniono, wybierz go ponownie
error-file-large = plik ma { $megabytes } MB, a strona przyjmuje najwyżej { $most } MB
error-give-command-line = podaj go w wierszu poleceń, który ma do dyspozycji całą pamięć: { $command }

error-bug-beyond-end = praca miała kolejny krok po swoim końcu
error-bug-call = wywołanie jest osobnym zadaniem
error-bug-no-model = modelu już nie ma
error-bug-profile-rows = profil nie ma wierszy do przygotowania
error-bug-answer = pytanie straciło odpowiedź
error-bug-rule = nie da się odczytać sprawdzonej reguły ({ $fault })
error-bug-json = wyniku nie da się zapisać w JSON ({ $fault })
error-run-not-kept = archiwum tego przebiegu nie zostało zachowane
error-run-settings-again = przejmij jego ustawienia i uruchom ponownie
error-workspace-large = obszar roboczy ma { $megabytes } MB, a jeden plik mieści najwyżej { $most } MB
error-workspace-less = usuń przebiegi lub pliki danych albo pobierz archiwa pojedynczych przebiegów
error-workspace-none = ten zip nie jest obszarem roboczym Dryfu
error-workspace-form = obszar roboczy ma format { $form }, a ta strona czyta format { $own }
error-workspace-give = wybierz plik zapisany w tej wersji przyciskiem „Zapisz w jednym pliku”
error-workspace-damaged = nie da się odczytać opisu obszaru roboczego ({ $fault })
error-workspace-parts = części obszaru roboczego mają inną długość, niż powinny
error-workspace-not-packed = nie da się spakować obszaru roboczego ({ $fault })
error-workspace-again = zapisz lub otwórz obszar roboczy jeszcze raz
