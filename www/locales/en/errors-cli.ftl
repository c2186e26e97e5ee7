# Faults of the command line: of paths, options and streams.

data-folder = the folder of the data
error-no-such-file = there is no such file
error-check-path = check the path
error-cannot-read = the file can't be read ({ $fault })
error-it-cannot-read = it can't be read ({ $fault })
error-check-may-read = check that it is a file and that you may read it
error-file-no-utf8 = the file is not UTF-8
error-save-utf8 = save it as UTF-8
error-no-data-named = no data are named
error-give-data-options = give --demo, --data DIR|ZIP, or --train-text FILE --train-tags FILE
error-texts-without-tags = the texts have no tags
error-give-tags-option = give --tags FILE, or a table with both; a table of another ending takes --text-column and --label-column
error-name-test-files = name its files with --text and --tags
error-folder-without-data = the folder has no .txt, .csv, .tsv, .jsonl, .json, .parquet or .zip file
error-name-folder = name the folder that holds PolEval's four files, or a table
error-folder-unreadable = the folder can't be read ({ $fault })
error-check-may-read-folder = check that you may read it
error-no-role = no file is clearly one of a training or test set ({ $reasons })
error-no-role-of-many = no file is clearly one of a training or test set ({ $reasons }; and { $more } more files)
error-name-roles = name them with --train-text, --train-tags, --test-text and --test-tags

error-stream-overwrites = { $option } names the file that { $stream ->
    [stderr] standard error
   *[stdout] standard output
} goes to, and what is read is not to be overwritten
error-send-elsewhere = send it to another file
error-same-file = { $first } and { $second } name the same file
error-file-each = give each a file of its own
error-file-is-stream = { $option } names the file that is { $stream ->
    [stdin] standard input
    [stderr] standard error
   *[stdout] standard output
} already
error-file-of-its-own = give { $option } a file of its own
error-file-beside-state = { $option } names a file that { $state } keeps beside its own
error-no-command = dryf has no command { $name }
error-see-help = see dryf --help
error-another-path = give { $option } another path
error-would-overwrite = { $output } would overwrite what { $input } names

error-stdout = standard output can't be written ({ $fault })
error-check-stdout = check where the output goes
error-is-folder = this is a folder, no file can be written in its place
error-names-folder = this names a folder, no file can be written in its place
error-give-file-path = give the path of a file
error-write-protected = the file is there and write-protected
error-allow-writing = give another path, or allow writing to it
error-no-such-folder = there is no such folder
error-give-existing-folder = give the path of a file in a folder that exists
error-cannot-write = the file can't be written ({ $fault })
error-check-writing = check the path, the free space, and that you may write there

error-page-not-built = the page is not built
error-build-page = run `{ $command }` first, or give --dir
error-address = { $address } can't be used ({ $fault })
error-give-port = give another --port, or --port 0 for a free one
error-format-unexplained = tags, terms and counts have no place for explanations
error-other-format-explained = use --format labels or json with --explain
error-stdin-utf8 = standard input is read as UTF-8, one text a line
error-give-with-text = give a table, or a file in another encoding, with --text
error-classes-without-tags = the model's classes ({ $classes }) are not PolEval's, so they have no tags
error-format-labels = use --format labels
error-give-text-file = give a file with --text
error-give-utf8 = give UTF-8; of a file that is given with --text the encoding is found
error-measure-input = the input is not what `dryf compare` sends ({ $fault })
error-run-compare = run `dryf compare`, which runs this command
error-source-date = SOURCE_DATE_EPOCH is `{ $value }`, not a number of seconds
error-unset-source-date = unset it or give whole seconds since 1970

error-archive-has-labels = an archive has labels of its own
error-without-tags = give it alone, without tags
error-no-row-with-text = there is no row with a text
error-give-rows-to-compare = give rows to compare
error-counts-not-current = of its rows only counts were kept, which a reference may be but not current data
error-texts-or-profile = give the texts, or an archive that was made with drift.profile = "rows"
error-range-without-texts = a range of rows takes their texts, which the archive leaves out
error-no-range-or-texts = leave the range out, or give the texts
error-archive-keeps-nothing = the archive keeps neither the texts that its model learned from nor a profile of them
error-texts-or-train = give the texts, or train with drift.profile = "rows"
error-row-of-range = there are { $rows } rows, and row { $row } is asked for
error-end-range = end the range at { $row } or before

error-zip-no-batch = a zip is no batch
error-unpack-batch = unpack it, and give a table or the texts with their labels
error-counts-beside = counts are a batch as they are: they can't be cut, have no labels, and don't stand beside rows
error-counts-alone = give counts alone, without --batch-rows and --every
error-counts-none = there are no counts
error-counts-broken = this is no line of counts ({ $fault })
error-counts-range = the counts don't fit each other or name a class that production does not have
error-counts-version = the counts have version { $version }, which this Dryf does not know
error-counts-of-other-model = another model than production predicted these rows
error-counts-again = count the rows again by dryf predict --format counts, with the model in production
error-counts-too-many = counts of more than { $most } rows are too many for one batch
error-counts-of-less = give shorter batches, or counts of a sample
error-times-of-table = only a table has a column of times
error-table-or-batch-rows = give a table (.csv, .tsv, .jsonl, .parquet), or cut by --batch-rows
error-no-time = there is no time in column `{ $column }`
error-not-a-time = `{ $text }` in column `{ $column }` is no time
error-write-time = write 2026-01-05, 2026-01-05T14:30:00Z, or seconds since 1970
error-no-model-named = no model is named
error-give-production = give --production ARCHIVE.ZIP
error-retrain-off = --retrain asks for a training, and the rules switch that off
error-leave-retrain = leave it out, or give `enabled = true` under [by_hand]
error-state-of-other-model = the state is of the run { $run } with the model { $model }, and production is the run { $production_run } with the model { $production_model }
error-restart-or-old-archive = begin anew for the new model with --restart, which keeps the old state under another name, or give the archive of the old one
error-state-of-other-rules = the state was begun by other rules, and a false-alarm rate holds only for rules that stay
error-same-rules-or-restart = give the same rules or leave --rules out, or begin anew with --restart, which keeps the old state under another name
error-state-lock = the lock of the state can't be made ({ $fault })
error-check-state-folder = check that you may write in the folder of the state
error-state-in-use = another call of the monitor uses this state
error-wait-for-call = wait until it has ended and call again, or give another state
error-state-not-kept = the state so far can't be kept ({ $fault })
error-check-its-folder = check that you may write in its folder

error-bug-interrupt = the interrupt can't be handled ({ $fault })
error-bug-runtime = no runtime ({ $fault })
error-bug-files = what takes one file or two got another number
error-example-of-output = an example file is of settings, and this is what a command writes
error-run-for-output = leave out --example, or run the command with --json
