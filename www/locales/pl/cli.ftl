# Co mówi wiersz poleceń podczas pracy: co wczytał, co robi, na co zwrócić uwagę.

cli-fault = dryf: { $fault }
cli-bug = dryf: to błąd programu; prosimy zgłosić powyższe wiersze
cli-warning = ostrzeżenie: { $text }
cli-note = uwaga: { $text }

cli-read = wczytano { $file }: { $reading }
cli-read-as = wczytano { $file } jako { $role }: { $reading }
cli-side = { $side ->
    [reference] odniesienie
   *[current] dane obecne
}
cli-naming = nazwy etykiet: { $naming }
cli-not-used = pominięto { $file }: { $reason }
cli-an-archive = to archiwum przebiegu
cli-stdin = standardowe wejście
cli-links = dowiązania tworzą pętlę
cli-rows-of = { $file }, wiersze od { $first } do { $last }

cli-phase = { $phase ->
    [read-data] wczytywanie danych
    [read-archive] wczytywanie archiwum
    [read-batches] wczytywanie partii
    [look] przegląd wierszy
    [terms] terminy i deskryptory
    [splits] permutacje
    [draws] losowania
    [predict] przewidywanie
    [write-archive] zapis archiwum
   *[work] praca trwa
}
cli-phase-batch = partia { $name }
cli-phase-predict = przewidywanie przez { $name }
cli-phase-measure = pomiar, { $rows ->
    [one] jeden tekst na wywołanie
   *[hundred] sto tekstów na wywołanie
}
cli-phase-measure-round = pomiar w osobnych procesach, runda { $round } z { $rounds }
cli-iteration = iteracja { $iteration }, naruszenie { $violation } (tol { $tol })
cli-no-limit = trwa, dopóki naruszenie nie spadnie poniżej tol; limit ustawia max_iter w [svc]

cli-run = przebieg { $id }
cli-model = model { $sha256 }
cli-last-fit = ostatnie dopasowanie: { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}, { $terms ->
    [one] { $terms } termin
    [few] { $terms } terminy
   *[many] { $terms } terminów
}, { $values ->
    [one] { $values } zapisana wartość
    [few] { $values } zapisane wartości
   *[many] { $values } zapisanych wartości
}
cli-last-fit-vectors = { $fit }; wektory nośne: { $vectors }
cli-less-likely = { $n ->
    [one] { $n } etykieta nie jest klasą
    [few] { $n } etykiety nie są klasą
   *[many] { $n } etykiet nie jest klasą
} o największym prawdopodobieństwie: jak w scikit-learn etykiety biorą się z wartości decyzyjnych, a prawdopodobieństwa z osobnej kalibracji
