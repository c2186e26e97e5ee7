# Words and forms that all results share.

list-and = { $items } and { $last }
list-or = { $items } or { $last }
list-nothing = nothing
list-more = { $items } and { $more } more
text = { $text }
clauses = { $clauses }
statement = { $word }: { $text }
error-line = { $file }, line { $line }
error-row = { $file }, row { $row }
sentence = { $text }.
sentences = { $first } { $next }
heading = { $text }
range = { $low } – { $high }
at-most = ≤ { $value }
verdict-line = { $word }. { $sentence }.
written-by = Written by Dryf { $version }.
save-html = Save as HTML
save-csv = CSV
save-svg = SVG
rows-more = … and { $rows } more
figure-as-table = As a table
less-than = less than { $value }

count-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
count-texts = { $texts ->
    [one] { $texts } text
   *[other] { $texts } texts
}
count-labelled-rows = { $rows ->
    [one] { $rows } labelled row
   *[other] { $rows } labelled rows
}
count-calls = { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
}

score-f1-micro = F1 micro
score-f1-macro = F1 macro
score-f1-weighted = F1 weighted
score-accuracy = accuracy
score-balanced-accuracy = balanced accuracy
score-mcc = MCC
score-cohen-kappa = Cohen's kappa
score-recall = recall of { $class }
score-poleval-micro = PolEval's micro F, %
score-poleval-macro = PolEval's macro F, %
metric-of = { $score }, { $of }
metric-baseline = majority-class baseline
metric-production = model in production

score-f1-micro-about = Share of right answers, counted over all rows.
score-f1-macro-about = Mean of the classes' F1: a rare class counts as much as a common one.
score-f1-weighted-about = Mean of the classes' F1, weighted by their rows.
score-accuracy-about = Share of right answers.
score-balanced-accuracy-about = Mean of the classes' recall.
score-mcc-about = Matthews' correlation: 0 is guessing, 1 is perfect.
score-cohen-kappa-about = Agreement beyond that of chance: 0 is chance, 1 is perfect.
score-poleval-micro-about = As PolEval's evaluation script counts it.
score-poleval-macro-about = As PolEval's evaluation script counts it: of averaged precision and recall.

# A line of evidence.
evidence-line = { $name }: { $word }; { $size }
evidence-new = new
