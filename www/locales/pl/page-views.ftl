# Widoki strony, poza dokumentami w nich.

## Dane

page-data-lead = Teksty, każdy z jedną etykietą: zbiór uczący, z którego model się uczy, i zbiór testowy, którego podczas uczenia nie widzi.
page-data-opened-again = Widać przebieg z poprzedniej wizyty. Aby wytrenować kolejny, wczytaj jego dane jeszcze raz.
page-data-give-again = Te pliki nie zostały zachowane. Aby trenować dalej, wczytaj je jeszcze raz: { $names }.
page-data-welcome = Wytrenuj, odpytaj i przekaż dalej klasyfikator tekstów
page-data-welcome-about = Twój train.py na jednej stronie: czyści tweety, uczy się na ich części, sprawdza się na reszcie i pakuje przebieg dla MLflow. Wszystko dzieje się w tej przeglądarce.
page-data-demo = Wypróbuj demo
page-data-demo-en = To samo po angielsku
page-data-demo-about = 1 500 krótkich polskich tekstów, które nikogo nie obrażą: życzliwe tweety, niemądre przytyki, zrzędzenie na krasnale ogrodowe.
page-data-demo-load = Wczytaj demo
page-data-choose = Wybierz pliki
page-data-drop = Upuść tu pliki PolEvalu
page-data-offered-run = { $file } to archiwum przebiegu: { $run }{ $on ->
    [test] , F1 micro { $f1 } na zbiorze testowym
    [validation] , F1 micro { $f1 } na części walidacyjnej
   *[none] {""}
}, { $start }, model { $model }, wytrenowany na { $rows ->
    [one] { $rows } wierszu
   *[other] { $rows } wierszach
} z { $data }. Co z nim zrobić?
page-data-offered-journal = { $file } to dziennik Optuny z badaniem { $study }: { $trials ->
    [one] { $trials } próba
    [few] { $trials } próby
   *[many] { $trials } prób
}, w tym ukończone: { $complete }{ $has ->
    [best] , najlepszy wynik { $name } { $value } (próba { $number })
   *[none] {""}
}.
page-data-offered-not-taken = Dryf nie może go kontynuować: { $why }. Oto najlepsze próby.
page-data-offered-settings = { $file } to { $kind ->
    [settings] ustawienia przebiegu
    [rules] reguły bramki
    [watch-rules] reguły ponownego trenowania
   *[search] ustawienia strojenia
}, a nie dane.
page-data-offered-take = { $kind ->
    [settings] Użyj tych ustawień
    [rules] Użyj ich w widoku Walidacja
    [watch-rules] Użyj ich w widoku Monitor
   *[search] Użyj ich w widoku Strojenie
}
page-data-offered-open = Otwórz przebieg
page-data-offered-compare = Porównaj z pokazanym przebiegiem
page-data-offered-tune = Pokaż w widoku Strojenie
page-data-offered-trials = Najlepsze próby
page-data-choose-folder = Wybierz folder
page-data-offered-promote = Wdróż na produkcję
page-data-offered-leave = Nic
page-data-files = Pliki
page-data-files-about = Pliki PolEvalu z tekstami i etykietami, także w zip, albo tabela (.csv, .tsv, .json, .jsonl, .parquet). Upuść je gdziekolwiek na stronie.
page-data-keep = Przechowuj te pliki w tej przeglądarce do mojej następnej wizyty
page-data-keep-about = Zostają na tym komputerze. Po przeładowaniu strony są znów wczytane i od razu można nacisnąć Uruchom.
page-data-keep-question = Przechować te pliki w tej przeglądarce do następnej wizyty?
page-data-keep-yes = Tak
page-data-keep-no = Nie
page-data-keep-too-much = Te pliki mają { $size }; w przeglądarce przechowuje się do { $most }. Następnym razem podaj je ponownie.
page-data-lines = linie
page-data-size = rozmiar
page-data-clear = Usuń wszystkie
page-data-not-used = nieużywany
page-data-why = dlaczego: { $reason }
page-data-reading = Wczytywanie: { $names }
page-data-found = wykryte z pliku
page-data-understood = Tak odczytano pliki
page-data-found-as = wykryto: { $what }
page-data-choose-column = wybierz kolumnę
page-data-column-choice = { $column } – { $sample }
page-data-proposal = Teksty z kolumny { $text }, etykiety z kolumny { $label }
page-data-sample = Pierwsze wiersze
page-data-more-columns = { $n ->
    [one] i jeszcze { $n } kolumna
    [few] i jeszcze { $n } kolumny
   *[many] i jeszcze { $n } kolumn
}
page-data-garbled = Większość linii pliku { $file } z literami spoza ASCII wygląda tak, jakby UTF-8 odczytano w innym kodowaniu i zapisano ponownie. Dryf tego nie cofnie: wyeksportuj plik ze źródła jeszcze raz, jako UTF-8.
page-data-encodings = W którym kodowaniu te linie pliku { $file } są czytelne?
page-data-encoding = { $encoding }{ $what ->
    [detected] {" (użyte, wykryte)"}
    [chosen] {" (użyte)"}
    [other-detected] {" (wykryte)"}
   *[other] {""}
}
page-data-read-so = Czytaj tak
page-data-delimiter = { $delimiter ->
    [comma] przecinek
    [semicolon] średnik
    [tab] tabulator
   *[pipe] kreska pionowa
}
page-data-header-yes = nazwy kolumn
page-data-header-no = dane
page-data-quoting = Cudzysłowy
page-data-quoting-csv = obejmują pola
page-data-quoting-none = są częścią tekstów
page-data-naming = Nazwy klas
page-data-naming-as-they-stand = etykiety bez zmian
page-data-naming-poleval = PolEval: 0, 1, 2 to non-harmful, cyberbullying, hate-speech
page-data-missing = Wiersze bez etykiety lub tekstu
page-data-missing-leave-out = pomiń
page-data-missing-refuse = przerwij z błędem
page-data-missing-keep = NaN, None i NA to nazwy klas
page-data-show-rows = Pokaż te wiersze ({ $rows })
page-data-leave-out-train = Pomiń { $rows ->
    [one] { $rows } wiersz uczący
    [few] { $rows } wiersze uczące
   *[many] { $rows } wierszy uczących
}
page-data-leave-out-test = Pomiń { $rows ->
    [one] { $rows } wiersz testowy
    [few] { $rows } wiersze testowe
   *[many] { $rows } wierszy testowych
}
page-data-versions = Wersje danych
page-data-versions-about = Każdy wczytany zbiór danych i to, co zawiera. Porównaj wersję z obecnymi danymi: wiersze dodane, usunięte, o zmienionej etykiecie, przeniesione.
page-data-version-current = obecne
page-data-version-compare = Porównaj z obecnymi
page-data-version-digest = skrót
page-data-version-runs = przebiegi
page-data-version-shares = klasy zbioru uczącego
page-data-version-comparing = Porównywanie obu wersji
page-data-tweets = Tweety
page-data-search = Szukaj
page-data-search-about = słowa albo #12: wiersz 12
page-data-all-classes = wszystkie klasy
page-data-no-match = Żaden tweet nie pasuje.
page-data-previous = Poprzednie
page-data-next = Następne

