//! Sources that were made to take long.

use std::fs;
use std::time::{Duration, Instant};

use crate::run::run;

#[test]
fn what_would_take_minutes_to_read_is_refused_in_seconds() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("source");
    let name = file.to_str().expect("UTF-8");
    let set = "res.setHeader('Access-Control-Allow-Origin', 'https://a.example');";
    for (sentence, text, arguments) in [
        ("no JavaScript", "'".repeat(200_000), vec!["import", name, "--from", "express"]),
        ("no C#", "{\"a\":".repeat(200_000), vec!["import", name, "--from", "aspnet"]),
        (
            "much that sets one field",
            format!("http.createServer((req, res) => {{ {} }})", set.repeat(8_000)),
            vec!["fix", name, "--from", "node", "--origin", "http://localhost:5173"],
        ),
    ] {
        fs::write(&file, text).expect("it can be written");
        let began = Instant::now();
        let said = run(&arguments);
        assert_eq!(said.code, 2, "{sentence}: {}", said.err);
        assert!(said.err.contains("long"), "{sentence}: {}", said.err);
        assert!(began.elapsed() < Duration::from_secs(25), "{sentence}: {:?}", began.elapsed());
    }
}
