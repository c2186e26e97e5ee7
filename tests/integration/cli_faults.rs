//! Every way in which a user's input can be bad, with the exit code that scripts read and the very line that the user
//! reads: what, where, and what to do.

use crate::cli::{Desk, bomb, demo_file, zipped};

const TRAIN: &str =
    "train --out run.zip --json run.json --train-text texts.txt --train-tags tags.txt";

/// A folder with the demo's training pair, one of them replaced.
fn pair(texts: Option<&[u8]>, tags: Option<&[u8]>) -> Desk {
    let desk = Desk::new();
    desk.write(
        "texts.txt",
        texts.map_or_else(|| demo_file("train_text.txt"), <[u8]>::to_vec),
    );
    desk.write(
        "tags.txt",
        tags.map_or_else(|| demo_file("train_tags.txt"), <[u8]>::to_vec),
    );
    desk
}

/// The line `at` of the file replaced, counted from 1.
fn with_line(file: &[u8], at: usize, line: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
    lines[at - 1] = line;
    lines.concat()
}

#[test]
fn faults_of_texts_and_tags() {
    let (texts, tags) = (demo_file("train_text.txt"), demo_file("train_tags.txt"));
    let cases: [(Desk, i32, &str); 8] = [
        (
            pair(None, Some(&tags[2..])),
            65,
            "tags.txt: `tags.txt` has 1,199 lines but `texts.txt` has 1,200; the two go together line by line: give a \
             text file and a tags file that belong together",
        ),
        (
            pair(None, Some(&with_line(&tags, 7, b"3\n"))),
            65,
            "tags.txt: the class `3` has only one row, so that it can't be in both parts of the split; add a row of each such \
             class, give the row another label, or leave it out",
        ),
        (
            pair(Some(&with_line(&texts, 6, b"wiecz\xf3r\n")), None),
            65,
            "texts.txt, line 6: byte 0xF3 is not valid UTF-8; mend the line, save the file as UTF-8, or name its encoding \
             with --encoding, such as windows-1250",
        ),
        (
            pair(Some(b""), None),
            65,
            "texts.txt: the file is empty: it holds not one byte of text; check that the download or the export is \
             complete and give the file again",
        ),
        (
            pair(Some(b"a\nb\nc\nd\n"), Some(b"0\n0\n0\n1\n")),
            65,
            "tags.txt: the class `1` has only one row, so that it can't be in both parts of the split; add a \
             row of each such class, give the row another label, or leave it out",
        ),
        (
            pair(Some(b"a\nb\n"), Some(b"2\n2\n")),
            65,
            "tags.txt: every training row is `2`; a classifier needs two classes or more; add rows of another \
             class, or check that the right column or tags file is used",
        ),
        (
            pair(Some(b"PK\x03\x04 and so on\n"), Some(b"0\n")),
            65,
            "texts.txt: this is a zip, not a file of texts, labels or a table; unpack it and give the files inside",
        ),
        (
            // The texts are there but hold nothing that the token pattern takes.
            pair(Some(&b"a b c\n".repeat(1200)), None),
            65,
            "tfidf: the 840 texts hold no term at all; check the cleaning steps, the stop words and the token pattern: \
             they leave nothing",
        ),
    ];
    for (desk, code, line) in cases {
        desk.dryf(TRAIN).bad(code, line);
        assert_eq!(desk.names(), ["tags.txt", "texts.txt"], "{line}");
    }
}

#[test]
fn faults_of_tables() {
    for (name, content, line) in [
        (
            "t.csv",
            "id,tekst,etykieta\n1,a,0\n",
            "t.csv, line 1: there is no column `text`, only `id`, `tekst` and `etykieta`; if those are the \
             columns, give --text-column tekst --label-column etykieta",
        ),
        (
            "t.csv",
            "text,label\n\"a\nb\",0\nc\n",
            "t.csv, line 4: the row has 1 field but the header has 2; put texts that hold the separator, a quote or a line \
             break in quotes, and double the quotes inside",
        ),
        (
            "t.jsonl",
            "{\"text\":\"a\",\"label\":0}\n{\"text\":[7],\"label\":0}\n",
            "t.jsonl, line 2: `text` is `[7]`, which is not one value; write the rows as objects, in pandas: \
             df.to_json(\"out.jsonl\", orient=\"records\", lines=True, force_ascii=False)",
        ),
    ] {
        let desk = Desk::new();
        desk.write(name, content);
        desk.dryf(&format!("train --train-text {name}"))
            .bad(65, line);
    }
}

