# Magazyn plikowy MLflow w drodze na serwer śledzenia

store-differs = inaczej na serwerze
store-version = wersja
store-server-version = wersja na serwerze
store-left-out = pominięto
store-why = dlaczego
store-deleted-experiment = eksperyment jest usunięty; wysyła go --with-deleted
store-deleted-run = przebieg jest usunięty; wysyła go --with-deleted
store-traces = nie wysłano { $traces ->
        [one] { $traces } śladu
       *[other] { $traces } śladów
    }
store-no-meta = nie ma w nim pliku meta.yaml
store-no-dataset = nie ma zbioru danych, który wskazuje
store-model-input = jako wejścia wysyłane są tylko zbiory danych, a to jest inne
store-model-without-run = żaden z wysłanych przebiegów nie utworzył tego modelu
store-output-tags = interfejs REST MLflow nie przyjmuje tagów modelu utworzonego przez przebieg
store-metric-of-others = wartości zmierzone na tym modelu przez inne przebiegi są wysyłane tylko z tymi przebiegami
store-empty-metric = metryka nie ma żadnego punktu
store-metric-line = wiersz { $line } nie jest punktem metryki
store-artifacts-elsewhere = jego artefakty leżą gdzie indziej: { $uri }
store-version-without-run = przebiegu tej wersji nie ma na serwerze
store-version-elsewhere = jej pliki leżą poza jej przebiegiem i poza zarejestrowanym modelem
error-no-store = w tym folderze nie ma żadnego eksperymentu MLflow
error-give-store = podaj folder magazynu plikowego, w którym każdy eksperyment to folder z plikiem meta.yaml
error-store-options = --register i --experiment są dla archiwum, a to jest folder
error-leave-store-options = pomiń je: magazyn ma własne eksperymenty i zarejestrowane modele
cli-phase-read-store = czytanie magazynu
