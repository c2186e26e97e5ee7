# Czym jest archiwum i co zawiera.

inspect-title = Archiwum
inspect-verified = Zgodne z manifestem
inspect-verified-files = { $files ->
    [one] { $files } plik ({ $size }) ma podany w nim skrót SHA-256
    [few] wszystkie { $files } pliki ({ $size }) mają podane w nim skróty SHA-256
   *[many] wszystkie { $files } plików ({ $size }) ma podane w nim skróty SHA-256
}
inspect-damaged = Niezgodne z manifestem
inspect-advice-use = { $kind ->
    [dryf-run] Użyj jego modelu do predykcji albo wczytaj przebieg do MLflow, jak mówi jego README.md
   *[other] Otwórz raport, który zawiera, albo wczytaj go do MLflow, jak mówi jego README.md
}
inspect-advice-again = Wyeksportuj lub pobierz archiwum ponownie
inspect-kind = Zawartość
inspect-kind-of = { $kind ->
    [dryf-drift] raport o dryfie
    [dryf-monitor] raport z monitorowania
   *[dryf-run] przebieg
}
inspect-run = Przebieg
inspect-experiment = Eksperyment
inspect-made-by = Program
inspect-model = Model
inspect-classes = Klasy
inspect-seed = Ziarno
inspect-texts = Teksty
inspect-texts-included = dołączone
inspect-texts-left-out = pominięte, są tylko skróty
inspect-drift = Profil odniesienia
inspect-drift-found = Dryf
inspect-monitoring = Monitorowanie
inspect-data = Zbiory danych
inspect-set = zbiór
inspect-digest = skrót tekstów i etykiet
inspect-files = Pliki
inspect-about = co to jest

profile-kept = { $kind ->
    [rows] każdy z { $rows } wierszy
   *[counts] liczności z { $rows ->
        [one] { $rows } wiersza
       *[other] { $rows } wierszy
    }
}: { $labelled ->
    [yes] klasa, terminy
   *[no] terminy
} (różnych: { $terms }), deskryptory{ $scores ->
    [folds] , wyniki z walidacji krzyżowej na { $folds } częściach
    [model] , wyniki modelu
   *[none] ; bez wyników
}
profile-none = brak

column-bytes = bajty
column-sha256 = SHA-256

archive-file = { $file ->
    [readme] jak przenieść przebieg do MLflow
    [manifest] skróty, wersje i ziarna
    [experiment] wszystko, co trafia do MLflow, dla programów takich jak replay.py
    [licences] licencje programów i list słów
    [replay] odtwarza przebieg na serwerze MLflow
    [docker] buduje obraz z Dryfem i tym modelem, który go udostępnia
    [config] konfiguracja przebiegu
    [record] wszystko, co zapisano, do ponownego odczytu przez program Dryf
    [log] log
    [validation] co znalazła walidacja danych, z numerami wierszy
    [digests] skróty danych
    [train-rows] numery wierszy części uczącej, od 0
    [validation-rows] numery wierszy części walidacyjnej, od 0
    [profile] wiersze uczące lub ich liczebności, na potrzeby raportów dryfu
    [recipe] kroki czyszczenia i ich opcje
    [python-steps] czyszczenie dla zwykłego programu w Pythonie
    [gate] co stwierdziła bramka
    [gate-page] co stwierdziła bramka, jako strona
    [disagreements] wiersze, którym kandydat i model produkcyjny dają różne klasy
    [rules] reguły bramki
    [test-tags] plik odpowiedzi PolEvalu, po jednym znaczniku w wierszu
    [ml-model] opis modelu dla MLflow
    [model-digests] skróty plików modelu
    [onnx] ten sam model bez programu, od terminów, w formacie ONNX
    [request] żądanie do udostępnionego modelu
    [input] dane wejściowe przyjmowane przez model
    [python] czego model wymaga w Pythonie
    [model] klasy, czyszczenie, parametry
    [vocabulary] terminy, które zna model
    [idf] odwrotna częstość dokumentowa każdego terminu
    [dual-coef] wagi wektorów nośnych
    [coef] wagi terminów
    [intercept] stała każdej maszyny
    [platt] kalibracja prawdopodobieństw
    [n-support] liczby wektorów nośnych każdej klasy
    [train] teksty i etykiety uczące
    [test] teksty i etykiety testowe
    [predictions] przewidziane etykiety według wierszy
    [program] program, który wczytuje model i przewiduje
    [support] wektory nośne
    [param] parametr
    [metric] metryka: czas, wartość, krok
    [tag] tag
    [inputs] dane użyte w przebiegu
    [outputs] model, który powstał w przebiegu
    [dataset] opis zbioru danych
    [meta] opis na potrzeby MLflow
   *[table] tabela
}
