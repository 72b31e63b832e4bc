//! What `preflight demo` prints: the addresses, and what to do with them.

use std::io::{self, Write};

use preflight_report::{Role, Style};

use super::listeners::{Moved, Origins};
use crate::output::say;

const HEADING: Style = Role::Strong.style();
const ADDRESS: Style = Role::Label.style();
const PAGE: Style = Role::Label.style().underline();
const ASIDE: Style = Role::Dim.style();
const NOTE: Style = Role::Odd.style();

/// Prints the addresses on stdout and, on stderr, which ports were taken. Colours are for terminals only.
pub fn print(origins: &Origins, moved: &[Moved]) -> io::Result<()> {
    if !moved.is_empty() {
        say(&format!("{NOTE}note:{NOTE:#} {}\n", taken(moved)));
    }
    write(&mut anstream::stdout().lock(), origins)
}

/// Which ports are taken, in one line.
fn taken(moved: &[Moved]) -> String {
    let ports: Vec<_> = moved.iter().map(|Moved { wanted, given }| format!("{wanted} → {given}")).collect();
    format!("somebody else listens there, so free ports are used instead: {}", ports.join(", "))
}

fn write(out: &mut impl Write, origins: &Origins) -> io::Result<()> {
    let Origins { page, api, gateway, by_hand } = origins;
    // Every origin is 127.0.0.1 with a port, so the widest is known: http://127.0.0.1:65535
    let mut row = |name: &str, style: Style, address: &str, what: &str| {
        let pad = " ".repeat("http://127.0.0.1:65535".len().saturating_sub(address.len()));
        writeln!(out, "  {name:<9}{style}{address}{style:#}{pad}  {ASIDE}{what}{ASIDE:#}")
    };
    row("page", PAGE, &format!("{page}/"), "calls the API from another origin")?;
    row("gateway", ADDRESS, gateway, "preflight, with one policy, in front of the API")?;
    row("API", ADDRESS, api, "knows nothing of CORS")?;
    row("by hand", ADDRESS, by_hand, "the same API with hand-written CORS, wrong on purpose")?;
    writeln!(out, "\n{HEADING}Open the page in a browser.{HEADING:#} Ctrl-C stops everything.")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ports_that_are_taken_fit_on_one_line() {
        let moved = [Moved { wanted: 7400, given: 40001 }, Moved { wanted: 7403, given: 40002 }];
        let expected = "somebody else listens there, so free ports are used instead: 7400 → 40001, 7403 → 40002";
        assert_eq!(taken(&moved), expected);
    }

    #[test]
    fn the_addresses_are_aligned_and_plain_without_a_terminal() {
        let origins = Origins { gateway: "http://127.0.0.1:40123".to_owned(), ..Origins::of_default_ports() };
        let mut out = anstream::StripStream::new(Vec::new());
        write(&mut out, &origins).unwrap();
        let expected = "  \
  page     http://127.0.0.1:7400/  calls the API from another origin
  gateway  http://127.0.0.1:40123  preflight, with one policy, in front of the API
  API      http://127.0.0.1:7401   knows nothing of CORS
  by hand  http://127.0.0.1:7403   the same API with hand-written CORS, wrong on purpose

Open the page in a browser. Ctrl-C stops everything.
";
        assert_eq!(String::from_utf8(out.into_inner()).unwrap(), expected);
    }
}
