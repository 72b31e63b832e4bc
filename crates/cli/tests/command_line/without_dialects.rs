//! A build without the parsers of other languages says how to get one with them.

use crate::run::run;

#[test]
fn the_commands_are_there_and_say_what_to_build() {
    for arguments in [
        &["fix", "server.js", "--origin", "http://localhost:5173"][..],
        &["import", "--from", "express", "server.js"],
        &["export", "--to", "flask"],
        &["check", "http://127.0.0.1:9/", "--fix", "server.js"],
        &["check", "http://127.0.0.1:9/", "--config", "server.js"],
    ] {
        let said = run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(
            said.err.contains("cargo install --path crates/cli --features dialects"),
            "{arguments:?}: {}",
            said.err
        );
    }
}
