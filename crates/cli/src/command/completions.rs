//! `preflight completions SHELL`: what a shell needs to complete commands and options, on stdout.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::command::Cli;
use crate::exit::Exit;
use crate::output::Output;

/// Arguments of `preflight completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "  bash        preflight completions bash > ~/.local/share/bash-completion/completions/preflight
  zsh         preflight completions zsh > a directory of $fpath, as _preflight
  fish        preflight completions fish > ~/.config/fish/completions/preflight.fish
  powershell  preflight completions powershell >> $PROFILE"
)]
pub struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Runs `preflight completions`.
pub fn run(args: &CompletionsArgs) -> Output {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "preflight", &mut script);
    Output::Document(String::from_utf8_lossy(&script).into_owned(), Exit::Good)
}
