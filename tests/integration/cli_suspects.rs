//! `dryf suspects` from outside: its table, its JSON, and the configuration that leaves the suspects out.

use crate::cli::Desk;

#[test]
fn suspects_are_listed_written_and_excluded() {
    let desk = Desk::new();
    desk.write("run.toml", "[data]\nexclude_train_rows = [1, 2]\n");
    let line = "suspects --demo --config run.toml --out s.csv --json s.json --html s.html";
    let done = desk.dryf(&format!("{line} --exclude-out without.toml"));
    let told = done.good();
    let json = desk.json("s.json");
    let suspects = json["suspects"].as_array().unwrap();
    assert_eq!(json["verdict"], "found");
    assert_eq!(json["n_rows"], 1198);
    let joint = json["confident_joint"].as_array().unwrap();
    let all = joint.iter().flat_map(|row| row.as_array().unwrap());
    assert_eq!(all.map(|n| n.as_u64().unwrap()).sum::<u64>(), 1198);
    let sentence = json["sentence"].as_str().unwrap();
    assert!(told.starts_with(sentence), "{told}");
    assert!(
        String::from_utf8(desk.read("s.html"))
            .unwrap()
            .contains(sentence)
    );
    let found = format!("contradict {} of 1,198 labels", suspects.len());
    assert!(told.contains(&found), "{told}");

    let written = desk.read("s.csv");
    let mut csv = csv::Reader::from_reader(&written[..]);
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), suspects.len());
    let texts = crate::cli::demo_lines("train_text.txt");
    let mut confidence = 0.0;
    for (row, suspect) in rows.iter().zip(suspects) {
        // Counted from 1 for people, from 0 for programs, rows that are left out included.
        let place = suspect["row"].as_u64().unwrap() as usize;
        assert_eq!(row[0], (place + 1).to_string());
        assert!(place >= 2);
        assert_eq!(row[1], suspect["given"]);
        assert_eq!(row[2], suspect["suggested"]);
        let text = texts[place].clone();
        let is_formula = text.starts_with(['=', '+', '-', '@']);
        assert_eq!(row[5], if is_formula { format!("'{text}") } else { text });
        let now = suspect["self_confidence"].as_f64().unwrap();
        assert!(now >= confidence, "the most suspect first");
        confidence = now;
    }
    assert!(rows.iter().any(|row| row[5].starts_with("'@")), "a mention");

    // Training by what was written leaves out all of them, and what was left out before.
    let checked = desk.dryf("validate --demo --config without.toml").good();
    let left_out = format!(
        "\n{} training rows and 0 test rows are left out",
        rows.len() + 2
    );
    assert!(checked.contains(&left_out), "{checked}");
}

#[test]
fn what_comes_out_is_the_same_for_any_number_of_workers_and_for_both_ranks_the_same_rows() {
    let desk = Desk::new();
    desk.write("linear.toml", "[svc]\nengine = \"linear\"\n");
    let line = "suspects --demo --config linear.toml --folds 3";
    desk.dryf(&format!("{line} --workers 1 --json one.json"))
        .good();
    desk.dryf(&format!("{line} --workers 3 --json three.json"))
        .good();
    assert_eq!(desk.read("one.json"), desk.read("three.json"));
    let by_margin = format!("{line} --rank normalized-margin --json margin.json");
    desk.dryf(&by_margin).good();
    let rows = |name| {
        let json = desk.json(name);
        let suspects = json["suspects"].as_array().unwrap().clone();
        let mut rows: Vec<u64> = suspects
            .iter()
            .map(|suspect| suspect["row"].as_u64().unwrap())
            .collect();
        rows.sort_unstable();
        rows
    };
    assert_eq!(rows("one.json"), rows("margin.json"));
    assert_eq!(desk.json("one.json")["n_folds"], 3);
}
