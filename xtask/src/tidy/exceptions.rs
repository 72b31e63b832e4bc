//! What is not tidy as of today. Each has to go; whoever cleans up takes it off.

use super::Fault;

/// The places, as faults name them.
const EXCEPTIONS: &[&str] =
    &["the public type `Edit`", "the public type `Finding`", "the public type `Fix`", "the public type `Place`"];

/// The faults but for the exceptions, and the exceptions that are none any more.
pub(super) fn taken_off(faults: Vec<Fault>) -> Vec<Fault> {
    taken_off_by(EXCEPTIONS, faults)
}

pub(super) fn taken_off_by(exceptions: &[&str], mut faults: Vec<Fault>) -> Vec<Fault> {
    let message = "is tidy: take it off the exceptions of `cargo xtask tidy`";
    let is_gone = |place: &&&str| !faults.iter().any(|fault| fault.place == **place);
    let fault = |place: &&str| Fault { place: (*place).to_owned(), message: message.to_owned() };
    let gone: Vec<_> = exceptions.iter().filter(is_gone).map(fault).collect();
    faults.retain(|fault| !exceptions.contains(&fault.place.as_str()));
    faults.extend(gone);
    faults
}
