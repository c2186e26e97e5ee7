# Model udostępniany protokołem MLflow

serve-serves = udostępniam przebieg { $run }, model { $model }
serve-serves-now = od teraz udostępniam przebieg { $run }, model { $model }
serve-reload-refused = nie da się odczytać nowego modelu, dotychczasowy działa dalej: { $fault }
serve-params-ignored = params w żądaniach są pomijane: model nie ma żadnych (komunikat jednorazowy)
serve-log-fails = { $folder } nie przyjmuje więcej wierszy ({ $fault }); żądania są obsługiwane, ale nie zapisywane
serve-ended = koniec; każde rozpoczęte żądanie otrzymało odpowiedź
serve-bad-request = { $what ->
        [utf8] treść żądania nie jest w UTF-8 ({ $fault })
        [json] treść żądania nie jest poprawnym JSON-em ({ $fault })
        [no-object] treść żądania nie jest obiektem JSON
        [form] podaj dokładnie jedno z pól dataframe_split, dataframe_records, instances i inputs
        [split] dataframe_split to obiekt z polami columns, data (lista wierszy) i ewentualnie index, bez żadnych innych
        [records] dataframe_records to lista obiektów
        [two-texts] dwie kolumny nazywają się text
        [lengths] wiersze, kolumny lub indeks mają różne długości
        [csv] treść żądania nie jest plikiem CSV z nazwami kolumn w pierwszym wierszu { $fault }
        [csv-row] wiersz { $fault } ma więcej pól niż pierwszy; tekst z przecinkiem ujmij w cudzysłów
       *[body] treść żądania nie dotarła w całości ({ $fault })
    }
serve-not-a-text = wiersz { $row } (pierwszy to 0) to { $kind ->
        [number] liczba
        [truth] wartość logiczna
        [list] lista
       *[object] obiekt
    }, a potrzebny jest tekst; podaj napis albo null, gdy wiersz nie ma tekstu
serve-no-text-column = model wymaga kolumny text, a takiej nie ma
serve-too-many-rows = { $rows ->
        [one] { $rows } wiersz
        [few] { $rows } wiersze
        [many] { $rows } wierszy
       *[other] { $rows } wiersza
    } w jednym żądaniu, dopuszczalna liczba to { $most } (--max-rows)
serve-too-large = treść żądania ma ponad { $bytes } B (--max-bytes)
serve-too-slow = treść żądania nie dotarła w ciągu { $seconds } s (--timeout)
serve-no-room = zbyt wiele dużych żądań naraz; ponów za chwilę
serve-media-type = treść żądania to { $given }, a powinna być application/json lub text/csv w UTF-8
serve-no-such-path = pod tym adresem nic nie ma; są /invocations, /ping, /version i /metrics
serve-other-method = użyj metody { $method }
serve-other-host = ten serwer to 127.0.0.1 i nie odpowiada pod inną nazwą
serve-other-origin = strony z { $origin } nie mają tu dostępu; dopuść je opcją --cors
serve-reload-from-elsewhere = o to może prosić tylko ten komputer
serve-metric = { $name ->
        [dryf_http_requests_total] Żądania według ścieżki i statusu
        [dryf_invocation_duration_seconds] Od ostatniego bajtu żądania do odpowiedzi
        [dryf_rows_total] Wiersze z odpowiedzią
        [dryf_missing_rows_total] Wiersze bez tekstu
        [dryf_terms_total] Terminy we wszystkich tekstach
        [dryf_unknown_terms_total] Terminy spoza słownika
        [dryf_unknown_terms_share] Udział terminów spoza słownika od uruchomienia
        [dryf_predictions_total] Wiersze według przewidzianej klasy
        [dryf_reloads_total] Zmiany modelu
        [dryf_refused_reloads_total] Nowe modele, których nie dało się odczytać
        [dryf_logged_rows_total] Wiersze zapisane przez --log
        [dryf_not_logged_rows_total] Wiersze, których --log nie zapisał
       *[dryf_model_info] Udostępniany model
    }
error-not-well = { $address } nie zgłasza gotowości ({ $fault })
error-start-serve = sprawdź, czy działa tam `dryf serve --model`
