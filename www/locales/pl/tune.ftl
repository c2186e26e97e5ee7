# Strojenie hiperparametrów: ustawienia, komunikaty w trakcie, wyniki.

search-study-n_trials-label = Próby
search-study-n_trials = Ile ma być wszystkich prób, łącznie z przerwanymi, nieudanymi i tymi, które są już w dzienniku.
search-study-timeout-label = Limit czasu w sekundach
search-study-timeout = Po tylu sekundach nie zaczyna się żadna nowa próba; bez limitu strojenie kończy tylko liczba prób.
search-study-trial_timeout-label = Limit czasu próby w sekundach
search-study-trial_timeout = Próba, która trwa dłużej, kończy się niepowodzeniem, a strojenie trwa dalej.
search-study-sampler-label = Sampler
search-study-sampler = Jak wybiera się próbę: forest (las losowy z oczekiwaną poprawą, a czasem union), union (TPE, w którym biorą udział parametry warunkowe, bez powtarzania konfiguracji), tpe (jak w Optunie), random, grid.
search-study-pruner-label = Pruner
search-study-pruner = Jak przerywa się po części podzbiorów walidacji próbę, która nie będzie najlepsza.
search-study-objective-label = Cel
search-study-objective = Miara, która ma być jak najwyższa: średnia po podzbiorach walidacji.
search-study-second_objective-label = Drugi cel
search-study-second_objective = Co ma być przy tym jak najmniejsze; najlepsze są wtedy próby, od których żadna inna nie jest lepsza w obu celach.
search-study-evaluation-label = Ocena
search-study-evaluation = Na jakich wierszach ocenia się próbę: na podzbiorach warstwowej walidacji krzyżowej zbioru uczącego, na części walidacyjnej przebiegu czy na ostatnich wierszach zbioru uczącego, w takiej samej liczbie, modelem wcześniejszych (recent: dla wierszy w kolejności czasu, gdy następne są podobne do ostatnich). Zbiór testowy nie bierze udziału.
search-study-n_folds-label = Podzbiory walidacji
search-study-n_folds = Liczba podzbiorów warstwowej walidacji krzyżowej.
search-study-seed-label = Ziarno losowości
search-study-seed = Dla samplera i podziału na podzbiory.
search-study-lag-label = Opóźnienie
search-study-lag = Próba jest wybierana bez wyników ostatnich prób przed nią: o jedną mniej, niż tu podano. Tyle prób może trwać naraz, a strojenie przebiega tak samo niezależnie od liczby procesów.
search-study-max_model_bytes-label = Największy model w bajtach
search-study-max_model_bytes = Próba z większym modelem nie może być najlepsza.
search-study-take-label = Konfiguracja przebiegu
search-study-take = Której próby konfigurację dostaje przebieg: najlepszej czy najprostszej z tych, których nie da się od niej odróżnić.
search-study-max_memory_bytes-label = Pamięć próby w bajtach
search-study-max_memory_bytes = Próba, która potrzebowałaby więcej, jest odrzucana, zanim się zacznie.

search-not-poleval = miara { $objective } pochodzi z PolEvalu, a to są inne dane
search-take-f1 = wybierz f1_micro albo f1_macro
search-trial-lost = była w toku, gdy strojenie się zakończyło
search-trial-lost-again = część strony, która liczy, dwa razy przestała działać w jej trakcie
error-search-other-rows = zachowane próby wykonano na innych wierszach, podziałach lub ustawieniach
error-search-anew = zacznij strojenie od nowa
search-trial-silent = jej proces nie dawał znaku życia przez { $time }
search-none-left = nie została dla niej żadna konfiguracja

