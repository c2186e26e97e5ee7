//! The options that say how files are read, the same for every command that reads data.

use std::path::PathBuf;

use clap::Args;

use super::input;
use crate::pipeline::corpus::{
    Delimiter, FileOptions, LabelNames, Missing, Quoting, ReadingOptions, TextEncoding,
    parse_label_names,
};
use crate::pipeline::error::Error;

/// How files are read; what is left out is found from the files and said on standard error.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub struct ReadingArgs {
    #[command(flatten)]
    pub texts: TextReadingArgs,
    /// The column of labels in a table, by its name or its number from 1, or none [default: label].
    #[arg(long, value_name = "NAME|NUMBER|none")]
    pub label_column: Option<String>,
    /// What labels mean: a file with a line `0<TAB>anger` for each; poleval (0, 1 and 2 are non-harmful, cyberbullying and
    /// hate-speech); as-they-stand. Else PolEval's names in PolEval's own files, a mapping.txt beside the data, or as they
    /// stand.
    #[arg(long, value_name = "FILE|poleval|as-they-stand")]
    pub label_names: Option<PathBuf>,
    /// What becomes of rows without a label or a text: leave-out, refuse, or keep (NaN, None, NA and their like are class
    /// names) [default: leave-out].
    #[arg(long, value_name = "leave-out|refuse|keep")]
    pub missing: Option<Missing>,
}

/// How texts are read, whether labels are something to the command or not.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub struct TextReadingArgs {
    /// The column of texts in a table, by its name or its number from 1 [default: text].
    #[arg(long, value_name = "NAME|NUMBER")]
    pub text_column: Option<String>,
    /// What separates the fields of a table: comma, semicolon, tab or pipe; else what fits the rows.
    #[arg(long, value_name = "WHICH")]
    pub delimiter: Option<Delimiter>,
    /// What a quotation mark at the start of a field means: csv (it quotes the field, which may span lines) or none (it is
    /// part of the text); else what fits all rows.
    #[arg(long, value_name = "csv|none")]
    pub quoting: Option<Quoting>,
    /// The first row of a table has the names of its columns.
    #[arg(long, conflicts_with = "no_header")]
    pub header: bool,
    /// The first row of a table is data; name the columns by their numbers.
    #[arg(long)]
    pub no_header: bool,
    /// The encoding of the files, such as windows-1250 or iso-8859-2; else UTF-8, UTF-16 or what is likeliest.
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<TextEncoding>,
}

const HEADING: &str = "How files are read";

impl TextReadingArgs {
    pub fn options(&self) -> FileOptions {
        FileOptions {
            text_column: self.text_column.clone(),
            delimiter: self.delimiter,
            quoting: self.quoting,
            header: header(self.header, self.no_header),
            encoding: self.encoding,
            ..FileOptions::default()
        }
    }
}

/// How the files of the test set are read, where another way than the training set's.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the files of the test set are read, if in another way")]
pub struct TestReadingArgs {
    /// As --text-column, of the test set alone.
    #[arg(long, value_name = "NAME|NUMBER")]
    pub test_text_column: Option<String>,
    /// As --label-column, of the test set alone.
    #[arg(long, value_name = "NAME|NUMBER")]
    pub test_label_column: Option<String>,
    /// As --delimiter, of the test set alone.
    #[arg(long, value_name = "WHICH")]
    pub test_delimiter: Option<Delimiter>,
    /// As --quoting, of the test set alone.
    #[arg(long, value_name = "csv|none")]
    pub test_quoting: Option<Quoting>,
    /// As --header, of the test set alone.
    #[arg(long, conflicts_with = "test_no_header")]
    pub test_header: bool,
    /// As --no-header, of the test set alone.
    #[arg(long)]
    pub test_no_header: bool,
    /// As --encoding, of the test set alone.
    #[arg(long, value_name = "NAME")]
    pub test_encoding: Option<TextEncoding>,
}

/// How the current data are read, where in another way than the reference.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the current data are read, if in another way")]
pub struct CurrentReadingArgs {
    /// As --text-column, of the current data alone.
    #[arg(long, value_name = "NAME|NUMBER")]
    pub current_text_column: Option<String>,
    /// As --label-column, of the current data alone.
    #[arg(long, value_name = "NAME|NUMBER|none")]
    pub current_label_column: Option<String>,
    /// As --delimiter, of the current data alone.
    #[arg(long, value_name = "WHICH")]
    pub current_delimiter: Option<Delimiter>,
    /// As --quoting, of the current data alone.
    #[arg(long, value_name = "csv|none")]
    pub current_quoting: Option<Quoting>,
    /// As --header, of the current data alone.
    #[arg(long, conflicts_with = "current_no_header")]
    pub current_header: bool,
    /// As --no-header, of the current data alone.
    #[arg(long)]
    pub current_no_header: bool,
    /// As --encoding, of the current data alone.
    #[arg(long, value_name = "NAME")]
    pub current_encoding: Option<TextEncoding>,
}

impl ReadingArgs {
    /// # Errors
    /// Those of reading the names of labels.
    pub fn options(&self) -> Result<ReadingOptions, Error> {
        Ok(ReadingOptions {
            all: FileOptions {
                label_column: self.label_column.clone(),
                ..self.texts.options()
            },
            test: FileOptions::default(),
            label_names: match &self.label_names {
                None => LabelNames::Auto,
                Some(path) => match path.to_str() {
                    Some("auto") => LabelNames::Auto,
                    Some("poleval") => LabelNames::Poleval,
                    Some("as-they-stand") => LabelNames::AsTheyStand,
                    _ => LabelNames::Mapping(parse_label_names(&input::read(path)?)?),
                },
            },
            missing: self.missing.unwrap_or_default(),
        })
    }
}

impl TestReadingArgs {
    pub fn options(&self) -> FileOptions {
        FileOptions {
            text_column: self.test_text_column.clone(),
            label_column: self.test_label_column.clone(),
            delimiter: self.test_delimiter,
            quoting: self.test_quoting,
            header: header(self.test_header, self.test_no_header),
            encoding: self.test_encoding,
        }
    }
}

impl CurrentReadingArgs {
    pub fn options(&self) -> FileOptions {
        FileOptions {
            text_column: self.current_text_column.clone(),
            label_column: self.current_label_column.clone(),
            delimiter: self.current_delimiter,
            quoting: self.current_quoting,
            header: header(self.current_header, self.current_no_header),
            encoding: self.current_encoding,
        }
    }
}

fn header(yes: bool, no: bool) -> Option<bool> {
    match (yes, no) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}
