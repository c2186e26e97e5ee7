# Faults of files of data: of what was read.

error-of-setting = `{ $setting }`: { $fault }
error-inside = in `{ $file }`: { $fault }
error-zip-ratio = the zip unpacks to more than { $times } times its size
error-zip-bytes = the zip unpacks to more than { $bytes } bytes
error-zip-unreadable = the zip can't be read: { $fault }
error-zip-members = the zip holds { $members } members, at most { $most } are read
error-zip-same-name = two members of the zip have the same name
error-zip-encrypted = `{ $file }` is encrypted, which needs a password
error-zip-member-unreadable = `{ $file }` can't be read: { $fault }
error-zip-member-packed = `{ $file }` can't be unpacked: { $fault }
error-zip-without-data = the zip holds no data file
error-zip-give-data = give a zip with .txt, .csv, .tsv, .jsonl, .json or .parquet files, as PolEval ships them
error-zip-deep = `{ $file }` is a zip in a zip in a zip
error-zip-give-inner = unpack the outer zip and give the one inside
error-unsafe-path = the member `{ $file }` { $why ->
    [absolute] is an absolute path
    [backslash] has a backslash in its path
    [drive] begins with a drive letter
    [climbs] climbs out of its folder
    [empty] has an empty part in its path
    [control] has a control character in its name
   *[link] is a symbolic link
}
error-distrust-zip = don't trust this zip; pack the data files again without folders or links
error-pack-again = download or pack it again, or unpack it yourself and give the files inside
error-pack-again-one = download or pack it again, or unpack it yourself and give the file inside
error-unpack-yourself = if you trust it, unpack it yourself and give the data files inside
error-unpack-yourself-one = if you trust it, unpack it yourself and give the file inside
error-gzip = the gzip file can't be unpacked: { $fault }
error-gzip-bytes = the gzip file unpacks to more than { $bytes } bytes

error-label-unknown = the label names know { $known }, and not `{ $label }`
error-label-not-polevals = the label names know 0 (non-harmful), 1 (cyberbullying) and 2 (hate-speech), and not `{ $label }`
error-correct-label = add it to the label names, or correct the label
error-leave-polevals-names = leave PolEval's label names out, so that labels are named as they stand
error-label-name-empty = a label or its name is empty
error-label-name-form = write a label, a tab and its name on each line
error-label-name-example = write a label, a tab and its name on each line, such as 0<TAB>anger
error-label-named-twice = `{ $label }` is named `{ $first }` and `{ $second }`
error-one-name-each = give each label one name
error-label-names-json = the label names are no JSON object of texts ({ $fault })
error-write-such = write { $example }
error-label-without-name = `{ $line }` is no label with its name
error-label-holds = the label `{ $label }` holds { $what ->
    [line-break] a line break
    [tab] a tab
   *[control] a control character
}
error-plain-class-name = give the class a name without line breaks, tabs and control characters, and check that the label column is the right one

error-binary = this is no text file: it is full of control characters
error-give-text-or-table = give a file of texts or a table (CSV, TSV, JSON, Parquet)
error-wrong-encoding = { $sequences ->
    [one] { $sequences } byte sequence of the file is no character in { $encoding }
   *[other] { $sequences } byte sequences of the file are no character in { $encoding }
}
error-name-encoding = name the right encoding with { $option }, or save the file as UTF-8
error-empty-file = the file is empty: { $why ->
    [bytes] it holds not one byte of text
    [blank] it holds only blank lines
    [no-label] none of its lines has a label
   *[names] it names no label
}
error-check-download = check that the download or the export is complete and give the file again
error-not-utf8 = byte { $byte } is not valid UTF-8
error-mend-encoding = mend the line, save the file as UTF-8, or name its encoding with { $option }, such as windows-1250

