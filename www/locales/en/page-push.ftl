# The page on its way to a tracking server

page-push = Push to MLflow
page-push-about = The run with its metrics, data and model goes to your MLflow server. Nothing is sent before you press Push, and then to this address alone.
page-push-server = Address of the MLflow server
page-push-register = Registered model
page-push-register-about = empty: the model is not registered
page-push-alias = Alias
page-push-alias-of = { $alias ->
        [challenger] challenger
        [champion] champion (only after the gate has passed)
       *[none] none
    }
page-push-more = Login and experiment
page-push-experiment = Experiment
page-push-experiment-about = empty: the run's own
page-push-user = User
page-push-password = Password
page-push-token = or a token
page-push-login-about = A login stays in the memory of this page until you close it. It is not kept, and not part of a link.
page-push-now = Push
page-push-plan = Show what would be sent
page-push-reading = Reading the archive
page-push-sending = Sending, { $done }
page-push-goes-with = Goes with it: { $reports }
page-push-drift = the drift report
page-push-monitoring = the monitoring
page-push-stopped = Stopped. Push again to go on: what was sent is not sent twice.

page-push-ipv6 = a page can't be allowed to reach { $host }: browsers' rules know no IPv6 addresses
page-push-ipv6-remedy = give a name, such as localhost
page-push-mixed = this page came by https, and browsers let it reach no server by http ({ $server })
page-push-mixed-remedy = give the server an https address, or open this page on your own machine (dryf serve)
page-push-withheld = { $server } answers, but does not let a page of { $page } read the answer
page-push-allow-page = start mlflow server with --cors-allowed-origins { $page }
page-push-redirected = { $server } sends elsewhere instead of answering
page-push-late = no answer within 300 seconds
page-push-no-connection = there is no connection
page-push-give-login = type user and password, or a token, under Login and experiment
page-push-allow-host = start mlflow server with --allowed-hosts { $host }
page-push-restore-experiment = restore it there (mlflow experiments restore -x { $id }), or type another one under Login and experiment
page-push-no-frame = push.html, which this page needs to reach a server, is missing beside it
page-push-withheld-now = what comes back may not be read by this page; if the server does not know its own name, start mlflow server with --allowed-hosts { $host }

page-pull = A model of an MLflow server
page-pull-list = List models
page-pull-busy = Asking the server
page-pull-none = There is no registered model on this server.
page-pull-foreign = not pushed by Dryf
