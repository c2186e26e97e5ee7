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
        "inspect",
        "inspect a b",
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
        "train", "predict", "evaluate", "compare", "inspect", "serve",
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
