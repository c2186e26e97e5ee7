# Przebieg w drodze na serwer śledzenia

push-title = Wysyłka do MLflow
push-word-there = Jest na serwerze
push-word-alias-refused = Wysłano, bez aliasu
push-http = HTTP { $status }
push-again = { $why }; kolejna próba za { $wait }
push-word-planned = Niczego nie wysłano
push-counts = { $counts }
push-counted = { $outcome ->
        [new] { $runs ->
            [one] { $runs } przebieg jest nowy
            [few] { $runs } przebiegi są nowe
           *[many] { $runs } przebiegów jest nowych
        }
        [extended] { $runs ->
            [one] { $runs } przebieg uzupełniono
            [few] { $runs } przebiegi uzupełniono
           *[many] { $runs } przebiegów uzupełniono
        }
        [different] { $runs ->
            [one] { $runs } przebieg jest tam inny
            [few] { $runs } przebiegi są tam inne
           *[many] { $runs } przebiegów jest tam innych
        }
        [failed] { $runs ->
            [one] { $runs } przebieg odrzucono
            [few] { $runs } przebiegi odrzucono
           *[many] { $runs } przebiegów odrzucono
        }
       *[equal] { $runs ->
            [one] { $runs } przebieg był tam już wcześniej
            [few] { $runs } przebiegi były tam już wcześniej
           *[many] { $runs } przebiegów było tam już wcześniej
        }
    }
push-would-send = wysłano by { $runs ->
        [one] { $runs } przebieg
        [few] { $runs } przebiegi
       *[many] { $runs } przebiegów
    } i { $size } plików
push-no-gate = model nie przeszedł bramki, a alias champion jest dla modelu, który ją przeszedł; uruchom najpierw dryf compare --out
push-gate-not-passed = bramka mówi { $status }, a alias champion jest dla modelu, który ją przeszedł
push-mlflow = MLflow { $version }
push-server = Serwer
push-registered = Zarejestrowany
push-version = { $uri }, wersja { $version }
push-long-values = W całości w long_values.json, za długie dla MLflow
push-outcome = wynik
push-outcome-of = { $outcome ->
        [new] nowy
        [completed] dokończony
        [extended] uzupełniony
        [different] na serwerze jest inny
        [failed] odrzucony
       *[equal] był już wcześniej
    }
push-server-id = przebieg na serwerze
push-more-runs = i jeszcze { $runs }
push-params = parametry
push-metrics = metryki
push-points = punkty
push-tags = tagi
push-models = modele
push-bytes = rozmiar

error-server-unreachable = serwer nie odpowiada: { $why }
error-look-at-server = sprawdź, czy działa i czy adres jest dobry, i wyślij ponownie: co już dotarło, nie zostanie wysłane drugi raz
error-server-refused = serwer odmówił ({ $status }): { $what }
error-push-again = popraw to i wyślij ponownie: co już dotarło, nie zostanie wysłane drugi raz
error-server-login = serwer wymaga zalogowania
error-give-login = ustaw MLFLOW_TRACKING_USERNAME i MLFLOW_TRACKING_PASSWORD albo MLFLOW_TRACKING_TOKEN
error-server-forbids = serwer na to nie pozwala: { $what }
error-allow-this = użyj konta z prawem zapisu; jeśli chodzi o nazwę hosta, uruchom mlflow server z --allowed-hosts
error-no-mlflow = odpowiada coś, co nie jest serwerem MLflow ({ $status }): { $what }
error-tracking-uri = { $uri } nie jest adresem serwera
error-give-tracking-uri = podaj adres, pod którym otwiera się strona MLflow, np. http://127.0.0.1:5000
error-artifacts-elsewhere = serwer trzyma artefakty w { $uri }, gdzie tylko on może pisać
error-serve-artifacts = uruchom mlflow server z --artifacts-destination zamiast --default-artifact-root
error-experiment-deleted = eksperyment { $name } usunięto na serwerze
error-restore-experiment = przywróć go tam (mlflow experiments restore -x { $id }) albo podaj inny przez --experiment
error-models-to-register = { $models ->
        [0] nie ma modelu do zarejestrowania
       *[other] modeli do zarejestrowania: { $models }
    }
error-push-one-model = pomiń --register albo wyślij archiwum jednego przebiegu uczenia
error-earlier-report = ten raport zapisał Dryf { $version }, bez experiment.json
server-status = { $status } { $what }
server-certificate = { $why }; podaj w { $variable } certyfikat tego, kto za niego ręczy
server-loses-answers = odpowiedzi giną raz za razem
error-no-certificate = nie ma w nim żadnego certyfikatu
error-give-certificate = podaj w { $variable } plik z certyfikatami PEM albo usuń tę zmienną