## Czyszczenie

page-clean-lead = Dziesięć małych kroków zamienia tweet w słowa, które liczy model. Każdy działa na jednym tekście i niczego nie uczy się z danych.
page-clean-steps = Kroki w kolejności wykonania
page-clean-up = W górę
page-clean-down = W dół
page-clean-options = Opcje
page-clean-example = Jeden tweet, krok po kroku
page-clean-needs-data = Wczytaj dane, aby zobaczyć kroki przy pracy.
page-clean-previous = Poprzedni
page-clean-next = Następny
page-clean-random = Losowy
page-clean-own = Własny tekst
page-clean-own-about = Wpisz tekst i zobacz, co zrobią z nim kroki
page-clean-row = wiersz { $row }
page-clean-original = oryginał
page-clean-unchanged = bez zmian
page-clean-emptied = nic nie zostało
page-clean-measure = Zmierz na całym zbiorze uczącym
page-clean-measure-about = Ile tweetów zmienia każdy krok i co najczęściej usuwa.
page-clean-report = Co kroki robią z { $tweets ->
    [one] { $tweets } tweetem
   *[other] { $tweets } tweetami
}
page-clean-report-emptied = { $tweets ->
    [0] Żaden tweet nie jest po czyszczeniu pusty.
    [one] { $tweets } tweet jest po czyszczeniu pusty; model może tylko zgadywać jego klasę na podstawie innych pustych.
    [few] { $tweets } tweety są po czyszczeniu puste; model może tylko zgadywać ich klasę na podstawie innych pustych.
   *[many] { $tweets } tweetów jest po czyszczeniu pustych; model może tylko zgadywać ich klasę na podstawie innych pustych.
}
page-clean-tweets-changed = zmienione tweety
page-clean-characters-gone = ubyło znaków
page-clean-words-gone = ubyło słów
page-clean-removals = najczęściej usuwane lub zastępowane

