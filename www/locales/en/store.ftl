# A file store of MLflow's on its way to a tracking server

store-differs = otherwise on the server
store-version = version
store-server-version = version on the server
store-left-out = left out
store-why = why
store-deleted-experiment = the experiment is deleted; --with-deleted sends it
store-deleted-run = the run is deleted; --with-deleted sends it
store-traces = { $traces ->
        [one] { $traces } trace is not sent
       *[other] { $traces } traces are not sent
    }
store-no-meta = there is no meta.yaml in it
store-no-dataset = the data set that it names is not there
store-model-input = only data sets are sent as inputs, and this is another one
store-model-without-run = no run that is sent made this model
store-output-tags = MLflow's REST interface takes no tags of a model that a run made
store-metric-of-others = values that other runs measured of the model are sent with those runs alone
store-empty-metric = the metric has no point
store-metric-line = line { $line } is no point of a metric
store-artifacts-elsewhere = its artifacts lie elsewhere, at { $uri }
store-version-without-run = the run of this version is not on the server
store-version-elsewhere = its files lie elsewhere than in its run or its logged model
error-no-store = there is no experiment of MLflow's in this folder
error-give-store = give the folder of a file store, in which each experiment is a folder with a meta.yaml
error-store-options = --register and --experiment are for an archive, and this is a folder
error-leave-store-options = leave them out: a store brings its own experiments and registered models
cli-phase-read-store = read the store
