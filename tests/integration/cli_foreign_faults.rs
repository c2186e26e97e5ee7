//! Other people's tables, as rows of data: no row vanishes in silence, and what can't be read is told with a remedy that works.

use crate::cli::Desk;
use crate::cli_foreign::{CONFIG, by_name, gzip, json_lines, table};

/// Each table with the rows that are left of it, and what is said of the others.
#[test]
fn no_row_vanishes_in_silence() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG);
    let comma = table("text,label", ",", by_name);
    let with = |more: &str| format!("{comma}{more}");
    // The text of a row begins with a quotation mark that is never closed, or closed by another row's.
    let quotes = |delimiter: char, rows: [usize; 2]| -> String {
        let text = table(
            &format!("text{delimiter}label"),
            &delimiter.to_string(),
            by_name,
        );
        let line = |(n, line): (usize, &str)| match rows.contains(&n) {
            true => format!("\"{line}\n"),
            false => format!("{line}\n"),
        };
        text.lines().enumerate().map(line).collect()
    };
    let closed = quotes('\t', [5, 5]).replacen("i pyszna kawa\t", "i pyszna kawa\"\t", 1);
    // Opened at the start of one text and closed at the end of another.
    let between = quotes('\t', [5, 5]);
    let between: Vec<String> = between
        .lines()
        .enumerate()
        .map(|(n, line)| match n {
            9 => line.replacen('\t', "\"\t", 1),
            _ => line.into(),
        })
        .collect();
    let between = between.join("\n");
    let cases = [
        (
            "a.tsv",
            quotes('\t', [3, 12]),
            24,
            0,
            "quotation marks are text",
        ),
        (
            "a.tsv",
            quotes('\t', [20, 20]),
            24,
            0,
            "quotation marks are text",
        ),
        ("a.tsv", closed, 24, 0, ""),
        ("a.tsv", between, 24, 0, "quotation marks are text"),
        (
            "a.csv",
            comma.replacen("\npyszna", "\ntext,label\npyszna", 3),
            24,
            0,
            "the header stands again in 3 rows, the first in line 6, passed over",
        ),
        (
            "a.csv",
            quotes(';', [3, 12]),
            24,
            0,
            "quotation marks are text",
        ),
        (
            "a.csv",
            quotes(',', [3, 12]),
            24,
            0,
            "quotation marks are text",
        ),
        (
            "a.csv",
            with("\"pierwszy,\ndrugi\n\ntrzeci wiersz\",dobry\n"),
            25,
            0,
            "1 text spans several lines, 4 from line 26 on",
        ),
        (
            "a.csv",
            with("bez etykiety,\n"),
            25,
            1,
            "1 row without a label left out: line 26",
        ),
        (
            "a.csv",
            with("a,NaN\nb,None\nc,null\nd,N/A\n"),
            28,
            4,
            "(`NaN`, `None`, `null` and `N/A`) left out: lines 26, 27, 28 and 29",
        ),
        (
            "a.csv",
            with(",zły\n   ,dobry\n"),
            26,
            2,
            "2 rows without a text left out: lines 26 and 27",
        ),
        (
            "a.csv",
            with(",\n"),
            25,
            1,
            "1 row without a text left out: line 26",
        ),
        (
            "a.jsonl",
            format!(
                "{}{{\"text\":\"a\",\"label\":null}}\n{{\"text\":null,\"label\":\"zły\"}}\n{{\"label\":\"zły\"}}\n",
                json_lines()
            ),
            27,
            3,
            "2 rows without a text left out: lines 26 and 27",
        ),
        (
            "a.jsonl",
            format!(
                "{}{{\"text\":\"ucięty \\ud83d\",\"label\":\"zły\"}}\n",
                json_lines()
            ),
            25,
            0,
            "1 broken character, such as half a surrogate pair, became U+FFFD",
        ),
        (
            "a.json",
            format!("{}{{\"text\":\"a\",\"label\":NaN}}\n", json_lines()),
            25,
            1,
            "1 row without a label left out: line 25",
        ),
    ];
    for (name, text, n_rows, n_left_out, said) in cases {
        desk.write(name, &text);
        let done = desk.dryf(&format!(
            "train --train-text {name} --config c.toml --json s.json --out m.zip"
        ));
        assert_eq!(done.code, Some(0), "{text}\n{}", done.stderr);
        // The rows are the same where labels are nothing to the command.
        let predicted = desk
            .dryf(&format!("predict --model m.zip --text {name}"))
            .good();
        assert_eq!(predicted.lines().count() as u64, n_rows, "{text}");
        assert!(done.stderr.contains(said), "{said}\n{}", done.stderr);
        let summary = desk.json("s.json");
        let reading = &summary["files"][0]["reading"];
        let left_out: u64 = reading["left_out"].as_array().map_or(0, |left| {
            left.iter().map(|left| left["n"].as_u64().unwrap()).sum()
        });
        assert_eq!(
            (reading["n_rows"].as_u64(), left_out),
            (Some(n_rows), n_left_out),
            "{text}"
        );
        let counts = &summary["class_counts"];
        let used: u64 = ["train", "validation"]
            .iter()
            .flat_map(|set| counts[set].as_object().unwrap().values())
            .map(|n| n.as_u64().unwrap())
            .sum();
        assert_eq!(used, n_rows - n_left_out, "{text}");
    }
}

