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