error-foreign = this is { $kind }, not a file of texts, labels or a table
foreign-kind = { $kind ->
    [arrow] an Arrow file
    [feather] a Feather file
    [avro] an Avro file
    [sqlite] an SQLite database
    [pdf] a PDF document
    [rtf] an RTF document
    [png] a picture (PNG)
    [jpeg] a picture (JPEG)
    [gif] a picture (GIF)
    [bmp] a picture (BMP)
    [tiff] a picture (TIFF)
    [webp] a picture (WebP)
    [program] a program
    [wasm] a program (WebAssembly)
    [numpy] a NumPy array
    [pickle] a Python pickle
    [seven-zip] a 7z archive
    [rar] a RAR archive
    [bzip2] a bzip2 file
    [xz] an xz file
    [zstd] a Zstandard file
    [tar] a tar archive
    [parquet] a Parquet file
    [old-office] an Excel or Word file of the old kind (.xls, .doc)
    [excel] an Excel workbook (.xlsx)
    [ods] an OpenDocument spreadsheet (.ods)
    [word] a Word document (.docx)
    [powerpoint] a presentation (.pptx)
    [html] an HTML page
    [xml] an XML file
    [orc] an ORC file
    [duckdb] a DuckDB database
    [heic] a picture (HEIC)
    [avif] a picture (AVIF)
    [svg] a picture (SVG)
    [icon] a picture (ICO)
    [audio] a sound file
    [video] a video
    [hdf5] an HDF5 file
    [onnx] a model (ONNX)
    [safetensors] a model (safetensors)
    [gguf] a model (GGUF)
    [torch] a model (PyTorch)
    [notebook] a notebook (.ipynb)
    [script] a program
    [yaml] a YAML file
   *[zip] a zip
}
foreign-save-sheet = save the sheet as CSV (in Excel: Save As, CSV UTF-8) and give that file
foreign-as-table = give it as a table
foreign-by-pandas = write it as CSV, in Python: { $call }
foreign-model = Dryf trains models of its own; to open one, drop the archive of its run (dryf-run-….zip)
foreign-program = give the data that it reads: texts and labels, or a table
foreign-unpack = unpack it and give the files inside
foreign-unpack-other = unpack it and give the files inside; .zip and .gz are read as they are
foreign-download = download the file itself; a page that shows it, or asks for a login, is not the file

error-tags-missing = `{ $file }` has no labels: the { $set ->
    [test] test
   *[train] train
} tags are missing
error-give-tags-or-columns = give the tags file that belongs to it, one label for each line, as { $set ->
    [test] test
   *[train] train
} tags; or name its columns with { $option_text } and { $option_label }, by their names or their numbers from 1, if it is a table
error-same-role = `{ $first }` and `{ $second }` are both { $role ->
    [train-texts] train texts
    [train-tags] train tags
    [test-texts] test texts
    [test-tags] test tags
    [train-table] train table
    [test-table] test table
   *[label-names] label names
}
error-keep-one-or-role = keep one of them, or give the other one its own role
error-set-missing = there is no { $set ->
    [test] test
   *[train] train
} set
error-give-set = give a text file and a tags file, or one table (CSV, TSV, JSON, Parquet)
error-texts-missing = `{ $file }` has no texts: the { $set ->
    [test] test
   *[train] train
} texts are missing
error-give-texts = give the text file that belongs to it, one text for each tag, as { $set ->
    [test] test
   *[train] train
} texts
error-both-set = `{ $table }` and `{ $texts }` both hold the { $set ->
    [test] test
   *[train] train
} set
error-table-or-texts = keep either the table or the texts
error-labels-missing = `{ $file }` has no labels: a set to train on or to evaluate on needs them
error-name-label-column = name the column of labels with { $option_label }, or give the tags file that belongs to it
error-row-lacks = the row has no { $what ->
    [text] text
   *[label] label
}
error-give-or-leave-out = give it a { $what ->
    [text] text
   *[label] label
}, remove the row, or let rows like it be left out ({ $setting })
error-too-many-rows = the file has { $rows } rows
error-give-rows = give at most { $most } rows
error-both-name-labels = `{ $first }` and `{ $second }` both name the labels
error-keep-one = keep one of them
error-no-full-row = no row has both a text and a label
error-check-columns = check that the right columns or files are used
error-one-class = every training row is { $classes }; a classifier needs two classes or more
error-add-other-class = add rows of another class, or check that the right column or tags file is used
error-line-counts = `{ $tags }` has { $n_tags ->
    [one] { $n_tags } line
   *[other] { $n_tags } lines
} but `{ $texts }` has { $n_texts }
error-last-line-empty = the last line of `{ $file }` is empty; remove it
error-line-by-line = the two go together line by line: give a text file and a tags file that belong together
error-archived-data = `{ $file }` { $what ->
    [missing] is missing
    [no-table] is no table of texts and labels
    [no-tag] has a line that is no tag
    [no-text] is no text
   *[other-lines] has another number of lines than the texts
}
error-export-again = export or download the archive again