search-title = Strojenie hiperparametrów
search-word-none = Brak wyniku
search-word-best = Najlepsza
search-word-best-so-far = Najlepsza jak dotąd
search-word-same = Bez pewnej poprawy
search-word-better = Poprawa
search-none-complete = żadna próba nie dobiegła końca; przyczyny podano niżej
search-none-yet = żadna próba nie dobiegła jeszcze końca
search-best = próba { $trial } ma { $objective } { $value }
search-no-better = próba { $trial } ma { $objective } { $value }, a na innych wierszach można się po niej spodziewać około { $expected }; konfiguracja, od której zaczęto, ma { $first } i nie da się jej od niej odróżnić
search-first-best = żadna próba nie jest lepsza od konfiguracji, od której zaczęto (próba 0): ma ona { $objective } { $value }, a na innych wierszach można się po niej spodziewać około { $expected }
search-better = próba { $trial } ma { $objective } { $value }, a na innych wierszach można się po niej spodziewać około { $expected }
search-no-test-set = Zbiór testowy nie brał udziału: to, co tu wybrano, trzeba jeszcze na nim ocenić, jeden raz.
search-history = Przebieg strojenia
search-history-name = { $objective } w każdej próbie i najlepszy wynik jak dotąd
search-drawn = Narysowano { $drawn } z { $n } prób: najlepsze i ostatnie.
search-parallel = Współrzędne równoległe
search-parallel-about = Linia to próba: od jej ustawień do wyniku; najlepsze są wyróżnione. Linia bez danego ustawienia przechodzi pod jego osią.
search-parallel-name = Ustawienia każdej próby i jej { $objective }
search-contour = Wykres konturowy dwóch ustawień
search-contour-about = Między próbami pokazano ich średnią ważoną odwrotnością kwadratu odległości; gdzie w pobliżu nie ma próby, pole zostaje puste. Im mocniejszy kolor, tym wyżej: na każdy odcień przypada jedna szósta prób.
search-contour-name = { $objective } w zależności od { $across } i { $upwards }
search-distribution = Rozkład wartości celu
search-distribution-name = Odsetek prób według wyniku { $objective }
search-front = Front
search-front-about = Próby z frontu Pareto: żadna inna nie jest lepsza w jednym celu, nie będąc gorsza w drugim.
search-front-name = { $first } a { $second }
search-on-front = na froncie
search-timeline = Oś czasu
search-timeline-about = Próby jedna pod drugą trwały równocześnie. Długie przerwy są skrócone.
search-timeline-name = Czas trwania każdej próby
search-bar-said = próba { $trial }: { $state }, { $time }
search-same = bez zmian
search-slices = Cel w zależności od każdego z ustawień
search-slice-name = { $objective } w zależności od { $setting }
search-trials = Próby
search-trial-said = próba { $trial }: { $value }; { $settings }
search-count = { $state ->
    [complete] { $n ->
        [one] { $n } ukończona
        [few] { $n } ukończone
       *[other] { $n } ukończonych
    }
    [pruned] { $n ->
        [one] { $n } przerwana
        [few] { $n } przerwane
       *[other] { $n } przerwanych
    }
    [fail] { $n ->
        [one] { $n } nieudana
        [few] { $n } nieudane
       *[other] { $n } nieudanych
    }
   *[running] { $n ->
        [one] { $n } w toku
       *[other] { $n } w toku
    }
}
search-state = { $state ->
    [complete] ukończona
    [pruned] przerwana
    [fail] nieudana
    [running] w toku
   *[waiting] czeka
}
search-ended-trials = tyle, ile zlecono
search-ended-timeout = zakończone przez limit czasu
search-ended-exhausted = wypróbowano każdą konfigurację przestrzeni
search-ended-stopped = zatrzymane ręcznie
search-rows = Oceniano na
search-rows-folds = { $rows ->
    [one] { $rows } wierszu uczącym
   *[other] { $rows } wierszach uczących
} w { $folds }-krotnej walidacji krzyżowej
search-rows-validation = { $rows ->
    [one] { $rows } wierszu walidacyjnym
   *[other] { $rows } wierszach walidacyjnych
}
search-rows-unknown = wierszach, których dziennik nie podaje
search-rows-recent = { $rows ->
    [one] ostatnim { $rows } wierszu uczącym
   *[other] ostatnich { $rows } wierszach uczących
}
search-recent-all = spośród { $rows ->
    [one] { $rows } wiersza uczącego
   *[other] { $rows } wierszy uczących
} ostatnich jest tyle, że nie zostaje żaden do uczenia
search-recent-fewer = podaj więcej wierszy albo mniejsze `run.validation_size`
search-honest = Spodziewany wynik na innych wierszach
search-honest-note = z poprawką na wybór najlepszej z wielu prób (bootstrap na wierszach, bez ponownego uczenia)
search-among = Próby nie do odróżnienia od najlepszej
search-simplest = najprostsza z nich w granicach jednego błędu standardowego to próba { $trial }
search-gain = Oczekiwany zysk z podwojenia liczby prób
search-worth = więcej niż błąd standardowy najlepszego wyniku: { $trials ->
    [one] jeszcze { $trials } próba się opłaci
    [few] jeszcze { $trials } próby się opłacą
   *[other] jeszcze { $trials } prób się opłaci
}
search-not-worth = najwyżej błąd standardowy najlepszego wyniku: { $trials ->
    [one] jeszcze { $trials } próba raczej się nie opłaci
    [few] jeszcze { $trials } próby raczej się nie opłacą
   *[other] jeszcze { $trials } prób raczej się nie opłaci
}
search-taken = Użyta w przebiegu
search-importance = Ważność ustawień
search-importance-about = W jakim stopniu od ustawienia zależy, czy próba należy do najlepszej dziesiątej części (PED-ANOVA, jak w Optunie).
search-column-trial = próba
search-column-state = stan
search-column-best = najlepszy dotąd
search-column-importance = ważność
search-column-p = p: tak dobra jak najlepsza
search-column-latency = czas na tekst
search-column-seconds = czas
search-column-settings = ustawienia
search-column-share = odsetek prób
search-column-start = początek po
search-column-fold = podzbiór
search-column-mean = średnia dotąd
search-column-first = pierwsza próba

