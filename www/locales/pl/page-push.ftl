# Strona w drodze na serwer śledzenia

page-push = Wyślij do MLflow
page-push-about = Przebieg z metrykami, danymi i modelem trafi na Twój serwer MLflow. Nic nie jest wysyłane, dopóki nie naciśniesz Wyślij, a potem tylko pod ten adres.
page-push-server = Adres serwera MLflow
page-push-register = Zarejestrowany model
page-push-register-about = puste: model nie zostanie zarejestrowany
page-push-alias = Alias
page-push-alias-of = { $alias ->
        [challenger] challenger
        [champion] champion (dopiero po przejściu bramki)
       *[none] brak
    }
page-push-more = Logowanie i eksperyment
page-push-experiment = Eksperyment
page-push-experiment-about = puste: eksperyment przebiegu
page-push-user = Użytkownik
page-push-password = Hasło
page-push-token = albo token
page-push-login-about = Dane logowania są tylko w pamięci tej strony, do jej zamknięcia. Nie są nigdzie zapisywane ani nie trafiają do linku.
page-push-now = Wyślij
page-push-plan = Pokaż, co zostanie wysłane
page-push-reading = Wczytywanie archiwum
page-push-sending = Wysyłanie, { $done }
page-push-goes-with = Zostanie dołączone: { $reports }
page-push-drift = raport dryfu
page-push-monitoring = monitorowanie
page-push-stopped = Zatrzymano. Wyślij ponownie, aby dokończyć: co już dotarło, nie zostanie wysłane drugi raz.

page-push-ipv6 = strona nie może dostać dostępu do { $host }: reguły przeglądarek nie znają adresów IPv6
page-push-ipv6-remedy = podaj nazwę, np. localhost
page-push-mixed = ta strona przyszła przez https, a przeglądarki nie pozwalają jej łączyć się z serwerem przez http ({ $server })
page-push-mixed-remedy = nadaj serwerowi adres https albo otwórz tę stronę na własnym komputerze (dryf serve)
page-push-withheld = { $server } odpowiada, ale nie pozwala odczytać odpowiedzi stronie z { $page }
page-push-allow-page = uruchom mlflow server z --cors-allowed-origins { $page }
page-push-redirected = { $server } zamiast odpowiedzieć odsyła gdzie indziej
page-push-late = brak odpowiedzi przez 300 sekund
page-push-no-connection = nie ma połączenia
page-push-give-login = podaj użytkownika i hasło albo token w części Logowanie i eksperyment
page-push-allow-host = uruchom mlflow server z --allowed-hosts { $host }
page-push-restore-experiment = przywróć go tam (mlflow experiments restore -x { $id }) albo podaj inny w części Logowanie i eksperyment
page-push-no-frame = obok tej strony brakuje push.html, przez które łączy się z serwerem
page-push-withheld-now = tego, co wraca, ta strona nie może odczytać; jeśli serwer nie zna własnej nazwy, uruchom mlflow server z --allowed-hosts { $host }

page-pull = Model z serwera MLflow
page-pull-list = Pokaż modele
page-pull-busy = Odpytywanie serwera
page-pull-none = Na tym serwerze nie ma zarejestrowanych modeli.
page-pull-foreign = nie wysłał go Dryf
