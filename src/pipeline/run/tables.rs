//! Tables for people and for MLflow's preview: confusion matrices, scores by class, predictions, findings.

use serde_json::{Value, json};

use super::record::Evaluated;
use crate::message::Message;
use crate::pipeline::corpus::Finding;
use crate::pipeline::metrics::Evaluation;

/// A table of texts and numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: Vec<String>,
    /// Each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// As CSV with a header line. A cell that a spreadsheet would take for a formula gets an apostrophe in front, since
    /// class names come from the users' files (OWASP, "CSV Injection").
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut write = |cells: Vec<String>| {
            writer
                .write_record(&cells)
                .expect("memory takes it, and every row is as long as the header");
        };
        write(self.columns.iter().map(|name| harmless(name)).collect());
        for row in &self.rows {
            write(
                row.iter()
                    .map(|cell| match cell {
                        Value::String(text) => harmless(text),
                        Value::Null => String::new(),
                        other => other.to_string(),
                    })
                    .collect(),
            );
        }
        writer.into_inner().expect("memory takes it")
    }

    /// As MLflow's `log_table` writes it: `{"columns": [..], "data": [[..], ..]}`.
    pub fn json(&self) -> Vec<u8> {
        serde_json::to_vec(&json!({"columns": self.columns, "data": self.rows}))
            .expect("texts and numbers have a JSON form")
    }
}

/// The text without a start that a spreadsheet takes for a formula.
pub fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

/// Rows by true class (down) and predicted class (across).
pub fn confusion_matrix(evaluation: &Evaluation) -> Table {
    let names = || evaluation.per_class.iter().map(|class| &class.name);
    Table {
        columns: std::iter::once("true class".to_string())
            .chain(names().map(|name| format!("predicted {name}")))
            .collect(),
        rows: names()
            .zip(&evaluation.confusion)
            .map(|(name, counts)| {
                std::iter::once(json!(name))
                    .chain(counts.iter().map(|count| json!(count)))
                    .collect()
            })
            .collect(),
    }
}

/// Precision, recall, F1 and support by class, for each part that was evaluated.
pub fn per_class_metrics(parts: &[(&str, &Evaluation)]) -> Table {
    let columns = ["set", "class", "precision", "recall", "f1", "support"];
    let mut rows = Vec::new();
    for (part, evaluation) in parts {
        for class in &evaluation.per_class {
            rows.push(vec![
                json!(part),
                json!(class.name),
                json!(class.precision),
                json!(class.recall),
                json!(class.f1),
                json!(class.support),
            ]);
        }
    }
    Table {
        columns: columns.map(String::from).to_vec(),
        rows,
    }
}

/// The label that each row got beside its true one; `rows` are the row numbers from 0.
pub fn predictions(
    classes: &[String],
    rows: impl IntoIterator<Item = u32>,
    truth: &[u32],
    evaluated: &Evaluated,
) -> Table {
    Table {
        columns: ["row", "label", "predicted"].map(String::from).to_vec(),
        rows: rows
            .into_iter()
            .zip(truth.iter().zip(&evaluated.predicted))
            .map(|(row, (&label, &predicted))| {
                vec![
                    json!(row),
                    json!(classes[label as usize]),
                    json!(classes[predicted as usize]),
                ]
            })
            .collect(),
    }
}

/// Row number, true class and predicted class, as indices into `classes`, of each row of a table that [`predictions`] made for
/// these classes and [`Table::csv`] wrote.
///
/// # Errors
/// What is wrong with the file.
pub fn read_predictions(csv: &[u8], classes: &[String]) -> Result<Vec<[u32; 3]>, Message> {
    let written: Vec<String> = classes.iter().map(|class| harmless(class)).collect();
    let place = |label: String| -> Result<u32, Message> {
        let class = written.iter().position(|class| *class == label);
        class
            .map(|class| class as u32)
            .ok_or_else(|| Message::text(label))
    };
    let rows = csv::Reader::from_reader(csv).into_deserialize::<(u32, String, String)>();
    rows.map(|row| {
        let (row, label, predicted) = row.map_err(|fault| Message::text(fault.to_string()))?;
        Ok([row, place(label)?, place(predicted)?])
    })
    .collect()
}

/// What the validation of the data found, without the rows' texts.
pub fn findings(findings: &[Finding]) -> Table {
    Table {
        columns: ["severity", "kind", "set", "rows", "message"]
            .map(String::from)
            .to_vec(),
        rows: findings
            .iter()
            .map(|finding| {
                vec![
                    json!(finding.severity),
                    json!(finding.kind),
                    json!(finding.set),
                    json!(finding.rows.len()),
                    json!(finding.message.to_string()),
                ]
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_commas_stay_in_their_cell() {
        let table = Table {
            columns: vec!["=a".into(), "b".into()],
            rows: vec![
                vec![json!("@SUM(A1)"), json!(-1)],
                vec![json!("x, \"y\""), Value::Null],
                vec![json!("-1+1"), json!("plain")],
            ],
        };
        assert_eq!(
            String::from_utf8(table.csv()).unwrap(),
            "'=a,b\n'@SUM(A1),-1\n\"x, \"\"y\"\"\",\n'-1+1,plain\n"
        );
        assert_eq!(
            String::from_utf8(table.json()).unwrap(),
            r#"{"columns":["=a","b"],"data":[["@SUM(A1)",-1],["x, \"y\"",null],["-1+1","plain"]]}"#
        );
    }

    #[test]
    fn predictions_are_read_as_they_were_written() {
        let classes = ["=a", "b, \"c\"", "-", "'d"].map(String::from);
        let evaluated = Evaluated {
            predicted: vec![3, 2, 1, 0],
            evaluation: Evaluation::new(&classes, &[], &[]),
        };
        let csv = predictions(&classes, [0, 2, 3, 7], &[0, 1, 2, 3], &evaluated).csv();
        let rows = vec![[0, 0, 3], [2, 1, 2], [3, 2, 1], [7, 3, 0]];
        assert_eq!(read_predictions(&csv, &classes), Ok(rows));
        for (csv, classes) in [(&csv[..], &classes[..2]), (b"row\n1\n", &classes[..])] {
            assert!(read_predictions(csv, classes).is_err());
        }
    }

    #[test]
    fn a_confusion_matrix_has_the_truth_down_and_the_prediction_across() {
        let classes = ["a".to_string(), "b".to_string()];
        let table = confusion_matrix(&Evaluation::new(&classes, &[0, 0, 1], &[0, 1, 1]));
        assert_eq!(
            String::from_utf8(table.csv()).unwrap(),
            "true class,predicted a,predicted b\na,1,1\nb,0,1\n"
        );
    }
}
