//! Arguments that are wrong, and the help that says how to do it right.

use crate::cli::Desk;

#[test]
fn wrong_usage_is_64_and_says_how_to_use_it() {
    let desk = Desk::new();
    for line in [
        "",
        "frobnicate",
        "train --frobnicate",
        "train --demo --data x",
        "train --demo --test-text x",
        "train --data x --test-text y",
        "train --train-tags x",
        "train --demo --without-texts",
        "predict",
        "predict --model",
        "predict --model x --format yaml",
        "evaluate --model x",
        "robustness --model x",
        "export --model x",
        "export --html x",
        "inspect",
        "inspect a b",
        "diff",
        "diff a",
        "serve --port 99999",
        "serve --port x",
    ] {
        let done = desk.dryf(line);
        assert_eq!(done.code, Some(64), "{line}: {}", done.stderr);
        assert_eq!(done.stdout, "", "{line}");
        assert!(
            done.stderr.contains("Usage: ") || done.stderr.contains("'--help'"),
            "{line}: {}",
            done.stderr
        );
    }
    let mut command = desk.command(["train", "--demo"]);
    crate::cli::outcome(command.env("SOURCE_DATE_EPOCH", "soon").output()).bad(
        64,
        "SOURCE_DATE_EPOCH is `soon`, not a number of seconds; unset it or give whole seconds since 1970",
    );
}

#[test]
fn help_of_every_command_has_examples() {
    let desk = Desk::new();
    let all = desk.dryf("--help").good();
    for code in [
        "0", "1", "2", "64", "65", "66", "69", "70", "73", "74", "130",
    ] {
        assert!(all.contains(&format!("\n  {code:<5}")), "{code} in\n{all}");
    }
    let version = desk.dryf("--version").good();
    assert_eq!(version, format!("dryf {}\n", env!("CARGO_PKG_VERSION")));
    assert!(!all.contains("measure"), "a command for ourselves: {all}");
    for command in [
        "train",
        "validate",
        "suspects",
        "predict",
        "evaluate",
        "robustness",
        "compare",
        "diff",
        "drift",
        "monitor",
        "inspect",
        "export",
        "serve",
        "licences",
    ] {
        assert!(all.contains(&format!("\n  {command} ")), "{all}");
        for help in [format!("{command} --help"), format!("help {command}")] {
            let help = desk.dryf(&help).good();
            let (_, examples) = help.split_once("\nExample").expect("examples");
            let examples: Vec<&str> = examples
                .lines()
                .filter(|line| line.contains("dryf "))
                .collect();
            assert!(!examples.is_empty(), "{command}");
            for example in examples {
                assert!(example.contains(&format!("dryf {command}")), "{example}");
                // Every option of an example is an option of the command.
                for option in example
                    .split_whitespace()
                    .filter(|word| word.starts_with("--"))
                {
                    assert!(help.matches(option).count() >= 2, "{example}: {option}");
                }
            }
        }
    }
}

