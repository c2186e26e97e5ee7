# Dryf: czym obecne dane różnią się od odniesienia i na ile można być tego pewnym.

drift-title = Raport dryfu
drift-word-drift = Dryf
drift-word-none = Nie znaleziono dryfu
drift-word-part = Nie ma dryfu
drift-word-few = Za mało danych
drift-word-unmeasured = Niczego nie zmierzono

drift-changed = zmiana w częściach: { $parts }{ $standing ->
    [within] , ale któryś blok odniesienia różni się od jego reszty równie mocno
   *[beyond] {""}
}; p z poprawką Holma, alarm przy { $alpha }
drift-part-with-p = { $part } (p { $p })
drift-part = { $rows ->
    [one] jedyny obecny wiersz jest wierszem odniesienia
   *[other] wszystkie obecne wiersze ({ $rows }) są wierszami odniesienia
}
drift-part-relabelled = { $rows ->
    [one] jedyny obecny wiersz jest wierszem odniesienia
   *[other] wszystkie obecne wiersze ({ $rows }) są wierszami odniesienia
}, z inną etykietą: { $changed }
drift-part-differs = { $sentence }; jako część różnią się od całości w częściach: { $parts }
drift-none = żadna część się nie zmieniła (najmniejsze p z poprawką Holma { $p }, alarm przy { $alpha }){ $seen ->
    [class] ; podwojenie klasy albo nowe słowo w { $share } wierszy zostaje wykryte w { $power } przypadków
    [word] ; nowe słowo w { $share } wierszy zostaje wykryte w { $power } przypadków
   *[nothing] {""}
}
drift-few = { $rows ->
    [one] { $rows } wiersz może
    [few] { $rows } wiersze mogą
   *[many] { $rows } wierszy może
} przeoczyć istotną zmianę; { $needed ->
    [one] { $needed } wiersz pokazałby
    [few] { $needed } wiersze pokazałyby
   *[many] { $needed } wierszy pokazałoby
} ją w { $power } przypadków
drift-few-ever = { $rows ->
    [one] { $rows } wiersz może
    [few] { $rows } wiersze mogą
   *[many] { $rows } wierszy może
} przeoczyć istotną zmianę, tak jak każda ich liczba przy tym odniesieniu
drift-few-both = { $rows ->
    [one] { $rows } wiersz może
    [few] { $rows } wiersze mogą
   *[many] { $rows } wierszy może
} przeoczyć istotną zmianę, tak jak każda ich liczba przy tym odniesieniu; { $both ->
    [one] { $both } wiersz z każdej strony pokazałby
    [few] { $both } wiersze z każdej strony pokazałyby
   *[many] { $both } wierszy z każdej strony pokazałoby
} ją w { $power } przypadków

drift-advice-changed = Zobacz, { $section ->
    [part-labels] które klasy są częstsze lub rzadsze
    [part-descriptors] jak teraz pisane są teksty
    [part-concept] które etykiety znaczą teraz co innego
    [part-text] jak bardzo różni się słownictwo
   *[other] które terminy są częstsze lub rzadsze
}, a potem oceń model na wierszach z etykietami podobnych do obecnych
drift-advice-history = Zanim coś zmienisz, zobacz, jak udziały klas zmieniają się wzdłuż odniesienia
drift-advice-blocks = Zanim coś zmienisz, zobacz, jak różnią się między sobą bloki odniesienia
drift-advice-new-rows = Podaj wiersze, których nie ma w odniesieniu
drift-advice-none = Zostaw model i porównaj ponownie, gdy przybędzie wierszy
drift-advice-rows = Porównaj co najmniej { $rows ->
    [one] { $rows } obecny wiersz
    [few] { $rows } obecne wiersze
   *[many] { $rows } obecnych wierszy
}
drift-advice-reference = Weź większe odniesienie
drift-advice-load = Podaj wiersze do porównania
drift-preliminary = Trwa losowanie permutacji; werdykt może się jeszcze zmienić.

