//! `dryf robustness` from outside: the counts of `dryf predict` on texts written another way, the same bytes for the same seed,
//! hostile texts, both languages.

use serde_json::Value;

use crate::cli::{Desk, demo_lines};

const ROWS: &str = "--text test_set_only_text.txt --tags test_set_only_tags.txt";

/// A model that sees case and diacritics, which the default cleaning takes away.
fn desk() -> Desk {
    let desk = Desk::new().with_demo_files();
    desk.write(
        "plain.toml",
        "[clean]\nsteps = [\"whitespace_remover_1\"]\n[svc]\nengine = \"linear\"\n",
    );
    desk.dryf("train --demo --config plain.toml --out plain.zip")
        .good();
    desk
}

fn of<'a>(told: &'a Value, perturbation: &str) -> &'a Value {
    let all = told["robustness"]["perturbations"].as_array();
    all.and_then(|all| all.iter().find(|one| one["perturbation"] == perturbation))
        .unwrap_or_else(|| panic!("{perturbation} in {told}"))
}

#[test]
fn flips_are_those_of_predicting_the_texts_written_another_way() {
    let desk = desk();
    let shown = desk
        .dryf(&format!(
            "robustness --model plain.zip {ROWS} --json r.json"
        ))
        .good();
    let told = desk.json("r.json");
    let predicted = |texts: &[String]| -> Vec<String> {
        let lines = texts.join("\n") + "\n";
        let done = desk.dryf_with("predict --model plain.zip", lines.as_bytes());
        done.good().lines().map(str::to_string).collect()
    };
    let texts = demo_lines("test_text.txt");
    let names = ["non-harmful", "cyberbullying", "hate-speech"];
    let truth: Vec<&str> = demo_lines("test_tags.txt")
        .iter()
        .map(|tag| names[tag.parse::<usize>().unwrap()])
        .collect();
    let before = predicted(&texts);
    let plain = |text: &String| -> String {
        let letters = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
            .chars()
            .zip("acelnoszzACELNOSZZ".chars());
        letters.fold(text.clone(), |text, (from, to)| {
            text.replace(from, &to.to_string())
        })
    };
    let written: [(&str, Vec<String>); 2] = [
        ("diacritics", texts.iter().map(plain).collect()),
        (
            "upper_case",
            texts.iter().map(|text| text.to_uppercase()).collect(),
        ),
    ];
    for (perturbation, written) in written {
        let after = predicted(&written);
        let rows = |is: &dyn Fn(usize) -> bool| (0..texts.len()).filter(|&row| is(row)).count();
        let flipped = |row: usize| before[row] != after[row];
        let found = of(&told, perturbation);
        let all = &found["all"];
        let n = rows(&flipped);
        assert!(n > 0, "{perturbation}");
        assert_eq!(all["rows"], texts.len());
        assert_eq!(all["touched"], rows(&|row| texts[row] != written[row]));
        assert_eq!(all["flipped"], n, "{perturbation}");
        assert_eq!(
            all["lost"],
            rows(&|row| flipped(row) && before[row] == truth[row])
        );
        assert_eq!(
            all["won"],
            rows(&|row| flipped(row) && after[row] == truth[row])
        );
        let share = n as f64 / texts.len() as f64;
        assert_eq!(all["of_rows"]["value"].as_f64(), Some(share));
        for class in found["by_class"].as_array().unwrap() {
            let name = class["class"].as_str().unwrap();
            let of_class = rows(&|row| flipped(row) && truth[row] == name);
            assert_eq!(
                class["flips"]["flipped"], of_class,
                "{perturbation}: {name}"
            );
        }
        let first = (0..texts.len()).find(|&row| flipped(row)).unwrap();
        let example = &found["examples"][0];
        assert_eq!(example["row"], first);
        assert_eq!(example["text"], texts[first].as_str());
        assert_eq!(example["perturbed"], written[first].as_str());
        assert_eq!(example["before"]["class"], before[first].as_str());
        assert_eq!(example["after"]["class"], after[first].as_str());
        assert!(example["before"]["margin"].as_f64() > Some(0.0));
    }
    // The verdict is on the perturbation that flips most.
    let all = told["robustness"]["perturbations"].as_array().unwrap();
    let most = all
        .iter()
        .filter_map(|one| one["all"]["flipped"].as_u64())
        .max()
        .unwrap();
    let sentence = told["verdict"]["sentence"].as_str().unwrap();
    assert!(
        sentence.contains(&format!("answers flip ({most} of 300; ")),
        "{sentence}"
    );
    assert_eq!(shown.lines().next(), Some(sentence));
    assert_eq!(told["verdict"]["outcome"], told["robustness"]["outcome"]);
}

