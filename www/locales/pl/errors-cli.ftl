# Błędy wiersza poleceń: ścieżek, opcji i strumieni.

data-folder = folder z danymi
error-no-such-file = nie ma takiego pliku
error-check-path = sprawdź ścieżkę
error-cannot-read = nie da się odczytać pliku ({ $fault })
error-it-cannot-read = nie da się tego odczytać ({ $fault })
error-check-may-read = sprawdź, czy to plik i czy masz prawo go czytać
error-file-no-utf8 = plik nie jest w UTF-8
error-save-utf8 = zapisz go w UTF-8
error-no-data-named = nie podano danych
error-give-data-options = podaj --demo, --data DIR|ZIP albo --train-text FILE --train-tags FILE
error-texts-without-tags = teksty nie mają znaczników
error-give-tags-option = podaj --tags FILE albo tabelę z jednym i drugim; tabela o innym rozszerzeniu wymaga --text-column i --label-column
error-name-test-files = podaj jego pliki przez --text i --tags
error-folder-without-data = w folderze nie ma pliku .txt, .csv, .tsv, .jsonl, .json, .parquet ani .zip
error-name-folder = podaj folder z czterema plikami PolEvalu albo tabelę
error-folder-unreadable = nie da się odczytać folderu ({ $fault })
error-check-may-read-folder = sprawdź, czy masz prawo go czytać
error-no-role = o żadnym pliku nie wiadomo na pewno, że należy do zbioru uczącego lub testowego ({ $reasons })
error-no-role-of-many = o żadnym pliku nie wiadomo na pewno, że należy do zbioru uczącego lub testowego ({ $reasons }; i jeszcze { $more ->
    [one] { $more } plik
    [few] { $more } pliki
   *[many] { $more } plików
})
error-name-roles = wskaż je przez --train-text, --train-tags, --test-text i --test-tags

error-stream-overwrites = { $option } wskazuje plik, do którego trafia { $stream ->
    [stderr] standardowe wyjście błędów
   *[stdout] standardowe wyjście
}, a czytanego pliku nie wolno nadpisać
error-send-elsewhere = skieruj je do innego pliku
error-same-file = { $first } i { $second } wskazują ten sam plik
error-file-each = podaj dla każdej osobny plik
error-file-is-stream = { $option } wskazuje plik, który jest już { $stream ->
    [stdin] standardowym wejściem
    [stderr] standardowym wyjściem błędów
   *[stdout] standardowym wyjściem
}
error-file-of-its-own = podaj dla { $option } osobny plik
error-file-beside-state = { $option } wskazuje plik, który { $state } trzyma obok swojego
error-no-command = dryf nie ma polecenia { $name }
error-see-help = zobacz dryf --help
error-another-path = podaj dla { $option } inną ścieżkę
error-would-overwrite = { $output } nadpisze to, co wskazuje { $input }

error-stdout = nie da się pisać na standardowe wyjście ({ $fault })
error-check-stdout = sprawdź, dokąd trafia wyjście
error-is-folder = to folder, a w jego miejsce nie da się zapisać pliku
error-names-folder = to ścieżka folderu, a w jego miejsce nie da się zapisać pliku
error-give-file-path = podaj ścieżkę pliku
error-write-protected = plik istnieje i jest chroniony przed zapisem
error-allow-writing = podaj inną ścieżkę albo pozwól go zapisać
error-no-such-folder = nie ma takiego folderu
error-give-existing-folder = podaj ścieżkę pliku w istniejącym folderze
error-cannot-write = nie da się zapisać pliku ({ $fault })
error-check-writing = sprawdź ścieżkę, wolne miejsce i prawo zapisu

error-page-not-built = strona nie jest zbudowana
error-build-page = najpierw uruchom `{ $command }` albo podaj --dir
error-address = nie da się użyć { $address } ({ $fault })
error-give-port = podaj inny --port albo --port 0, aby wybrać wolny
error-format-unexplained = znaczniki, terminy i zliczenia nie mają miejsca na wyjaśnienia
error-other-format-explained = z --explain użyj --format labels lub json
error-stdin-utf8 = standardowe wejście jest czytane w UTF-8, po jednym tekście w wierszu
error-give-with-text = podaj tabelę albo plik w innym kodowaniu przez --text
error-classes-without-tags = klasy modelu ({ $classes }) nie są klasami PolEvalu, więc nie mają znaczników
error-format-labels = użyj --format labels
error-give-text-file = podaj plik przez --text
error-give-utf8 = podaj UTF-8; kodowanie pliku podanego przez --text jest rozpoznawane
error-measure-input = wejście nie jest tym, co wysyła `dryf compare` ({ $fault })
error-run-compare = uruchom `dryf compare`, które wywołuje to polecenie
error-source-date = SOURCE_DATE_EPOCH to `{ $value }`, a nie liczba sekund
error-unset-source-date = usuń tę zmienną albo podaj całkowitą liczbę sekund od 1970 roku

