//! How long it takes to explain a text and to judge a call where nothing is asked; the bounds are far above what it takes, so
//! that only another order of growth breaks them.

use std::time::{Duration, Instant};

use preflight_diagnosis::{explain, read_console};

use crate::script::Script;

/// As often it is done.
const TIMES: u32 = 200;

#[test]
fn a_text_is_explained_at_once() {
    let text = "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by \
                CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let messages = read_console(text);
    let began = Instant::now();
    for _ in 0..TIMES {
        explain(&messages[0]);
    }
    let each = began.elapsed() / TIMES;
    println!("{each:?} a text");
    assert!(each < Duration::from_millis(5), "{each:?}");
}

#[test]
fn a_call_is_judged_at_once() {
    let script = "# page https://app.example.com\nGET https://api.example.com/todos\n< 200";
    let began = Instant::now();
    for _ in 0..TIMES {
        Script::read(script).judge();
    }
    let each = began.elapsed() / TIMES;
    println!("{each:?} a call");
    assert!(each < Duration::from_millis(50), "{each:?}");
}
