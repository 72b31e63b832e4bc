//! `preflight demo`: CORS on one machine, broken and fixed, with a prediction beside every outcome.
//!
//! ```text
//!  page ───────────► API        knows nothing of CORS: blocked
//!    ├──► gateway ──► API        preflight answers for it: allowed
//!    └──► by hand                the same API with hand-written CORS, with a mistake for each path
//! ```
//!
//! Four listeners on loopback, four origins. The page asks its own server what a browser will do with a call
//! ([`prediction`]), makes the call, and shows both. What this module never does: it listens on no other address than
//! loopback, answers to no other name ([`hosts`]), asks no server but its own, writes no file, and opens no browser.

mod api;
mod arrivals;
mod banner;
mod gateway;
mod hand_written;
mod hosts;
mod listeners;
mod page;
mod policy_form;
mod prediction;
mod scenario;
mod serving;

use std::future::pending;
use std::io;
use std::sync::Arc;

use self::arrivals::Arrivals;
use self::listeners::{Origins, Ports};
use self::page::Page;
use crate::exit::{Exit, Failure};

/// Arguments of `preflight demo`.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// The page's port; the three after it are the API's, the gateway's and the hand-written API's. 0 takes free ones.
    #[arg(long, value_name = "PORT", default_value_t = 7400)]
    pub port: u16,
}

/// Runs `preflight demo` until Ctrl-C.
pub fn run(args: DemoArgs) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let served = runtime.and_then(|runtime| {
        let served = runtime.block_on(serve(&args));
        // A prediction may still wait for an answer; nobody waits for the prediction.
        runtime.shutdown_background();
        served
    });
    served.map(|()| Exit::Good).map_err(|error| Failure::usage(format!("the demo cannot run: {error}")))
}

async fn serve(args: &DemoArgs) -> io::Result<()> {
    let arrivals = Arc::new(Arrivals::default());
    let mut ports = Ports::starting_at(args.port);
    let (page_listener, page) = ports.take(listeners::listen).await?;
    let (api_listener, api) = ports.take(listeners::listen).await?;
    let gateway = gateway::new(&gateway::policy_text(&page, &api), Arc::clone(&arrivals))?;
    let (bound, gateway) = ports.take(async |address| gateway::listen(&gateway, address).await).await?;
    let (by_hand_listener, by_hand) = ports.take(listeners::listen).await?;

    let origins = Arc::new(Origins { page, api, gateway, by_hand });
    banner::print(&origins, &ports.moved)?;
    let page = Arc::new(Page::new(Arc::clone(&origins), Arc::clone(&arrivals)));
    tokio::select! {
        () = page::serve(page_listener, page) => {}
        () = api::serve(api_listener, Arc::clone(&arrivals)) => {}
        () = hand_written::serve(by_hand_listener, arrivals, origins.page.clone()) => {}
        _ = bound.run(pending()) => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}
