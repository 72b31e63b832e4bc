//! Other programs, run in the root of the repository.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

/// Runs a program and shows what it prints.
pub fn run(program: &str, arguments: &[&str]) -> Result<(), Failure> {
    succeed(command(program, arguments))
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The program with these arguments, in the root of the repository. `cargo` is the one that runs us.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = match (program, env::var_os("CARGO")) {
        ("cargo", Some(cargo)) => Command::new(cargo),
        _ => Command::new(program),
    };
    command.args(arguments).current_dir(root());
    command
}

/// Runs a command to its end.
pub fn succeed(mut command: Command) -> Result<(), Failure> {
    let line = line(&command);
    println!("+ {line}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::found(format!("`{line}` failed: {status}"))),
        Err(error) => Err(Failure::found(format!("`{line}` does not start: {error}"))),
    }
}

/// The command as a person would write it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Where a program is, if it is installed.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}