parallel-chosen = { $n } z { $lines ->
    [one] { $lines } linii
   *[other] { $lines } linii
}: { $limits }
parallel-limit = { $axis } od { $low } do { $high }
parallel-limit-choices = { $axis } { $choices }
parallel-or-none = { $limit } lub bez wartości
parallel-limit-none = bez { $axis }
timeline-look = { $look ->
    [complete] ukończona
    [best] najlepsza
    [pruned] przerwana
    [fail] nieudana
   *[running] w toku
}

tune-resumed = Dalszy ciąg po { $trials ->
    [one] { $trials } próbie
   *[other] { $trials } próbach
} z badania
tune-at = próba { $trial }
tune-complete = Próba { $trial } ukończona: { $objective } { $value }; najlepsza jest próba { $best }, { $best_value }
tune-infeasible = Próba { $trial } ukończona: { $objective } { $value }, ale jej model jest za duży
tune-pruned = Próba { $trial } przerwana po { $folds ->
    [one] { $folds } podzbiorze
   *[other] { $folds } podzbiorach
}: { $objective } { $value }
tune-failed = Próba { $trial } nie powiodła się: { $why }
tune-none-complete = żadna próba nie została ukończona, więc nie ma z czym trenować
tune-look-at-notes = zobacz powyżej, dlaczego każda się nie powiodła, a potem zmień przestrzeń albo limity
search-too-long = trwała { $time }, dłużej, niż może trwać próba
cli-seconds = podaj liczbę sekund większą od 0
cli-ending = Strojenie zakończy się z tym, co już jest; kolejne Ctrl-C przerwie je od razu
error-journal-in-use = do tego dziennika zapisuje inny proces
error-wait-for-journal = poczekaj na jego koniec i spróbuj ponownie albo podaj inny dziennik
error-study-objectives = badanie { $study } ma inne cele
error-give-objectives = podaj jego cele albo inną nazwę badania
tune-journal-note = { $file }: { $note }
error-study-other-rows = badanie { $study } powstało na innych wierszach, podzbiorach lub ustawieniach
cli-storage = podaj grpc://HOST:PORT, adres serwera pośredniczącego Optuny (optuna.storages.run_grpc_proxy_server), który stoi przed bazą danych
error-storage-unreachable = nikt tu nie odpowiada ({ $fault })
error-start-proxy = uruchom tam serwer pośredniczący Optuny przez optuna.storages.run_grpc_proxy_server albo podaj adres takiego, który działa
error-no-storage-proxy = to, co tu odpowiada, nie jest serwerem pośredniczącym Optuny albo wymaga TLS ({ $fault })
error-give-proxy = podaj adres samego optuna.storages.run_grpc_proxy_server, który mówi po gRPC bez TLS
error-storage-lost = serwer pośredniczący Optuny przestał odpowiadać ({ $fault })
error-storage-again = sprawdź, czy działa, i wywołaj ponownie: to, co ukończono, jest w bazie
error-storage-refused = serwer pośredniczący Optuny odmawia { $call } ({ $fault })
error-see-proxy = sprawdź, co na ten temat wypisał optuna.storages.run_grpc_proxy_server i czy działa jego baza danych
error-bug-stored-trial = próby, którą utworzył serwer, nie ma wśród jego prób
tune-storage-retry = { $storage } nie odpowiada ({ $fault }); kolejne połączenie za { $time }
tune-storage-lost = Inny proces oznaczył próbę { $trial } jako nieudaną; jej tutejszy wynik nie zostanie zapisany
error-other-study = podaj te same dane i konfigurację albo inną nazwę badania

