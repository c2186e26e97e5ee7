# Dlaczego tekst ma swoją klasę.

explain-title = Wyjaśnienie
explain-label = Klasa tekstu
explain-about = Wyjaśniana klasa
explain-margin = Przewaga nad { $rival }
explain-score = Wynik
explain-decision = { $class } przeciw { $against ->
    [class] { $rival }
   *[others] wszystkim innym
}: { $value }
explain-exact = { $decision } = { $parts }
explain-left-out = { $decision }, mniej bez { $parts }
explain-part = { $name } { $value }
explain-times = { $word } ×{ $n }
explain-intercept = wyraz wolny
explain-rest = reszta
explain-other-words = { $n ->
    [one] { $n } inne słowo
    [few] { $n } inne słowa
   *[many] { $n } innych słów
}
explain-elsewhere = między słowami
explain-sum = decyzja
explain-method-exact = Dokładnie: decyzja { $value } to wyraz wolny { $intercept } plus udziały słów.
explain-method-left-out = Zmiana po pominięciu: o ile decyzja { $value } spada bez tego słowa. { $anew ->
    [yes] Bez niego pozostałe słowa ważą więcej, bo wiersz jest na nowo normowany; te zmiany nie muszą się sumować.
   *[no] Te zmiany nie muszą się sumować.
}
explain-nothing-left = Po czyszczeniu nic nie zostaje z tekstu: każde słowo zostało usunięte. Model zgaduje.
explain-too-long = Tekst jest długi: kolejno pominięto { $explained } z { $words } słów, te pierwsze.
explain-unknown = Nieznane modelowi, więc bez udziału w decyzji: { $words }.

column-word = słowo
column-contribution = udział
column-fall = spadek bez niego
