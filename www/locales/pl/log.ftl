# Dziennik przebiegu, w słowach notatnika.

log-collecting = Zbieranie nowych danych
log-collected = Zebrano nowe dane
log-validating = Weryfikacja i walidacja danych
log-read = Wczytano { $file } jako { $role }: { $reading }
log-naming = Nazwy etykiet: { $naming }
log-excluded = Wiersze wykluczone w konfiguracji -> zbiór uczący = { $train }, zbiór testowy = { $test }
log-run-starts = Początek przebiegu MLflow: { $run }
log-splitting = Wydzielanie zbioru walidacyjnego
log-cleaning-pipeline = Budowa potoku czyszczenia
log-cleaning = Dopasowanie potoku czyszczenia i przekształcanie zbioru uczącego
log-cleaning-validation = Przekształcanie zbioru walidacyjnego
log-no-search = Hiperparametry pochodzą z konfiguracji: nie było strojenia
log-search = Hiperparametry są z próby { $trial }, znalezionej w strojeniu { $trials ->
    [one] o { $trials } próbie
   *[other] o { $trials } próbach
}
log-params = Parametry: tfidf: { $tfidf } model: { $model }
log-model-pipeline = Budowa potoku modelu
log-fitting = Uczenie modelu
log-check-train = Sprawdzian na danych uczących
log-predicting-train = Przewidywanie dla zbioru uczącego
log-evaluating-train = Ocena na zbiorze uczącym
log-check-validation = Sprawdzian na danych walidacyjnych
log-predicting-validation = Przewidywanie dla zbioru walidacyjnego
log-evaluating-validation = Ocena na zbiorze walidacyjnym
log-f1-split = F1 micro -> zbiór uczący = { $train }, zbiór walidacyjny = { $validation }
log-check-test = Sprawdzian na danych testowych
log-cleaning-all = Dopasowanie potoku czyszczenia i przekształcanie zbioru uczącego na całości danych
log-cleaning-test = Przekształcanie zbioru testowego
log-fitting-all = Uczenie modelu na całości danych
log-predicting-test = Przewidywanie dla zbioru testowego
log-evaluating-test = Ocena na zbiorze testowym
log-comparing = Porównanie nowego modelu z produkcyjnym
log-f1 = F1 micro -> nowy model = { $new }, produkcja = { $production }, punkt odniesienia = { $baseline }
log-none = brak
log-worse = na tym zbiorze testowym nowy model jest gorszy od produkcyjnego
log-unknown-classes = { $rows ->
    [one] { $rows } wiersz jest
    [few] { $rows } wiersze są
   *[many] { $rows } wierszy jest
} { $n ->
    [one] klasy
   *[other] klas
} { $classes }, czego model produkcyjny nie może przewidzieć, i liczy się jako jego błędy; nadaj każdej klasie jedną nazwę albo pomiń te wiersze w porównaniu
log-not-compared = bez zbioru testowego nowy model nie jest porównywany z produkcyjnym; podaj teksty i znaczniki testowe
log-stopped-at-limit = { $who }: osiągnięto limit iteracji ({ $limit }; { $iterations } łącznie we wszystkich maszynach), zanim spełniono tol = { $tol }; zwiększ max_iter lub tol
log-stopped-by-precision = { $who }: przerwano, zanim spełniono tol = { $tol }: po { $iterations ->
    [one] { $iterations } iteracji
   *[other] { $iterations } iteracjach
} naruszenie { $violation } mieści się w błędzie zaokrągleń; zwiększ tol lub zmniejsz C (wynosi { $c }) albo ustaw max_iter, aby przerwać wcześniej
log-stopped-without-progress = { $who }: przerwano, zanim spełniono tol = { $tol }: przez { $iterations ->
    [one] { $iterations } iterację
    [few] { $iterations } iteracje
   *[many] { $iterations } iteracji
} naruszenie { $violation } już nie malało; zmniejsz C (wynosi { $c }) lub zwiększ tol albo ustaw max_iter, aby przerwać wcześniej
log-solver = solver
log-solver-of-fold = solver jednej z części
log-calibrating = kalibracja prawdopodobieństw, { $who }
log-own-limit = własny limit silnika, 10 000 przejść, bo max_iter = -1
log-out-of-fold = Ocenianie zbioru uczącego przez modele, z których każdy nie widział części danych (modeli: { $folds })
log-no-scores = nie ma wyników z walidacji krzyżowej, więc raporty dryfu będą bez przewidywań: { $fault }
log-profile = Zapis zbioru uczącego do raportów dryfu
log-run-ended = Koniec przebiegu MLflow: { $run } po { $seconds } s
