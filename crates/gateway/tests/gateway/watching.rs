//! Files that change while the gateway runs.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use preflight_gateway::{PolicyPath, Reload, Watch};
use preflight_policy_file::{Context, load};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::spy::{OK, Spy};
use crate::world::World;

/// A gateway that watches a policy file.
struct Watched {
    world: World,
    spy: Spy,
    reloads: UnboundedReceiver<Reload>,
    watch: Option<Watch>,
}

impl Watched {
    /// Serves `policy` in `directory`, which `write` fills.
    async fn new(policy: &Path, write: impl FnOnce(&Spy)) -> Self {
        let spy = Spy::answering(OK).await;
        write(&spy);
        let (file, _) = load(policy, &Context::default()).unwrap();
        let world = World::new(&file).await;
        let (sender, reloads) = unbounded_channel();
        let source = PolicyPath::new(policy, Context::default());
        let watch = world.gateway.watch(source, move |reload| drop(sender.send(reload))).unwrap();
        Self { world, spy, reloads, watch: Some(watch) }
    }

    async fn reloaded(&mut self) -> Reload {
        tokio::time::timeout(Duration::from_secs(5), self.reloads.recv()).await.expect("a change is noticed").unwrap()
    }

    async fn applied(&mut self) -> Vec<String> {
        match self.reloaded().await {
            Reload::Applied { changes, .. } => changes.iter().map(ToString::to_string).collect(),
            other => panic!("{other:?}"),
        }
    }

    /// Whether this origin may read answers.
    async fn allows(&self, origin: &str) -> bool {
        let answer = self.world.send(&["GET / HTTP/1.1", "Host: localhost", &format!("Origin: {origin}")]).await;
        answer.header("access-control-allow-origin") == Some(origin)
    }
}

fn directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&directory).ok();
    fs::create_dir_all(&directory).unwrap();
    directory
}

fn policy(spy: &Spy, origin: &str) -> String {
    format!("upstream = 'http://{}'\nenv-file = '.env'\n[policy.app]\norigins = ['{origin}']\n", spy.address)
}

#[tokio::test]
async fn edits_apply_and_mistakes_do_not() {
    let directory = directory("edits");
    let (file, env_file) = (directory.join("preflight.toml"), directory.join(".env"));
    let mut watched = Watched::new(&file, |spy| {
        fs::write(&env_file, "ORIGIN=https://a.test\n").unwrap();
        fs::write(&file, policy(spy, "${ORIGIN}")).unwrap();
    })
    .await;
    assert!(watched.allows("https://a.test").await);

    fs::write(&env_file, "ORIGIN=https://b.test,https://c.test\n").unwrap();
    assert_eq!(watched.applied().await, ["policy app changed"]);
    assert!(watched.allows("https://c.test").await);
    assert!(!watched.allows("https://a.test").await);

    fs::write(&file, policy(&watched.spy, "https//typo") + "max-age = 'soon'\n").unwrap();
    let Reload::Invalid(diagnostics) = watched.reloaded().await else { panic!("a mistake is no change") };
    assert_eq!(diagnostics.len(), 2, "{diagnostics}");
    assert!(watched.allows("https://c.test").await, "the former policy stays");

    // As editors save: another file takes the name.
    let temporary = directory.join(".preflight.toml.swp");
    fs::write(&temporary, policy(&watched.spy, "https://d.test")).unwrap();
    fs::rename(&temporary, &file).unwrap();
    assert_eq!(watched.applied().await, ["policy app changed"]);
    assert!(watched.allows("https://d.test").await);

    let text = policy(&watched.spy, "https://d.test");
    fs::write(&file, format!("listen = '127.0.0.1:1'\n{text}")).unwrap();
    assert_eq!(watched.applied().await, ["listen is now 127.0.0.1:1, which takes effect after a restart"]);

    fs::remove_file(&file).unwrap();
    assert!(matches!(watched.reloaded().await, Reload::Invalid(_)));
    assert!(watched.allows("https://d.test").await);
    fs::write(&file, text).unwrap();
    watched.applied().await;
}

