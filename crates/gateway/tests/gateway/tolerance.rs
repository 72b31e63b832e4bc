//! A reload is judged as a start is; only what is in force already may stay.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use preflight_engine::{Policy, PolicyConfig, server::Allowed};
use preflight_gateway::{PolicyPath, Reload};
use preflight_policy_file::{Context, NamedPolicy, PolicyFile, load};
use tokio::sync::mpsc::unbounded_channel;

use crate::spy::{OK, Spy};
use crate::world::World;

fn text(spy: &Spy, origin: &str) -> String {
    format!("upstream = 'http://{}'\n[policy.app]\ncredentials = true\norigins = ['{origin}']\n", spy.address)
}

/// The same file with a policy that was compiled by a former list of public suffixes.
fn with_condemned(file: PolicyFile, pattern: &str) -> PolicyFile {
    let origins = Allowed::listed([pattern, "https://a.test"]);
    let config = PolicyConfig { origins, credentials: true, ..PolicyConfig::default() };
    let by_a_former_list = PolicyConfig { dangerously_allow_public_suffixes: true, ..config.clone() };
    let policy = Policy::new(&by_a_former_list).unwrap().into();
    let policies = BTreeMap::from([("app".to_owned(), NamedPolicy { config, policy, warnings: Vec::new() })]);
    PolicyFile { policies, ..file }
}

#[tokio::test]
async fn a_pattern_that_a_start_refuses_is_not_reloaded_unless_it_is_in_force() {
    let spy = Spy::answering(OK).await;
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tolerance");
    fs::remove_dir_all(&directory).ok();
    fs::create_dir_all(&directory).unwrap();
    let path = directory.join("preflight.toml");
    fs::write(&path, text(&spy, "https://a.test")).unwrap();
    let (file, _) = load(&path, &Context::default()).unwrap();
    fs::write(&path, text(&spy, "https://*.co.uk")).unwrap();
    let world = World::new(&with_condemned(file, "https://*.co.uk")).await;
    let (sender, mut reloads) = unbounded_channel();
    let source = PolicyPath::new(&path, Context::default());
    let _watch = world.gateway.watch(source, move |reload| drop(sender.send(reload))).unwrap();
    let mut next = async || tokio::time::timeout(std::time::Duration::from_secs(5), reloads.recv()).await;

    let Ok(Some(Reload::Applied { warnings, .. })) = next().await else { panic!("what is in force stays") };
    assert!(warnings[0].to_string().contains("in force already"), "{warnings:?}");
    assert_eq!(world.gateway.tolerated_patterns(), 1);

    fs::write(&path, text(&spy, "https://*.com")).unwrap();
    let Ok(Some(Reload::Invalid(diagnostics))) = next().await else { panic!("a start would refuse it") };
    assert!(diagnostics.to_string().contains("`https://*.com` matches names that strangers"), "{diagnostics}");
    let allows = async |origin: &str| {
        let answer = world.send(&["GET / HTTP/1.1", "Host: localhost", &format!("Origin: {origin}")]).await;
        answer.header("access-control-allow-origin") == Some(origin)
    };
    assert!(allows("https://x.co.uk").await && !allows("https://x.com").await, "the former configuration stays");
}
