//! `preflight check --watch`: red until the server is mended, then green.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::backend::Backend;
use crate::run::preflight;

static MENDED: AtomicBool = AtomicBool::new(false);

fn backend() -> Backend {
    Backend::start(|_| match MENDED.load(Ordering::SeqCst) {
        true => "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned(),
        false => "200 OK".to_owned(),
    })
}

/// Ends the process with the test, however that ends.
struct Watch(Child);

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_turns_green_when_the_server_is_mended() {
    let backend = backend();
    let mut command = preflight();
    command
        .args(["check", &backend.url("/x"), "--origin", "http://a.test", "--watch"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut watch = Watch(command.spawn().expect("the binary runs"));
    let mut out = BufReader::new(watch.0.stdout.take().expect("a pipe"));
    let mut first = String::new();
    out.read_line(&mut first).expect("UTF-8");
    assert!(first.starts_with("blocked"), "{first}");
    MENDED.store(true, Ordering::SeqCst);
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("UTF-8");
    assert!(rest.lines().any(|line| line.starts_with("allowed")), "{rest}");
    assert_eq!(rest.lines().filter(|line| line.starts_with("blocked")).count(), 0, "said once: {rest}");
    assert!(watch.0.wait().expect("it ends").success());
}
