# Monitorowanie: czy model na produkcji jest nadal dobry, czy pora wytrenować go ponownie?

monitor-title = Monitorowanie
monitor-retrain = Wytrenuj ponownie
monitor-keep = Zostaw model
monitor-few = Za mało danych
monitor-learned = To nie jest odpowiedź

monitor-found-keep = żadna reguła nie zaleca ponownego treningu
monitor-found-keep-since = żadna reguła nie zaleca ponownego treningu: { $clauses }
monitor-found-few = nie dało się ocenić ani jakości, ani dryfu: { $clauses }
monitor-found-learned = są wśród nich wiersze, na których uczył się model produkcyjny, a te nic nie mówią o nowych
monitor-why-quality = spadek jakości od partii { $batch } ({ $name }): { $signal }
monitor-why-drift = dryf od partii { $batch } ({ $name }): zmieniły się { $parts } (najmniejsze p z poprawką Holma { $p }, poziom { $level })

monitor-advice-retrain = Wytrenuj model ponownie, z wierszami od partii { $batch } w zbiorze uczącym
monitor-advice-train = Wytrenuj model ponownie
monitor-advice-keep = Zostaw na produkcji obecny model i sprawdź następną partię
monitor-advice-more = Sprawdź więcej wierszy, w miarę możliwości z etykietami
monitor-advice-learned = Sprawdź późniejsze wiersze albo zbiór testowy

monitor-occasion = { $occasion ->
    [by-hand] na żądanie
    [schedule] harmonogram
    [new-data] nowe dane
    [quality-drop] spadek jakości
   *[drift] dryf
}
monitor-outcome = { $outcome ->
    [retrain] wytrenuj ponownie
    [quiet] bez sygnału
   *[few] za mało danych
}
monitor-reason = { $occasion }: { $outcome }. { $evidence }.
monitor-sentences = { $first }. { $rest }
monitor-reasons-off = Wyłączone w regułach: { $occasions }.
monitor-part = { $part ->
    [labels] klasy
    [predicted-classes] przewidziane klasy
    [words] słowa
    [emoji] emoji
    [hashtags] hasztagi
    [trigrams] trigramy znakowe
   *[descriptors] deskryptory
}
monitor-detector = { $detector ->
    [adwin] ADWIN
    [hddm-a] HDDM_A
    [hddm-w] HDDM_W
    [error-rate-test] test odsetka błędów
    [error-rise-test] test wzrostu błędów
   *[concept-test] test zmiany pojęcia
}
monitor-detector-about = { $detector ->
    [adwin] wzrost gdziekolwiek w oknie wierszy od ostatniej zmiany
    [hddm-a] wzrost średniej po wszystkich wierszach
    [hddm-w] wzrost średniej, w której późniejsze wiersze ważą więcej
    [error-rate-test] więcej błędów, niż podano dla modelu produkcyjnego
    [error-rise-test] więcej błędów w ostatnich tekstach niż we wcześniejszych
   *[concept-test] etykiety przypadają innym tekstom niż wcześniej
}

monitor-at = partia { $batch } ({ $name })
monitor-at-row = partia { $batch } ({ $name }), wiersz { $row }

