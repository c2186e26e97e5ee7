//! The command line: parse, run the pipeline, print.
//!
//! It may use `pipeline`, `jobs` and `report`, files, the clock and the environment; it computes nothing. Results go to standard
//! output, progress and log to standard error. Exit codes are mapped here by hand; clap's own and a panic's never show.

mod args;
mod clock;
mod compare;
mod compare_text;
mod drift;
mod evaluate;
mod input;
mod inspect;
mod measure;
mod monitor;
mod output;
mod predict;
mod serve;
mod train;
mod validate;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::pipeline::error::{Error, Kind};

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    match std::panic::catch_unwind(run) {
        Ok(code) => ExitCode::from(code),
        Err(_) => {
            output::say("dryf: this is a bug of ours; please report the lines above");
            ExitCode::from(70)
        }
    }
}

fn run() -> u8 {
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let shown = output::printed(error.print());
            return match (error.kind(), shown) {
                (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, Ok(())) => 0,
                (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, Err(fault)) => failed(&fault),
                _ => 64,
            };
        }
    };
    let run_command = || -> Result<u8, Error> {
        match &arguments.command {
            args::Command::Train(options) => train::train(options)?,
            args::Command::Predict(options) => predict::predict(options)?,
            args::Command::Validate(options) => validate::validate(options)?,
            args::Command::Evaluate(options) => evaluate::evaluate(options)?,
            args::Command::Compare(options) => return compare::compare(options),
            args::Command::Measure(options) => measure::measure(options)?,
            args::Command::Drift(options) => drift::drift(options)?,
            args::Command::Monitor(options) => return monitor::monitor(options),
            args::Command::Inspect(options) => inspect::inspect(options)?,
            args::Command::Serve(options) => serve::serve(options)?,
        }
        Ok(0)
    };
    let done = output::end_between_files_when_interrupted().and_then(|()| run_command());
    done.unwrap_or_else(|error| failed(&error))
}

/// Says a fault and gives its exit code.
fn failed(error: &Error) -> u8 {
    output::say(format_args!("dryf: {error}"));
    exit_code(error)
}

/// The exit code of a fault: BSD's `sysexits.h`.
fn exit_code(error: &Error) -> u8 {
    match error.code.kind() {
        Kind::Usage => 64,
        Kind::Data => 65,
        Kind::NoInput => 66,
        Kind::Unavailable => 69,
        Kind::Bug => 70,
        Kind::CannotCreate => 73,
        Kind::Io => 74,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::error::Code;

    #[test]
    fn every_family_of_faults_has_its_exit_code() {
        for (code, expected) in [
            (Code::InvalidParameter, 64),
            (Code::UnknownTag, 65),
            (Code::MissingFile, 66),
            (Code::ReadFailed, 66),
            (Code::AddressInUse, 69),
            (Code::Bug, 70),
            (Code::CannotCreate, 73),
            (Code::WriteFailed, 74),
        ] {
            assert_eq!(exit_code(&Error::new(code, "", "")), expected, "{code:?}");
        }
    }
}
