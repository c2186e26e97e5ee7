//! Other people's data sets, as rows of data: which files of a folder are which set, what labels are called, what becomes of
//! rows without labels, and that a model speaks the labels of the rows that it is asked about.

use serde_json::{Value, json};

use crate::cli::{Desk, demo_file, zipped};
use crate::cli_foreign;

pub const CONFIG: &str = "[tfidf]\nmin_df = 1\n";

/// Twelve texts of two kinds.
pub fn texts() -> Vec<&'static str> {
    [
        "miły dzień",
        "zły dzień",
        "miły pies",
        "zły pies",
        "miły kot",
        "zły kot",
    ]
    .repeat(2)
}

pub fn lines(of: impl Fn(usize) -> String) -> String {
    (0..12).map(|n| format!("{}\n", of(n))).collect()
}

fn text_file() -> String {
    lines(|n| texts()[n].into())
}

fn labels(of: [&str; 2]) -> String {
    lines(|n| of[n % 2].into())
}

pub fn table(of: [&str; 2]) -> String {
    format!(
        "text,label\n{}",
        lines(|n| format!("{},{}", texts()[n], of[n % 2]))
    )
}

/// The classes, and PolEval's score, of what the command line trains on.
#[track_caller]
pub fn trained(desk: &Desk, options: &str) -> (serde_json::Value, serde_json::Value, String) {
    let done = desk.dryf(&format!(
        "train {options} --config c.toml --out m.zip --json s.json"
    ));
    assert_eq!(done.code, Some(0), "{options}: {}", done.stderr);
    let summary = desk.json("s.json");
    (
        summary["classes"].clone(),
        summary["metrics"]["poleval_micro_f"].clone(),
        done.stderr,
    )
}

/// PolEval's names are PolEval's: of its own files, or by choice, and of nothing else whose labels are 0, 1 and 2.
#[test]
fn names_of_labels_are_the_datas_own() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG)
        .write("t.txt", text_file())
        .write("names.txt", "0\tspokój\n1\tgniew\n2\tżal\n");
    let three = lines(|n| (n % 3).to_string());
    let two = labels(["0", "1"]);
    let names = |labels: &str| {
        let rows = labels.lines().zip(texts());
        let rows: String = rows
            .map(|(label, text)| format!("{text},{label}\n"))
            .collect();
        format!("text,label\n{rows}")
    };
    let poleval = json!(["cyberbullying", "hate-speech", "non-harmful"]);
    let published = "--train-text training_set_clean_only_text.txt --train-tags training_set_clean_only_tags.txt";
    let cases = [
        (
            "g.csv",
            names(&three),
            "--train-text g.csv",
            json!(["0", "1", "2"]),
        ),
        (
            "g.csv",
            names(&three),
            "--train-text g.csv --label-names poleval",
            poleval.clone(),
        ),
        (
            "g.csv",
            names(&three),
            "--train-text g.csv --label-names names.txt",
            json!(["gniew", "spokój", "żal"]),
        ),
        (
            "g.txt",
            three.clone(),
            "--train-text t.txt --train-tags g.txt",
            json!(["0", "1", "2"]),
        ),
        // As R writes them.
        (
            "g.txt",
            labels(["\"NOT\"", "\"OFF\""]),
            "--train-text t.txt --train-tags g.txt",
            json!(["NOT", "OFF"]),
        ),
        (
            "g.txt",
            three.clone(),
            "--train-text t.txt --train-tags g.txt --label-names poleval",
            poleval.clone(),
        ),
        (
            "g.txt",
            labels(["NOT", "OFF"]),
            "--train-text t.txt --train-tags g.txt",
            json!(["NOT", "OFF"]),
        ),
        (
            "g.txt",
            labels(["mowa nienawiści", "brak"]),
            "--train-text t.txt --train-tags g.txt",
            json!(["brak", "mowa nienawiści"]),
        ),
        (
            "g.txt",
            labels(["17", "3"]),
            "--train-text t.txt --train-tags g.txt",
            json!(["17", "3"]),
        ),
        (
            "training_set_clean_only_tags.txt",
            three.clone(),
            published,
            poleval.clone(),
        ),
        (
            "training_set_clean_only_tags.txt",
            three.clone(),
            "--data .",
            poleval.clone(),
        ),
        (
            "training_set_clean_only_tags.txt",
            two.clone(),
            published,
            json!(["0", "1"]),
        ),
        (
            "training_set_clean_only_tags.txt",
            two,
            "--data .",
            json!(["0", "1"]),
        ),
    ];
    for (name, content, options, classes) in cases {
        let here = Desk::new();
        for file in ["c.toml", "t.txt", "names.txt"] {
            here.write(file, desk.read(file));
        }
        here.write(name, content);
        if name.starts_with("training") {
            here.write("training_set_clean_only_text.txt", text_file());
            std::fs::remove_file(here.path("t.txt")).unwrap();
            std::fs::remove_file(here.path("names.txt")).unwrap();
        }
        let (found, _, said) = trained(&here, options);
        assert_eq!(found, classes, "{options}");
        let is_poleval = classes == poleval;
        assert_eq!(
            said.contains("Labels are named by PolEval's names"),
            is_poleval,
            "{said}"
        );
    }
    desk.write("bad.csv", names(&lines(|n| (n % 4).to_string())));
    desk.dryf("train --train-text bad.csv --label-names poleval").bad(
        65,
        "bad.csv, line 5: the label names know 0 (non-harmful), 1 (cyberbullying) and 2 (hate-speech), and not `3`; leave \
         PolEval's label names out, so that labels are named as they stand",
    );
}