monitor-asked = zgłoszono: { $reason }
monitor-not-asked = nikt tego nie zgłosił
monitor-age = wiek modelu produkcyjnego w dniach: { $days } (próg: { $limit })
monitor-new-rows = { $rows ->
    [one] { $rows } wiersz z etykietą jest nowy
    [few] { $rows } wiersze z etykietami są nowe
   *[many] { $rows } wierszy z etykietami jest nowych
} dla modelu produkcyjnego (próg: { $limit })
monitor-found-at = { $at }: { $finding }
monitor-found-moved = { $at }: { $finding }: { $moved }
monitor-moved = { $name } z { $before } na { $now }
monitor-again = jeszcze raz: { $last }
monitor-again-often = ponownie w późniejszych partiach ({ $batches }), ostatnio: { $last }
monitor-looks-quiet = nie znaleziono dryfu w { $looks ->
    [one] { $looks } sprawdzeniu
   *[other] { $looks } sprawdzeniach
}, na które zużyto { $spent } szansy fałszywego alarmu
monitor-errors-quiet = żaden test nie sygnalizuje zmiany; { $rows ->
    [one] { $rows } tekst z etykietą
    [few] { $rows } teksty z etykietami
   *[many] { $rows } tekstów z etykietami
}, w tym { $errors ->
    [one] { $errors } błąd
    [few] { $errors } błędy
   *[many] { $errors } błędów
}
monitor-errors-unstated = { $quiet }; porównano je tylko między sobą, bo dla modelu produkcyjnego nie podano odsetka błędów
monitor-no-test = żadnego testu z reguł nie da się wykonać, bo dla modelu produkcyjnego nie podano odsetka błędów; wpisz error-rise-test w quality.detectors
monitor-no-label = żaden wiersz nie ma etykiety, a do oceny jakości potrzeba { $needed }
monitor-few-labels = { $rows ->
    [one] { $rows } tekst ma etykietę
    [few] { $rows } teksty mają etykiety
   *[many] { $rows } tekstów ma etykiety
}, a do oceny jakości potrzeba { $needed }
monitor-no-look = niczego nie dało się sprawdzić pod kątem dryfu: { $gap }
monitor-no-batch = nie ma jeszcze żadnej partii
monitor-off = wyłączone

monitor-signal-rate = { $now } tekstów od początku partii do wiersza { $row } sklasyfikowano błędnie; dla modelu produkcyjnego podano najwyżej { $before }
monitor-signal-rise = błędów jest { $now } (teksty od partii { $since }: { $rows_now }), wcześniej { $before } (teksty: { $rows_before }; p { $p }, poziom { $level })
monitor-signal-concept = etykiety przypadają innym tekstom niż wcześniej: spośród tekstów z etykietą `{ $class }` według wyników modelu produkcyjnego pasuje do niej { $now } od partii { $since } (teksty: { $rows_now }), wcześniej { $before } (teksty: { $rows_before }; p { $p }, poziom { $level })
monitor-signal-shown = { $detector } sygnalizuje zmianę w wierszu { $row }, z { $before } na { $now } błędów, tak jak waży wiersze; niczego nie zaleca

monitor-mix-alone = w partii jest { $rate } błędów; przy udziałach klas jak w wierszach uczących byłoby { $mix }
monitor-mix-within = w partii jest { $rate } błędów, co mieści się w { $upper }, które podano najwyżej dla modelu produkcyjnego
monitor-mix-above = w partii jest { $rate } błędów, więcej niż { $upper }, które podano najwyżej dla modelu produkcyjnego; przy udziałach klas jak w wierszach uczących byłoby { $mix }, { $explains ->
    [not-lower] czyli nie mniej: inne udziały klas nie tłumaczą wzrostu
    [yes] co się w tym mieści: same inne udziały klas tłumaczą wzrost
   *[no] co też jest powyżej: same inne udziały klas nie tłumaczą wzrostu
}
monitor-drifted = { $part }: zmiana względem { $against ->
    [batches] wcześniejszych partii
   *[training] wierszy uczących
} (p z poprawką Holma { $p }, poziom tego sprawdzenia { $level })
monitor-learned-rows = na { $learned } z { $rows ->
    [one] { $rows } wiersza
   *[other] { $rows } wierszy
} uczył się model produkcyjny
monitor-labelled-later = { $rows ->
    [one] etykieta { $rows } wiersza przyszła
   *[other] etykiety { $rows } wierszy przyszły
} po sprawdzeniu partii; testy błędów już je uwzględniają, a dryfu nie sprawdza się ponownie, by nie zużyć dwa razy szansy fałszywego alarmu
monitor-partly-labelled = etykiety ma { $labelled } z { $rows } wierszy: z nich są klasy i błędy, wszystko inne ze wszystkich wierszy
monitor-copies = { $copies } z { $rows } wierszy to kopie wcześniejszych wierszy tej partii; testy błędów liczą każdy tekst raz{ $once ->
    [yes] , a dryf jest alarmem tylko wtedy, gdy widać go także przy liczeniu każdego tekstu raz
   *[no] ; testy dryfu zakładają niezależne wiersze, więc ich wartości p nie są wiarygodne w części opartej na kopiach, bo archiwum modelu produkcyjnego nie zawiera wierszy, po których dałoby się liczyć teksty
}
monitor-empty = partia nie ma wierszy
monitor-counts-only = podano tylko zliczenia wierszy: nie da się rozpoznać kopii ani wierszy, na których uczono model produkcyjny lub które już badano
monitor-unusual = oszacowane F1 micro { $estimated } leży poza zwykłym zakresem od { $lower } do { $upper }; oszacowanie o niczym nie rozstrzyga
monitor-unknown-class = { $rows ->
    [one] { $rows } wiersz ma klasę
    [few] { $rows } wiersze mają klasę
   *[many] { $rows } wierszy ma klasę
} `{ $class }`, której model produkcyjny nie zna
monitor-few-rows = { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
} to za mało, by szukać dryfu (potrzeba { $needed }); niczego nie zużyto
monitor-not-measured = dryfu nie zmierzono: { $gap }
monitor-looks-spent = zaplanowane sprawdzenia ({ $looks }) są wykorzystane, więc dryf nie może już zaalarmować; zacznij od nowa z większą ich liczbą albo ze spending = "open-ended"
monitor-no-labels = bez etykiet nic nie wiadomo o prawdziwej jakości; oszacowanie o niczym nie rozstrzyga

