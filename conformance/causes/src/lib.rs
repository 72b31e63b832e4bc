//! A server for each cause that a probe can show, at least two for most, and sound servers that look odd. They answer over
//! real sockets, byte for byte as written, so that `preflight check` and a browser can be asked the same.

#![forbid(unsafe_code)]

mod asked;
mod scenario;
mod server;

mod statuses;
mod origins;
mod preflights;
mod redirects;
mod caches;
mod secure;
mod reading;
mod sound;

pub use asked::Asked;
pub use preflight_authority::{Authority, Flaw};
pub use scenario::{Call, Page, Scenario, Server, Verdict};
pub use server::{Running, page_of_nobody};

/// All of them: causes in the order of judgement, then sound servers.
pub fn all() -> Vec<Scenario> {
    let groups = [
        statuses::scenarios(),
        secure::scenarios(),
        origins::scenarios(),
        preflights::scenarios(),
        redirects::scenarios(),
        caches::scenarios(),
        reading::scenarios(),
        sound::scenarios(),
    ];
    groups.into_iter().flatten().collect()
}
