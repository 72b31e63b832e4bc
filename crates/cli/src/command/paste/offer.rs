//! The change that was shown is made, if the person who sees it says so. A script is never asked.

use std::io::{self, IsTerminal};

use preflight_report::{Page, Role};

use crate::command::check::Offer;
use crate::exit::{Exit, Failure};
use crate::output::{Output, ask_whether, is_person_there};
use crate::wrap::width;

/// Whether somebody sees the report, and can answer.
pub fn is_person_looking() -> bool {
    is_person_there() && io::stdout().is_terminal()
}

/// Says why a change that is shown is not offered.
pub fn write_unoffered(page: &mut Page, offers: &[Offer], unoffered: &[String]) {
    let differ = offers.first().is_some_and(|first| !offers.iter().all(|other| other.is_same(first)));
    if differ {
        page.labelled(
            Role::Odd,
            "note",
            "several changes are shown, so that none is offered; the commands above write them",
        );
    }
    for reason in unoffered {
        page.labelled(Role::Odd, "note", format!("the change is not offered: {reason}"));
    }
}

/// The change that a person may want: where several were shown, none is chosen.
pub fn wanted(offers: Vec<Offer>) -> Option<Offer> {
    let mut offers = offers.into_iter().filter(|_| is_person_looking());
    let first = offers.next()?;
    offers.all(|other| other.is_same(&first)).then_some(first)
}

/// Prints the report, then asks whether the change is to be made.
pub fn put(
    offer: Offer,
    report: Output,
    tell: &mut dyn FnMut(Output) -> Result<(), Failure>,
) -> Result<Output, Failure> {
    let exit = report.exit();
    tell(report)?;
    if !ask_whether(&offer.question()) {
        return Ok(Output::Done(exit));
    }
    Ok(Output::Document(offer.write()?.render(width()), Exit::Good))
}