monitor-alarms = gdy nic się nie zmienia, a wiersze przychodzą niezależnie od siebie, szansa, że kiedykolwiek padnie zalecenie ponownego treningu z powodu dryfu lub jakości, wynosi najwyżej { $rate }: { $covered }
monitor-alarms-drift = { $rate } na dryf we wszystkich sprawdzeniach
monitor-alarms-quality = { $rate } na jakość we wszystkich wierszach
monitor-alarms-none = żadna reguła nie może zaalarmować przypadkiem

monitor-production = Produkcja
monitor-production-about = model { $model }, nauczony na { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszach
}, { $day }
monitor-watched = Sprawdzono
monitor-batches-rows = { $batches ->
    [one] { $batches } partia
    [few] { $batches } partie
   *[many] { $batches } partii
}, { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}, z etykietami { $labelled }
monitor-so-far = razem { $batches ->
    [one] { $batches } partia
    [few] { $batches } partie
   *[many] { $batches } partii
}; reszta jeszcze przed nami

monitor-charts = Partia po partii
monitor-charts-about = Linie przerywane to granice, w których liczba leży, gdy nic się nie zmienia. Punkt poza nimi jest nietypowy, ale sam nie alarmuje. Wąsy to przedziały 95 %.
monitor-chart-share = Udział klasy { $class }
monitor-chart-p = Wartości p dla dryfu z poprawką Holma, część po części
monitor-chart-errors = Odsetek błędów
monitor-chart-latency = Czas przewidywania wiersza
monitor-series-labels = według etykiet
monitor-series-predicted = przewidziane
monitor-series-estimated = oszacowane z wyników
monitor-series-measured = zmierzone
monitor-key-level = poziom sprawdzenia
monitor-key-limit = granica
monitor-key-centre = środek
monitor-limit-low = dolna granica
monitor-limit-high = górna granica
monitor-key-signal = sygnał zmiany
monitor-signal-at = { $at }: zmianę sygnalizuje { $detector }
monitor-said-inside = { $n ->
    [one] partia leży w granicach
    [few] wszystkie { $n } partie leżą w granicach
   *[many] wszystkie { $n } partii leży w granicach
}
monitor-said-outside = poza granicami { $out ->
    [one] leży { $out } partia
    [few] leżą { $out } partie
   *[many] leży { $out } partii
} z { $n }, pierwsza to partia { $first }
monitor-said-no-limits = nie ma z czym tego porównać
monitor-said-p-off = według reguł dryf nie alarmuje
monitor-said-p-quiet = żadna część nie zeszła poniżej swojego poziomu w { $n ->
    [one] { $n } sprawdzeniu
   *[other] { $n } sprawdzeniach
}; szansa, że któreś sprawdzenie kiedykolwiek zaalarmuje fałszywie, wynosi { $rate }
monitor-said-p-alarm = dryf znaleziono w { $out ->
    [one] { $out } sprawdzeniu
   *[other] { $out } sprawdzeniach
} z { $n }, po raz pierwszy w partii { $first }: { $parts }; szansa, że któreś sprawdzenie kiedykolwiek zaalarmuje fałszywie, wynosi { $rate }
monitor-said-errors-quiet = żaden test ani detektor nie sygnalizuje zmiany; { $within }
monitor-said-errors-signalled = { $n ->
    [one] { $n } sygnał zmiany
    [few] { $n } sygnały zmiany, pierwszy
   *[many] { $n } sygnałów zmiany, pierwszy
}: { $at }, { $detector }; { $within }
monitor-said-latency = połowie partii wystarczyło { $median } na wiersz

