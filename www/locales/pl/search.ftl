# Strojenie hiperparametrów: przestrzeń, badanie, kolejka.

search-space-empty = nie podano żadnego ustawienia do wyboru
search-space-name-one = podaj przynajmniej jedno, np. "svc.C" = {"{"} low = 0.01, high = 100.0, log = true {"}"}
search-space-not-chosen = ustawienia `{ $setting }` nie można dobierać
search-space-sections = dobierać można ustawienia z sekcji { $sections }
search-space-no-domain = nie wiadomo, z czego wybierać `{ $setting }`
search-space-give-domain = podaj listę wartości albo tabelę z low i high (oraz log lub step), albo tabelę z choices
search-space-no-choices = lista wartości dla `{ $setting }` jest pusta
search-space-choice-twice = wartość { $choice } występuje dwa razy
search-space-choice-once = usuń jedną z nich
search-space-low-above = low { $low } jest większe niż high { $high }
search-space-swap = zamień je miejscami
search-space-log-from-zero = przy log wartość low nie może być równa { $low }
search-space-log-above-zero = podaj low większe od 0 albo usuń log
search-space-log-step = log i step wykluczają się
search-space-log-or-step = usuń jedno z nich
search-space-step = step nie może być równy { $step }
search-space-give-step = podaj liczbę większą od 0
search-space-give-whole-step = podaj liczbę całkowitą od 1
search-space-two-kinds = low i high znaczą dla `{ $setting }` co innego
search-space-one-kind = podaj obie liczby jako całkowite albo obie z kropką dziesiętną, w jednym zakresie
search-space-no-when = nie wiadomo, kiedy tak wybierać `{ $setting }`
search-space-give-when = w `when` podaj inne ustawienia z ich wartościami, np. when = {"{"} "tfidf.analyzer" = ["char_wb"] {"}"}
search-space-same-when = dwa wpisy dla `{ $setting }` mają te same warunki
search-space-own-when = podaj dla każdego wpisu osobne `when`
search-space-circle = o ustawieniu `{ $setting }` decyduje ustawienie, o którym decyduje ono samo
search-space-no-circle = usuń jeden z dwóch warunków w `when`
search-point-outside = przestrzeń nie zawiera takiej wartości `{ $name }`
search-point-inside = wybierz wartość z przestrzeni albo ją poszerz
search-objectives = badanie nie może mieć { $n ->
    [one] { $n } celu
   *[other] { $n } celów
}
search-one-or-two-objectives = podaj jeden lub dwa
search-pruner-of-two = przy dwóch celach nie można przerywać prób
search-no-pruner = wyłącz przerywanie prób (none) albo zrezygnuj z jednego celu
search-grid-endless = siatka wymaga policzalnych wartości, a `{ $setting }` ma zakres bez kroku
search-grid-steps = podaj step albo listę wartości, albo wybierz inny sampler
search-not-a-number = jedna z wartości nie jest liczbą