## Widok Strojenie

tune-view-lead = Wypróbuj wiele ustawień na zbiorze uczącym, w walidacji krzyżowej, i zobacz, czego po najlepszych z nich można się spodziewać na innych wierszach. Zbiór testowy nie bierze udziału.
tune-view-empty = Wczytaj dane, na których ma się odbyć strojenie.
tune-view-start = Rozpocznij strojenie
tune-view-again = Rozpocznij od nowa
tune-view-looking = Sprawdzanie danych
tune-view-trial = próba { $trial } z { $trials }
tune-view-drawing = Szacowanie metodą bootstrap, ile najlepsza próba jest warta na innych wierszach
tune-view-go-on = Kontynuuj to strojenie
tune-view-stopped = Zatrzymano. Widać, co zdążono wypróbować.
tune-view-settings = Pozostałe ustawienia strojenia
tune-view-space = Przestrzeń poszukiwań
tune-view-space-about = W TOML, taka jak dla dryf tune --search. Czego tu nie ma, pozostaje jak w widoku Uczenie. Puste pole oznacza przestrzeń, która była tu na początku.
tune-view-load = Wczytaj search.toml
tune-view-column-use = do przebiegu
tune-view-use = Użyj ustawień
tune-view-use-trial = Użyj tych ustawień (próba { $trial })
tune-view-use-taken = Użyj ustawień próby { $trial }
tune-view-save-title = Zapisz strojenie
tune-view-save-journal = Dziennik Optuny
tune-view-save-about = Dziennik to badanie, które otwierają Optuna i optuna-dashboard i które dryf tune --journal kontynuuje.
tune-view-show = Szczegóły
tune-view-show-trial = Szczegóły próby { $trial }
tune-view-trial-title = Próba { $trial }
tune-view-run = Uruchom przebieg
tune-view-around = Szukaj dalej wokół niej
tune-view-around-about = Strojenie zacznie od tych ustawień i sprawdzi wartości w ich pobliżu; przestrzeń poniżej zmieni się odpowiednio.
tune-view-close = Zamknij
tune-view-click = Próbę wybiera się kliknięciem jej punktu, linii lub paska.
tune-view-clear = Wyczyść
tune-view-brush-keys = Przeciągnij wzdłuż osi, aby wybrać linie, które tamtędy przechodzą. Z klawiatury: strzałki w lewo i w prawo wybierają oś, w górę i w dół przesuwają górną granicę, z Shiftem dolną, Delete czyści oś, Esc wszystko.
tune-view-brush-at = { $axis }: bez ograniczeń
tune-view-zoom-hint = Przeciągnij, aby powiększyć; kliknij dwukrotnie, aby zobaczyć całość.
tune-view-across = W poziomie
tune-view-upwards = W pionie