monitor-batches = Partie
monitor-batch = Partia { $number } ({ $name }): { $found }
monitor-batch-quiet = nic nie sygnalizuje zmiany
monitor-none = Nie ma jeszcze żadnej partii.
monitor-found-nothing = Niczego nie znaleziono.
monitor-look = Sprawdzenie { $look } na poziomie { $level }; na wszystkie dotąd zużyto { $spent } szansy fałszywego alarmu.
monitor-look-none = Żadna część tej partii nie mogła zaalarmować.
monitor-part-verdict = { $verdict ->
    [changed] zmiana
    [shown] tylko pokazana
   *[none] nie znaleziono zmiany
}

monitor-tests = Testy jakości
monitor-tests-about = Każdy z nich zaleca ponowny trening; ich szansa fałszywego alarmu obejmuje wszystkie wiersze.
monitor-shown = Detektory tylko pokazywane
monitor-shown-about = Niczego nie zalecają: ich szansa fałszywego alarmu nie jest ograniczona dla wszystkich wierszy razem.
monitor-parts = Dryf, część po części

monitor-column-batch = partia
monitor-column-name = nazwa
monitor-column-labelled = z etykietą
monitor-column-estimated = F1 micro, oszacowane
monitor-column-errors = odsetek błędów
monitor-column-mix = odsetek błędów przy uczących udziałach klas
monitor-column-unknown = nieznane słowa
monitor-unknown-before = wiersze uczące: { $before }
monitor-column-time = czas na wiersz
monitor-column-signals = sygnały
monitor-column-training = wiersze uczące
monitor-column-labels = etykiety
monitor-column-out-of-fold = przewidziane w walidacji krzyżowej
monitor-column-part = część
monitor-column-p = p
monitor-column-holm = p z poprawką Holma
monitor-column-verdict = ocena
monitor-column-moved = co przesunęło się najpewniej
monitor-column-test = test
monitor-column-looks-for = czego szuka
monitor-column-first = pierwszy sygnał
monitor-column-looks = sprawdzenia
monitor-column-alarms = alarmy
monitor-column-smallest = najmniejsze p z poprawką Holma
monitor-column-level = poziom
monitor-column-decides = rozstrzyga
monitor-decides = { $decides ->
    [yes] tak
   *[no] tylko pokazana
}

