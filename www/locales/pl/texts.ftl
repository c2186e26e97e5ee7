# Teksty, gdziekolwiek są pokazane: w długich listach i pojedynczo na karcie.

texts-rows = Wiersze { $first }–{ $last } z { $total }
texts-disagreements = Tweety, co do których modele się różnią
texts-open = Otwórz tekst
texts-card = Jeden tekst
texts-train-row = Zbiór uczący, wiersz { $row }
texts-test-row = Zbiór testowy, wiersz { $row }
texts-place = { $at } z { $total }
texts-try = Otwórz w Wypróbuj
texts-models = Co mówią modele
texts-shown-run = Pokazywany przebieg
texts-no-run = Nie ma jeszcze przebiegu: naciśnij Uruchom.
texts-no-production = Na produkcji nie ma modelu.
texts-history = Od przebiegu do przebiegu
texts-right = { $class }, dobrze
texts-wrong = { $class }, źle
texts-not-at-hand = nie jest pod ręką: pokaż ten przebieg raz, aby zobaczyć jego odpowiedź
texts-other-data = trenowany na innych danych
texts-cleaned = Czyszczenie krok po kroku
texts-blur = Zasłaniaj wulgaryzmy
texts-hidden-word = zasłonięte słowo
texts-blur-about = Polskie i angielskie wulgaryzmy są rozmyte, póki ich nie wskażesz. Podczas prezentacji są na początku rozmyte.

## Prezentacja

story-present = Zaprezentuj
story-number = { $number } z { $slides }
story-no-data = Nie ma jeszcze danych: opuść prezentację klawiszem Esc i wczytaj dane.
story-slide = { $slide ->
    [data] Na czym się uczył
    [model] Jaki to model
    [verdict] Jak dobry jest model
    [errors] Co myli z czym
   *[drift] Co się od tego czasu zmieniło
}