#[test]
fn faults_of_paths() {
    let desk = pair(None, None);
    desk.write("empty/notes.md", "x");
    for (line, code, error) in [
        (
            "train --train-text nope.txt --train-tags tags.txt",
            66,
            "nope.txt: there is no such file; check the path",
        ),
        (
            "train --train-text texts.txt --train-tags nope.txt",
            66,
            "nope.txt: there is no such file; check the path",
        ),
        (
            "train --data nope",
            66,
            "nope: there is no such file; check the path",
        ),
        (
            "train --data empty",
            66,
            "empty: the folder has no .txt, .csv, .tsv, .jsonl, .json, .parquet or .zip file; name the folder that holds PolEval's \
             four files, or a table",
        ),
        (
            "train --demo --config nope.toml",
            66,
            "nope.toml: there is no such file; check the path",
        ),
        (
            "train --demo --production nope.zip",
            66,
            "nope.zip: there is no such file; check the path",
        ),
        (
            "predict --model nope.zip",
            66,
            "nope.zip: there is no such file; check the path",
        ),
        (
            "evaluate --model nope.zip --text texts.txt --tags tags.txt",
            66,
            "nope.zip: there is no such file; check the path",
        ),
        (
            "inspect nope.zip",
            66,
            "nope.zip: there is no such file; check the path",
        ),
        (
            "train --train-text texts.txt",
            64,
            "texts.txt: `texts.txt` has no labels: the train tags are missing; give the tags file that belongs to it, one \
             label for each line, as train tags; or name its \
             columns with --text-column and --label-column, by their names or their numbers from 1, if it is a table",
        ),
        (
            "train",
            64,
            "no data are named; give --demo, --data DIR|ZIP, or --train-text FILE --train-tags FILE",
        ),
        (
            "train --demo --out same --json same",
            64,
            "same: --out and --json name the same file; give each a file of its own",
        ),
    ] {
        desk.dryf(line).bad(code, error);
    }
    // What is there and can't be read is no input either; the system's words are its own.
    let done = desk.dryf("train --train-text empty --train-tags tags.txt");
    assert_eq!(done.code, Some(66));
    assert!(
        done.stderr
            .starts_with("dryf: empty: the file can't be read ("),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr
            .ends_with("check that it is a file and that you may read it\n")
    );
}

