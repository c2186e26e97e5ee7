//! The worked examples of `tests/examples/monitor/` run as they stand: the script for cron, and the steps of the workflow,
//! taken from its file and run by bash as GitHub runs them (Unix).

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::{Desk, Outcome, demo_lines, outcome};
use crate::cli_monitor;

fn example(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/monitor");
    folder.join(name)
}

/// Rows of a set of the demo as a table.
fn table(set: &str, rows: std::ops::Range<usize>) -> String {
    let texts = demo_lines(&format!("{set}_text.txt"));
    let tags = demo_lines(&format!("{set}_tags.txt"));
    let row = |row: usize| format!("\"{}\",{}\n", texts[row].replace('"', "\"\""), tags[row]);
    "text,label\n".to_string() + &rows.map(row).collect::<String>()
}

/// What cron and the workflow find: 50 rows are not enough to say anything, 300 that production did not learn from are as
/// usual, the test set is not.
fn desk() -> Desk {
    let desk = cli_monitor::desk();
    desk.write("monitor/production.zip", desk.read("demo.zip"));
    desk.write("monitor/batches/2026-01.csv", table("train", 0..50));
    desk
}

fn grow(desk: &Desk) {
    desk.write("monitor/batches/2026-02.csv", table("train", 50..350));
}

fn drift(desk: &Desk) {
    desk.write("monitor/batches/2026-03.csv", table("test", 0..300));
}

fn run(desk: &Desk, program: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Outcome {
    let built = Path::new(env!("CARGO_BIN_EXE_dryf"));
    let path = std::env::var("PATH").unwrap_or_default();
    let folder = built.parent().unwrap().display();
    let mut command = std::process::Command::new(program);
    command
        .args(arguments)
        .current_dir(desk.path("."))
        .env("PATH", format!("{folder}:{path}"))
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(settings.iter().copied());
    outcome(command.output())
}

#[test]
fn the_script_for_cron_speaks_up_where_something_is_to_be_done() {
    let desk = desk();
    let script = example("monitor.sh");
    let script = script.to_str().unwrap();
    let cron = || {
        run(
            &desk,
            "sh",
            &[script, "monitor"],
            &[("DRYF", env!("CARGO_BIN_EXE_dryf"))],
        )
    };
    let answer = || String::from_utf8(desk.read("monitor/answer.txt")).unwrap();

    let few = cron();
    assert_eq!(
        (few.code, few.stdout.as_str(), few.stderr.as_str()),
        (Some(2), "", "")
    );
    assert!(answer().starts_with("Not enough data. "));
    grow(&desk);
    let quiet = cron();
    assert_eq!(
        (quiet.code, quiet.stdout.as_str()),
        (Some(0), ""),
        "{}",
        answer()
    );
    drift(&desk);
    for _ in 0..2 {
        let found = cron();
        assert_eq!(found.code, Some(1));
        assert!(
            found.stdout.starts_with("Time to retrain:\nRetrain. "),
            "{}",
            found.stdout
        );
    }
    // Each batch was watched once.
    let state = desk.json("monitor/state.json");
    assert_eq!(state["watch"]["records"].as_array().unwrap().len(), 3);

    desk.write("monitor/production.zip", "no archive");
    let failed = cron();
    assert_eq!(failed.code, Some(65));
    assert!(
        failed.stderr.starts_with("The monitor failed:\ndryf: "),
        "{}",
        failed.stderr
    );

    let crontab = fs::read_to_string(example("crontab")).unwrap();
    let line = crontab
        .lines()
        .find(|line| line.starts_with("15 "))
        .unwrap();
    assert!(line.ends_with(" DRYF=/usr/local/bin/dryf /usr/local/bin/monitor.sh /srv/tweets"));
}

/// A step of the workflow that runs commands.
struct Step {
    name: String,
    condition: Option<String>,
    script: String,
}

fn steps() -> Vec<Step> {
    let text = fs::read_to_string(example("monitor.yml")).unwrap();
    let (_, steps) = text
        .split_once("\n    steps:\n")
        .expect("the job has steps");
    steps
        .split("\n      - ")
        .filter_map(|step| {
            let field = |name: &str| {
                step.lines()
                    .find_map(|line| {
                        line.trim_start()
                            .trim_start_matches("- ")
                            .strip_prefix(name)
                    })
                    .map(|value| value.trim().to_string())
            };
            let (_, script) = step.split_once("        run: |\n")?;
            let script: Vec<&str> = script
                .lines()
                .map(|line| line.strip_prefix("          ").unwrap_or(line.trim_start()))
                .collect();
            Some(Step {
                name: field("name:").expect("a step that runs has a name"),
                condition: field("if:"),
                script: script.join("\n"),
            })
        })
        .collect()
}

/// The steps after the installation, as GitHub runs them: `bash -e` for each, until one fails.
fn workflow(desk: &Desk, reason: &str) -> (Option<i32>, String, String) {
    let steps = steps();
    let names: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(
        names,
        ["Install Dryf", "Watch", "Say it", "Ask for a training"]
    );
    desk.write("output", "").write("summary.md", "");
    let read = |name: &str| String::from_utf8(desk.read(name)).unwrap();
    let mut said = String::new();
    for step in &steps[1..] {
        let is_asked = match step.condition.as_deref() {
            None => true,
            Some("steps.watch.outputs.code == '1'") => read("output") == "code=1\n",
            Some(other) => panic!("no condition of the example: {other}"),
        };
        if !is_asked {
            continue;
        }
        desk.write("step.sh", &step.script);
        let (output, summary) = (desk.path("output"), desk.path("summary.md"));
        let settings = [
            ("GITHUB_OUTPUT", output.to_str().unwrap()),
            ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
            ("REASON", reason),
        ];
        let done = run(desk, "bash", &["-e", "step.sh"], &settings);
        said += &done.stdout;
        if done.code != Some(0) {
            return (done.code, said + &done.stderr, read("summary.md"));
        }
    }
    (Some(0), said, read("summary.md"))
}

#[test]
fn the_workflow_fails_where_a_training_is_due_and_says_so_on_its_page() {
    let desk = desk();
    let (code, _, summary) = workflow(&desk, "");
    assert_eq!(code, Some(0), "not enough data is no failure");
    assert!(summary.starts_with("## Not enough data. "), "{summary}");
    grow(&desk);
    let (code, _, summary) = workflow(&desk, "");
    assert_eq!(code, Some(0));
    assert!(summary.starts_with("## Keep the model. "), "{summary}");
    drift(&desk);
    let (code, said, summary) = workflow(&desk, "");
    assert_eq!(code, Some(1));
    assert!(
        said.contains("::error title=Time to retrain::Retrain. "),
        "{said}"
    );
    assert!(summary.starts_with("## Retrain. "), "{summary}");
    assert!(desk.path("monitor/monitor.zip").is_file());

    // A reason is text, not commands.
    fs::remove_file(desk.path("monitor/state.json")).unwrap();
    for name in ["2026-02.csv", "2026-03.csv"] {
        fs::remove_file(desk.path("monitor/batches").join(name)).unwrap();
    }
    let (code, _, summary) = workflow(&desk, "$(touch monitor/run) new slang");
    assert_eq!(code, Some(1));
    assert!(
        summary.contains("Requested: $(touch monitor/run) new slang"),
        "{summary}"
    );
    assert!(!desk.path("monitor/run").exists());

    fs::remove_file(desk.path("monitor/production.zip")).unwrap();
    let (code, said, _) = workflow(&desk, "");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("production.zip: there is no such file"),
        "{said}"
    );
}