## Uczenie

page-train-lead = Część zbioru uczącego odkłada się na bok, by sprawdzić, czego model nauczył się z reszty. Potem uczy się jeszcze raz na całości i przechodzi test.
page-train-solver = Solver przy pracy
page-train-solver-about = Solver zmienia po dwie wagi naraz. Kończy, gdy żadna para nie narusza warunków optymalności bardziej niż o tol.
page-train-idle = Naciśnij Uruchom: funkcja celu będzie spadać, a naruszenie maleć, aż zejdzie poniżej tol.
page-train-standing = maszyna { $machine } tego treningu · { $iterations ->
    [one] { $iterations } iteracja
    [few] { $iterations } iteracje
   *[many] { $iterations } iteracji
} · dualna funkcja celu { $objective } · największe naruszenie { $violation }
page-train-objective = dualna funkcja celu
page-train-violation = największe naruszenie
page-train-iterations = iteracje
page-train-pause = Wstrzymaj
page-train-resume = Dalej
page-train-step = Krok
page-train-step-about = Wstrzymaj, aby patrzeć krok po kroku, jak solver wybiera pary.
page-train-fits = Dwa treningi
page-train-full = Cały zbiór uczący
page-train-terms = terminy
page-train-stored = zapisane wartości
page-train-gamma = gamma
page-train-vectors = wektory nośne, { $class }
page-train-took = czas
page-train-converged = zbieżne
page-train-not-converged = zatrzymane przed osiągnięciem tol (zob. log)
page-train-times = Na co poszedł czas
page-live = Tweety walidacyjne na żywo
page-live-switch = Na żywo
page-live-about = Wytrenowano na { $learned } { $learned ->
    [one] tweecie
   *[other] tweetach
}, oceniono na { $scored } { $scored ->
    [one] odłożonym
   *[other] odłożonych
}: to samo powie o nich uruchomienie z tymi ustawieniami. { $features } { $features ->
    [one] kolumna
    [few] kolumny
   *[many] kolumn
}, trening trwał { $time }.
page-live-waiting = Pierwszy trening w toku.
page-live-before = przedtem: { $value }
page-live-no-change = bez zmian
page-live-cell = { $truth } uznane za { $predicted }: { $count }
page-live-cell-changed = { $truth } uznane za { $predicted }: { $count }, przedtem { $before }
page-live-not-converged = Solver zatrzymał się przed osiągnięciem tol.
page-live-off = Tryb na żywo jest wyłączony: nic tu nie podąża za ustawieniami.
page-live-run = Trwa uruchomienie, które ma pierwszeństwo.
page-live-no-data = Wczytaj dane, a te wyniki będą podążać za ustawieniami.
page-live-violation = Jedno z ustawień jest poza zakresem; jest zaznaczone.
page-live-one-piece = linfa-svm trenuje w jednym kawałku, którego nie da się przerwać. Naciśnij Uruchom, aby zobaczyć wynik.
page-live-too-long = Tryb na żywo sam się wyłączył: trening z tymi ustawieniami trwa dłużej niż { $time }. Naciśnij Uruchom albo włącz go ponownie przy szybszych ustawieniach.
page-live-map = Mapa tweetów walidacyjnych
page-live-map-about = Każdy znak to tweet. O jego miejscu decydują same słowa: osie to dwa kierunki, w których średnie klas różnią się najbardziej. Obwódka: model przypisuje mu inną klasę. Odcień to przewaga, z jaką klasa wygrywa, uśredniona po najbliższych tweetach (ciemniejszy od 0,5 i od 1; brak: są niezgodne). Pokazuje tendencje, a nie samą granicę.
page-live-map-keys = Strzałki przechodzą od tweeta do tweeta
page-live-map-hint = Wskaż znak albo użyj strzałek, aby przeczytać tweet.
page-live-map-right = { $class }, i tak mówi model:
page-live-map-wrong = { $class }, a model mówi { $predicted }:
page-train-curves = Krzywe solvera, maszyna po maszynie
page-train-readout = { $iterations } { $iterations ->
    [one] iteracja
    [few] iteracje
   *[many] iteracji
}: { $value }
page-train-log-scale = logarytmicznie

