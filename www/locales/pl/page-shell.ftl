# Co mówi strona wokół widoków: tytuł karty, co się skończyło, klawisze, co opuszcza przeglądarkę, nowe wersje.

page-title = Dryf: Teachable Machine dla tekstów, z bramką i pamięcią
page-title-busy = { $percent } % · Dryf
page-title-score = F1 { $score } · Dryf

## Co się skończyło, dla tych, którzy tego nie widzą

page-said = { $view }: { $verdict }
page-said-saved = Zapisano plik { $name }.
page-said-promoted = Na produkcji jest teraz { $name }.
page-said-demoted = Na produkcji nie ma już żadnego modelu.

## Pomoc i klawisze

page-help = Pomoc i klawisze
page-help-keys = Klawisze
page-help-run = Uruchom, także ponownie
page-help-views = Pierwsze dziesięć widoków, według numerów na liście
page-help-try = Wypróbuj: widok na własny tekst
page-help-unpick = Usuń ostatni warunek wyboru wierszy
page-help-search = Szukaj w otwartym widoku
page-help-help = Ta pomoc
page-help-escape = Zamknij tę pomoc
page-help-switch = Skróty jednoklawiszowe działają
page-help-switch-about = Nie wtedy, gdy piszesz w polu. Wyłącz je, jeśli mogłoby je wywołać sterowanie głosem albo inne narzędzie.

## Co opuszcza przeglądarkę

page-trust = { $others ->
    [one] Nic nie opuszcza tej przeglądarki: { $others } żądanie do innych hostów
    [few] Nic nie opuszcza tej przeglądarki: { $others } żądania do innych hostów
   *[many] Nic nie opuszcza tej przeglądarki: { $others } żądań do innych hostów
}
page-trust-reached = { $asked ->
    [one] { $asked } żądanie do wskazanego przez Ciebie serwera MLflow
    [few] { $asked } żądania do wskazanego przez Ciebie serwera MLflow
   *[many] { $asked } żądań do wskazanego przez Ciebie serwera MLflow
}, { $others } do innych hostów
page-trust-broken = { $others ->
    [one] { $others } żądanie tej strony poszło do innego hosta
    [few] { $others } żądania tej strony poszły do innych hostów
   *[many] { $others } żądań tej strony poszło do innych hostów
}
page-trust-counted = Policzone z tego, co przeglądarka odnotowała o tej stronie: { $own ->
    [one] { $own } żądanie do jej własnego hosta, o jej części
    [few] { $own } żądania do jej własnego hosta, o jej części
   *[many] { $own } żądań do jej własnego hosta, o jej części
}; w żadnym nie było Twoich tekstów.
page-trust-policy = Content-Security-Policy tej strony każe przeglądarce odrzucić każdy inny host, skrypty i style wpisane w stronę oraz eval.
page-trust-push = Jedyny wyjątek: gdy wysyłasz przebieg na serwer MLflow albo pobierasz z niego model, idzie to przez ukrytą ramkę, która może połączyć się tylko z podanym przez Ciebie serwerem.

## Nowe wersje

page-update = Jest nowa wersja programu Dryf.
page-update-take = Odśwież i przejdź na nią
page-update-others = { $tabs ->
    [one] Jest nowa wersja programu Dryf. Najpierw zamknij drugą kartę z nim, żeby żadna karta nie mieszała dwóch wersji.
    [few] Jest nowa wersja programu Dryf. Najpierw zamknij { $tabs } pozostałe karty z nim, żeby żadna karta nie mieszała dwóch wersji.
   *[many] Jest nowa wersja programu Dryf. Najpierw zamknij { $tabs } pozostałych kart z nim, żeby żadna karta nie mieszała dwóch wersji.
}

## Linki

page-link = Link do tego miejsca
page-link-plain = Skopiuj link
page-link-plain-about = Otwiera ten widok z tymi ustawieniami, bez danych.
page-link-data = Skopiuj link z danymi
page-link-data-about = Długość: { $size }. Kto ma link, ten ma dane: stoją po znaku #, a tej części przeglądarki nie wysyłają żadnemu serwerowi.
page-link-no-data = Twoje dane zmieszczą się w linku, jeśli są małe: do 20 000 znaków po spakowaniu. Demo i większe dane nie.
page-linked = Ten link zawiera dane: { $lines } { $lines ->
    [one] wiersz
    [few] wiersze
   *[many] wierszy
} ({ $names }). Wczytać je?
page-linked-instead = Ten link zawiera dane: { $lines } { $lines ->
    [one] wiersz
    [few] wiersze
   *[many] wierszy
} ({ $names }). Wczytać je zamiast plików, które tu są?
page-linked-load = Wczytaj
page-linked-leave = Pomiń
error-link-data = nie da się odczytać danych z tego linku: został po drodze ucięty albo zmieniony
error-link-data-remedy = skopiuj jeszcze raz cały link albo poproś nadawcę o pliki
