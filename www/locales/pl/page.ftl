# Strona wokół widoków: nagłówek, lista etapów, stopka, powiadomienia; i to, co wspólne dla kilku widoków.

page-tab = { $view ->
    [data] Dane
    [clean] Czyszczenie
    [train] Uczenie
    [tune] Strojenie
    [evaluate] Ocena
    [runs] Przebiegi
    [drift] Dryf
    [validate] Walidacja
    [monitor] Monitor
    [export] Eksport
   *[try] Wypróbuj
}
page-state = { $state ->
    [empty] puste
    [busy] w toku
    [ready] gotowe
    [stale] nieaktualne
   *[failed] błąd
}
page-engine = { $state ->
    [ready] gotowe
    [failed] zatrzymane
   *[busy] uruchamianie
}

## Nagłówek i lista etapów

page-tagline = Teachable Machine dla tekstów, z bramką i pamięcią: wytrenuj klasyfikator, zobacz, dlaczego tak decyduje, nie wpuść gorszego na produkcję i zauważ, kiedy dane dryfują. Wszystko w Twojej przeglądarce.
page-stages = Etapy potoku
page-no-data = brak danych
page-train-and-test = { $train } + { $test } { $test ->
    [one] tweet
    [few] tweety
   *[many] tweetów
}
page-train-only = { $train ->
    [one] { $train } tweet
    [few] { $train } tweety
   *[many] { $train } tweetów
}, bez zbioru testowego
page-run-name = Nazwa przebiegu
page-dark = Ciemne kolory
page-light = Jasne kolory
page-language = Language: English

## Stopka

page-run = Uruchom
page-run-again = Uruchom ponownie
page-run-needs-data = Najpierw wczytaj dane
page-cancelling = przerywanie
page-paused = wstrzymane: { $stage }
page-waiting = czeka na dane
page-cancelled = przerwane; wyniki poprzedniego przebiegu zostały
page-time-by-stage = Czas etapów
page-score-train = ucz.
page-score-validation = walid.
page-score-test = test
page-done-baseline = Gotowe po { $seconds }. F1 na teście { $score } (punkt odniesienia { $baseline }).
page-done-test = Gotowe po { $seconds }. F1 na teście { $score }.
page-done-validation = Gotowe po { $seconds }. F1 na walidacji { $score }; nie ma zbioru testowego.
page-see-results = Zobacz wyniki →
page-removed-files = { $files ->
    [one] Usunięto { $files } plik.
    [few] Usunięto { $files } pliki.
   *[many] Usunięto { $files } plików.
}
page-demo-replaced = Twoje pliki zajęły miejsce demo.
page-reset-settings = Zastąpiono ustawienia.
page-changed-setting = Jedno ustawienie zmieniono zgodnie z radą.
page-changed-rules = Usunięto reguły.
page-undo = Cofnij
page-removed-runs = { $runs ->
    [one] Usunięto { $runs } przebieg z listy.
    [few] Usunięto { $runs } przebiegi z listy.
   *[many] Usunięto { $runs } przebiegów z listy.
}
page-log = Log
page-log-empty = Tu pojawią się wiersze z Twojego train.py.
page-log-copy = Kopiuj log

## Powiadomienia

page-stale = Od tego czasu coś się zmieniło. Naciśnij Uruchom, a wszystko będzie aktualne.
page-remedy = Co zrobić: { $remedy }
page-remedy-in-fields = Na tej stronie to pola pod „Tak odczytano pliki” w widoku Dane.
page-drop-now = Upuść pliki, aby je wczytać
page-not-kept = Po zamknięciu strony przepadnie: { $what }. Przeglądarka blokuje zapis danych tej strony albo nie ma na nie miejsca.
page-kept-look = kolory i język
page-kept-settings = ustawienia
page-kept-runs = przebiegi i ich archiwa
page-kept-production = model na produkcji i jego historia
page-kept-data = pliki danych
page-storage-short = W przeglądarce kończy się miejsce na to, co ta strona przechowuje.
page-storage-delete = { $runs ->
    [one] Usuń najstarszy przebieg bez gwiazdki ({ $size })
    [few] Usuń { $runs } najstarsze przebiegi bez gwiazdki ({ $size })
   *[many] Usuń { $runs } najstarszych przebiegów bez gwiazdki ({ $size })
}
page-workspace-saved = { $runs ->
    [one] Obszar roboczy zapisano w pliku: { $runs } przebieg.
    [few] Obszar roboczy zapisano w pliku: { $runs } przebiegi.
   *[many] Obszar roboczy zapisano w pliku: { $runs } przebiegów.
}
page-workspace-saved-without = { $runs ->
    [one] Obszar roboczy zapisano w pliku: { $runs } przebieg
    [few] Obszar roboczy zapisano w pliku: { $runs } przebiegi
   *[many] Obszar roboczy zapisano w pliku: { $runs } przebiegów
}; { $missing ->
    [one] nie udało się odczytać { $missing } archiwum lub pliku danych, więc go tam nie ma.
   *[many] nie udało się odczytać { $missing } archiwów lub plików danych, więc ich tam nie ma.
}
page-workspace-opened = { $added ->
    [one] Z obszaru roboczego dodano { $added } przebieg
    [few] Z obszaru roboczego dodano { $added } przebiegi
   *[many] Z obszaru roboczego dodano { $added } przebiegów
}; { $present ->
    [one] { $present } już tu był.
    [few] { $present } już tu były.
   *[many] { $present } już tu było.
}
page-worker-replaced = Część strony, która liczy, przestała działać; uruchomiono ją ponownie i ma znów wszystko, co było wczytane ({ $reason }).
page-worker-replaced-run = Część strony, która liczy, przestała działać; uruchomiono ją ponownie, ma znów wszystko, co było wczytane, a przebieg zaczęto jeszcze raz ({ $reason }).
page-worker-silent = Część strony, która liczy, nie odpowiada. Może trwa długi krok.
page-worker-anew = Uruchom ją ponownie

## Wspólne dla kilku widoków

page-tweets = { $tweets ->
    [one] { $tweets } tweet
    [few] { $tweets } tweety
   *[many] { $tweets } tweetów
}
page-train-set = Zbiór uczący
page-test-set = Zbiór testowy
page-train-part = Część ucząca
page-validation-part = Część walidacyjna
page-in-production = Na produkcji
page-pages = { $first } do { $last } z { $total }
page-none = Brak.
page-measuring = Pomiar { $done }
page-add-files = Dodaj pliki
page-load-archive = Wczytaj archiwum
page-first-row = Pierwszy wiersz
page-save-toml = Zapisz jako TOML
page-remove = Usuń
page-cancel = Przerwij
page-stop = Zatrzymaj
page-close = Zamknij
page-dismiss = Ukryj
page-copied = skopiowano