drift-evidence = Co się zmieniło
drift-spark-key = Na małych wykresach niebieskie jest odniesienie, a pomarańczowe są bieżące wiersze.
drift-state = { $state ->
    [changed] zmiana
    [usual] zmiana w normie
    [same] bez zmian
    [waiting] jeszcze nie losowano
    [few] za mało danych
   *[unmeasured] nie zmierzono
}
drift-sizes = { $kind ->
    [changed] { $sizes }
   *[largest] największa różnica: { $sizes }
}
drift-size-new = { $name } się pojawia: w { $rows } z { $all ->
    [one] { $all } wiersza
   *[other] { $all } wierszy
}, przedtem w żadnym
drift-size-gone = { $name } znika: przedtem w { $rows } z { $all ->
    [one] { $all } wiersza
   *[other] { $all } wierszy
}, teraz w żadnym
drift-size-class = { $class } z { $before } na { $now } wierszy
drift-size-class-same = { $class } w { $share } wierszy, jak przedtem
drift-size-term = { $term } { $before } → { $now }
drift-size-term-rows = { $term } w { $rows }
drift-size-terms = { $way ->
    [both] częściej { $terms }, rzadziej { $fewer }
    [more] częściej { $terms }
   *[fewer] rzadziej { $terms }
}; najbardziej: { $term } wierszy
drift-size-terms-none = żaden termin się nie wyróżnia; największa różnica: { $term } wierszy
drift-size-terms-new = nowe: { $terms }, { $named } z { $all ->
    [one] { $all } wiersza
   *[other] { $all } wierszy
}, przedtem w żadnym
drift-size-terms-gone = znikają: { $terms }, przedtem { $named } z { $all ->
    [one] { $all } wiersza
   *[other] { $all } wierszy
}, teraz w żadnym
drift-size-terms-many = zmiana: { $terms }; najbardziej: { $term } wierszy
drift-count-words = { $count ->
    [one] { $count } słowo
    [few] { $count } słowa
   *[many] { $count } słów
}
drift-count-emoji = { $count } emoji
drift-count-hashtags = { $count ->
    [one] { $count } hasztag
    [few] { $count } hasztagi
   *[many] { $count } hasztagów
}
drift-count-trigrams = { $count ->
    [one] { $count } trójka znaków
    [few] { $count } trójki znaków
   *[many] { $count } trójek znaków
}
drift-count-punctuation = { $count ->
    [one] { $count } znak
    [few] { $count } znaki
   *[many] { $count } znaków
}
drift-size-descriptor = { $name }: średnio z { $before } na { $now }
drift-size-classifier = klasyfikator rozróżniający strony ma AUC { $auc }; zgadywanie ma 0,5
drift-size-wording = różnica { $bits } bita; sam przypadek daje { $chance }
drift-size-wording-alone = różnica { $bits } bita; ile z tego to przypadek, jeszcze nie wylosowano
drift-size-concept = etykiety zgodne z oczekiwaniem w { $now } wierszy, przedtem w { $before }
drift-spark-terms = Udziały wierszy z terminami, które zmieniły się najpewniej, przedtem i teraz
drift-spark-descriptor = { $name }: odniesienie i dane obecne
drift-spark-classes = Udziały klas, przedtem i teraz
drift-spark-concept = Czułość klas, przedtem i teraz
drift-spark-wording = Rozbieżność słownictwa bloków odniesienia i danych obecnych

drift-evidence-about = Każda część ma jedną wartość p dla „nic się tu nie zmieniło”. Poprawka Holma na wszystkie części utrzymuje prawdopodobieństwo fałszywego alarmu na poziomie { $alpha }. To, jak bloki odniesienia różnią się między sobą, zmienia opis, nigdy alarm.
drift-part-changed = { $part }: zmiana{ $standing ->
    [beyond] , większa niż różnica między którymkolwiek blokiem odniesienia a jego resztą
    [within] , ale któryś blok odniesienia różni się od jego reszty równie mocno
   *[unknown] {""}
}
drift-part-copies = { $part }: nie znaleziono zmiany, gdy każdy tekst liczy się raz; różnią się kopie
drift-part-same = { $part }: nie znaleziono zmiany
drift-part-p = { $finding } (p { $p }, z poprawką Holma { $adjusted })
drift-part-p-once = { $finding } (p { $p }, z poprawką Holma { $adjusted }; każdy tekst raz: p { $once }, z poprawką Holma { $adjusted_once })

part-labels = etykiety
part-words = słowa
part-emoji = emoji
part-hashtags = hasztagi
part-trigrams = trójki znaków
part-punctuation = interpunkcja
part-descriptors = opis tekstów
part-text = cały tekst
part-concept = etykiety przy danym tekście