#[test]
fn faults_of_the_configuration() {
    const KEYS: &str = "engine, kernel, C, degree, gamma, coef0, class_weight, tol, max_iter, probability, \
                        decision_function_shape, break_ties, shrinking, cache_size, loss, fit_intercept, intercept_scaling";
    let unknown = format!(
        "run.toml, line 2: unknown key of [svc] `kernell`; did you mean `kernel`? known are: {KEYS}"
    );
    for (config, code, line) in [
        (
            "[tfidf]\nmin_df = 700\n",
            65,
            "tfidf.min_df: none of the 802 terms is in at least 700 and at most 798 of the 840 texts; lower min_df or \
             raise max_df",
        ),
        (
            "[tfidf]\nmin_df = 50\nmax_df = 10\n",
            64,
            "tfidf.max_df: max_df allows a term in at most 10 documents, min_df asks for at least 50, of 840; lower min_df \
             or raise max_df",
        ),
        (
            "[svc]\nkernel = \"rbf\"\nC = 0\n",
            64,
            "run.toml, line 3: `svc.C` can't be 0.0; give a number above 0, such as 1.0",
        ),
        (
            "[svc]\nC = nan\n",
            64,
            "run.toml, line 2: `svc.C` can't be nan; give a number above 0, such as 1.0",
        ),
        (
            "[tfidf]\n\nmax_df = nan\n",
            64,
            "run.toml, line 3: `tfidf.max_df` can't be nan; give a whole number from 1 or a number of at least 0 and at \
             most 1, such as 0.95",
        ),
        (
            "[run]\nvalidation_size = nan\n",
            64,
            "run.toml, line 2: `run.validation_size` can't be nan; give a number above 0 and below 1, such as 0.3",
        ),
        ("[svc]\nkernell = \"rbf\"\n", 64, &unknown),
        (
            "[svm]\nC = 1.0\n",
            64,
            "run.toml, line 1: unknown section `svm`; did you mean `svc`? known are: run, data, clean, tfidf, chars, svc, drift",
        ),
        (
            "[svc]\nkernel = 3\n",
            64,
            "run.toml, line 2: `svc.kernel` can't be 3; give \"linear\", \"poly\", \"rbf\" or \"sigmoid\"",
        ),
        (
            "[svc.class_weight]\nspam = 2.0\n",
            64,
            "svc.class_weight: class_weight names `spam`, which is no class of the data; name only these: cyberbullying, \
             hate-speech, non-harmful",
        ),
        (
            "C = \n",
            64,
            "run.toml, line 1: no valid TOML: string values must be quoted, expected literal string; correct the TOML: `key = value` \
             below a [section] or [[rules]], texts in quotes",
        ),
    ] {
        let desk = Desk::new();
        desk.write("run.toml", config);
        desk.dryf("train --demo --config run.toml --out run.zip")
            .bad(code, line);
        assert_eq!(desk.names(), ["run.toml"], "{config}");
    }
    let desk = Desk::new();
    desk.write("run.toml", b"[run]\nname = \"\xb3\"\n");
    desk.dryf("train --demo --config run.toml")
        .bad(65, "run.toml: the file is not UTF-8; save it as UTF-8");
}

#[test]
fn faults_of_zips_with_data() {
    let whole = zipped(&[("train_text.txt", &demo_file("train_text.txt"))]);
    let climbing = zipped(&[("../train_text.txt", b"a\n")]);
    for (zip, line) in [
        (
            climbing,
            "data.zip: the member `../train_text.txt` climbs out of its folder; don't trust this zip; pack the data files \
             again without folders or links",
        ),
        (
            whole[..whole.len() / 2].to_vec(),
            "data.zip: the zip can't be read: invalid Zip archive: Could not find EOCD; download or pack it again, or \
             unpack it yourself and give the files inside",
        ),
        (
            bomb(),
            "data.zip: the zip unpacks to more than 200 times its size; if you trust it, unpack it yourself and give the \
             data files inside",
        ),
        (
            zipped(&[("readme.md", b"nothing here")]),
            "data.zip: the zip holds no data file; give a zip with .txt, .csv, .tsv, .jsonl, .json or .parquet files, as PolEval ships them",
        ),
    ] {
        let desk = Desk::new();
        desk.write("data.zip", zip);
        desk.dryf("train --data data.zip --out run.zip")
            .bad(65, line);
        assert_eq!(desk.names(), ["data.zip"]);
    }
}

#[test]
fn faults_of_what_a_model_is_given() {
    let desk = Desk::new().with_demo().with_demo_files();
    // The lines before the fault are answered.
    let found = desk.dryf_with("predict --model demo.zip", b"dobry\nwiecz\xf3r\n");
    assert_eq!(
        (found.code, &found.stdout[..], &found.stderr[..]),
        (
            Some(65),
            "non-harmful\n",
            "dryf: standard input, line 2: byte 0xF3 is not valid UTF-8; give UTF-8; of a file that is given with --text \
             the encoding is found\n"
        )
    );
    assert_eq!(desk.dryf_with("predict --model demo.zip", b"").good(), "");
    desk.dryf("evaluate --model demo.zip --text test_set_only_text.txt").bad(
        64,
        "test_set_only_text.txt: the texts have no tags; give --tags FILE, or a table with both; a table of another ending \
         takes --text-column and --label-column",
    );
    desk.dryf("evaluate --model demo.zip --text test_set_only_text.txt --tags training_set_clean_only_tags.txt").bad(
        65,
        "training_set_clean_only_tags.txt: `training_set_clean_only_tags.txt` has 1,200 lines but \
         `test_set_only_text.txt` has 300; the two go together line by line: give a text file and a tags file that \
         belong together",
    );
}