monitor-view-lead = Partia po partii: czy model produkcyjny jest nadal dobry, czy tweety są nadal takie same, czy pora wytrenować go ponownie?
monitor-view-empty-production = Nie ma modelu produkcyjnego. Wytrenuj model i wdróż go w widoku Walidacja albo wskaż tu jego archiwum: wtedy jego partie będą sprawdzane.
monitor-view-empty-data = Wczytaj dane albo podaj pliki: każdy to partia.
monitor-view-choose-archive = Wybierz archiwum
monitor-view-from = Źródło partii
monitor-view-from-both = Wiersze uczące, potem testowe
monitor-view-from-train = Wiersze uczące
monitor-view-from-test = Wiersze testowe
monitor-view-from-files = Pliki
monitor-view-size = Wierszy w partii
monitor-view-automatic = auto: { $n }
monitor-view-with-labels = Uwzględnij etykiety
monitor-view-with-labels-about = Bez nich jest tak jak na produkcji, zanim przyjdą etykiety: o prawdziwej jakości nic nie wiadomo.
monitor-view-files-about = Po kolei: każda tabela to partia; po pliku z tekstami, po jednym w wierszu, można dodać plik z ich etykietami.
monitor-view-labelled = z etykietami
monitor-view-not-labelled = bez etykiet
monitor-view-waiting = { $rows ->
    [one] { $rows } ostatni wiersz czeka
    [few] { $rows } ostatnie wiersze czekają
   *[many] { $rows } ostatnich wierszy czeka
} na całą partię.
monitor-view-new-rows = Wiersze, z których uczył się model produkcyjny, nic nie mówią o nowych: zacznij od następnych.
monitor-view-watching = Partia { $at } z { $n }
monitor-view-stopped = Zatrzymano. Widać tylko ukończone partie.
monitor-view-go-on = Sprawdź wszystkie
monitor-view-rules = Reguły ponownego treningu
monitor-view-rules-about = Pięć powodów. To jest plik, który przyjmuje dryf monitor --rules.
monitor-view-rules-load = Wczytaj TOML
monitor-view-ask = Zgłoś potrzebę treningu, bo
monitor-view-save-title = Zapisz
monitor-view-save-archive = Archiwum dla MLflow
monitor-view-save-state = Stan dla wiersza poleceń
monitor-view-save-about = dryf monitor --state podejmuje pracę od tego stanu, z następną partią.
monitor-view-section-data = Dane
monitor-view-watching-first = Partia 1

plan-no-rows = { $name } nie ma wierszy
plan-same-rows = te same wiersze podano już wcześniej
plan-watched = zbadano to już jako partię { $number }
plan-watched-in-several = te wiersze zbadano już w partiach od { $first } do { $last }
plan-grown = { $name }: z { $rows } wierszy zbadano już { $before }; bada się tylko nowe ({ $new })
plan-rows-wait = ostatnie wiersze ({ $rows }) czekają, aż będzie ich { $size }; --last bierze je od razu
plan-period-waits = wiersze z { $name } ({ $rows }) czekają na koniec okresu; --last bierze je od razu
plan-repeated = { $rows ->
    [one] { $rows } wiersz z więcej niż jednego pliku liczy się raz
    [few] { $rows } wiersze z więcej niż jednego pliku liczą się raz
   *[many] { $rows } wierszy z więcej niż jednego pliku liczy się raz
}
plan-late = { $name } już zbadano: { $rows ->
    [one] { $rows } wiersz, który przyszedł później, stanowi osobną partię
    [few] { $rows } wiersze, które przyszły później, stanowią osobną partię
   *[many] { $rows } wierszy, które przyszły później, stanowi osobną partię
}
plan-no-digests = { $name } zbadał wcześniejszy Dryf, który nie zachował skrótów wierszy: tych, które przyszły później, nie da się odróżnić od pozostałych, więc żadnego się nie bada
plan-skipped = pominięto { $name }: { $why }
plan-labels-came = etykiety { $rows ->
    [one] { $rows } wiersza
   *[other] { $rows } wierszy
} partii { $number } ({ $name }) przyszły później: należą do niej, a dryfu nie bada się ponownie
plan-labels-differ = { $rows ->
    [one] { $rows } wiersz partii { $number } ({ $name }) ma inną etykietę
    [few] { $rows } wiersze partii { $number } ({ $name }) mają inną etykietę
   *[many] { $rows } wierszy partii { $number } ({ $name }) ma inną etykietę
} niż przedtem: zostaje to, co zbadano
plan-state-kept = dotychczasowy stan jest zachowany jako { $file }
