# Porównanie przebiegów i ich etapy.

runs-title = Porównanie z poprzednim przebiegiem
runs-sentence = { $score } ({ $set }): { $side ->
    [higher] o { $by } więcej niż w poprzednim przebiegu
    [lower] o { $by } mniej niż w poprzednim przebiegu
   *[equal] tyle samo co w poprzednim przebiegu
}; { $settings ->
    [0] bez zmian w ustawieniach
    [one] zmieniono { $settings } ustawienie
    [few] zmieniono { $settings } ustawienia
   *[many] zmieniono { $settings } ustawień
}.
runs-now = Ten przebieg
runs-before = Poprzedni przebieg
runs-run = przebieg { $run }
runs-data = Dane
runs-data-same = te same
runs-data-changed = inne
runs-data-unknown = nie wiadomo
runs-settings = Zmienione ustawienia
runs-settings-same = Żadne ustawienie się nie zmieniło.
runs-times = Czas
runs-since = { $change } od poprzedniego przebiegu
runs-took-before = poprzedni przebieg: { $time }

stage = { $stage ->
    [collect] zbieranie
    [validate] sprawdzanie
    [split] podział
    [clean] czyszczenie
    [clean_validation] czyszczenie walid.
    [tfidf] tf-idf
    [fit] uczenie
    [predict_train] predykcja ucz.
    [predict_validation] predykcja walid.
    [clean_full] czyszczenie całości
    [tfidf_full] tf-idf całości
    [fit_full] uczenie na całości
    [predict_test] predykcja testu
    [production] produkcja
    [out_of_fold] walidacja krzyżowa
    [archive] archiwum
   *[total] łącznie
}

column-setting = ustawienie
column-before = przedtem
column-now = teraz
column-change = zmiana
column-stage = etap
column-times = krotność czasu
