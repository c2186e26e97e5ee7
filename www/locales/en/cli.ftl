# What the command line says while it works: what was read, what it is at, what to note.

cli-fault = dryf: { $fault }
cli-bug = dryf: this is a bug of ours; please report the lines above
cli-warning = warning: { $text }
cli-note = note: { $text }

cli-read = read { $file }: { $reading }
cli-read-as = read { $file } as { $role }: { $reading }
cli-side = { $side ->
    [reference] reference
   *[current] current data
}
cli-naming = read the labels by { $naming }
cli-not-used = { $file } is not used: { $reason }
cli-an-archive = it is the archive of a run
cli-stdin = standard input
cli-links = its links lead in a circle
cli-rows-of = { $file }, rows { $first } to { $last }

cli-phase = { $phase ->
    [read-data] reading the data
    [read-archive] reading the archive
    [read-batches] reading the batches
    [look] looking at the rows
    [terms] terms and descriptors
    [splits] permutations
    [draws] random draws
    [predict] predicting
    [write-archive] writing the archive
   *[work] at work
}
cli-phase-batch = batch { $name }
cli-phase-predict = predicting by { $name }
cli-phase-measure = measuring, { $rows ->
    [one] one text a call
   *[hundred] a hundred texts a call
}
cli-phase-measure-round = measuring, processes of their own, round { $round } of { $rounds }
cli-iteration = iteration { $iteration }, violation { $violation } (tol { $tol })
cli-no-limit = it goes on until the violation is below tol; to bound it set max_iter under [svc]

cli-run = run { $id }
cli-model = model { $sha256 }
cli-last-fit = final fit: { $rows } rows, { $terms } terms, { $values } stored values
cli-last-fit-vectors = { $fit }; support vectors: { $vectors }
cli-less-likely = { $n } of the labels are not the class with the largest probability: as in scikit-learn labels come from the decision values, probabilities from a calibration of their own
