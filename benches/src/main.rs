//! What CORS costs a request, in process: preflight-tower beside tower-http and actix-cors.
//!
//! ```text
//! cargo bench --manifest-path benches/Cargo.toml                    nanoseconds, peers interleaved
//! cargo bench --manifest-path benches/Cargo.toml -- scale           only what many origins cost
//! cargo bench --manifest-path benches/Cargo.toml -- instructions    instructions, counted by callgrind
//! cargo bench --manifest-path benches/Cargo.toml -- hostile         what hostile lists cost the browser half
//! ```

mod actix_peers;
mod hostile;
mod instructions;
mod nanoseconds;
mod peer;
mod request;
mod table;
mod tower_peers;

use peer::{Peer, PeerKind};
use request::{Origins, RequestKind};

fn main() {
    // Cargo passes `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            nanoseconds::report();
            nanoseconds::report_scale();
        }
        ["hostile"] => hostile::report(),
        ["hostile", part] => hostile::only(part),
        ["scale"] => nanoseconds::report_scale(),
        ["instructions"] => instructions::report(),
        ["run", peer, request, origins, batches] => {
            instructions::run_for_callgrind(peer, request, origins, batches.parse().expect("a number of batches"));
        }
        unknown => panic!("unknown arguments {unknown:?}; try none, `scale`, `instructions` or `hostile`"),
    }
}
