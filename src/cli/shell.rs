//! `dryf completions` and `dryf man`: what a shell and `man` know of the commands, made of clap's own definitions.

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man as Page;

use super::output;
use crate::message;
use crate::pipeline::error::{Code, Error};

/// The completions of a shell, made of these commands and options.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dryf completions bash > ~/.local/share/bash-completion/completions/dryf
  dryf completions zsh > ~/.zfunc/_dryf
  dryf completions fish > ~/.config/fish/completions/dryf.fish")]
pub struct Completions {
    /// Which shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// The manual page of the program or of a command, in roff.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dryf man | man -l -
  dryf man train > dryf-train.1")]
pub struct Man {
    /// Of this command; of the program where none is named.
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}

/// Prints the completions of a shell.
///
/// # Errors
/// Where standard output takes nothing.
pub fn completions(options: &Completions, command: &mut Command) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, command, "dryf", &mut script);
    output::to_stdout(&script)
}

/// Prints a manual page in roff.
///
/// # Errors
/// [`Code::Usage`] where there is no such command; where standard output takes nothing.
pub fn man(options: &Man, mut command: Command) -> Result<(), Error> {
    command.build();
    let of = match &options.command {
        None => &command,
        Some(name) => command.find_subcommand(name).ok_or_else(|| {
            Error::new(
                Code::Usage,
                message!("error-no-command", name = name.clone()),
                message!("error-see-help"),
            )
        })?,
    };
    let mut page = Vec::new();
    Page::new(of.clone())
        .render(&mut page)
        .expect("a vector takes what is written");
    output::to_stdout(&page)
}
