//! Drawn cases in real browsers: they have to do what the offline browser predicts.

use std::env;

use preflight_lab::prediction::agreement;
use preflight_lab::record::{Recorder, Times};
use preflight_lab::{Engine, browsers_are_skipped, draw};

/// Another seed draws other cases of the same kinds. `cargo xtask browsers` draws many more.
const SEED: u64 = 1;
const COUNT: usize = 200;

/// The part of the cases in which a browser has to do exactly what was predicted.
const REQUIRED: f64 = 0.99;

#[test]
fn browsers_do_what_is_predicted() {
    if browsers_are_skipped() {
        eprintln!("the browsers are skipped, as was asked for");
        return;
    }
    let engines: Vec<_> = Engine::ALL.into_iter().filter(|&engine| has_to_run(engine)).collect();
    let recorder = Recorder { program: env!("CARGO_BIN_EXE_preflight-lab").into(), engines: engines.clone() };
    let mut cases = draw::draw(SEED, COUNT);
    recorder.record(&mut cases, Times::Once).unwrap_or_else(|error| panic!("{error}"));
    let agreements: Vec<_> = engines.iter().map(|&engine| agreement(&cases, engine)).collect();
    for agreement in &agreements {
        println!("{agreement}");
    }
    for agreement in agreements {
        let engine = agreement.engine;
        let possible = cases.iter().filter(|case| engine.finds_names() || !case.needs_names()).count();
        assert_eq!(agreement.judged, possible, "{} ran every case that it can", engine.name());
        assert!(agreement.behaviour() >= REQUIRED, "{agreement}");
    }
}

/// WebKitGTK is hard to get on some systems: only there, and not in CI, it may be missing.
fn has_to_run(engine: Engine) -> bool {
    let may_be_missing = engine == Engine::WebKitGtk && env::var_os("CI").is_none();
    let is_left_out = may_be_missing && !engine.is_installed();
    if is_left_out {
        eprintln!("{} is not installed and left out: `{}`", engine.name(), engine.how_to_get());
    }
    !is_left_out
}
