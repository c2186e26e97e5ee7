# Optuna's journal of a study.

error-journal-no-json = this line is no operation of a journal: it is no JSON object ({ $fault })
error-journal-operation = the operation { $code } is none that Optuna's journal has
error-journal-field = this line lacks `{ $field }`, or has a value there that can't be read
error-give-whole-journal = give the journal as Optuna or Dryf wrote it, or begin a new one in another file
error-journal-several = the journal has several studies: { $names }
error-name-study = name the one that is meant
error-journal-unknown-setting = `{ $setting }` is no setting of this search
error-journal-domain = `{ $setting }` was chosen from { $found }, and this search has { $expected }
error-journal-out-of-range = the value { $value } of `{ $setting }` is not in { $domain }
error-same-space = search the settings and ranges that the study was begun with, or begin another study
journal-line-cut = line { $line } was cut while it was written and is left out; the lines before it are whole
journal-value-not-finite = its value is { $value }, which is no score
journal-without-study = there is no study in it
journal-other-objectives = its trials are judged by other objectives than Dryf's
journal-of-another-remedy = look at it in Optuna or optuna-dashboard
