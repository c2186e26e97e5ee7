# A run on its way to a tracking server

push-title = Push to MLflow
push-word-there = On the server
push-word-alias-refused = Sent, without the alias
push-http = HTTP { $status }
push-again = { $why }; trying again in { $wait }
push-word-planned = Nothing was sent
push-counts = { $counts }
push-counted = { $outcome ->
        [new] { $runs ->
            [one] { $runs } run is new
           *[other] { $runs } runs are new
        }
        [extended] { $runs ->
            [one] { $runs } run got something added
           *[other] { $runs } runs got something added
        }
        [different] { $runs ->
            [one] { $runs } run is there otherwise
           *[other] { $runs } runs are there otherwise
        }
        [failed] { $runs ->
            [one] { $runs } run was refused
           *[other] { $runs } runs were refused
        }
       *[equal] { $runs ->
            [one] { $runs } run was there already
           *[other] { $runs } runs were there already
        }
    }
push-would-send = { $runs ->
        [one] { $runs } run
       *[other] { $runs } runs
    } with { $size } of files would be sent
push-no-gate = the model has no gate, and the alias champion is for one that passed its gate; run dryf compare --out first
push-gate-not-passed = the gate says { $status }, and the alias champion is for a model that passed
push-mlflow = MLflow { $version }
push-server = Server
push-registered = Registered
push-version = { $uri }, version { $version }
push-long-values = Whole in long_values.json, too long for MLflow
push-outcome = outcome
push-outcome-of = { $outcome ->
        [new] new
        [completed] completed
        [extended] added to
        [different] there otherwise
        [failed] refused
       *[equal] there already
    }
push-server-id = run on the server
push-more-runs = and { $runs } more
push-params = params
push-metrics = metrics
push-points = points
push-tags = tags
push-models = models
push-bytes = size

error-server-unreachable = the server gives no answer: { $why }
error-look-at-server = see that it runs and that the address is right, then push again: what was sent is not sent twice
error-server-refused = the server refused ({ $status }): { $what }
error-push-again = mend this and push again: what was sent is not sent twice
error-server-login = the server asks for a login
error-give-login = set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN
error-server-forbids = the server forbids this: { $what }
error-allow-this = use a login that may write; if it names the host, start mlflow server with --allowed-hosts
error-no-mlflow = what answers is no MLflow server ({ $status }): { $what }
error-tracking-uri = { $uri } is not the address of a server
error-give-tracking-uri = give the address where MLflow's page opens, such as http://127.0.0.1:5000
error-artifacts-elsewhere = the server keeps artifacts at { $uri }, where only it can write
error-serve-artifacts = start mlflow server with --artifacts-destination, not with --default-artifact-root
error-experiment-deleted = the experiment { $name } was deleted on the server
error-restore-experiment = restore it there (mlflow experiments restore -x { $id }), or name another one by --experiment
error-models-to-register = { $models ->
        [0] there is no model to register
       *[other] there are { $models } models to register
    }
error-push-one-model = leave --register out, or push the archive of one training run
error-earlier-report = Dryf { $version } wrote this report without experiment.json
server-status = { $status } { $what }
server-certificate = { $why }; name the certificate of who vouches for it in { $variable }
server-loses-answers = what it is told is lost again and again
error-no-certificate = there is no certificate in it
error-give-certificate = name a file of PEM certificates in { $variable }, or leave it out
