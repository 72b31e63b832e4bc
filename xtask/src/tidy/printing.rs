//! Who prints: the renderers of `report` and the program's first file. Everything else returns what it found, so that it can be
//! written in every format and tested without a process.

use super::{Fault, Package};

/// The macros that print.
const MACROS: [&str; 4] = ["print!", "println!", "eprint!", "eprintln!"];

/// The package that may print, wherever.
const RENDERERS: &str = "report";

/// What prints and may not, by file.
pub(super) fn faults(packages: &[Package]) -> Vec<Fault> {
    let may_print = |package: &str, file: Option<&str>| package == RENDERERS || file == Some("main.rs");
    let mut faults = Vec::new();
    for package in packages {
        for source in package.sources.iter().filter(|source| !may_print(&package.name, source.path.to_str())) {
            let count = occurrences(&source.code);
            if count > 0 {
                let place = format!("crates/{}/src/{}", package.name, source.path.display());
                let message = format!("prints ({count} times): return a report, or let `main.rs` print");
                faults.push(Fault { place, message });
            }
        }
    }
    faults
}

fn occurrences(code: &str) -> usize {
    let is_start = |place: usize| !code[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    MACROS.iter().map(|name| code.match_indices(name).filter(|(place, _)| is_start(*place)).count()).sum()
}