/// PolEval's scores are there for PolEval alone.
#[test]
fn polevals_scores_are_for_poleval() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG);
    let three = |names: [&str; 3]| {
        format!(
            "text,label\n{}",
            lines(|n| format!("{},{}", texts()[n], names[n % 3]))
        )
    };
    let names = ["non-harmful", "cyberbullying", "hate-speech"];
    for (content, options, is_there) in [
        (three(["0", "1", "2"]), "", false),
        (three(names), "", false),
        (three(["0", "1", "2"]), "--label-names poleval", true),
        (three(names), "--label-names poleval", true),
    ] {
        desk.write("a.csv", content);
        let (_, score, _) = trained(
            &desk,
            &format!("--train-text a.csv --test-text a.csv {options}"),
        );
        assert_eq!(score.is_number(), is_there, "{options}");
        let done = desk.dryf("evaluate --model m.zip --text a.csv").good();
        assert_eq!(done.contains("PolEval's micro F"), is_there, "{options}");
    }
}

/// TweetEval's folder: labels by number, their names beside them, a set for tuning that is not used.
#[test]
fn tweetevals_folder_is_read() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG);
    let members = [
        ("train_text.txt", text_file()),
        ("train_labels.txt", labels(["0", "1"])),
        ("test_text.txt", text_file()),
        ("test_labels.txt", labels(["0", "1"])),
        ("val_text.txt", text_file()),
        ("val_labels.txt", labels(["1", "0"])),
        ("mapping.txt", "0\tanger\n1\tjoy\n".into()),
    ];
    for (name, content) in &members {
        desk.write(&format!("emotion/{name}"), content);
    }
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, content)| (*name, content.as_bytes()))
        .collect();
    desk.write("emotion.zip", zipped(&members));
    for data in ["emotion", "emotion.zip"] {
        let (classes, _, said) = trained(&desk, &format!("--data {data}"));
        assert_eq!(classes, json!(["anger", "joy"]));
        assert!(
            said.contains("val_text.txt is not used: its name says validation"),
            "{said}"
        );
        // Raw labels, names, and what the model itself says are all understood.
        desk.dryf("predict --model m.zip --text emotion/test_text.txt --format tags")
            .good();
        let names = desk
            .dryf("predict --model m.zip --text emotion/test_text.txt")
            .good();
        assert_eq!(names, labels(["anger", "joy"]));
        desk.write("names.txt", names);
        for tags in ["emotion/test_labels.txt", "names.txt"] {
            desk.dryf(&format!(
                "evaluate --model m.zip --text emotion/test_text.txt --tags {tags} --json e.json"
            ))
            .good();
            assert_eq!(desk.json("e.json")["evaluation"]["f1_micro"], 1.0, "{tags}");
        }
    }
}

