# Co znaczą słowa z tej dziedziny, każde w zdaniu lub dwóch.

term-about = { $term ->
    [f1-micro] Precyzja i czułość policzone na wszystkich wierszach razem. Gdy tekst ma jedną klasę, jest to udział poprawnych odpowiedzi, więc decydują częste klasy.
    [f1-macro] Średnia F1 z wszystkich klas. Każda liczy się tak samo, nawet najrzadsza.
    [recall] Jaką część wierszy danej klasy model do niej przypisuje, czyli ile z nich znajduje.
    [precision] Jaka część wierszy, którym model przypisał klasę, naprawdę ją ma, czyli ile jego odpowiedzi jest trafnych.
    [baseline] Stała odpowiedź: najczęstsza klasa zbioru uczącego. Model, który nie jest od niej lepszy, niczego przydatnego się nie nauczył.
    [validation-set] Odłożone wiersze uczące. Model się z nich nie uczy, więc pokazują, które ustawienia są lepsze.
    [test-set] Wiersze, które nie biorą udziału ani w uczeniu, ani w doborze ustawień. Pokazują, jak model radzi sobie z nowymi tekstami.
    [confusion-matrix] Ile wierszy każdej prawdziwej klasy (wiersze) dostało każdą odpowiedź (kolumny). Trafne leżą na przekątnej.
    [margin] O ile wynik wybranej klasy wyprzedza wynik drugiej. Duża przewaga znaczy, że model jest pewny.
    [confidence-interval] Gdzie leżałaby wartość dla innych takich wierszy: na sto takich przedziałów około 95 zawiera prawdziwą.
    [tf-idf] Waga słowa w tekście: tym większa, im częściej w nim występuje, a tym mniejsza, im więcej tekstów je ma.
    [support-vector] Tekst uczący, który leży na granicy dwóch klas albo za nią. Model składa się tylko z takich.
    [p-value] Jak często sam przypadek dałby co najmniej tak dużą różnicę, gdyby nic się nie zmieniło.
    [false-discovery-rate] Jaka część odkryć uznanych za istotne jest, jak się oczekuje, dziełem przypadku.
    [out-of-fold] Oceniony przez model, który nie uczył się na tym wierszu: wiersze dzieli się na części, a każdą ocenia model z pozostałych.
    [drift] Dzisiejsze teksty albo etykiety różnią się od tych, na których uczył się model.
   *[gate] Reguły, które nowy model musi spełnić, zanim zastąpi model produkcyjny.
}
