//! The command line: parse, run the pipeline, print.
//!
//! It may use `pipeline`, `jobs` and `report`, files, the clock and the environment; it computes nothing. Results go to standard
//! output, progress and log to standard error. Exit codes are mapped here by hand; clap's own and a panic's never show.

mod address;
mod args;
mod clock;
mod compare;
mod diff;
mod draft;
mod drift;
mod evaluate;
mod export;
mod input;
mod inspect;
mod measure;
mod monitor;
mod output;
mod outputs;
mod paths;
mod predict;
mod printable;
mod progress;
mod pull;
mod push;
mod reading;
mod robustness;
mod schema;
mod serve;
mod shell;
mod store;
mod suspects;
mod system;
mod tracking;
mod train;
mod tune;
mod validate;
mod workers;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use crate::message;
use crate::pipeline::error::{Error, Kind};
use output::Lines;

/// What the licences of others ask to be passed on; `tests/notices/generate.py` writes it.
const NOTICES: &str = include_str!("../../www/notices.txt");

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    match std::panic::catch_unwind(run) {
        Ok(code) => ExitCode::from(code),
        Err(_) => {
            output::say(&message!("cli-bug"));
            ExitCode::from(70)
        }
    }
}

fn run() -> u8 {
    let mut command = args::Arguments::command();
    let parsed = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|matches| Ok((args::Arguments::from_arg_matches(&matches)?, matches)));
    let (arguments, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return not_run(&error.format(&mut command)),
    };
    output::speak(arguments.lang);
    let run_command = || -> Result<u8, Error> {
        match &arguments.command {
            args::Command::Train(options) => train::train(options)?,
            args::Command::Tune(options) => tune::tune(options)?,
            args::Command::Predict(options) => predict::predict(options)?,
            args::Command::Validate(options) => validate::validate(options)?,
            args::Command::Suspects(options) => suspects::suspects(options)?,
            args::Command::Evaluate(options) => evaluate::evaluate(options)?,
            args::Command::Robustness(options) => robustness::robustness(options)?,
            args::Command::Compare(options) => return compare::compare(options),
            args::Command::Measure(options) => measure::measure(options)?,
            args::Command::Drift(options) => drift::drift(options)?,
            args::Command::Diff(options) => diff::diff(options)?,
            args::Command::Monitor(options) => return monitor::monitor(options),
            args::Command::Inspect(options) => inspect::inspect(options)?,
            args::Command::Export(options) => export::export(options)?,
            args::Command::Push(options) => return push::push(options),
            args::Command::Pull(options) => pull::pull(options)?,
            args::Command::Models(options) => pull::models(options)?,
            args::Command::Serve(options) => serve::serve(options)?,
            args::Command::Schema(options) => schema::schema(options)?,
            args::Command::Completions(options) => {
                shell::completions(options, &mut args::Arguments::command())?
            }
            args::Command::Man(options) => shell::man(options, args::Arguments::command())?,
            args::Command::Licences => output::print(&Lines::of(NOTICES))?,
        }
        Ok(0)
    };
    let interrupts = match &arguments.command {
        // It ends in a way of its own.
        args::Command::Serve(options) if options.scoring.model.is_some() => Ok(()),
        _ => output::end_between_files_when_interrupted(),
    };
    let done = interrupts
        .and_then(|()| paths::check(&command, &matches))
        .and_then(|()| run_command());
    done.unwrap_or_else(|error| failed(&error))
}

/// Shows the help that was asked for, or what is wrong with the arguments; gives the exit code.
fn not_run(error: &clap::Error) -> u8 {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return match output::printed(error.print()) {
            Ok(()) => 0,
            Err(fault) => failed(&fault),
        };
    }
    for line in error.render().to_string().lines() {
        output::say_line(line);
    }
    64
}

/// Says a fault and gives its exit code.
fn failed(error: &Error) -> u8 {
    output::say(&message!("cli-fault", fault = error.line()));
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
    use crate::message::Message;
    use crate::pipeline::error::Code;

    #[test]
    fn every_family_of_faults_has_its_exit_code() {
        for (code, expected) in [
            (Code::InvalidParameter, 64),
            (Code::UnknownTag, 65),
            (Code::MissingFile, 66),
            (Code::ReadFailed, 66),
            (Code::AddressInUse, 69),
            (Code::Unreachable, 69),
            (Code::Bug, 70),
            (Code::CannotCreate, 73),
            (Code::WriteFailed, 74),
        ] {
            let error = Error {
                code,
                ..Error::bug(Message::text(""))
            };
            assert_eq!(exit_code(&error), expected, "{code:?}");
        }
    }
}