gap-empty-reference = odniesienie nie ma wierszy
gap-empty-current = obecne dane nie mają wierszy
gap-no-profile = archiwum nie zachowało profilu wierszy uczących
gap-unlabelled-reference = odniesienie nie ma etykiet
gap-unlabelled-current = obecne dane nie mają etykiet
gap-unscored-reference = odniesienie nie ma wyników modeli, które nie widziały jego wierszy
gap-unscored-current = obecne dane nie mają wyników
gap-other-model = wyniki obu stron pochodzą z różnych modeli
gap-one-class = wszystkie wiersze obu stron są klasy `{ $class }`, więc nic nie może się różnić
gap-no-terms = w żadnym wierszu nie ma takiego terminu
gap-nothing-testable = żaden termin nie występuje w { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszach
}, a przy mniejszej liczbie nie widać różnicy
gap-few-of-classes = żadna klasa nie ma { $reference } różnych tekstów w odniesieniu i { $current } teraz
gap-few-rows = { $rows ->
    [one] jest { $rows } wiersz
    [few] są { $rows } wiersze
   *[many] jest { $rows } wierszy
}, a potrzeba { $needed }
gap-constant = wartość jest ta sama we wszystkich wierszach obu stron
gap-marginals-only = odniesienie zapisano bez wierszy
gap-counts-only = podano tylko zliczenia wierszy, a do tego potrzebne są teksty
gap-not-drawn = nie wylosowano jeszcze permutacji
gap-no-earlier-batch = nie ma wcześniejszej partii do porównania
gap-choose-reference = wybierz inne
gap-load-current = wczytaj jakieś
gap-train-with-profile = wytrenuj z drift.profile = "rows"
gap-give-tags = podaj je, aby porównać klasy
gap-take-profile = weź archiwum przebiegu, który zachował profil
gap-predict-current = przepuść obecne dane przez model odniesienia
gap-load-rows = wczytaj więcej wierszy
gap-load-labelled = wczytaj więcej wierszy z etykietami
gap-train-with-rows = wytrenuj z ich zachowaniem, aby mieć tę liczbę
gap-give-texts = podaj teksty albo ich próbę
gap-draw = uruchom losowanie
gap-monitor-another = sprawdź kolejną

term-effect-unavailable = { $why ->
    [no-model] nie ma jeszcze modelu; naciśnij Uruchom, aby zobaczyć, co zmienia w nim ten termin
    [trigram] 3-gramu nie da się wyjąć z jego słów; wybierz słowo
   *[no-texts] nie ma pod ręką tweetu z tym terminem; wczytaj teksty
}

drift-reference = Odniesienie
drift-current = Dane obecne
drift-rows-sha256 = { $rows }, SHA-256 { $sha256 }
drift-rows-of = { $set }, wiersze od { $first } do { $last }
drift-production-rows = to, z czego uczył się model produkcyjny
drift-relabelled = wiersze odniesienia, które mają teraz inną etykietę: { $changed } z { $rows }
drift-same-texts = teksty { $texts } z { $rows } obecnych wierszy są też w odniesieniu, jak to teksty, które się powtarzają
drift-set-aside = { $aside } z { $rows } obecnych wierszy to wiersze odniesienia, więc je pominięto; z odniesieniem porównano nowe ({ $compared })
drift-copies = kopie: { $kind ->
    [near] tekstów różniących się czymś więcej niż odnośnikami, wzmiankami, cyframi, wielkością liter i odstępami
   *[equal] różnych tekstów
} jest w odniesieniu { $texts_before } na { $rows_before } wierszy, w danych obecnych { $texts_now } na { $rows_now }; zmiana musi być widoczna także wtedy, gdy każdy tekst liczy się raz
drift-labelled = etykiety ma { $before } z { $rows_before } wierszy odniesienia i { $now } z { $rows_now } obecnych

drift-power = Co może pokazać tyle wierszy
drift-power-about = Szansa, że werdyktem będzie dryf, gdy klasa urośnie do { $ratio }-krotności swojego udziału (albo o tyle, że pozostałe zmaleją w tym samym stosunku). Obie strony to próby; poziom { $alpha } dzielą między siebie wszystkie części.
drift-power-seen = szansa wykrycia
drift-power-needed = wierszy dla { $power }
drift-power-never = nieosiągalne
drift-power-word = Słowo, którego nie ma w żadnym wierszu odniesienia, zostaje wykryte w { $power } przypadków, gdy jest w { $share } obecnych wierszy.
drift-power-no-word = Tak mało wierszy nie może pokazać nowego słowa, choćby było we wszystkich.