/// A folder's test set is taken by every command that evaluates; labels that the mapping beside the data leaves out are named.
#[test]
fn a_mapping_that_lacks_labels_is_told() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG)
        .write("data/train.csv", table(["0", "1"]))
        .write("data/test.csv", table(["0", "1"]))
        .write("data/mapping.txt", "1\tjoy\n");
    let (classes, _, said) = trained(&desk, "--data data");
    assert_eq!(classes, json!(["0", "joy"]));
    assert!(
        said.contains("the label names don't know `0`, left as it is"),
        "{said}"
    );
    desk.dryf("evaluate --model m.zip --data data --json e.json")
        .good();
    assert_eq!(desk.json("e.json")["evaluation"]["f1_micro"], 1.0);
    let gate = desk.dryf(
        "compare --candidate m.zip --production m.zip --data data --without-resources --json g.json",
    );
    assert!(gate.code.is_some_and(|code| code <= 2), "{}", gate.stderr);
    assert_eq!(desk.json("g.json")["rows"]["n_rows"], 12);
}

/// What a model of a table says is a tags file for every command that takes one.
#[test]
fn a_models_own_answers_are_a_tags_file() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG).write("t.txt", text_file());
    for of in [
        ["NOT", "OFF"],
        ["0", "1"],
        ["-1", "1"],
        ["mowa nienawiści", "brak"],
    ] {
        desk.write("a.csv", table(of));
        trained(&desk, "--train-text a.csv");
        for format in ["labels", "tags"] {
            let tags = desk
                .dryf(&format!(
                    "predict --model m.zip --text t.txt --format {format}"
                ))
                .good();
            assert_eq!(tags, labels(of), "{format}");
            desk.write("g.txt", tags);
            let done = desk.dryf("evaluate --model m.zip --text t.txt --tags g.txt --json e.json");
            assert_eq!(done.code, Some(0), "{}", done.stderr);
            assert_eq!(desk.json("e.json")["evaluation"]["f1_micro"], 1.0);
            let done = desk.dryf("compare --candidate m.zip --production m.zip --text t.txt --tags g.txt --without-resources");
            assert!(done.code.is_some_and(|code| code <= 2), "{}", done.stderr);
            let done = desk.dryf("drift --reference m.zip --current t.txt g.txt --without-splits");
            assert_eq!(done.code, Some(0), "{}", done.stderr);
        }
    }
    // Texts of a table go with the labels of another file.
    desk.write("g.txt", labels(["tak", "nie"]));
    let (classes, _, _) = trained(&desk, "--train-text a.csv --train-tags g.txt");
    assert_eq!(classes, json!(["nie", "tak"]));
    for line in [
        "evaluate --model m.zip --text a.csv --tags g.txt --json o.json",
        "drift --reference m.zip --current a.csv g.txt --without-splits --json o.json",
        "monitor --production m.zip --batch a.csv g.txt --json o.json",
    ] {
        let done = desk.dryf(line);
        assert!(
            done.code.is_some_and(|code| code <= 2),
            "{line}: {}",
            done.stderr
        );
        assert!(
            done.stderr.contains("read a.csv")
                && done.stderr.contains("a table by comma with a header"),
            "{line}: {}",
            done.stderr
        );
    }
    // As do those of a table of their own, whose columns are named or numbered.
    for (name, header, options) in [
        ("g.csv", "label\n", ""),
        ("g.txt", "label\n", ""),
        ("g.csv", "", ""),
        ("g.csv", "id,label\n", ""),
        ("g.csv", "id,ocena\n", "--label-column ocena"),
        ("g.csv", "id,ocena\n", "--label-column 2"),
        ("g.tsv", "", "--label-column 2"),
    ] {
        let of_row = |n: usize| match (header, options) {
            ("label\n", _) | ("", "") => ["tak", "nie"][n % 2].to_string(),
            _ => format!("x{n},{}", ["tak", "nie"][n % 2]),
        };
        desk.write(name, format!("{header}{}", lines(of_row)));
        let texts = match options {
            "" => "a.csv",
            _ => "t.txt",
        };
        let (classes, _, said) = trained(
            &desk,
            &format!("--train-text {texts} --train-tags {name} {options}"),
        );
        assert_eq!(classes, json!(["nie", "tak"]), "{name} {header} {options}");
        let n_rows = &desk.json("s.json")["files"][1]["reading"]["n_rows"];
        assert_eq!(n_rows, 12, "{said}");
    }
    desk.write("short.txt", "tak\nnie\n");
    desk.dryf("train --train-text a.csv --train-tags short.txt").bad(
        65,
        "short.txt: `short.txt` has 2 lines but `a.csv` has 12; the two go together line by line: give a text file and a tags \
         file that belong together",
    );
}