## Ocena

page-evaluate-lead = Jak często model ma rację: na tym, z czego się uczył, na części odłożonej i na zbiorze testowym.
page-evaluate-empty = Naciśnij Uruchom, aby zobaczyć, jak dobry jest model.
page-evaluate-baseline-about = zawsze odpowiada { $class }
page-evaluate-production-better = Nowy model jest lepszy o { $difference }.
page-evaluate-production-worse = Nowy model jest gorszy o { $difference }.
page-evaluate-production-same = Oba mają ten sam wynik.
page-evaluate-production-about = Archiwum wcześniejszego przebiegu do porównania na tych samych wierszach testowych.
page-evaluate-production-forget = Nie porównuj
page-evaluate-all-scores = Wszystkie miary
page-evaluate-confusion-about = Tweety i ich udział w wierszu. Wybierz pole, aby zobaczyć niżej jego tweety.
page-evaluate-axes = prawdziwa ↓ przewidziana →
page-evaluate-predicted = klasa przewidziana
page-evaluate-cell = { $truth } wzięte za { $predicted }
page-evaluate-errors = Błędnie sklasyfikowane tweety
page-evaluate-errors-about = Najpierw te z największą przewagą.
page-evaluate-errors-picked = Tylko spośród wybranych wierszy.
page-evaluate-scores-of-all = Wyniki i macierz pomyłek dotyczą wszystkich wierszy; kropki i tweety pokazują wybrane.
page-evaluate-pick-missed = Wybierz nieznalezione
page-evaluate-dots-picked = { $rows ->
    [one] wybrany { $rows }
    [few] wybrane { $rows }
   *[many] wybranych { $rows }
}
page-evaluate-errors-all = Pokaż wszystkie błędnie sklasyfikowane
page-evaluate-margin = przewaga
page-evaluate-dots = Wiersz po wierszu
page-evaluate-dots-about = Każda kropka to jeden wiersz. Wskaż ją, aby przeczytać tekst; wybierz, aby zobaczyć go niżej.
page-evaluate-mark = { $mark ->
    [found] znaleziony
    [gained] teraz znaleziony
    [lost] już nie znaleziony
   *[missed] pominięty
}
page-evaluate-finds = znajduje { $found } z { $rows }
page-evaluate-dots-since = od poprzedniego przebiegu –
page-evaluate-dots-gained = teraz znalezione: { $rows }
page-evaluate-dots-lost = już nieznalezione: { $rows }
page-evaluate-dots-some = pokazano { $shown } z { $rows } wierszy, w równych odstępach
page-evaluate-row = Wiersz { $row }
page-evaluate-taken = wzięty za { $class }
page-evaluate-whiskers = Wąsy to przedziały 95 %. Kreska to punkt odniesienia: klasa większościowa.
page-evaluate-what-interval = Co to jest przedział?
page-evaluate-interval = { $low } do { $high }
page-evaluate-terms = Terminy o największym wpływie
page-evaluate-terms-about = Na co patrzy model liniowy: terminy, które przemawiają za klasą i przeciw niej. Gdy cechami są razem słowa i znaki, przed terminem stoi nazwa wektoryzatora, jak w scikit-learn.
page-evaluate-against = { $class } przeciw { $rival }
page-evaluate-against-rest = { $class } przeciw wszystkim innym

## Przebiegi

