//! What several systems cannot say.

use preflight_engine::server::{PolicyConfig, WhenRefused};

use crate::code::Code;
use crate::note::Notes;

/// A system that leaves a refused origin's request to the application. `who` begins the sentence.
pub(crate) fn refused_reach_application(who: &str, config: &PolicyConfig, losses: &mut Notes) {
    if config.refused == WhenRefused::Reject {
        losses.loss(
            Code::RefusedReachesApplication,
            format!("{who} forwards requests of refused origins to the application; browsers only hide the answer"),
        );
    }
}

/// A system whose answers to preflights have always the same status. `who` begins the sentence.
pub(crate) fn preflight_status_is_fixed(who: &str, status: u16, config: &PolicyConfig, losses: &mut Notes) {
    if config.preflight_status != status {
        losses.loss(
            Code::PreflightStatusFixed,
            format!(
                "{who} answers every preflight with {status}, of refused origins too, not with {}",
                config.preflight_status
            ),
        );
    }
}