drift-classes = Klasy
drift-rows-reference = wiersze, odniesienie
drift-rows-current = wiersze, teraz
drift-share-reference = udział, odniesienie
drift-share-current = udział, teraz
drift-difference = różnica, punkty procentowe
drift-differences = Zmiana udziałów w punktach procentowych
drift-ratio = krotność
drift-exact-p = dokładne p
drift-new-class = Odniesienie nie ma wiersza klasy { $class }: model z niego nie może jej podać
drift-gone-class = Dane obecne nie mają wiersza klasy { $class }
drift-measures = Wszystkie miary etykiet
drift-measure = miara
drift-by-chance = przypadkiem
drift-by-chance-95 = 95 % przypadku
drift-p = p
drift-history-column = na tle bloków odniesienia
history-beyond = { $blocks ->
    [one] więcej niż { $blocks } blok
    [few] więcej niż wszystkie { $blocks } bloki
   *[many] więcej niż wszystkie bloki ({ $blocks })
}
history-within = bloki różniące się równie mocno: { $reached } z { $blocks }

drift-history = Jak odniesienie zmienia się wzdłuż swojej kolejności
drift-history-about = Odniesienie w kolejności pliku, bloki: { $blocks } po { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszy
}. Czy kolejność pliku jest kolejnością w czasie, wiesz tylko Ty. Pionowe kreski stoją przy udziale w danych obecnych.
drift-history-same = { $about } Czy wszystkie bloki mają te same udziały? Chi-kwadrat { $statistic }, stopnie swobody: { $df }, p { $p }.
drift-block = wiersze od { $first } do { $last }
drift-share-of = Udział klasy { $class } w blokach odniesienia i w danych obecnych

drift-concept = Co znaczą etykiety
drift-concept-about = Czy tekst dostaje etykietę, którą dostałby wcześniej? Obie strony ocenia naiwny klasyfikator bayesowski, uczony na innych wierszach odniesienia. Zmiana znaczenia klasy jest zgłaszana tylko wtedy, gdy obie wartości p są małe: nie tłumaczy jej wtedy ani inny dobór tekstów, ani inny udział klas. Gdy zmienia się jedno i drugie naraz, zgłoszenie może być błędne.
drift-concept-agreement = Etykiety zgodne z oczekiwaniem: { $before } z { $rows_before } wierszy odniesienia, { $now } z { $rows_now } obecnych.
drift-recall-reference = czułość, odniesienie
drift-recall-current = czułość, teraz
drift-p-given-score = p przy danym wyniku
drift-p-given-class = p przy danej klasie

drift-model = Co mówi model
drift-watch-labels = prawdziwe etykiety
drift-watch-predicted = przewidziane etykiety
drift-watch-performance = szacowana jakość
drift-watches-unknown = o żadnej z trzech obserwacji nic nie wiadomo
drift-watches-none = nie widać zmiany w: { $missed }
drift-watches-all = zmiana w: { $seen }
drift-watches-some = zmiana w: { $seen }; nie pokazałyby jej: { $missed }
drift-watches-without = { $sentence }; nie wiadomo, jak zmieniły się: { $unknown }
drift-watches-about = Każda osobno na poziomie { $alpha }, bez poprawki na pozostałe: tak widzi to ktoś, kto nie obserwuje niczego więcej.
drift-scores-of = Wyniki modelu { $model }.
drift-scores-of-folds = Wyniki modelu { $model }; na odniesieniu z walidacji krzyżowej, części: { $folds }.
drift-predicted = Klasy przewidziane
drift-predicted-tests = Test jednorodności chi-kwadrat Pearsona { $chi_square }, p { $p }; odległość Jensena-Shannona { $js }.
drift-unsure = Jak niepewny jest model
drift-entropy = Entropia wyników obu stron: D Kołmogorowa-Smirnowa { $ks }, p { $p }.
drift-entropy-name = entropia wyników
drift-performance = Jakość oszacowana bez etykiet
drift-performance-about = Oszacowana z pewności modelu (CBPE): wyniki skalibrowane na odniesieniu bierze się za prawdopodobieństwo, że odpowiedź jest dobra. Nie widzi tego, że klasy zmieniają znaczenie lub udziały.
drift-on-reference = na odniesieniu
drift-estimated = szacowana teraz
drift-realised = wg etykiet teraz
drift-usual = zwykle w blokach odniesienia
drift-accuracy = dokładność = F1 micro

