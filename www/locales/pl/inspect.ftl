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
