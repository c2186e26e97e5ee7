//! A monitor that is killed in mid-run: the next call goes on from the last complete batch, loses nothing, and ends with
//! the bytes of an unbroken run (Unix).

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use dryf::message::numbers::count;
use serde_json::Value;

use crate::cli::{Desk, EPOCH, demo_lines, outcome};
use crate::cli_monitor::said;

const LINE: &str = "monitor --production demo.zip --batch stream.csv --batch-rows 100";

fn desk() -> Desk {
    let desk = Desk::new().with_demo();
    let mut table = "text,label\n".to_string();
    for set in ["train", "test"] {
        let texts = demo_lines(&format!("{set}_text.txt"));
        let tags = demo_lines(&format!("{set}_tags.txt"));
        for (text, tag) in texts.iter().zip(tags) {
            table += &format!("\"{}\",{tag}\n", text.replace('"', "\"\""));
        }
    }
    desk.write("stream.csv", table);
    desk
}

fn start(desk: &Desk, state: &str) -> Child {
    desk.command(format!("{LINE} --state {state}").split_whitespace())
        .env("SOURCE_DATE_EPOCH", EPOCH)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Complete batches of a state; a state that is there is always whole.
fn batches(desk: &Desk, state: &str) -> usize {
    match std::fs::read(desk.path(state)) {
        Ok(bytes) => {
            let state: Value = serde_json::from_slice(&bytes).expect("a state is whole");
            state["watch"]["records"].as_array().unwrap().len()
        }
        Err(_) => 0,
    }
}

/// SIGKILL, which no handler sees.
fn kill(mut child: Child) {
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
}

fn finish(desk: &Desk, state: &str) -> crate::cli::Outcome {
    let mut command = desk.command(format!("{LINE} --state {state}").split_whitespace());
    outcome(command.env("SOURCE_DATE_EPOCH", EPOCH).output())
}

#[test]
fn the_next_call_goes_on_from_the_last_complete_batch() {
    let desk = desk();
    let begun = Instant::now();
    let unbroken = finish(&desk, "whole.json");
    let took = begun.elapsed();
    // Production learned from most of the rows.
    assert_eq!(unbroken.code, Some(2), "{}", unbroken.stderr);
    let whole = desk.read("whole.json");
    assert_eq!(batches(&desk, "whole.json"), 15);

    // After so many batches, at once when they are there, and at moments that fall anywhere.
    let mut killed_between = 0;
    for round in 0..12 {
        let state = format!("{round}.json");
        let child = start(&desk, &state);
        if round % 2 == 0 {
            let wanted = round + 1;
            let waited = Instant::now();
            while batches(&desk, &state) < wanted && waited.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(1));
            }
        } else {
            std::thread::sleep(took.mul_f64(f64::from(round as u32) / 12.0));
        }
        kill(child);
        let done = batches(&desk, &state);
        killed_between += usize::from((1..15).contains(&done));
        let resumed = finish(&desk, &state);
        assert_eq!(resumed.code, unbroken.code, "{}", resumed.stderr);
        assert_eq!(resumed.stdout, unbroken.stdout);
        assert_eq!(desk.read(&state), whole, "killed after {done} batches");
        // What was done before was not done again.
        let expected = match done {
            0 => String::new(),
            15 => {
                "stream.csv is skipped: its rows were watched before, as numbers 1 to 15\n".into()
            }
            _ => format!(
                "stream.csv: {} of its 1,500 rows were watched before; only the {} new ones are watched\n",
                count(done as u64 * 100),
                count(1_500 - done as u64 * 100)
            ),
        };
        assert_eq!(said(&resumed), expected);
    }
    assert!(
        killed_between >= 4,
        "{killed_between} of 12 fell between two batches"
    );
}

#[test]
fn killed_again_and_again_it_still_comes_to_the_same_end() {
    let desk = desk();
    finish(&desk, "whole.json");
    let mut kills = 0;
    loop {
        let before = batches(&desk, "s.json");
        let mut child = start(&desk, "s.json");
        let waited = Instant::now();
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if batches(&desk, "s.json") >= before + 4 || waited.elapsed() > Duration::from_secs(60)
            {
                break None;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        match ended {
            Some(status) => {
                assert_eq!(status.code(), Some(2));
                break;
            }
            None => {
                kill(child);
                kills += 1;
                assert!(kills < 20, "it gets nowhere");
            }
        }
    }
    assert!(kills >= 1, "it was killed at least once");
    assert_eq!(desk.read("s.json"), desk.read("whole.json"));
}