drift-terms-about = Oznaczone terminy wytrzymują poprawkę na tyle testów i zmieniły się na tyle, że ma to znaczenie; średnio 5 % z nich to fałszywe trafienia.
drift-terms-control = { $seen } z { $tested } wygląda na zmienione (p ≤ { $alpha }){ $control ->
    [drawn] , a sam przypadek daje około { $chance }
   *[waiting] ; tego, co daje sam przypadek, nie wylosowano
}; oznaczono { $flagged }. Testowane są te, które występują w { $least ->
    [one] co najmniej { $least } wierszu
   *[other] co najmniej { $least } wierszach
} obu stron.
drift-terms-any = Różnych: { $types_before } w odniesieniu, { $types_now } teraz. Wiersze, które jakiś mają: { $before } odniesienia, { $now } danych obecnych (dokładne p { $p }).
drift-terms-figure = { $terms } najbardziej zmienionych z { $tested }: { $family }
drift-term = { $terms }: wiersze przedtem { $before }, teraz { $now }, { $ratio }, p { $p }, q { $q }
drift-term-column = termin
drift-flagged = oznaczony
drift-log-odds = z logarytmu szans
drift-q = q
drift-terms-to-save = Jako wykres i tabela
volcano-axis = rzadsze ← krotność udziałów → częstsze

drift-wording = Cały tekst
drift-not-drawn = nie losowano
drift-wording-about = Rozbieżność słownictwa (Jensena-Shannona, w bitach) jest przy krótkich tekstach duża już przez sam przypadek, dlatego czyta się ją na tle losowych permutacji wierszy. Klasyfikator, który rozróżnia strony, ma AUC 0,5, gdy nic się nie różni. Permutacja wewnątrz klas zachowuje udziały etykiet, więc zostaje tylko zmiana słownictwa.
wording-divergence = rozbieżność, bity
wording-divergence-inside = rozbieżność wewnątrz klas, bity
wording-divergence-class = rozbieżność w klasie { $class }, bity
wording-classifier = klasyfikator rozróżniający strony, AUC
wording-classifier-inside = to samo wewnątrz klas, AUC
drift-excess = nadwyżka
drift-z = z

drift-descriptors = Jak pisane są teksty
drift-descriptor = cecha
drift-mean-reference = średnia, odniesienie
drift-mean-current = średnia, teraz
drift-ks = D testu KS
drift-ks-p = p testu KS
drift-wasserstein = Wasserstein
drift-wasserstein-sd = w odchyleniach standardowych
drift-psi = PSI
drift-js = JS
drift-unknown-words = Słowa nieznane odniesieniu, bez testu: średnio { $now } słów wiersza obecnego; w wierszu odniesienia { $before } słów nie ma żaden inny jego wiersz.
descriptor-characters = znaki
descriptor-words = słowa
descriptor-out-of-vocabulary = udział słów, których nie ma żaden inny tekst
descriptor-emoji = emoji
descriptor-mentions = wzmianki
descriptor-links = odnośniki
descriptor-upper-case = udział wielkich liter
descriptor-punctuation = udział interpunkcji

drift-tools = Co powiedziałyby inne narzędzia
drift-tools-about = Reguła każdego narzędzia przy jego ustawieniach domyślnych, co do cyfry. Tego, czego narzędzia uczą się same (klasyfikator tekstów Evidently, drzewa NannyML), nie odtworzono.
drift-tools-counted = { $subject }: dryf według { $drift } z { $tools ->
    [one] { $tools } narzędzia
   *[other] { $tools } narzędzi
}
drift-of-scores = predykcje modelu
drift-tool = narzędzie
drift-when = kiedy
drift-by-default = domyślnie
drift-on-request = na życzenie
drift-threshold = próg
drift-finding = werdykt
drift-caveat = dlaczego może się mylić
drift-says-drift = dryf
drift-says-none = brak dryfu
drift-says-nothing = brak odpowiedzi

