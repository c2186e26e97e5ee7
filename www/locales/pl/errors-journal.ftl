# Dziennik badania z Optuny.

error-journal-no-json = ten wiersz nie jest operacją dziennika: to nie jest obiekt JSON ({ $fault })
error-journal-operation = dziennik Optuny nie zna operacji { $code }
error-journal-field = w tym wierszu brakuje pola `{ $field }` albo jego wartości nie da się odczytać
error-give-whole-journal = podaj dziennik w postaci, w jakiej zapisała go Optuna lub Dryf, albo zacznij nowy w innym pliku
error-journal-several = dziennik zawiera kilka badań: { $names }
error-name-study = podaj nazwę właściwego
error-journal-unknown-setting = `{ $setting }` nie należy do ustawień tego przeszukiwania
error-journal-domain = wartość `{ $setting }` wybierano z { $found }, a to przeszukiwanie ma { $expected }
error-journal-out-of-range = wartość { $value } ustawienia `{ $setting }` nie należy do { $domain }
error-same-space = użyj ustawień i zakresów, z którymi zaczęto badanie, albo zacznij nowe badanie
journal-line-cut = wiersz { $line } urwał się w trakcie zapisu i został pominięty; wcześniejsze wiersze są kompletne
journal-value-not-finite = ma wartość { $value }, która nie jest wynikiem
journal-without-study = nie ma w nim żadnego badania
journal-other-objectives = jego próby ocenia się według innych celów niż w Dryfie
journal-of-another-remedy = obejrzyj go w Optunie albo w optuna-dashboard
