# What an archive is and holds.

inspect-title = Archive
inspect-verified = As its manifest says
inspect-verified-files = all { $files ->
    [one] { $files } file
   *[other] { $files } files
} ({ $size }) have the SHA-256 that it states
inspect-damaged = Not as its manifest says
inspect-advice-use = { $kind ->
    [dryf-run] Predict with its model, or bring the run into MLflow as its README.md says
   *[other] Open the report in it, or bring it into MLflow as its README.md says
}
inspect-advice-again = Export or download the archive again
inspect-kind = Archive of
inspect-kind-of = { $kind ->
    [dryf-drift] a drift report
    [dryf-monitor] a monitoring report
   *[dryf-run] a run
}
inspect-run = Run
inspect-experiment = Experiment
inspect-made-by = Made by
inspect-model = Model
inspect-classes = Classes
inspect-seed = Seed
inspect-texts = Texts
inspect-texts-included = included
inspect-texts-left-out = left out, digests only
inspect-drift = Reference profile
inspect-drift-found = Drift
inspect-monitoring = Monitoring
inspect-data = Data sets
inspect-set = set
inspect-digest = digest of texts and labels
inspect-files = Files
inspect-about = what it is

profile-kept = { $kind ->
    [rows] each of { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }
   *[counts] counts over { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }
}: { $labelled ->
    [yes] class, terms
   *[no] terms
} ({ $terms } distinct), descriptors{ $scores ->
    [folds] , scores out of { $folds } folds
    [model] , scores of the model
   *[none] ; no scores
}
profile-none = none

column-bytes = bytes
column-sha256 = SHA-256

archive-file = { $file ->
    [readme] how to bring the run into MLflow
    [manifest] fingerprints, versions and seeds
    [experiment] all that MLflow is told, for programs such as replay.py
    [licences] licences of the programs and word lists in it
    [replay] replays the run into a tracking server
    [docker] makes an image of Dryf and this model that serves it
    [config] the configuration of the run
    [record] all that was recorded, for Dryf to read back
    [log] the log
    [validation] what the validation of the data found, with its rows
    [digests] fingerprints of the data
    [train-rows] row numbers of the training part, from 0
    [validation-rows] row numbers of the validation part, from 0
    [profile] the training rows or counts of them, for drift reports
    [recipe] the cleaning steps and their options
    [python-steps] the cleaning for a plain Python program
    [gate] what the gate found
    [gate-page] what the gate found, as a page
    [disagreements] rows to which candidate and production give different classes
    [rules] the rules of the gate
    [test-tags] PolEval's answer file, one tag a line
    [ml-model] the model's description for MLflow
    [model-digests] fingerprints of the model's files
    [onnx] the same model without a program, from its terms on, for ONNX
    [request] a request to the served model
    [input] an input that the model takes
    [python] what the model needs in Python
    [model] classes, cleaning, parameters
    [vocabulary] the terms that the model knows
    [idf] inverse document frequency of each term
    [dual-coef] weights of the support vectors
    [coef] weights of the terms
    [intercept] constant of each machine
    [platt] calibration of the probabilities
    [n-support] support vectors of each class
    [train] training texts and labels
    [test] test texts and labels
    [predictions] predicted labels by row
    [program] the program that loads the model and predicts
    [support] support vectors
    [param] a parameter
    [metric] a metric: time, value, step
    [tag] a tag
    [inputs] data that the run used
    [outputs] model that the run made
    [dataset] description of a data set
    [meta] MLflow's own description
   *[table] a table
}
