//! `Invoke-WebRequest` and `Invoke-RestMethod` of PowerShell, as developer tools copy them and as people write them.

mod request;
mod statement;
mod tokens;

pub(crate) use request::is_power_shell;

use crate::said::Said;
use crate::unreadable::Unreadable;

/// The first request of a script.
pub(crate) fn read(text: &str) -> Result<Said, Unreadable> {
    statement::Statements::of(tokens::tokens(text)?).run()
}
