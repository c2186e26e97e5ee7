# The gate: may a candidate replace the model in production?

gate-title = Gate
gate-pass = Pass
gate-fail = Fail
gate-few = Not enough data
gate-undecided = Not decided
gate-faulty = the rules can't be applied as they are; see the rules for what to correct
gate-passed = the candidate may replace production: { $clauses }

gate-advice-pass = Promote the candidate
gate-advice-fail = Keep the model in production
gate-advice-more = Compare them on more labelled rows of the same kind
gate-advice-labels = Give rows with the labels that both models were trained for
gate-advice-measure = Measure what both models cost

gate-differs = { $score } { $side ->
    [higher] is { $by } higher than { $whose ->
        [baseline] the baseline's
       *[production] production's
    }
    [lower] is { $by } lower than { $whose ->
        [baseline] the baseline's
       *[production] production's
    }
   *[equal] is equal to { $whose ->
        [baseline] the baseline's
       *[production] production's
    }
} [{ $low } – { $high }] ({ $asked })
gate-same-model = { $score } { $is ->
    [not-higher] is not higher than { $whose ->
        [baseline] the baseline's
       *[production] production's
    }
   *[equal] is { $whose ->
        [baseline] the baseline's
       *[production] production's
    }
}: it is the same model
gate-same-answers = { $score } { $is ->
    [not-higher] is not higher than { $whose ->
        [baseline] the baseline's
       *[production] production's
    }
   *[equal] is { $whose ->
        [baseline] the baseline's
       *[production] production's
    } so far
}: the answers do not differ on any of the { $rows } rows
gate-not-compared = { $score } is not compared, since there are rows of { $classes }, which { $model ->
    [candidate] the candidate can't give
    [production] production can't give
    [neither] neither model can give
   *[one] one of the two models can't give
}
gate-score-unknown = { $score } is not known
gate-few-positives = { $clause }, and the class has { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} where { $fewest } are needed
gate-few-differ = { $clause }, and the answers differ on { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} where { $fewest } are needed
gate-clause-enough = { $clause }; about { $enough } would decide it
gate-any-of = { $clauses }; each of the { $scores } scores by an interval of { $confidence }, so that equal models pass in 2.5 % of cases at most
gate-unknown-classes = { $rows ->
    [one] { $rows } row is
   *[other] { $rows } rows are
} of the { $n_classes ->
    [one] class
   *[other] classes
} { $classes }, which { $model ->
    [candidate] the candidate can't give
    [production] production can't give
    [neither] neither model can give
   *[one] one of the two models can't give
}; give one class one name, leave these rows out, or count them as errors by unknown_labels = "wrong" in the rules
gate-ratio = { $cost } is { $times } times production's [{ $low } – { $high }] (allowed: { $budget })
gate-size = { $size } is { $bytes } (allowed: { $budget })
gate-not-measured = { $cost } was not measured
gate-flips = { $how } { $share } of the candidate's answers flip [{ $low } – { $high }] (production's: { $production }; allowed: { $budget })
gate-flips-not-measured = flips { $how } were not measured

gate-over-production = { $score }, vs production
gate-over-baseline = { $score }, vs baseline
gate-times-production = { $cost }, times production's
gate-flips-of = flips { $how }

rule-not-inferior = F1 micro must not be lower than production's by { $margin } or more
rule-better = { $scores } must be higher than production's
rule-better-by = { $scores } must be higher than production's by more than { $gain }
rule-baseline = { $score } must be higher than the baseline's
rule-baseline-by = { $score } must be higher than the baseline's by more than { $gain }
rule-ratio = { $cost } must be at most { $times } times production's
rule-size = { $size } must be at most { $bytes }
rule-robust = at most { $share } of the candidate's answers may flip { $how }

allowed = allowed: { $by }
allowed-lower = allowed: { $by } lower
required-higher = required: higher
required-more-than = required: more than { $by }
required-higher-by = required: more than { $by } higher

cost-latency-p50 = median latency
cost-latency-p95 = latency p95
cost-latency-p99 = latency p99
cost-batch-latency = latency of a batch
cost-cpu-seconds = CPU time
cost-peak-memory = peak memory
cost-model-size = size of the model

gate-candidate = Candidate
gate-production = Production
gate-baseline = Baseline
gate-baseline-about = every row gets the most frequent class of the candidate's training rows
gate-rows = Rows
gate-rows-left-out = { $rows ->
    [one] { $rows } more is left out, as in the run
   *[other] { $rows } more are left out, as in the run
}
gate-run = run { $run }, model { $model }
gate-same = It is the same model: nothing can differ.
gate-intervals = Intervals hold the true value in 95 % of samples.

gate-differences = Differences
gate-differences-about = The candidate's score minus the other's. A rule passes where the whole interval is right of its line, fails where it is left of it, and is open where it reaches across.
gate-scores = Scores
gate-recalls = Recall of each class
gate-recalls-about = Wilson's intervals for each model, Newcombe's and Tango's for the paired difference. They hold with few rows, where the bootstrap's are too narrow.
gate-statistics = Tests and intervals
gate-statistics-about = Paired, since both models answered the same rows.
gate-vs-production = vs production
gate-vs-baseline = vs baseline
gate-both-right = both right
gate-only-candidate = only the candidate right
gate-only-other = only the other right
gate-neither-right = neither right
gate-differing = different classes
gate-mcnemar-exact = McNemar's test, exact p
gate-mcnemar-mid = McNemar's test, mid-p
gate-bootstrap = { $score }, difference [bootstrap, { $draws } draws]
gate-tango = { $score }, difference [Tango]
gate-randomisation = { $score }, p by randomisation ({ $draws } draws)
gate-rare = { $class } has { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}: too few to judge it by, and the interval of F1 macro is too narrow (with 25 rows of a class among 1,000, that of 95 % held the true value in 86 to 93 % of simulations)

gate-costs = Costs
gate-costs-none = Not measured yet.
gate-costs-how = One row a call: { $calls } calls of each by turns, after { $warm_up } to warm up.
gate-cost-load = CPU time of loading the model
gate-cost-all = CPU time of all rows
gate-cost-call = time of a call with { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $percentile }
gate-throughput = rows in a second, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} a call
gate-cost-missing = { $cost }: { $why }.
gate-latency = latency
missing-frozen = not measured, since the clock is frozen, so that the same input gives the same output
missing-system = not measured, since this system does not tell
missing-browser = not measured, since a browser does not tell
missing-not-requested = not measured, since it was not requested
missing-failed = not measured ({ $fault })
measure-failed = { $what ->
    [program] no program
    [start] a process for each model can't be started
    [read] a model's process can't be read
    [ended] a model's process ended
   *[numbers] a model's process gave no numbers
} ({ $fault })

gate-disagreements = Where they disagree
gate-disagreements-none = The models give every row the same class.
gate-disagreements-all = The models give { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
} different classes; rows are counted from 1.
gate-disagreements-first = The models give { $rows } rows different classes; the first { $shown }, counted from 1.
gate-answer = { $class } ({ $kind ->
    [probability] probability { $score }
   *[decision] score { $score }
})

column-score = score
column-value = value
column-low = from
column-high = to
column-class = class
column-rows = rows
column-row = row
column-label = label
column-text = text
column-difference = difference, Newcombe
column-tango = Tango
column-cost = cost
column-ratio = candidate / production
