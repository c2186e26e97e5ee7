# Runs compared with each other, and their stages.

runs-title = Compared with the last run
runs-sentence = { $score } on the { $set } { $side ->
    [higher] is { $by } higher than in the run before
    [lower] is { $by } lower than in the run before
   *[equal] is as in the run before
}, with { $settings ->
    [0] no setting changed
    [one] { $settings } setting changed
   *[other] { $settings } settings changed
}.
runs-now = This run
runs-before = Run before
runs-run = run { $run }
runs-data = Data
runs-data-same = the same
runs-data-changed = others
runs-data-unknown = not known
runs-settings = Settings that changed
runs-settings-same = No setting changed.
runs-times = Time
runs-since = { $change } since the last run
runs-took-before = the run before took { $time }

stage = { $stage ->
    [collect] collect
    [validate] validate
    [split] split
    [clean] clean
    [clean_validation] clean validation
    [tfidf] tf-idf
    [fit] fit
    [predict_train] predict train
    [predict_validation] predict validation
    [clean_full] clean all
    [tfidf_full] tf-idf all
    [fit_full] refit
    [predict_test] predict test
    [production] production
    [out_of_fold] out of fold
    [archive] archive
   *[total] total
}

column-setting = setting
column-before = before
column-now = now
column-change = change
column-stage = stage
column-times = times as long
