# A model behind MLflow's scoring protocol

serve-serves = serving run { $run }, model { $model }
serve-serves-now = serving run { $run }, model { $model } from now on
serve-reload-refused = the new model can't be read and the one that is there goes on: { $fault }
serve-params-ignored = params in a request are ignored: the model has none (said once)
serve-log-fails = { $folder } takes no more rows ({ $fault }); requests are answered and not kept
serve-ended = ended; every request that was at work has its answer
serve-bad-request = { $what ->
        [utf8] the body is not UTF-8 ({ $fault })
        [json] the body is not JSON ({ $fault })
        [no-object] the body is not a JSON object
        [form] give exactly one of dataframe_split, dataframe_records, instances and inputs
        [split] dataframe_split is an object with columns, data (a list of rows) and perhaps index, and nothing else
        [records] dataframe_records is a list of objects
        [two-texts] two columns are called text
        [lengths] rows, columns or index differ in length
        [csv] the body is no CSV with a first line that names the columns { $fault }
        [csv-row] row { $fault } has more cells than the first line; quote a text that has a comma
       *[body] the body did not come whole ({ $fault })
    }
serve-not-a-text = row { $row } (the first is 0) is { $kind ->
        [number] a number
        [truth] a truth value
        [list] a list
       *[object] an object
    }, where a text is needed; give a string, or null for a row without a text
serve-no-text-column = the model needs the column text, and there is none
serve-too-many-rows = { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    } in one request, where { $most } may be (--max-rows)
serve-too-large = the body has more than { $bytes } bytes (--max-bytes)
serve-too-slow = the body did not come within { $seconds } s (--timeout)
serve-no-room = too many large requests at a time; ask again
serve-media-type = the body is { $given }, and is to be application/json or text/csv in UTF-8
serve-no-such-path = there is nothing here; ask for /invocations, /ping, /version or /metrics
serve-other-method = ask by { $method }
serve-other-host = this server is 127.0.0.1, and no other name is answered
serve-other-origin = pages of { $origin } may not ask here; name it by --cors
serve-reload-from-elsewhere = only this machine may ask for that
serve-metric = { $name ->
        [dryf_http_requests_total] Requests by route and status
        [dryf_invocation_duration_seconds] From the last byte of a request to its answer
        [dryf_rows_total] Rows answered
        [dryf_missing_rows_total] Rows without a text
        [dryf_terms_total] Terms of all texts
        [dryf_unknown_terms_total] Terms that the vocabulary lacks
        [dryf_unknown_terms_share] Share of terms that the vocabulary lacks, since the start
        [dryf_predictions_total] Rows by the class that was answered
        [dryf_reloads_total] Models that took the place of another
        [dryf_refused_reloads_total] New models that could not be read
        [dryf_logged_rows_total] Rows kept by --log
        [dryf_not_logged_rows_total] Rows that --log could not keep
       *[dryf_model_info] The model that is served
    }
error-not-well = { $address } does not say that it is well ({ $fault })
error-start-serve = see whether `dryf serve --model` runs there