/// A pipe would keep whoever opens it waiting for one that writes, and a device whoever reads it.
#[tokio::test]
async fn what_is_no_file_in_the_place_of_one_is_invalid_and_keeps_nobody_waiting() {
    let directory = directory("special");
    let (file, pipe) = (directory.join("preflight.toml"), directory.join("pipe"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut watched = Watched::new(&file, |spy| fs::write(&file, policy(spy, "https://a.test")).unwrap()).await;
    let good = policy(&watched.spy, "https://a.test");
    for (target, words) in [(pipe.as_path(), "a pipe, not a file"), (Path::new("/dev/zero"), "a device, not a file")] {
        for place in ["preflight.toml", ".env"] {
            fs::remove_file(directory.join(place)).ok();
            symlink(target, directory.join(place)).unwrap();
            // Removing and linking may show as two changes.
            loop {
                let Reload::Invalid(diagnostics) = watched.reloaded().await else { continue };
                if diagnostics.to_string().contains(words) {
                    break;
                }
            }
            assert!(watched.allows("https://a.test").await, "{place}: the former configuration stays");
            fs::remove_file(directory.join(place)).unwrap();
            fs::write(&file, &good).unwrap();
            while !matches!(watched.reloaded().await, Reload::Applied { .. }) {}
        }
    }
    fs::write(&file, policy(&watched.spy, "https://b.test")).unwrap();
    while !watched.allows("https://b.test").await {
        watched.reloaded().await;
    }
}

#[tokio::test]
async fn an_env_file_that_was_missing_is_noticed() {
    let directory = directory("missing");
    let file = directory.join("preflight.toml");
    let mut watched = Watched::new(&file, |spy| {
        fs::write(directory.join(".env"), "").unwrap();
        fs::write(&file, policy(spy, "https://a.test")).unwrap();
    })
    .await;
    let renamed = policy(&watched.spy, "${ORIGIN}").replace(".env", "new.env");
    fs::write(&file, renamed).unwrap();
    assert!(matches!(watched.reloaded().await, Reload::Invalid(_)));
    fs::write(directory.join("new.env"), "ORIGIN=https://b.test").unwrap();
    assert_eq!(watched.applied().await, ["env-file changed", "policy app changed"]);
    fs::write(directory.join("new.env"), "ORIGIN=https://c.test").unwrap();
    assert_eq!(watched.applied().await, ["policy app changed"]);
}

#[tokio::test]
async fn an_env_file_may_come_go_and_stand_in_a_directory_that_is_not_there_yet() {
    let directory = directory("coming");
    let (file, folder) = (directory.join("preflight.toml"), directory.join("conf"));
    let env_file = folder.join(".env");
    let mut watched = Watched::new(&file, |spy| {
        let text = policy(spy, "${ORIGIN:-https://a.test}").replace("'.env'", "'conf/.env'");
        fs::write(&file, text).unwrap();
    })
    .await;
    assert!(watched.allows("https://a.test").await, "a missing env-file does not keep it from starting");

    fs::create_dir(&folder).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    fs::write(&env_file, "ORIGIN=https://b.test").unwrap();
    assert_eq!(watched.applied().await, ["policy app changed"]);
    assert!(watched.allows("https://b.test").await);

    fs::write(&env_file, "ORIGIN=https://a.test").unwrap();
    assert_eq!(watched.applied().await, ["policy app changed"]);
    fs::remove_file(&env_file).unwrap();
    let Reload::Applied { changes, warnings } = watched.reloaded().await else { panic!("it is no mistake") };
    assert_eq!(changes, [], "the default says the same");
    assert!(warnings[0].to_string().contains("conf/.env` does not exist"), "{warnings:?}");
}

#[tokio::test]
async fn a_kubernetes_volume_is_swapped_as_a_whole() {
    let directory = directory("volume");
    let write = |version: &str, spy: &Spy, origin: &str| {
        fs::create_dir(directory.join(version)).unwrap();
        fs::write(directory.join(version).join(".env"), format!("ORIGIN={origin}")).unwrap();
        fs::write(directory.join(version).join("preflight.toml"), policy(spy, "${ORIGIN}")).unwrap();
        symlink(version, directory.join("..data_tmp")).unwrap();
        fs::rename(directory.join("..data_tmp"), directory.join("..data")).unwrap();
    };
    let file = directory.join("preflight.toml");
    let mut watched = Watched::new(&file, |spy| {
        write("..1", spy, "https://a.test");
        symlink("..data/preflight.toml", &file).unwrap();
        symlink("..data/.env", directory.join(".env")).unwrap();
    })
    .await;
    for (version, origin) in [("..2", "https://b.test"), ("..3", "https://c.test")] {
        write(version, &watched.spy, origin);
        assert_eq!(watched.applied().await, ["policy app changed"]);
        assert!(watched.allows(origin).await);
    }
}

#[tokio::test]
async fn a_file_behind_a_link_is_watched_where_it_is() {
    let (here, there) = (directory("here"), directory("there"));
    let file = here.join("preflight.toml");
    let mut watched = Watched::new(&file, |spy| {
        fs::write(there.join("real.toml"), policy(spy, "https://a.test").replace("env-file = '.env'\n", "")).unwrap();
        symlink(there.join("real.toml"), &file).unwrap();
    })
    .await;
    let text = fs::read_to_string(&file).unwrap().replace("a.test", "b.test");
    fs::write(there.join("real.toml"), text).unwrap();
    assert_eq!(watched.applied().await, ["policy app changed"]);
}

#[tokio::test]
async fn neighbours_change_nothing_and_nor_does_anything_once_nobody_watches() {
    let directory = directory("neighbours");
    let file = directory.join("preflight.toml");
    let mut watched = Watched::new(&file, |spy| {
        fs::write(directory.join(".env"), "").unwrap();
        fs::write(&file, policy(spy, "https://a.test")).unwrap();
    })
    .await;
    fs::write(directory.join("notes.txt"), "hello").unwrap();
    fs::write(&file, fs::read(&file).unwrap()).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(watched.reloads.try_recv().is_err());

    watched.watch = None;
    fs::write(&file, policy(&watched.spy, "https://b.test")).unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(watched.reloads.try_recv().is_err());
    assert!(watched.allows("https://a.test").await);
}
