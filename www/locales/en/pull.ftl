# A model that is fetched from a tracking server

error-model-uri = { $uri } is not the name of a model on a server
error-give-model-uri = name it models:/NAME@ALIAS, models:/NAME/VERSION, models:/m-ID or runs:/ID/model
error-see-models = see by dryf models what the server has
error-look-at-server-again = see that it runs and that the address is right
error-foreign-model = { $uri } was not made by Dryf: { $why }
error-give-pushed-model = give a model that dryf push brought to the server, or an archive
error-model-without-archive = { $uri } came to the server without its archive
error-push-archive-once-more = push the archive of its run by dryf push, which adds what is missing
error-push-archive-elsewhere = push the archive of its run into another experiment (--experiment), and register that model
pull-no-run = the server knows no run of it
pull-no-tag = its run has no tag { $tag }
error-no-tracking-uri = no server is named
error-name-tracking-uri = give --tracking-uri, or set MLFLOW_TRACKING_URI
cli-phase-pull = fetch { $uri }
cli-pulled = { $uri } is in { $file }
models-title = Models of a tracking server
models-word = On the server
models-counts = { $models ->
        [one] { $models } registered model
       *[other] { $models } registered models
    } with { $versions ->
        [one] { $versions } version
       *[other] { $versions } versions
    }, { $pullable } of them from a run of Dryf's that can be pulled; such runs in all: { $runs }
models-model = model
models-aliases = aliases
models-gate = gate
models-from = made by
models-made-by = { $maker ->
        [dryf] Dryf
       *[other] others, or without its archive
    }
models-day = made on