page-runs-lead = Każdy przebieg jest zachowany, z ustawieniami, wynikami i archiwum: można go otworzyć we wszystkich widokach, porównać i wdrożyć.
page-runs-empty = Naciśnij Uruchom: każdy przebieg zostanie tu zachowany.
page-runs-filter = Filtr
page-runs-filter-about = słowa, C=10, f1_micro>0.9
page-runs-only-starred = tylko z gwiazdką
page-runs-count = { $shown } z { $all ->
    [one] { $all } przebiegu
   *[other] { $all } przebiegów
}
page-runs-no-match = Żaden przebieg nie pasuje.
page-runs-columns = Kolumny
page-runs-metrics = Metryki
page-runs-alike = Ustawienia takie same we wszystkich przebiegach
page-runs-tick = Porównaj { $run }
page-runs-star = Gwiazdka dla { $run }
page-runs-open = Pokaż ten przebieg we wszystkich widokach
page-runs-more = Więcej
page-runs-more-of = Więcej o { $run }
page-runs-shown = pokazany
page-runs-data-loaded = teraz wczytane
page-runs-name = Nazwa
page-runs-tags = Tagi, oddzielone przecinkami
page-runs-note = Notatka
page-runs-gate = Wyślij do bramki
page-runs-adopt = Przejmij ustawienia
page-runs-save = Zapisz archiwum
page-runs-delete = Usuń
page-runs-plane = Przebiegi jako punkty
page-runs-plane-about = Jeden punkt to jeden przebieg z tabeli. Kwadrat jest w produkcji, wypełniony punkt ma gwiazdkę, obwódka oznacza pokazany przebieg. Wybierz punkt, aby otworzyć przebieg.
page-runs-across = W poziomie
page-runs-upwards = W pionie
page-runs-compare-hint = Zaznacz co najmniej dwa przebiegi, aby je porównać.
page-runs-compare-none = Nie porównuj
page-runs-compare-with = Porównaj z tym przebiegiem
page-runs-pair = { $run } w porównaniu z { $against }
page-runs-rows = Porównaj wiersz po wierszu
page-runs-comparing = Porównuję na tych samych wierszach testowych
page-runs-data-diff = Porównaj ich dane
page-runs-data-equal = Oba przebiegi trenowano na tych samych danych.
page-runs-data-comparing = Porównywanie danych obu przebiegów
page-runs-right = Rację ma { $run }

## Walidacja

page-validate-lead = Czy kandydat może zastąpić model produkcyjny? Oba, a także punkt odniesienia (klasa większościowa), na tych samych tweetach testowych.
page-validate-needs = Tu nowy model zmierzy się z produkcyjnym. Brakuje jeszcze:
page-validate-needs-run = wytrenowanego modelu: naciśnij Uruchom
page-validate-needs-production = modelu na produkcji: wdróż przebieg poniżej albo wczytaj archiwum
page-validate-needs-test = zbioru testowego z etykietami: wczytaj go w Danych, bo rozstrzygnąć mogą tylko wiersze, z których żaden model się nie uczył
page-validate-comparing = Porównywanie { $done }
page-validate-stopped = Zatrzymano.
page-validate-compare = Porównaj
page-validate-champion = Ten przebieg jest na produkcji. Wytrenuj konkurenta, żeby mieć co porównać: zmień ustawienie i uruchom ponownie.
page-validate-champion-since = Ten przebieg jest na produkcji od: { $when }. Wytrenuj konkurenta, żeby mieć co porównać: zmień ustawienie i uruchom ponownie.
page-validate-rules = Reguły
page-validate-rules-about = Wszystkie muszą być spełnione. Reguła jest spełniona, gdy cały przedział 95 % leży po dobrej stronie jej granicy, złamana, gdy cały leży po drugiej, a nierozstrzygnięta, gdy przedział przecina granicę.
page-validate-rules-load = Wczytaj reguły
page-validate-measure = Zmierz
page-validate-measure-about = Każdy model w osobnym wątku, wywoływany na przemian, żeby to, co spowalnia komputer, spowalniało oba. Trwa kilka sekund; na tej podstawie oceniane są reguły kosztu.
page-validate-disagreements-about = Tweety, przy których modele się różnią, z wynikiem każdego modelu dla każdej klasy, w kolejności klas.
page-validate-all = Wszystkie
page-validate-candidate-right = Rację ma kandydat
page-validate-production-right = Rację ma produkcyjny
page-validate-both-wrong = Oba się mylą
page-validate-production-none = Na produkcji nie ma nic. Wdróż przebieg albo wczytaj archiwum wcześniejszego.
page-validate-since = od { $when }
page-validate-kept = Archiwum zostaje w tej przeglądarce także po zamknięciu strony; historia również.
page-validate-kept-before = Z wcześniejszych przechowywane jest ostatnie: { $name }.
page-validate-put-back = Przywróć poprzedni
page-validate-put-back-about = Przywróć { $name } na produkcję
page-validate-take-out = Zdejmij z produkcji
page-validate-history = Co było na produkcji
page-validate-history-none = Jeszcze nic. Tu pojawi się każde wdrożenie, z wynikami i werdyktem bramki.
page-validate-when = Kiedy
page-validate-how = Jak
page-validate-how-of = { $how ->
    [run] wdrożono
    [file] wczytano z pliku
    [server] { $uri } z { $server }
    [put-back] przywrócono
   *[taken-out] zdjęto
}
page-validate-gate-against = w porównaniu z przebiegiem { $run }
page-validate-reason = wdrożono mimo to: { $reason }

