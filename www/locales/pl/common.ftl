# Słowa i formy wspólne dla wszystkich wyników.

list-and = { $items } i { $last }
list-or = { $items } lub { $last }
list-nothing = niczego
list-more = { $items } i jeszcze { $more }
text = { $text }
clauses = { $clauses }
statement = { $word }: { $text }
error-line = { $file }, wiersz { $line }
error-row = { $file }, wiersz { $row }
sentence = { $text }.
sentences = { $first } { $next }
heading = { $text }
range = { $low } – { $high }
at-most = ≤ { $value }
verdict-line = { $word }. { $sentence }.
written-by = Raport programu Dryf { $version }.
save-html = Zapisz jako HTML
save-csv = CSV
save-svg = SVG
rows-more = … i jeszcze { $rows }
figure-as-table = Jako tabela
less-than = mniej niż { $value }

count-rows = { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
count-texts = { $texts ->
    [one] { $texts } tekst
    [few] { $texts } teksty
   *[many] { $texts } tekstów
}
count-labelled-rows = { $rows ->
    [one] { $rows } wiersz z etykietą
    [few] { $rows } wiersze z etykietami
   *[many] { $rows } wierszy z etykietami
}
count-calls = { $calls ->
    [one] { $calls } wywołanie
    [few] { $calls } wywołania
   *[many] { $calls } wywołań
}

score-f1-micro = F1 micro
score-f1-macro = F1 macro
score-f1-weighted = F1 ważone
score-accuracy = dokładność
score-balanced-accuracy = dokładność zrównoważona
score-mcc = MCC
score-cohen-kappa = kappa Cohena
score-recall = czułość klasy { $class }
score-poleval-micro = F micro według PolEvalu, %
score-poleval-macro = F macro według PolEvalu, %
metric-of = { $score }, { $of }
metric-baseline = punkt odniesienia
metric-production = model produkcyjny

score-f1-micro-about = Udział dobrych odpowiedzi, liczony po wszystkich wierszach.
score-f1-macro-about = Średnia F1 klas: rzadka klasa liczy się tak samo jak częsta.
score-f1-weighted-about = Średnia F1 klas, ważona ich wierszami.
score-accuracy-about = Udział dobrych odpowiedzi.
score-balanced-accuracy-about = Średnia czułość klas.
score-mcc-about = Korelacja Matthewsa: 0 to zgadywanie, 1 to ideał.
score-cohen-kappa-about = Zgodność ponad przypadkową: 0 to przypadek, 1 to ideał.
score-poleval-micro-about = Tak, jak liczy ją skrypt PolEvalu.
score-poleval-macro-about = Tak, jak liczy ją skrypt PolEvalu: z uśrednionej precyzji i czułości.

# A line of evidence.
evidence-line = { $name }: { $word }; { $size }
evidence-new = nowe