#[test]
fn the_default_cleaning_sees_neither_case_nor_diacritics() {
    let desk = Desk::new().with_demo();
    desk.dryf("robustness --model demo.zip --demo --json r.json")
        .good();
    let told = desk.json("r.json");
    for perturbation in [
        "diacritics",
        "upper_case",
        "mentions_first",
        "mentions_last",
    ] {
        let all = &of(&told, perturbation)["all"];
        assert!(all["touched"].as_u64() > Some(0), "{perturbation}");
        assert_eq!(all["flipped"], 0, "{perturbation}");
    }
}

#[test]
fn a_seed_gives_the_same_bytes_and_is_that_of_the_typos_alone() {
    let desk = desk();
    for (name, seed) in [("a", 1), ("b", 1), ("c", 2)] {
        let line = format!("robustness --model plain.zip --demo --seed {seed} --json {name}.json");
        desk.dryf(&line).good();
    }
    assert_eq!(desk.read("a.json"), desk.read("b.json"));
    let (one, other) = (desk.json("a.json"), desk.json("c.json"));
    assert_ne!(of(&one, "typos"), of(&other, "typos"));
    for perturbation in ["diacritics", "upper_case", "emoji", "mentions_removed"] {
        assert_eq!(of(&one, perturbation), of(&other, perturbation));
    }
}

#[test]
fn hostile_texts_are_shown_as_texts_in_both_languages() {
    let desk = desk();
    let mut table = "text,label\n".to_string();
    let long = "żółw ".repeat(20_000);
    for (row, text) in [
        "<script>alert(1)</script> głupi kalafior",
        "\u{202e}żółw\u{202c} \u{301}\u{328}",
        "=SUM(A1) krasnale są głupie",
        "😀",
        "@anonymized_account",
        long.trim(),
    ]
    .into_iter()
    .cycle()
    .take(60)
    .enumerate()
    {
        let class = ["non-harmful", "cyberbullying", "hate-speech"][row % 3];
        table += &format!("\"{text}\",{class}\n");
    }
    desk.write("odd.csv", table);
    for (language, words) in [
        ("en", ["Robustness", "in upper case"]),
        ("pl", ["Odporność", "wielkimi literami"]),
    ] {
        let shown = desk
            .dryf(&format!(
                "--lang {language} robustness --model plain.zip --text odd.csv --html r.html --json r.json"
            ))
            .good();
        let page = String::from_utf8(desk.read("r.html")).unwrap();
        for word in words {
            assert!(page.contains(word), "{word}");
        }
        assert!(shown.contains(words[1]), "{shown}");
        assert!(!page.contains("<script>alert") && !page.contains("<SCRIPT>ALERT"));
        assert_eq!(desk.json("r.json")["robustness"]["n_rows"], 60);
    }
}

#[test]
fn the_gate_holds_the_candidates_flips_against_its_rule() {
    let desk = desk().with_demo();
    for (max, candidate, outcome, code) in [
        ("0.05", "demo.zip", "pass", 0),
        ("0.005", "demo.zip", "not-enough-data", 2),
        ("0.005", "plain.zip", "fail", 1),
    ] {
        desk.write(
            "rules.toml",
            format!("[[rules]]\nrule = \"robust\"\nof = \"upper_case\"\nmax = {max}\n"),
        );
        let production = match candidate {
            "demo.zip" => "plain.zip",
            _ => "demo.zip",
        };
        let done = desk.dryf(&format!(
            "compare --candidate {candidate} --production {production} {ROWS} --rules rules.toml --without-resources --json gate.json"
        ));
        assert_eq!(done.code, Some(code), "{candidate}: {}", done.stdout);
        let told = desk.json("gate.json");
        assert_eq!(told["gate"]["outcome"], outcome);
        let finding = &told["gate"]["rules"][0]["findings"][0];
        for (archive, estimate) in [(candidate, "estimate"), (production, "production")] {
            desk.dryf(&format!(
                "robustness --model {archive} {ROWS} --json r.json"
            ))
            .good();
            let own = desk.json("r.json");
            assert_eq!(
                finding[estimate],
                of(&own, "upper_case")["all"]["of_rows"],
                "{archive}"
            );
        }
    }
}