## Wdrożenie

page-promote = Wdróż na produkcję
page-promote-asking = Pytam bramkę
page-promote-question = { $verdict } Wdrożyć mimo to?
page-promote-not-asked = Bramki nie dało się zapytać: bez zbioru testowego z etykietami i reguł, które da się zastosować, nic nie mówi, czy ten model nie jest gorszy od produkcyjnego. Wdrożyć mimo to?
page-promote-reason = Powód, do historii
page-promote-reason-free = Powód, do historii (może zostać pusty)
page-promote-anyway = Wdróż mimo to
page-promote-leave = Zostaw produkcję bez zmian

## Wypróbuj

page-try-lead = Wpisz tweet i zobacz, co powie o nim model i dlaczego.
page-try-empty = Najpierw wytrenuj model: naciśnij Uruchom i wróć tutaj.
page-try-text = Tweet
page-try-example = co za ładny dzień 😊
page-try-thinking = liczę
page-try-verdict = Model mówi:
page-try-probabilities = Prawdopodobieństwa
page-try-cleaned = Co zostaje po czyszczeniu
page-try-class = Co przemawia za
page-try-decision = Decyzja
page-try-for = przemawia za klasą ({ $part })
page-try-against = przemawia przeciw niej ({ $part })
page-try-unknown = nieznane modelowi
page-try-nearest = Najbliższe tweety zbioru uczącego
page-try-nearest-none = Żaden tweet uczący nie ma z nim wspólnego znanego słowa.
page-try-similarity = podobieństwo

## Eksport

page-export-lead = Cały przebieg w jednym pliku zip, który otwiera MLflow: parametry, metryki, dane, model, log.
page-export-empty = Naciśnij Uruchom; tu pojawi się archiwum.
page-export-packing = Pakowanie archiwum
page-export-download = Pobierz
page-export-texts = Dołącz teksty do archiwum
page-export-texts-about = To one są wersją Twoich danych. Bez nich w archiwum są tylko ich skróty.
page-export-contents = W archiwum
page-export-contents-about = { $files ->
    [one] { $files } plik
    [few] { $files } pliki
   *[many] { $files } plików
}, { $size } jako zip
page-export-digest = SHA-256 pliku zip
page-export-left-out = Pominięte
page-export-left-out-about = Teksty obu zbiorów: zostały wyłączone. Ich skróty i liczby wierszy są w archiwum.
page-export-commands = Do MLflow
page-export-commands-about = W osobnym folderze, z zainstalowanym MLflow 3.10 lub nowszym:
page-export-unpack = Rozpakuj archiwum
page-export-migrate = Zrób z niego bazę serwera
page-export-serve = Pokaż ją pod http://127.0.0.1:5000
page-export-replay = Albo, zamiast tych dwóch, dodaj przebieg do serwera, który już masz
page-export-copy = Kopiuj
page-export-open = Otwórz archiwum
page-export-open-about = Pokazuje znów przebieg z archiwum, z jego ustawieniami.
page-workspace = Obszar roboczy
page-workspace-about = Wszystkie przebiegi z archiwami, ustawienia, model na produkcji i pliki danych w jednym pliku: dla innej przeglądarki albo jako kopia. Otwarcie dodaje to, czego tu nie ma, i niczego nie nadpisuje.
page-workspace-save = Zapisz w jednym pliku
page-workspace-open = Otwórz obszar roboczy
page-workspace-busy = Praca nad plikiem
page-storage-room = To, co przeglądarka przechowuje dla tej strony, zajmuje { $used } z { $quota }.
page-storage-persisted = Przeglądarka obiecała, że sama tego nie usunie.
page-storage-not-persisted = Przeglądarka może to usunąć, gdy na dysku zabraknie miejsca.