/// What a user gives and what a file holds is shown on its line and steers no terminal.
#[test]
#[cfg(unix)]
fn names_of_strangers_are_shown_as_escapes() {
    let desk = Desk::new().with_demo();
    let (name, shown) = ("x\u{1b}[31m\n\u{202e}gpj", "x\\u{1b}[31m\\n\\u{202e}gpj");
    desk.write(&format!("{name}.toml"), "[svc]\n\"k\u{1b}[2Jey\" = 1\n")
        .write(&format!("{name}.csv"), "a\u{1b}]0;b\u{7},c\n1,2\n")
        .write(&format!("{name}.txt"), "ale mecz\n");
    for (words, code) in [
        (vec!["inspect", "NAME.zip"], 66),
        (vec!["predict", "--model", "NAME.zip"], 66),
        (
            vec!["predict", "--model", "demo.zip", "--text", "NAME.none"],
            66,
        ),
        (
            vec!["predict", "--model", "demo.zip", "--text", "NAME.csv"],
            65,
        ),
        (vec!["train", "--train-text", "NAME.csv"], 65),
        (vec!["train", "--demo", "--config", "NAME.toml"], 64),
        (vec!["train", "--demo", "--json", "NAME/x.json"], 73),
        (
            vec![
                "train",
                "--demo",
                "--out",
                "NAME.zip",
                "--json",
                "./NAME.zip",
            ],
            64,
        ),
        (vec!["train", "--demo", "--NAME"], 64),
        (vec!["NAME"], 64),
        (vec!["serve", "--port", "NAME"], 64),
        (vec!["serve", "--dir", "NAME"], 66),
    ] {
        let given: Vec<String> = words
            .iter()
            .map(|word| word.replace("NAME", name))
            .collect();
        let done = crate::cli::outcome(desk.command(&given).output());
        assert_eq!(done.code, Some(code), "{words:?}: {}", done.stderr);
        // clap shows an argument on lines as it is given; all else is one line.
        let usage = done.stderr.contains("For more information");
        assert!(done.stderr.lines().count() == 1 || usage, "{}", done.stderr);
        let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!done.stderr.contains(steers), "{:?}", done.stderr);
        assert!(usage || done.stderr.contains(shown), "{:?}", done.stderr);
    }
    // In results too.
    let found = crate::cli::outcome(
        desk.command(["predict", "--model", "demo.zip", "--text"])
            .arg(desk.path(&format!("{name}.txt")))
            .output(),
    );
    assert_eq!(found.good().lines().count(), 1);
}

/// The notices that travel with the page and the program name every crate of `Cargo.lock`, in its version.
#[test]
fn licences_of_all_that_is_in_it_are_shown() {
    let desk = Desk::new();
    let shown = desk.dryf("licences").good();
    assert_eq!(desk.dryf("licenses").good(), shown);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::read_to_string(root.join("www/notices.txt")).unwrap();
    assert_eq!(shown, file);
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
    let lock: toml::Table = lock.parse().unwrap();
    let of = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_string();
    let crates: std::collections::BTreeSet<String> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| package.get("source").is_some())
        .map(|package| format!("{} {}", of(package, "name"), of(package, "version")))
        .collect();
    let (_, list) = file.split_once("\nCrates\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let named: std::collections::BTreeSet<String> = list
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0.to_string()))
        .collect();
    let remedy = "run python tests/notices/generate.py";
    assert_eq!(
        named.difference(&crates).collect::<Vec<_>>(),
        [] as [&String; 0],
        "{remedy}"
    );
    assert_eq!(
        crates.difference(&named).collect::<Vec<_>>(),
        [] as [&String; 0],
        "{remedy}"
    );
    for name in &named {
        // In the list, and with at least one text.
        assert!(
            file.lines().filter(|line| line == name).count() >= 1,
            "{name}: {remedy}"
        );
    }
    for words in [
        "2016-2024 ExplosionAI GmbH",
        "Permission is hereby granted, free of charge",
        "Apache License",
        "UNICODE LICENSE V3",
        "Rust's standard library",
        "The Dryf contributors",
    ] {
        assert!(file.contains(words), "{words}: {remedy}");
    }
    // The page takes the file along.
    let page = std::fs::read_to_string(root.join("index.html")).unwrap();
    assert!(page.contains("rel=\"copy-file\" href=\"www/notices.txt\""));
}

#[test]
fn every_command_has_its_manual_page_and_every_shell_its_completions() {
    let desk = Desk::new();
    let page = desk.dryf("man").good();
    assert!(page.contains("dryf\\-train(1)"), "{page}");
    for (command, option) in [
        ("train", "out"),
        ("compare", "rules"),
        ("push", "tracking\\-uri"),
    ] {
        let page = desk.dryf(&format!("man {command}")).good();
        assert!(page.contains(&format!(".TH dryf-{command} 1")), "{page}");
        assert!(page.contains(&format!("\\-\\-{option}")), "{page}");
    }
    desk.dryf("man frobnicate")
        .bad(64, "dryf has no command frobnicate; see dryf --help");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = desk.dryf(&format!("completions {shell}")).good();
        assert!(script.contains("without-resources"), "{shell}: {script}");
    }
}
