//! `dryf predict` as a filter: line in, line out, in constant memory; tables in every form; names that stay on their line.

use serde_json::Value;

use crate::cli::{Desk, demo_file, demo_lines};

/// Asks and waits for the answer of each line before it sends the next, as a filter that stays does.
#[test]
fn a_line_is_answered_before_the_next_one_comes() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let desk = Desk::new().with_demo();
    let lines = demo_lines("test_text.txt");
    let all = desk
        .dryf_with("predict --model demo.zip", &demo_file("test_text.txt"))
        .good();
    let mut child = desk
        .command(["predict", "--model", "demo.zip"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for (line, expected) in lines.iter().zip(all.lines()).take(20) {
        // In two writes, of which the first ends within the line.
        let (begin, end) = line.split_at(line.floor_char_boundary(line.len() / 2));
        write!(input, "{begin}").unwrap();
        writeln!(input, "{end}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim_end(), expected);
    }
    // The last line needs no end, and the end of the input ends the program.
    write!(input, "{}", lines[20]).unwrap();
    drop(input);
    let rest: Vec<String> = output.lines().map(Result::unwrap).collect();
    assert_eq!(rest, [all.lines().nth(20).unwrap()]);
    assert!(child.wait().unwrap().success());
}

#[test]
fn nothing_gives_nothing_and_a_fault_gives_what_came_before_it() {
    let desk = Desk::new().with_demo();
    for format in ["labels", "tags", "json"] {
        let line = format!("predict --model demo.zip --format {format}");
        assert_eq!(desk.dryf_with(&line, b"").good(), "");
        assert_eq!(desk.dryf_with(&line, b"\xef\xbb\xbf").good(), "");
    }
    desk.write("empty.txt", "")
        .write("header.csv", "text,label\n");
    for file in ["empty.txt", "header.csv"] {
        let none = desk.dryf(&format!("predict --model demo.zip --text {file}"));
        assert_eq!(none.good(), "", "{file}");
    }
    let done = desk.dryf_with(
        "predict --model demo.zip",
        b"ale mecz\nco za dzie\xc5\x84\nwiecz\xf3r\nkoniec\n",
    );
    assert_eq!(done.code, Some(65));
    assert_eq!(done.stdout.lines().count(), 2);
    assert_eq!(
        done.stderr,
        "dryf: standard input, line 3: byte 0xF3 is not valid UTF-8; give UTF-8; of a file that is given with --text the \
         encoding is found\n"
    );
    desk.dryf_with("predict --model demo.zip --encoding windows-1250", b"a\n")
        .bad(
            64,
            "standard input is read as UTF-8, one text a line; give a table, or a file in another encoding, with --text",
        );
}

#[test]
fn a_table_in_any_form_gives_a_line_for_each_row() {
    let desk = Desk::new().with_demo();
    let texts = [
        "ale mecz",
        "krasnale ogrodowe niszczą nasz kraj",
        "",
        "co\nza",
    ];
    let expected = desk
        .dryf_with(
            "predict --model demo.zip",
            "ale mecz\nkrasnale ogrodowe niszczą nasz kraj\n\nco za\n".as_bytes(),
        )
        .good();
    let csv = |delimiter: char| {
        let rows = texts.iter().map(|text| format!("\"{text}\"{delimiter}x\n"));
        format!("text{delimiter}label\n{}", rows.collect::<String>())
    };
    let json = |end: &str| {
        let rows = texts
            .iter()
            .map(|text| serde_json::json!({ "text": text }).to_string());
        rows.collect::<Vec<_>>().join(end)
    };
    let named = csv(',').replacen("text", "tweet", 1);
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(csv(',').encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.write("t.csv", csv(','))
        .write("s.csv", csv(';'))
        .write("t.tsv", csv('\t'))
        .write("t.jsonl", json("\n"))
        .write("t.json", format!("[{}]", json(",")))
        .write("table.txt", csv(','))
        .write("named.csv", &named)
        .write("bare.csv", named.split_once('\n').unwrap().1)
        .write("wide.csv", utf16);
    for (file, options) in [
        ("t.csv", ""),
        ("s.csv", ""),
        ("t.tsv", ""),
        ("t.jsonl", ""),
        ("t.json", ""),
        ("table.txt", ""),
        ("named.csv", " --text-column tweet"),
        ("bare.csv", " --no-header --text-column 1"),
        ("wide.csv", ""),
    ] {
        let done = desk.dryf(&format!("predict --model demo.zip --text {file}{options}"));
        // What it was read as is said.
        assert!(done.stderr.contains("4 rows"), "{file}: {}", done.stderr);
        assert_eq!(done.good(), expected, "{file}");
    }
}

#[test]
fn lines_in_another_encoding_are_told_by_the_file() {
    let desk = Desk::new().with_demo();
    let text = "krasnale ogrodowe niszczą nasz kraj\nżółta łódź pływa\n".repeat(20);
    let expected = desk
        .dryf_with("predict --model demo.zip", text.as_bytes())
        .good();
    let bytes: Vec<u8> = text
        .chars()
        .map(|character| match character {
            'ą' => 0xb9,
            'ż' => 0xbf,
            'ó' => 0xf3,
            'ł' => 0xb3,
            'ź' => 0x9f,
            'Ł' => 0xa3,
            other => u8::try_from(u32::from(other)).expect("ASCII"),
        })
        .collect();
    desk.write("cp1250.txt", bytes);
    let given = desk.dryf("predict --model demo.zip --text cp1250.txt --encoding windows-1250");
    assert_eq!(given.good(), expected);
    assert_eq!(
        desk.dryf("predict --model demo.zip --text cp1250.txt")
            .good(),
        expected
    );
}

/// A long stream takes no more memory than a short one.
#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_the_input() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let desk = Desk::new().with_demo();
    let line = "zwykłe słowo ".repeat(400) + "\n";
    let part = line.repeat(200);
    // 66 MB through a process that may have 60 MB: one that held its input would not come to its end.
    for from in ["", "--text input.txt"] {
        let script = format!("ulimit -v 60000; exec \"$0\" predict --model demo.zip {from}");
        let mut command = Command::new("sh");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_dryf")])
            .current_dir(desk.path("."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        if !from.is_empty() {
            let mut file = std::fs::File::create(desk.path("input.txt")).unwrap();
            for _ in 0..55 {
                file.write_all(part.as_bytes()).unwrap();
            }
        }
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let is_piped = from.is_empty();
        let part = part.clone();
        let writer = std::thread::spawn(move || {
            for _ in 0..if is_piped { 55 } else { 0 } {
                if input.write_all(part.as_bytes()).is_err() {
                    return;
                }
            }
        });
        let done = crate::cli::outcome(child.wait_with_output());
        writer.join().unwrap();
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        assert_eq!(done.stdout.lines().count(), 55 * 200);
    }
}

/// Archives of before hold what is now refused at reading.
#[test]
fn class_names_of_old_archives_stay_on_their_line() {
    let desk = Desk::new();
    let rows = |name: &str| format!("dobry mecz dziś,{name}\nzły pech wczoraj,zzz\n").repeat(30);
    desk.write("t.csv", format!("text,label\n{}", rows("aaa")));
    desk.dryf("train --train-text t.csv --out t.zip").good();
    let hostile = "a\nb\tc\u{1b}[31m\u{202e}";
    let archive = crate::cli_archives::renamed(&desk.read("t.zip"), "aaa", hostile);
    desk.write("h.zip", archive);
    let input = "dobry mecz dziś\nzły pech wczoraj\n".as_bytes();
    let shown = "a\\nb\\tc\\u{1b}[31m\\u{202e}";
    let lines = desk.dryf_with("predict --model h.zip", input).good();
    assert_eq!(lines.lines().collect::<Vec<_>>(), [shown, "zzz"]);
    let lines = desk
        .dryf_with("predict --model h.zip --explain 2", input)
        .good();
    assert_eq!(lines.lines().count(), 2);
    assert!(
        lines.lines().all(|line| line.matches('\t').count() == 1),
        "{lines}"
    );
    let lines = desk
        .dryf_with("predict --model h.zip --format json", input)
        .good();
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["label"], hostile);
    assert!(!lines.contains(['\u{1b}', '\u{202e}']));
    let shown_by = desk.dryf("inspect h.zip").good();
    assert!(shown_by.contains(shown), "{shown_by}");
    assert!(!shown_by.contains(['\u{1b}', '\u{202e}', '\t']));
}
