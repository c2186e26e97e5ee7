# Przewodnik: sześć kroków po stronie.

tour = Przewodnik
tour-title = Przewodnik, { $step } z { $steps }: { $view }
tour-offer = To był cały przebieg, od tekstów do werdyktu. Sześć krótkich kroków pokaże, do czego służy reszta strony.
tour-take = Zobacz przewodnik
tour-leave-it = Nie, dziękuję
tour-back = Wstecz
tour-next = Dalej
tour-done = Gotowe
tour-leave = Zamknij przewodnik
tour-text = { $view ->
    [data] Ze zbioru uczącego model się uczy; zbioru testowego nie widzi aż do testu. Tutaj oba są wczytywane i sprawdzane pod kątem tego, co może wprowadzić w błąd.
    [train] Część zbioru uczącego odkłada się jako zbiór walidacyjny: pokazuje, które ustawienia są lepsze, a zbiór testowy pozostaje nietknięty. Uruchom uczy na reszcie, a potem jeszcze raz na całości.
    [evaluate] Werdykt mówi, czy model jest lepszy od stałej odpowiedzi i które klasy znajduje. Niżej każdy wiersz to kropka: pełna tam, gdzie model ma rację.
    [drift] Model jest tak dobry, jak bardzo teksty przypominają te, na których się uczył. Dryf mówi, co się zmieniło między dwoma zbiorami i jak pewne to jest.
    [validate] Zanim nowy model zastąpi produkcyjny, musi przejść przez bramkę. Jej reguły mówią jednym zdaniem, co jest nie tak.
   *[export] Przebieg wychodzi jako jeden plik z modelem, wynikami i ustawieniami, gotowy dla MLflow. Nic nie opuszcza tego komputera, dopóki sam tego nie wyślesz.
}