measure-js-distance = odległość Jensena-Shannona
measure-js-distance-base2 = odległość Jensena-Shannona, podstawa 2
measure-kl-divergence = dywergencja Kullbacka-Leiblera
measure-psi = wskaźnik stabilności populacji (PSI)
measure-hellinger = odległość Hellingera
measure-total-variation = odległość całkowitego wahania
measure-l-infinity = odległość L-nieskończoność
measure-chi-square = chi-kwadrat Pearsona, stopnie swobody: { $df }
measure-g = iloraz wiarygodności G, stopnie swobody: { $df }
measure-goodness-of-fit-p = chi-kwadrat, zgodność: p
measure-likelihood-ratio-p = test G, zgodność: p
measure-z-test-p = test z: p
measure-fisher-p = dokładny test Fishera: p
measure-fisher-greater-p = dokładny test Fishera, jednostronny: p
measure-homogeneity-p = chi-kwadrat, jednorodność: p
measure-kolmogorov-smirnov-p = Kołmogorow-Smirnow: p
measure-kolmogorov-smirnov = odległość Kołmogorowa-Smirnowa
measure-wasserstein = odległość Wassersteina
measure-wasserstein-normed = odległość Wassersteina, znormalizowana
measure-earth-mover = odległość Wassersteina, przycięta i przeskalowana
measure-energy-distance = odległość energetyczna
measure-cramer-von-mises-p = Cramér-von Mises: p
measure-anderson-darling-p = Anderson-Darling: p
measure-mann-whitney-p = Mann-Whitney, jednostronny: p
measure-t-test-p = test t: p
measure-epps-singleton-p = Epps-Singleton: p
measure-cramers-v = V Craméra
measure-cramers-v-corrected = V Craméra z poprawką na obciążenie
measure-cramers-v-balanced = V Craméra, zrównoważone klasy
measure-entropy-p = entropia wyników: p
measure-margin-p = przewaga wyników: p
measure-estimated-accuracy = szacowana dokładność
measure-estimated-f1 = szacowane F1 macro
measure-estimated-auc = szacowane AUC

failure-raises = kończy się błędem: { $error }
failure-nan = nie daje liczby (nan), co liczy się jako brak dryfu
failure-rounding = daje liczbę powstałą tylko z zaokrągleń: jest za mało różnych wartości
failure-two-classes = dla dwóch klas ma osobny sposób, którego tu nie odtworzono
failure-needs-rows = potrzebuje każdego wiersza odniesienia; wybierz odniesienie zapisane z wierszami

caveat-fixed = stały próg odległości: przy małej liczbie wierszy przekracza go sam przypadek, przy dużej pomija zmianę małą albo obecną w niewielu wierszach
caveat-reference-exact = bierze odniesienie za dokładne, więc alarmuje za często: w 22,8 % przypadków bez dryfu, gdy obie strony mają tyle samo wierszy
caveat-both-samples = traktuje obie strony jak próby; nie mówi, jak duża jest zmiana
caveat-fitted = pyta tylko, czy zmiana jest większa niż zwykle wewnątrz odniesienia; ostatnia część z niewieloma wierszami poszerza granicę
caveat-largest-rules = stały próg miary, o której decyduje największa klasa, po przeskalowaniu obu stron do mniejszej
caveat-rarest-rules = stały próg; przy równych wagach decyduje przypadek w najrzadszej klasie
caveat-sees-all = przy dużej liczbie wierszy widzi też to, co nie ma znaczenia
caveat-equal-rows = działa tylko przy równej liczbie wierszy
caveat-two-classes = działa tylko przy dwóch klasach i równej liczbie wierszy
caveat-normal = przybliżenie rozkładem normalnym, zgrubne przy niewielu wierszach klasy
caveat-ties = zawodzi przy powtarzających się wartościach: na liczbach słów alarmuje w każdym przypadku bez dryfu
caveat-fixed-unit = stały próg w jednostce wartości
caveat-bounded-p = jego wartości p kończą się na 0,25 i 0,001, a próg wynosi 0,1
caveat-smaller-unseen = jednostronny: mniejsze obecne wartości nigdy nie są dryfem
caveat-mean-alone = patrzy tylko na średnią
caveat-scores-kept = zakłada, że wynik wciąż znaczy to, co znaczył w odniesieniu: nie widzi nic tam, gdzie zmieniają się klasy
caveat-growth-alone = jednostronny: malejącą klasę widać tylko po tym, co rośnie na jej miejscu
caveat-sureness = widzi tylko, że model jest mniej lub bardziej pewny, a nie, że się myli

drift-about = Przedziały zawierają prawdziwą wartość w 95 % prób niezależnych wierszy. Permutacje są losowane z ziarnem { $seed }.