error-archive-has-labels = archiwum ma własne etykiety
error-without-tags = podaj je samo, bez znaczników
error-no-row-with-text = nie ma wiersza z tekstem
error-give-rows-to-compare = podaj wiersze do porównania
error-counts-not-current = z wierszy zachowano tylko liczebności, co wystarcza dla odniesienia, ale nie dla danych bieżących
error-texts-or-profile = podaj teksty albo archiwum utworzone z drift.profile = "rows"
error-range-without-texts = zakres wierszy wymaga ich tekstów, których w archiwum nie ma
error-no-range-or-texts = pomiń zakres albo podaj teksty
error-archive-keeps-nothing = w archiwum nie ma ani tekstów, których model się uczył, ani ich profilu
error-texts-or-train = podaj teksty albo ucz z drift.profile = "rows"
error-row-of-range = jest { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}, a zakres sięga wiersza { $row }
error-end-range = zakończ zakres najdalej na { $row }

error-zip-no-batch = zip nie jest partią
error-unpack-batch = rozpakuj go i podaj tabelę albo teksty z etykietami
error-counts-beside = zliczenia są partią w całości: nie da się ich podzielić, nie mają etykiet i nie łączą się z wierszami
error-counts-alone = podaj same zliczenia, bez --batch-rows i --every
error-counts-none = nie ma tu zliczeń
error-counts-broken = to nie jest wiersz zliczeń ({ $fault })
error-counts-range = zliczenia nie zgadzają się ze sobą albo wymieniają klasę, której model produkcyjny nie ma
error-counts-version = zliczenia mają wersję { $version }, której ten program nie zna
error-counts-of-other-model = te wiersze klasyfikował inny model niż produkcyjny
error-counts-again = zlicz wiersze jeszcze raz przez dryf predict --format counts, z modelem produkcyjnym
error-counts-too-many = ponad { $most } wierszy to za dużo na jedną partię
error-counts-of-less = podaj krótsze partie albo zliczenia próby
error-times-of-table = kolumnę z datami ma tylko tabela
error-table-or-batch-rows = podaj tabelę (.csv, .tsv, .jsonl, .parquet) albo podziel wiersze przez --batch-rows
error-no-time = w kolumnie `{ $column }` nie ma daty
error-not-a-time = `{ $text }` w kolumnie `{ $column }` to nie data
error-write-time = wpisz 2026-01-05, 2026-01-05T14:30:00Z albo liczbę sekund od 1970 roku
error-no-model-named = nie podano modelu
error-give-production = podaj --production ARCHIVE.ZIP
error-retrain-off = --retrain prosi o ponowne uczenie, a reguły to wyłączają
error-leave-retrain = pomiń tę opcję albo ustaw `enabled = true` w [by_hand]
error-state-of-other-model = stan dotyczy przebiegu { $run } z modelem { $model }, a na produkcji jest przebieg { $production_run } z modelem { $production_model }
error-restart-or-old-archive = zacznij od nowa dla nowego modelu z --restart, które zachowa stary stan pod inną nazwą, albo podaj archiwum starego
error-state-of-other-rules = stan zaczęto z innymi regułami, a odsetek fałszywych alarmów obowiązuje tylko przy niezmienionych
error-same-rules-or-restart = podaj te same reguły lub pomiń --rules albo zacznij od nowa z --restart, które zachowa stary stan pod inną nazwą
error-state-lock = nie da się założyć blokady stanu ({ $fault })
error-check-state-folder = sprawdź, czy masz prawo zapisu w folderze stanu
error-state-in-use = z tego stanu korzysta inne wywołanie monitoringu
error-wait-for-call = poczekaj na jego koniec i spróbuj ponownie albo podaj inny stan
error-state-not-kept = nie da się zachować dotychczasowego stanu ({ $fault })
error-check-its-folder = sprawdź, czy masz prawo zapisu w jego folderze

error-bug-interrupt = nie da się obsłużyć przerwania ({ $fault })
error-bug-runtime = nie ma środowiska wykonania ({ $fault })
error-bug-files = tam, gdzie wchodzi jeden plik lub dwa, podano inną liczbę
error-example-of-output = przykładowy plik ma ustawienia, a to jest wynik polecenia
error-run-for-output = pomiń --example albo uruchom polecenie z --json
