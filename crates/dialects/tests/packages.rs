//! Exports and imports against the real packages: what is exported runs in the package, what is imported is compared
//! with it, and a browser that follows the Fetch standard judges both.
//!
//! The packages come from npm and PyPI, pinned, into the target directory. `PREFLIGHT_SKIP_PACKAGES=1` leaves these tests
//! out.

#![forbid(unsafe_code)]

#[path = "packages/difference.rs"]
mod difference;
#[path = "packages/draw.rs"]
mod draw;
#[path = "packages/fixes.rs"]
mod fixes;
#[path = "packages/http_client.rs"]
mod http_client;
#[path = "packages/install.rs"]
mod install;
#[path = "packages/judge.rs"]
mod judge;
#[path = "packages/sources.rs"]
mod sources;
#[path = "packages/system.rs"]
mod system;

use preflight_dialects::{Dialect, Imported, RoutePolicy, export, import};
use preflight_engine::Policy;

use self::draw::{Draw, allowed_by};
use self::judge::{PageFetch, accepted_by_package, accepted_by_policy, varies};
use self::system::{Application, System};

/// Configurations for each system, in each direction.
const CONFIGURATIONS: usize = 80;

/// Requests for each configuration.
const REQUESTS: usize = 6;

#[test]
fn express() {
    check(Dialect::Express);
}

#[test]
fn node() {
    check(Dialect::Node);
}

#[test]
fn flask() {
    check(Dialect::Flask);
}

#[test]
fn django() {
    check(Dialect::Django);
}

fn check(dialect: Dialect) {
    if install::is_skipped() {
        return println!("{dialect}: skipped, as PREFLIGHT_SKIP_PACKAGES says");
    }
    exports_accept_what_the_policy_accepts(dialect);
    imports_accept_what_the_package_accepts(dialect);
    fixes::check(dialect);
}

fn exports_accept_what_the_policy_accepts(dialect: Dialect) {
    let mut draw = Draw::new(dialect as u64 + 1);
    let policies: Vec<_> = (0..CONFIGURATIONS).map(|_| draw.policy()).collect();
    let exported: Vec<_> = policies
        .iter()
        .map(|config| {
            let policy = RoutePolicy { name: "app".into(), path: None, config: config.clone() };
            export(dialect, &[policy]).expect("the drawn policies are sound")
        })
        .collect();
    let applications: Vec<_> =
        exported.iter().map(|exported| Application::of_export(dialect, &exported.text)).collect();
    let system = System::start(dialect, &applications);
    let (mut pairs, mut agreements, mut lost, mut accepted) = (0, 0, 0, 0);
    for (number, (config, exported)) in policies.iter().zip(&exported).enumerate() {
        let policy = Policy::new(config).expect("the drawn policies are sound");
        let favoured = allowed_by(config);
        for _ in 0..REQUESTS {
            let fetch = draw.fetch(&favoured);
            let (expected, found) = (accepted_by_policy(&policy, &fetch), accepted_by_package(&system, number, &fetch));
            let evidence = || format!("{dialect} {fetch:?}\n{config:?}\n{}\n{:?}", exported.text, exported.losses);
            pairs += 1;
            accepted += usize::from(found);
            match expected == found {
                true => agreements += 1,
                false => {
                    let disagree = |fetch: &PageFetch| {
                        accepted_by_policy(&policy, fetch) != accepted_by_package(&system, number, fetch)
                    };
                    let part = difference::part(&fetch, disagree);
                    let is_said = expected && difference::is_explained(part, &exported.losses);
                    assert!(is_said, "{part:?}: the policy accepts: {expected}, the package: {found}\n{}", evidence());
                    lost += 1;
                }
            }
        }
        if !config.origins.entries().is_empty() {
            for origin in [None, Some("https://app.example.com"), Some("https://stranger.test")] {
                assert!(varies(&system, number, origin), "{dialect} {origin:?}: no Vary: Origin\n{}", exported.text);
            }
        }
    }
    println!("{dialect}, exports: {pairs} pairs, {accepted} accepted, {agreements} agree, {lost} with a loss");
}

fn imports_accept_what_the_package_accepts(dialect: Dialect) {
    let mut draw = Draw::new(dialect as u64 + 1000);
    let sources: Vec<_> = (0..CONFIGURATIONS).map(|_| sources::source(dialect, &mut draw)).collect();
    let applications: Vec<_> = sources.iter().map(|source| Application::of_source(source)).collect();
    let system = System::start(dialect, &applications);
    let (mut pairs, mut agreements, mut noted, mut accepted) = (0, 0, 0, 0);
    for (number, source) in sources.iter().enumerate() {
        let imported = import(dialect, source, "-").unwrap_or_else(|error| panic!("{error}\n{source}"));
        let favoured = allowed_by(&imported.policies[0].config);
        for fetch in (0..REQUESTS).map(|_| draw.fetch(&favoured)).flat_map(PageFetch::in_both_modes) {
            // Node answers 400 to methods that it does not know, whatever the package allows.
            if fetch.method == "patch" && matches!(dialect, Dialect::Express | Dialect::Node) {
                continue;
            }
            let (expected, found) = (accepted_by_package(&system, number, &fetch), is_accepted(&imported, &fetch));
            pairs += 1;
            accepted += usize::from(expected);
            match expected == found {
                true => agreements += 1,
                false => {
                    let disagree = |fetch: &PageFetch| {
                        is_accepted(&imported, fetch) != accepted_by_package(&system, number, fetch)
                    };
                    let part = difference::part(&fetch, disagree);
                    assert!(
                        difference::is_explained(part, &imported.notes),
                        "{part:?}: the package accepts: {expected}, the import: {found}\n{fetch:?}\n{source}\n{imported:#?}"
                    );
                    noted += 1;
                }
            }
        }
    }
    println!("{dialect}, imports: {pairs} pairs, {accepted} accepted, {agreements} agree, {noted} with a note");
    assert!(agreements * 4 > pairs * 3, "most of what people write comes over as it is");
}

/// An import that grants nothing is refused as a policy.
fn is_accepted(imported: &Imported, fetch: &PageFetch) -> bool {
    Policy::new(&imported.policies[0].config).is_ok_and(|policy| accepted_by_policy(&policy, fetch))
}