# What the view Drift has around the document.
drift-view-all = Cały raport
drift-view-empty = Wczytaj dane do porównania: zbiór uczący i, jeśli jest, zbiór testowy.
drift-view-source-train-range = Wiersze zbioru uczącego
drift-view-source-test-range = Wiersze zbioru testowego
drift-view-source-production = To, z czego uczyło się archiwum produkcyjne
drift-view-last-row = Ostatni wiersz
drift-view-comparing = Porównywanie
drift-view-drawing = Losowanie permutacji
drift-view-stopped = Zatrzymano. Widać to, co wylosowano do tej chwili.
drift-view-draw-rest = Losuj do końca
drift-view-save = Zapisz jako JSON
drift-view-what-p = Co to jest p?
drift-view-what-q = Co to jest q?
drift-view-words-about = Każdy punkt to termin albo kilka o tych samych licznościach: na prawo od środka stał się częstszy, im wyżej, tym mniej przypadkowo. Pełne punkty są oznaczone: średnio 5 % z nich to fałszywe trafienia.
drift-view-x-axis = rzadsze ← krotność udziałów, log2 → częstsze
drift-view-y-axis = wartość p, −log10
drift-view-uncorrected-line = p = { $alpha }
drift-view-corrected-line = oznaczone po poprawce
drift-view-search-terms = Szukaj terminów
drift-view-term = Termin
drift-view-no-terms = Żaden termin nie pasuje.
drift-view-mix = Udział klas
drift-view-mix-about = Udział wierszy każdej klasy, które go mają.
drift-view-effect = Co robi z predykcjami
drift-view-effect-about = { $tweets ->
    [one] { $tweets } tweet z nim, tak jak jest i bez niego.
    [few] { $tweets } tweety z nim, tak jak są i bez niego.
   *[many] { $tweets } tweetów z nim, tak jak są i bez niego.
} Inną klasę bez niego dostaje { $changed }.
drift-view-with-term = z nim
drift-view-without-term = bez niego
drift-view-score-change = wynik rośnie o
drift-view-tweets-reference = Tweety z nim: odniesienie
drift-view-tweets-current = Tweety z nim: dane obecne
drift-view-no-texts = { $rows ->
    [one] Ma go { $rows } wiersz; jego tekst nie jest wczytany.
    [few] Mają go { $rows } wiersze; ich teksty nie są wczytane.
   *[many] Ma go { $rows } wierszy; ich teksty nie są wczytane.
}
drift-view-plant = Podłóż zmianę
drift-view-plant-term = Emoji lub słowo
drift-view-plant-class = Więcej klasy
drift-view-plant-again = Inne wiersze
drift-view-plant-remove = Usuń
drift-view-waits-for-run = Czeka na koniec przebiegu
drift-view-planted-term = { $term } dodano do { $tweets ->
    [one] { $tweets } tweeta
   *[other] { $tweets } tweetów
}.
drift-view-planted-class = { $class }: pominięto { $rows ->
    [one] { $rows } wiersz.
    [few] { $rows } wiersze.
   *[many] { $rows } wierszy.
}
drift-view-plant-drag = Udział wierszy
drift-view-plant-share = { $share } wierszy
drift-view-from = { $part } { $share }
drift-view-sweeping-shares = Sprawdzanie udziałów
drift-view-sweep-draw = Losuj zbiory
drift-planted-seen = Zauważają: { $parts }.
drift-planted-unseen = Nie widać w częściach: { $parts }.
drift-planted-missed = Żadna część tego nie zauważa.
drift-planted-waiting = Jeszcze w toku: { $parts }.
drift-planted-from = Widać od: { $parts }.
drift-planted-never = Nie widać do { $share }: { $parts }.
drift-view-sweep = Ile wierszy na to trzeba?
drift-view-sweep-about = Po { $draws } zbiorów każdej wielkości, losowanych z odniesienia, z nią i bez niej.
drift-view-sweep-rows = wierszy
drift-view-sweep-alone = widzi jej część
drift-view-sweep-named = nazwane
drift-view-sweep-whole = widać w całości
drift-view-sweep-nothing = nic nie podłożono, a widać
drift-view-sweeping = Losowanie zbiorów

# A plane of points.
plane-zoom-in = Przybliż
plane-zoom-out = Oddal
plane-zoom-all = Pokaż wszystko
plane-keys = Strzałki przechodzą od punktu do punktu, Enter otwiera, + i − przybliżają; przeciągnij ramkę, aby w nią wejść.
plane-hint = Wskaż punkt, aby go odczytać.