/// The demo's and PolEval's own tags are known whatever their files are called, and an archive of an earlier version whose
/// classes are PolEval's speaks its tags.
#[test]
fn polevals_files_are_known_by_content() {
    let desk = Desk::new();
    desk.write("x", demo_file("train_text.txt"))
        .write("y", demo_file("train_tags.txt"));
    let done = desk.dryf("train --train-text x --train-tags y --out m.zip --json s.json");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(
        desk.json("s.json")["classes"],
        json!(["cyberbullying", "hate-speech", "non-harmful"])
    );
    let crlf = String::from_utf8(demo_file("train_tags.txt"))
        .unwrap()
        .replace('\n', "\r\n");
    desk.write("y", crlf);
    desk.dryf("train --train-text x --train-tags y --json s.json")
        .good();
    assert_eq!(desk.json("s.json")["classes"][0], "cyberbullying");
    // A table of tags is understood by the model's naming.
    desk.write("t.csv", "text,label\nmiły dzień,0\nzły dzień,2\n");
    desk.dryf("evaluate --model m.zip --text t.csv --json e.json")
        .good();
    assert_eq!(
        desk.json("e.json")["classes"],
        json!(["cyberbullying", "hate-speech", "non-harmful"])
    );
    assert!(desk.json("e.json")["evaluation"]["poleval"].is_object());
}

/// A model is asked about the same rows in another form than it learned from.
#[test]
fn labels_mean_the_same_in_every_form() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG);
    let json = |label: fn(bool) -> Value| -> String {
        let row = |(text, class): (String, &str)| {
            format!(
                "{}\n",
                serde_json::json!({"text": text, "label": label(class == "zły")})
            )
        };
        cli_foreign::rows().into_iter().map(row).collect()
    };
    let csv = |good: &'static str, bad: &'static str| {
        cli_foreign::table("text,label", ",", move |_, class| match class {
            "zły" => bad.into(),
            _ => good.into(),
        })
    };
    let of_numbers = [
        ("n.csv", csv("0", "1")),
        ("n.csv", csv("0.0", "1.0")),
        ("n.csv", csv("0.00", "1.")),
        ("n.jsonl", json(|is_bad| Value::from(u8::from(is_bad)))),
        (
            "n.jsonl",
            json(|is_bad| Value::from(f64::from(u8::from(is_bad)))),
        ),
        (
            "n.json",
            format!(
                "[{}]",
                json(|is_bad| Value::from(u8::from(is_bad).to_string()))
                    .trim()
                    .replace('\n', ",\n")
            ),
        ),
    ];
    let of_truths = [
        ("t.csv", csv("False", "True")),
        ("t.csv", csv("FALSE", "TRUE")),
        ("t.jsonl", json(Value::from)),
        (
            "t.jsonl",
            json(|is_bad| Value::from(if is_bad { "true" } else { "false" })),
        ),
    ];
    for forms in [&of_numbers[..], &of_truths[..]] {
        for (name, learned) in forms {
            desk.write(name, learned);
            desk.dryf(&format!(
                "train --train-text {name} --config c.toml --out m.zip"
            ))
            .good();
            for (name, asked) in forms {
                desk.write(name, asked);
                let done = desk.dryf(&format!(
                    "evaluate --model m.zip --text {name} --json e.json"
                ));
                assert_eq!(done.code, Some(0), "{}", done.stderr);
                assert_eq!(
                    desk.json("e.json")["evaluation"]["f1_micro"],
                    1.0,
                    "{learned}\n{asked}"
                );
            }
        }
    }
}
