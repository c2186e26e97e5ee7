# Czy odpowiedzi się utrzymują, gdy teksty są zapisane inaczej.

robustness-title = Odporność
robustness-robust = Odporny
robustness-fragile = Nieodporny
robustness-undecided = Nierozstrzygnięte
robustness-flips = { $how } zmienia się { $share } odpowiedzi ({ $flipped } z { $rows }; przedział 95 % od { $low } do { $high }), najwięcej ze wszystkich zapisów; odporność to najwyżej { $most }
robustness-none = w żadnym zapisie nie zmienia się żadna odpowiedź ({ $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}; przedział 95 % do { $high }); odporność to najwyżej { $most }
robustness-about = Odpowiedź się zmienia, gdy ten sam tekst zapisany inaczej dostaje inną klasę, słusznie lub nie. Udziały mają przedziały Wilsona 95 %.
robustness-rows = Wiersze
robustness-seed = Ziarno literówek
robustness-by-class = Zmiany w każdej klasie
robustness-examples = Zmienione odpowiedzi
robustness-examples-about = Pierwsze trzy dla każdego zapisu, wiersze liczone od 1. Przewaga to różnica między wynikiem tej klasy a następnym: mała oznacza, że już wcześniej było blisko.

robustness-written = zapis
robustness-touched = zmienione teksty
robustness-flipped = zmiany odpowiedzi
robustness-of-rows = wśród wszystkich wierszy
robustness-of-touched = wśród zmienionych tekstów
robustness-lost = słuszne przed
robustness-won = słuszne po
robustness-before = odpowiedź przed
robustness-margin-before = przewaga przed
robustness-after = odpowiedź po
robustness-margin-after = przewaga po
robustness-perturbed = inny zapis

robustness-diacritics = bez polskich znaków
robustness-diacritics-about = ą, ć, ę, ł, ń, ó, ś, ź i ż jako a, c, e, l, n, o, s i z, małe i wielkie.
robustness-upper-case = wielkimi literami
robustness-upper-case-about = Cały tekst, z odnośnikami i wzmiankami.
robustness-emoji = bez emoji
robustness-emoji-about = Flagi, odcienie skóry i emoji złożone znikają w całości.
robustness-typos = z literówkami
robustness-typos-about = Jedna litera na { $letters } jest zamieniona z następną, pominięta, podwojona albo zastąpiona sąsiednim klawiszem; wzmianki i odnośniki zostają.
robustness-mentions-first = ze wzmiankami na początku
robustness-mentions-first-about = Wszystkie @nazwy przed tekstem, w swojej kolejności.
robustness-mentions-last = ze wzmiankami na końcu
robustness-mentions-last-about = Wszystkie @nazwy za tekstem, w swojej kolejności.
robustness-mentions-removed = bez wzmianek
robustness-mentions-removed-about = Wszystkie @nazwy pominięte.

page-robustness-measure = Zmierz odporność
page-robustness-measuring = Pytanie modelu o każdy tekst w innym zapisie
page-robustness-about = Te same teksty bez znaków diakrytycznych, wielkimi literami, bez emoji, z literówkami, ze wzmiankami w innym miejscu: ile odpowiedzi się zmienia?