/// What is refused, with the line that is said; the remedies that name options are followed where they are named.
#[test]
fn what_cannot_be_read_is_told_with_a_remedy() {
    let desk = Desk::new();
    desk.write("c.toml", CONFIG);
    let comma = table("text,label", ",", by_name);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    type Case = (&'static str, Vec<u8>, &'static str, &'static str);
    let cases: Vec<Case> = vec![
        (
            "a.csv",
            table("tweet,class", ",", by_name).into(),
            "--text-column tweet --label-column class",
            "there is no column `text`",
        ),
        (
            "a.tsv",
            table("", "\t", by_name).into(),
            "--no-header --text-column 1 --label-column 2",
            "the first row seems to be data",
        ),
        (
            "a.jsonl",
            json_lines().replace("\"label\"", "\"class\"").into(),
            "--label-column class",
            "there is no column `label`",
        ),
        (
            "a.csv",
            table("text,text,label", ",x,", by_name).into(),
            "--text-column 1 --label-column 3",
            "there are 2 columns named `text`",
        ),
        (
            "a.csv",
            format!("{comma}\"a, b,zły\nc,dobry\nd\",dobry\n").into(),
            "--quoting csv",
            "",
        ),
        (
            "a.json",
            b"{\"a\": [{\"text\": \"x\"}], \"b\": [{\"text\": \"y\"}]}".to_vec(),
            "",
            "each of `a` and `b` is an array of objects, which may be the rows; write each of them to a file of its own",
        ),
        (
            "a.json",
            b"{\"0\": {\"text\": \"x\", \"label\": \"y\"}}".to_vec(),
            "",
            "orient=\"records\"",
        ),
        (
            "a.json",
            b"{\"columns\": [\"text\"], \"data\": [[\"x\", \"y\"]]}".to_vec(),
            "",
            "orient=\"records\"",
        ),
        (
            "a.json",
            b"[[\"text\", \"label\"], [\"x\", \"y\"]]".to_vec(),
            "",
            "line 1: `[\"text\", \"label\"]` is no JSON object; write the rows as objects",
        ),
        (
            "a.json",
            b"[\"x\", \"y\"]".to_vec(),
            "",
            "`\"x\"` is no JSON object",
        ),
        (
            "a.jsonl",
            json_lines().replace("\"text\"", "\"a\"").into(),
            "--text-column a",
            "there is no column `text`, only `a` and `label`; name the columns with --text-column and --label-column, by \
             their names",
        ),
        (
            "a.csv",
            format!("{comma}\"a, b, c\n").into(),
            "",
            "a quote is opened in this row and never closed",
        ),
        (
            "a.csv",
            format!("{comma}a,\"x\ny\"\n").into(),
            "",
            "holds a line break",
        ),
        (
            "a.csv",
            format!("{comma}a,\"x\ty\"\n").into(),
            "",
            "holds a tab",
        ),
        (
            "a.csv",
            format!("{comma}a,x\0\n").into(),
            "",
            "holds a control character",
        ),
        (
            "a.csv",
            format!("{comma}a,b,c\n").into(),
            "",
            "line 26: the row has 3 fields but the header has 2",
        ),
        ("a.csv", png.clone(), "", "this is a picture (PNG)"),
        ("a.png", png, "", "this is a picture (PNG)"),
        (
            "a.csv",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            "",
            "this is a PDF document",
        ),
        (
            "a.parquet",
            b"PAR1\x15\x04\x15".to_vec(),
            "",
            "the Parquet file has no footer that can be read",
        ),
        (
            "a.csv",
            b"\x7fELF\x02\x01\x01\0".to_vec(),
            "",
            "this is a program",
        ),
        (
            "a.csv",
            b"<!DOCTYPE html>\n<html></html>\n".to_vec(),
            "",
            "this is an HTML page",
        ),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
            "",
            "save the sheet as CSV",
        ),
        (
            "a.xlsx",
            crate::cli::zipped(&[
                ("[Content_Types].xml", b"<x/>"),
                ("xl/workbook.xml", b"<x/>"),
            ]),
            "",
            "this is an Excel workbook (.xlsx)",
        ),
        ("a.csv", b"PK\x03\x04broken".to_vec(), "", "this is a zip"),
        (
            "a.csv.gz",
            gzip(&comma)[..20].to_vec(),
            "",
            "the gzip file can't be unpacked",
        ),
        (
            "a.csv",
            (0..=255).cycle().take(4096).collect(),
            "",
            "full of control characters",
        ),
        (
            "a.csv",
            [comma.as_bytes(), b"urwane \xc5,dobry\n"].concat(),
            "",
            "line 26: byte 0xC5 is not valid UTF-8",
        ),
        (
            "a.json",
            b"{\"text\": {\"0\": \"a\"}, \"label\": {\"0\": \"b\"}}".to_vec(),
            "",
            "orient=\"records\"",
        ),
        (
            "a.csv",
            b"text,label\n".to_vec(),
            "",
            "the table has no rows",
        ),
        (
            "a.csv",
            b"text,label\na,\nb,NaN\n".to_vec(),
            "",
            "no row has both a text and a label",
        ),
    ];
    for (name, bytes, remedy, said) in cases {
        desk.write(name, &bytes);
        let done = desk.dryf(&format!("train --train-text {name} --config c.toml"));
        let lines: Vec<&str> = done.stderr.lines().collect();
        if !said.is_empty() {
            assert_eq!(
                (done.code, done.stdout.as_str()),
                (Some(65), ""),
                "{name}: {}",
                done.stderr
            );
            assert_eq!(lines.len(), 1, "{}", done.stderr);
            assert!(lines[0].contains(said), "{said}: {}", done.stderr);
            assert!(
                lines[0].contains(remedy.split(' ').next().unwrap_or_default()),
                "{}",
                done.stderr
            );
        }
        if !remedy.is_empty() {
            desk.dryf(&format!(
                "train --train-text {name} --config c.toml {remedy}"
            ))
            .good();
        }
    }
    // A header or a row, whose label stands nowhere else.
    for (options, said) in [
        (
            "--text-column 1 --label-column 2",
            "line 1: the first row, `inny wpis` and `rzadka`, may be the names of the columns or data; give --header where it \
             has the names, --no-header where it is data",
        ),
        ("--text-column 1 --label-column 2 --header", ""),
        ("--text-column 1 --label-column 2 --no-header", ""),
    ] {
        let rows = format!("inny wpis,rzadka\n{comma}").replace("text,label\n", "");
        desk.write("rare.csv", rows);
        let done = desk.dryf(&format!(
            "drift --reference rare.csv --current rare.csv {options} --without-splits --json d.json"
        ));
        match said {
            "" => {
                let n = 24 + u64::from(options.contains("--no-header"));
                assert_eq!(done.code, Some(0), "{}", done.stderr);
                assert_eq!(
                    desk.json("d.json")["files"]["current"][0]["reading"]["n_rows"],
                    n
                );
            }
            said => assert!(done.stderr.contains(said), "{}", done.stderr),
        }
    }
    desk.write("numbered.csv", table("0,1,2", ",x,", by_name));
    for (options, said) in [
        (
            "--text-column 1",
            "the columns are named `0`, `1` and `2`, so that `1` may be a name or a number from 1",
        ),
        ("--text-column 0", ""),
        ("--text-column 3", ""),
    ] {
        let done = desk.dryf(&format!(
            "drift --reference numbered.csv --current numbered.csv {options} --without-splits"
        ));
        assert_eq!(
            done.code,
            Some(if said.is_empty() { 0 } else { 65 }),
            "{}",
            done.stderr
        );
        assert!(done.stderr.contains(said), "{}", done.stderr);
    }
    // Of a side without labels, of tags and of a model's texts alike.
    desk.write("ok.csv", &comma)
        .dryf("train --train-text ok.csv --config c.toml --out m.zip")
        .good();
    desk.write("pic.txt", b"\x89PNG\r\n\x1a\n\0")
        .write("ok.txt", "a\nb\n");
    for line in [
        "train --train-text pic.txt",
        "train --train-text ok.txt --train-tags pic.txt",
        "drift --reference ok.csv --current pic.txt",
        "predict --model m.zip --text pic.txt",
        "evaluate --model m.zip --text pic.txt",
        "evaluate --model m.zip --text ok.txt --tags pic.txt",
        "compare --candidate m.zip --production m.zip --text pic.txt",
        "monitor --production m.zip --batch pic.txt",
    ] {
        let done = desk.dryf(line);
        assert_eq!(done.code, Some(65), "{line}: {}", done.stderr);
        assert!(
            done.stderr.contains("pic.txt: this is a picture (PNG)"),
            "{line}: {}",
            done.stderr
        );
    }
}