error-no-column = there is no column `{ $column }`, only { $columns }
error-rename-similar = { $columns } come near to it; rename all but one of them
error-name-columns = name the columns with { $option_text } and { $option_label }, by their names or their numbers from 1
error-name-columns-by-name = name the columns with { $option_text } and { $option_label }, by their names
error-row-width = the row has { $fields ->
    [one] { $fields } field
   *[other] { $fields } fields
} but { $than ->
    [header] the header
   *[first-row] the first row
} has { $expected }
error-quote-fields = put texts that hold the separator, a quote or a line break in quotes, and double the quotes inside
error-columns-same-name = there are { $columns } columns named `{ $name }`
error-rename-or-number = rename all but one of them, or give the number of the column with { $option_text } or { $option_label }
error-one-column-for-both = texts and labels are both asked from column `{ $column }`
error-name-two-columns = name two columns with { $option_text } and { $option_label }
error-propose-columns = if those are the columns, give { $options }
error-propose-no-header = the first row seems to be data; if the table has no header, give { $options }
error-no-such-number = without a header the columns are { $columns }, and { $wanted } is none of them
error-give-numbers = give { $option_text } and { $option_label } as numbers from 1
error-test-needs-labels = { $remedy }; a test set needs labels: where it has none, leave it out and give the training set alone
error-name-time-column = say with --time-column which column holds the times
error-header-unclear = the first row, { $cells }, may be the names of the columns or data
error-say-header = give { $option } where it has the names, { $option_none } where it is data
error-name-or-number = the columns are named { $columns }, so that `{ $column }` may be a name or a number from 1
error-name-in-pandas = name the columns in the first row, in pandas: { $call }
error-table-empty = the table has no rows
error-swallowed-rows = a text in quotation marks spans { $lines } lines that look like rows of their own
error-swallowed-rows-remedy = double each quotation mark that is part of a text and close the text's own; or give { $option_none } where quotation marks are text, { $option_csv } where the text is to have these lines
error-open-quote = a quote is opened in this row and never closed
error-close-quote = close it, or double each quote that is part of a text and put the text in quotes; or give { $option } where quotation marks are text
error-save-csv = save the table as CSV again

error-no-json = { $what ->
    [array] the array is no JSON
   *[object] no JSON object
}: { $fault } at column { $column }
error-json-row = write one JSON object a line, such as { $example }
error-json-by-pandas = write the rows as objects, in pandas: { $call }
error-no-object = `{ $text }` is no JSON object
error-several-arrays = each of { $names } is an array of objects, which may be the rows
error-array-each = write each of them to a file of its own and give that
error-not-one-value = `{ $column }` is `{ $value }`, which is not one value

error-parquet-footer = the Parquet file has no footer that can be read: it is damaged or cut short
error-parquet-column = column `{ $column }` of the Parquet file is damaged
error-parquet-encrypted = the Parquet file is encrypted
error-parquet-written = column `{ $column }` is written as { $how }, which is not read
error-parquet-bytes = column `{ $column }` unpacks to more than { $bytes } bytes
error-parquet-values = column `{ $column }` holds { $what } and not one text, number or time a row
error-parquet-by-pandas = write it again, in pandas: { $call }

error-no-test-to-exclude = there is no test set to exclude rows from
error-give-test-or-leave = give test texts and tags, or leave the setting out
error-no-such-row = there is no row { $row }: the { $set ->
    [test] test
   *[train] train
} set has { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, counted from 1
error-give-rows-there = give rows that are there; those of other data can't be meant
error-exclusions-leave = the exclusions leave training rows of { $classes }, and a classifier needs two classes
error-exclude-fewer = exclude fewer kinds or rows
error-exclusions-leave-no-test = the exclusions leave no row of the test set
error-exclude-fewer-or-no-test = exclude fewer kinds or rows, or give no test set

error-folder-empty = there is no file in this folder that is read
error-folder-large = this folder has more than { $files } files or { $bytes }
error-folder-deep = folders lie within each other more than { $levels } deep
error-folder-large-remedy = give the files themselves, or a folder with them alone
error-mlflow-store = this is a store of MLflow, not data
error-mlflow-store-remedy = drop the archive of a run (dryf-run-….zip), or bring the store to a server with dryf push
error-other-toml = this is TOML, but neither settings nor rules of Dryf
error-other-toml-remedy = settings have sections such as [svc], rules a list [[rules]]; dryf schema prints both
