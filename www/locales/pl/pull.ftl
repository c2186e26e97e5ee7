# Model pobierany z serwera śledzenia

error-model-uri = { $uri } nie jest nazwą modelu na serwerze
error-give-model-uri = podaj models:/NAZWA@ALIAS, models:/NAZWA/WERSJA, models:/m-ID albo runs:/ID/model
error-see-models = zobacz przez dryf models, co jest na serwerze
error-look-at-server-again = sprawdź, czy działa i czy adres jest dobry
error-foreign-model = { $uri } nie jest modelem Dryfu: { $why }
error-give-pushed-model = podaj model, który na serwer wysłał dryf push, albo archiwum
error-model-without-archive = { $uri } trafił na serwer bez swojego archiwum
error-push-archive-once-more = wyślij archiwum jego przebiegu przez dryf push, który doda to, czego brakuje
error-push-archive-elsewhere = wyślij archiwum jego przebiegu do innego eksperymentu (--experiment) i zarejestruj tamten model
pull-no-run = serwer nie zna jego przebiegu
pull-no-tag = jego przebieg nie ma tagu { $tag }
error-no-tracking-uri = nie podano serwera
error-name-tracking-uri = podaj --tracking-uri albo ustaw MLFLOW_TRACKING_URI
cli-phase-pull = pobieranie { $uri }
cli-pulled = { $uri } zapisano w { $file }
models-title = Modele serwera śledzenia
models-word = Na serwerze
models-counts = { $models ->
        [one] { $models } zarejestrowany model
        [few] { $models } zarejestrowane modele
       *[many] { $models } zarejestrowanych modeli
    }, { $versions ->
        [one] { $versions } wersja
        [few] { $versions } wersje
       *[many] { $versions } wersji
    }, w tym z przebiegów Dryfu, które da się pobrać: { $pullable }; wszystkich takich przebiegów: { $runs }
models-model = model
models-aliases = aliasy
models-gate = bramka
models-from = twórca
models-made-by = { $maker ->
        [dryf] Dryf
       *[other] inny albo bez archiwum
    }
models-day = z dnia
