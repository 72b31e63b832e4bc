//! No value that a user or a server gave is printed unless it is on the list, by any command in any format.
//!
//! Every secret that is planted here holds one word, which then stands nowhere in what is printed.

use std::process::Stdio;

use crate::backend::Backend;
use crate::run::{Said, preflight, run, run_on};

/// What no output may hold, in any case.
const PLANTED: &str = "s3cr3t";

/// Allows everything that is asked, redirects, fails; and gives away secrets of its own wherever it can.
fn leaky(head: &str) -> String {
    let line = head.lines().next().unwrap_or_default();
    let path = line.split(' ').nth(1).unwrap_or_default();
    let own = "Set-Cookie: sid=s3cr3t-cookie; Path=/; HttpOnly; s3cr3t-attribute\r\nX-Request-Token: s3cr3t-token\r\n\
               ETag: \"s3cr3t-etag\"\r\nLink: <https://s3cr3t.example/>\r\n\
               WWW-Authenticate: Bearer realm=\"s3cr3t-realm\"\r\nServer: Kestrel https://a.test/?s3cr3t=1\r\n\
               X-Powered-By: Express\r\nContent-Type: text/html";
    let allow = "Access-Control-Allow-Origin: http://localhost:5173\r\nAccess-Control-Allow-Methods: PUT, POST\r\n\
                 Access-Control-Allow-Headers: authorization, x-api-key, x-auth-token, content-type\r\n\
                 Access-Control-Allow-Credentials: true";
    let redirect = "Location: /login?state=s3cr3t-state&next=s3cr3t-next#s3cr3t-fragment";
    match path.split(['?', '/']).nth(1).unwrap_or_default() {
        "fine" => format!("200 OK\r\n{allow}\r\n{own}"),
        "moved" => format!("302 Found\r\n{redirect}\r\n{allow}\r\n{own}"),
        "moved-blocked" => format!("302 Found\r\n{redirect}\r\n{own}"),
        "moved-badly" => format!("302 Found\r\nLocation: http://[s3cr3t/ s3cr3t?s3cr3t=1\r\n{allow}\r\n{own}"),
        "mismatch" => format!("200 OK\r\nAccess-Control-Allow-Origin: https://u:s3cr3t@a.test/?s3cr3t=1\r\n{own}"),
        "broken" => format!("500 Oops s3cr3t\r\n{own}"),
        _ => format!("404 Not Found\r\n{own}"),
    }
}

fn says_nothing(said: &Said, what: &str) {
    let whole = format!("{}{}", said.out, said.err).to_lowercase();
    assert!(!whole.contains(PLANTED), "{what} gave a secret away:\n{}\n{}", said.out, said.err);
    assert!(!whole.contains("panicked"), "{what}: {}", said.err);
}

/// What a page's call can hold.
const CALLS: [&[&str]; 13] = [
    &[],
    &["-H", "Authorization: Bearer s3cr3t"],
    &["-H", "X-Api-Key: s3cr3t", "-H", "x-auth-token:s3cr3t"],
    &["-H", "X-Not-Listed-By-The-Server: s3cr3t"],
    &["-H", "Content-Type: application/json", "--data", "{\"password\":\"s3cr3t\"}"],
    &["-X", "PUT", "--data", "s3cr3t", "--send-unsafe"],
    &["--credentials", "include", "-H", "Authorization: Basic s3cr3t"],
    &["-X", "PUT", "-H", "authorization"],
    &["--mode", "no-cors"],
    &["--engine", "firefox", "-H", "Authorization: s3cr3t"],
    &["--upstream", "{url}/fine?api_key=s3cr3t", "-H", "X-Api-Key: s3cr3t"],
    &["--read", "x-request-token"],
    &["--upstream", "http://u:s3cr3t@127.0.0.1:1/"],
];

const PATHS: [&str; 7] = ["fine", "moved", "moved-blocked", "moved-badly", "mismatch", "broken", "nothing"];

/// Queries and fragments of a URL that the user gives.
const TAILS: [&str; 7] = [
    "?token=s3cr3t&page=2",
    "?page=2&Access-Token=s3cr3t&X-Amz-Signature=s3cr3t",
    "?next=https%3A%2F%2Fu%3As3cr3t%40idp.test%2F%3Fcode%3Ds3cr3t",
    "#access_token=s3cr3t",
    "/bot6984532978:AAGs3cr3tkdpQ8-zVn2LrT0yWbE5sHu7JcM/sendMessage?page=2",
    "/services/T024BE7LD/B08M4P1QZ/s3cr3tX9",
    "?data={\"token\":\"s3cr3t\"}&query={login(pin:\"s3cr3t\")}#{\"a\":\"s3cr3t\"}",
];

#[test]
fn no_check_gives_a_value_away() {
    let backend = Backend::reading(leaky);
    let server = backend.url("");
    for (place, path) in PATHS.iter().enumerate() {
        for (number, call) in CALLS.iter().enumerate() {
            let url = backend.url(&format!("/{path}{}", TAILS[(place + number) % TAILS.len()]));
            let call: Vec<String> = call.iter().map(|word| word.replace("{url}", &server)).collect();
            for format in [&["-v"][..], &["--format", "json"]] {
                let mut words = vec!["check", &url, "--origin", "http://localhost:5173"];
                words.extend(call.iter().map(String::as_str));
                words.extend(format);
                let said = run(&words);
                assert!(said.code != 2 || !said.err.is_empty(), "{words:?}");
                says_nothing(&said, &format!("{words:?}"));
            }
        }
    }
}

#[test]
fn a_server_that_does_not_speak_http_is_not_quoted() {
    for head in [
        &b"s3cr3t"[..],
        b"200 OK\r\nSet-Cookie sid=s3cr3t\r\n s3cr3t: x",
        b"99999 s3cr3t",
        b"200 OK\r\nSet-Cookie sid=s3cr3t: x\r\nX-Token s3cr3t: x\r\nAccess-Control-Allow-Origin: *\r\ns3cr3t= s3cr3t:",
    ] {
        let backend = Backend::of_bytes(head);
        let url = backend.url("/");
        for format in [&["-v", "--quick"][..], &["--format", "json", "--quick"], &["--survey"]] {
            let words = [&["check", &url, "--origin", "http://localhost:5173"], format].concat();
            says_nothing(&run(&words), &format!("{words:?} of {head:?}"));
        }
    }
}

/// A run that is cut short names what it did not ask.
#[test]
fn what_was_not_asked_gives_no_value_away() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let url = format!("http://u:s3cr3t@{address}/?token=s3cr3t&x=1#access_token=s3cr3t");
    for format in [&["-v"][..], &["--format", "json"], &["--survey"], &["--survey", "--format", "json"]] {
        let words =
            [&["check", &url, "--origin", "http://localhost:5173", "--max-time", "1", "-X", "PUT"], format].concat();
        let said = run(&words);
        assert!(!said.out.is_empty() || !said.err.is_empty(), "{words:?}");
        says_nothing(&said, &format!("{words:?}"));
    }
}

/// What a server sends where a URL belongs, in every spelling that a browser takes for one and some that none does.
const PLACES: [&str; 37] = [
    "//u:s3cr3t@h/x",
    " //u:s3cr3t@h/",
    "///u:s3cr3t@h",
    "/\\u:s3cr3t@h",
    "\\\\u:s3cr3t@h",
    "\\/u:s3cr3t@h",
    "/\t/u:s3cr3t@h",
    "http:\\\\u:s3cr3t@h",
    "http:\\u:s3cr3t@h",
    "http:u:s3cr3t@h",
    "http:/u:s3cr3t@h",
    "http:///u:s3cr3t@h",
    "HTTPS:/u:s3cr3t@h",
    "ht\ttp://u:s3cr3t@h/",
    "http://u:s3cr3t\t@h/",
    "http://u:a b s3cr3t@h/",
    "http://u:a/s3cr3t@h/",
    "http://u:a?s3cr3t@h/",
    "http://u:s3cr3t",
    "data:text/plain,s3cr3t",
    "data:text/html, s3cr3t <b>",
    "foo:s3cr3t",
    "foo://s3cr3t/x",
    "mailto:s3cr3t@h",
    "javascript:s3cr3t",
    "ftp://u:s3cr3t@h/",
    "http://[s3cr3t",
    "//u:s3cr3t@h:99999/x",
    "http://h/code=s3cr3t/x",
    "/x;a=b,token=s3cr3t",
    "/x/code%3Ds3cr3t",
    "http://h/x/u:s3cr3t@h/",
    "/p/https://u:s3cr3t@h/",
    "http://h/p/https%3A%2F%2Fu%3As3cr3t%40h%2F",
    "http://h/bot6984532978:AAGs3cr3tkdpQ8-zVn2LrT0yWbE5sHu7JcM/x",
    "http://h/x/eyJhbGciOiJIUzI1NiJ9.s3cr3t.x?a=1",
    "/api/webhooks/845082576963895306/s3cr3tX9",
];

/// Answers with one of the places, as `Location` or where else a URL may stand.
fn placed(line: &str) -> String {
    let mut parts = line.split('/').skip(1);
    let (kind, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let place = number.parse().ok().and_then(|number: usize| PLACES.get(number)).copied().unwrap_or_default();
    let allow = "Access-Control-Allow-Origin: http://localhost:5173";
    match kind {
        "moved" => format!("302 Found\r\nLocation: {place}\r\n{allow}"),
        "blocked" => format!("302 Found\r\nLocation: {place}"),
        _ => format!("200 OK\r\nServer: {place}\r\nVia: 1.1 {place}\r\nAccess-Control-Allow-Origin: {place}"),
    }
}

#[test]
fn no_place_that_a_server_names_gives_a_value_away() {
    let backend = Backend::start(placed);
    for (number, place) in PLACES.iter().enumerate() {
        // A field is shown as it came where it is no URL at all.
        let is_of_url = place.contains('@') || place.starts_with("http:");
        for kind in ["moved", "blocked", "other"].into_iter().filter(|kind| *kind != "other" || is_of_url) {
            let url = backend.url(&format!("/{kind}/{number}"));
            for format in [&["-v", "--quick"][..], &["--format", "json", "--quick"]] {
                let words = [&["check", &url, "--origin", "http://localhost:5173"], format].concat();
                says_nothing(&run(&words), &format!("{words:?}: {place:?}"));
            }
        }
    }
}

#[test]
fn no_survey_and_no_watch_gives_a_value_away() {
    let backend = Backend::reading(leaky);
    for path in PATHS {
        let url = backend.url(&format!("/{path}?token=s3cr3t"));
        for format in [&["-v"][..], &["--format", "json"], &["--format", "toml"]] {
            let words = [&["check", &url, "--origin", "http://localhost:5173", "--survey"], format].concat();
            says_nothing(&run(&words), &format!("{words:?}"));
        }
    }
    let url = backend.url("/fine?token=s3cr3t");
    for call in [&["-H", "Authorization: s3cr3t"][..], &["-H", "authorization"]] {
        let words = [&["check", &url, "--origin", "http://localhost:5173", "--watch", "-v"], call].concat();
        let said = run(&words);
        assert!(matches!(said.code, 0 | 4), "{}", said.err);
        says_nothing(&said, &format!("{words:?}"));
    }
}

#[test]
fn no_wrong_argument_is_repeated() {
    let cases: [&[&str]; 45] = [
        &["check", "http://a.test", "-H", "Authorization Bearer s3cr3t"],
        &["check", "http://a.test", "-H", "Bearer s3cr3t: x"],
        &["check", "http://a.test", "-H", "X-Api-Key=s3cr3t"],
        &["check", "http://a.test", "-H", "eyJhbGciOiJIUzI1NiJ9.s3cr3t.x"],
        &["check", "http://a.test", "-H", "X-Api-Key: a\ns3cr3t"],
        &["check", "http://a.test", "-H", "Cookie: sid=s3cr3t"],
        &["check", "http://a.test", "-X", "Authorization: s3cr3t"],
        &["check", "http://a.test", "--mode", "no-cors", "-H", "Authorization: s3cr3t"],
        &["check", "http://a.test", "--authorization=s3cr3t"],
        &["check", "http://a.test", "--s3cr3t"],
        &["check", "http://a.test", "-bs3cr3t"],
        &["check", "http://a.test", "--heeder", "Authorization: s3cr3t"],
        &["check", "http://a.test", "Authorization: s3cr3t"],
        &["check", "http://a.test", "--credentials", "s3cr3t"],
        &["check", "http://a.test", "--quick=s3cr3t"],
        &["check", "http://a.test", "--origin", "https://u:s3cr3t@a.test/"],
        &["check", "http://a.test", "--origin", "Bearer s3cr3t"],
        &["check", "http://a.test", "--upstream", "htps://u:s3cr3t@a.test"],
        &["check", "http://u:s3cr3t@127.0.0.1:1/"],
        &["check", "htp://u:s3cr3t@a.test/"],
        &["check", "http//u:s3cr3t@a.test/"],
        &["check", "u:s3cr3t@a.test/"],
        &["check", "http://u:s3/s3cr3t@a.test:99999/"],
        &["check", "ftp://u:s3cr3t@a.test/?token=s3cr3t"],
        &["check", "http:/u:s3cr3t@127.0.0.1:99999/?n=http://b/"],
        &["check", "http:u:s3cr3t@h:99999/?n=http://b@x/"],
        &["check", ":1@user:s3cr3t"],
        &["check", "http://us/er:s3cr3t@127.0.0.1:1/"],
        &["check", "http://user:s3cr3t"],
        &["check", "http://user:s3cr3t/x"],
        &["check", "user:s3cr3t"],
        &["check", "http://127.0.0.1:2/?n=http%253A%252F%252Fb%252F%253Fcode%253Ds3cr3t"],
        &["check", "http://127.0.0.1:2/?code%3Ds3cr3t"],
        &["check", "http://127.0.0.1:2/x;a=b,token=s3cr3t"],
        &["check", "http://127.0.0.1:2/code=s3cr3t/x"],
        &["check", "/x?token=s3cr3t"],
        &["check", "//a.test/x?token=s3cr3t"],
        &["check", "a.test/x?token=s3cr3t"],
        &["check", "crul http://a.test -H 'Authorization: s3cr3t'"],
        &["check", "curl http://127.0.0.1:1 -H 'Authorization: s3cr3t"],
        &["check", ":x?token=s3cr3t"],
        &["explain", "--origin", "https://u:s3cr3t@a.test/", "x"],
        &["judge", "--engine", "s3cr3t"],
        &["serve", "--s3cr3t=1"],
        &["completions", "s3cr3t"],
    ];
    for words in cases {
        let said = run(words);
        assert!(matches!(said.code, 2 | 3), "{words:?}: {} {}", said.code, said.out);
        says_nothing(&said, &format!("{words:?}"));
    }
}

#[test]
fn nothing_of_a_pasted_line_is_repeated() {
    let backend = Backend::reading(leaky);
    let url = backend.url("/fine");
    for line in [
        "curl {url} -H 'Authorization: Bearer s3cr3t' -b 'sid=s3cr3t' --data-raw 's3cr3t'",
        "curl -u me:s3cr3t '{url}?token=s3cr3t' -H 'Origin: http://localhost:5173'",
        "curl '{url}' --oauth2-bearer s3cr3t --cookie sid=s3cr3t --json '{\"a\":\"s3cr3t\"}'",
        "curl '{url}' -H 'Authorization Bearer s3cr3t'",
        "curl '{url}' -H 'Bearer s3cr3t: x'",
        "curl '{url}' -H 'sec-x s3cr3t: x' -H 'Proxy-Authorization: s3cr3t' -H 'sec-a: s3cr3t'",
        "fetch('{url}', {headers: {'sec-x s3cr3t': 'x'}})",
        "curl '{url}' -H 's3cr3t-Zq1!;'",
        "curl '{url}' -H 'sk_live_51s3cr3t98765;'",
        "curl -H Authorization: s3cr3t",
        "curl {url} -H Authorization: Bearer s3cr3t",
        "curl -H Authorization: s3.cr3t.s3cr3t",
        "curl '{url}' --heder 'Authorization: s3cr3t'",
        "curl '{url}' --header=Authorization:s3cr3t",
        "curl '{url}' --s3cr3t",
        "curl '{url}' -Zs3cr3t",
        "curl '{url}' -H 'Authorization: s3cr3t",
        "curl '{url}' -H \"Authorization: s3cr3t",
        "curl -H 'Authorization: s3cr3t'",
        "curl 'http://u:s3cr3t@[' -H 'X-Api-Key: s3cr3t'",
        "crul '{url}' -b 'sid=s3cr3t'",
        "Curl '{url}' -b 'sid=s3cr3t'",
        "curl '{url}' -Cookie 'sid=s3cr3t'",
        "iwr {url} -Headers @{Authorization='s3cr3t'}",
        "fetch('{url}', {headers: {Authorization: 's3cr3t', 'X-Api-Key': `s3cr3t`}, body: 's3cr3t', method: 'PUT'})",
        "fetch('{url}', {headers: {Authorization: 'Bearer ' + s3cr3t}, body: JSON.stringify({s3cr3t})})",
        "fetch('{url}?token=s3cr3t', 's3cr3t')",
        "fetch('/x?token=s3cr3t')",
        "fetch('/bot65098:s3cr3t/getMe')",
        "curl '{url}/bot65098:s3cr3t/getMe'",
        "axios.post('{url}/services/T024BE7LD/B08M4P1QZ/s3cr3tX9', {a: 1})",
        "axios({url: '{url}', mehtod: 's3cr3t', config: {headers: {a: 's3cr3t'}}})",
        "$.ajax({url: s3cr3t, type: s3cr3t, headers: {'X-A': 's3cr3t'}})",
        "fetch(s3cr3t + '/x')",
        "fetch('{url}', {headers: 's3cr3t', mode: 's3cr3t', credentials: s3cr3t, ...s3cr3t})",
        "fetch('{url}', {headers: {Authorization: 's3cr3t'",
        "Authorization: Bearer s3cr3t",
        "s3cr3t",
        "http://u:s3cr3t@127.0.0.1:1/x?token=s3cr3t",
        "{\"log\": {\"s3cr3t\": 1}}",
    ] {
        let line = line.replace("{url}", &url);
        says_nothing(&run(&[&line]), &line);
        says_nothing(&run(&["check", &line, "--format", "json"]), &line);
        says_nothing(&run_on(&[], &line), &line);
        says_nothing(&run_on(&["explain"], &line), &line);
        let words: Vec<_> = line.split_whitespace().collect();
        says_nothing(&run(&words), &line);
    }
    let words = ["curl", &url, "-H", "Authorization: s3cr3t", "-b", "sid=s3cr3t", "-d", "s3cr3t"];
    says_nothing(&run(&words), "the words of a curl line");
}

#[test]
fn no_explanation_gives_a_value_away() {
    for text in [
        "Access to fetch at 'https://u:s3cr3t@api.test/x?token=s3cr3t&a=1' from origin 'https://app.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Access to fetch at 'https://idp.test/login?state=s3cr3t&x=s3cr3t' (redirected from 'https://api.test/x?key=s3cr3t') from origin 'https://app.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Access to XMLHttpRequest at 'https://api.test/x?code=s3cr3t' from origin 'https://u:s3cr3t@app.test' has been blocked by CORS policy: Request header field x-token is not allowed by Access-Control-Allow-Headers in preflight response.",
        "Access to fetch at 'https://api.test/x?sig=s3cr3t' from origin 'https://app.test' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://u:s3cr3t@a.test/?s3cr3t=1' that is not equal to the supplied origin.",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.test/x?jwt=s3cr3t. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 401.",
        "Fetch API cannot load https://api.test/x?session=s3cr3t due to access control checks.",
        "app.js?token=s3cr3t:10 GET https://api.test/x?token=s3cr3t net::ERR_FAILED\nAuthorization: Bearer s3cr3t\nCookie: sid=s3cr3t",
        "Authorization: Bearer s3cr3t",
        "Access to fetch at '//u:s3cr3t@api.test/x' from origin 'https://app.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Access to fetch at 'http:/u:s3cr3t@api.test/x' from origin 'https://app.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Access to fetch at 'data:text/plain,s3cr3t' from origin 'https://app.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Access to fetch at 'foo:s3cr3t' (redirected from 'https://api.test/code=s3cr3t/x') from origin 'https://app.test' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: http, https.",
        "Access to fetch at 'https://api.test/x' from origin 'https://app.test' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http:\\\\u:s3cr3t@a.test' that is not equal to the supplied origin.",
        "Fetch API cannot load http:u:s3cr3t@api.test due to access control checks.",
        "Access to fetch at 'https://api.telegram.org/bot6984532978:AAGs3cr3tkdpQ8-zVn2LrT0yWbE5sHu7JcM/x' from origin 'https://app.test' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://hooks.slack.com/services/T024BE7LD/B08M4P1QZ/s3cr3tX9. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
    ] {
        for format in [&["--format", "json"][..], &["--for", "express"], &[]] {
            says_nothing(&run(&[&["explain", text], format].concat()), text);
        }
        says_nothing(&run(&[text]), text);
    }
}

#[test]
fn an_error_about_a_case_repeats_nothing_of_it() {
    let policy = "\"policy\":{\"origins\":[\"https://app.test\"]}";
    for line in [
        "{\"s3cr3t".to_owned(),
        "\"s3cr3t\"".to_owned(),
        format!("{{{policy},\"request\":\"s3cr3t\"}}"),
        format!("{{{policy},\"request\":{{\"method\":\"GET s3cr3t\"}}}}"),
        format!("{{{policy},\"request\":{{\"method\":\"GET\",\"s3cr3t\":1}}}}"),
        format!("{{{policy},\"request\":{{\"method\":\"GET\",\"headers\":{{\"Bearer s3cr3t\":\"x\"}}}}}}"),
        format!("{{{policy},\"request\":{{\"method\":\"GET\",\"headers\":{{\"authorization\":\"s3cr3t\\n\"}}}}}}"),
        format!("{{{policy},\"request\":{{\"method\":\"GET\",\"headers\":{{\"authorization\":[1,\"s3cr3t\"]}}}}}}"),
        format!("{{{policy},\"request\":{{\"method\":\"GET\",\"headers\":{{\"authorization\":\"s3cr3t\"}}}}}}"),
        "{\"id\":1,\"request\":{\"page_origin\":\"s3cr3t\",\"url\":\"https://a.test/\"},\"script\":{}}".to_owned(),
        "{\"id\":1,\"request\":{\"page_origin\":\"https://a.test\",\"url\":\"http://[s3cr3t\"},\"script\":{}}".to_owned(),
        "{\"id\":1,\"request\":{\"page_origin\":\"https://a.test\",\"url\":\"https://a.test/\",\"mode\":\"s3cr3t\"},\"script\":{}}"
            .to_owned(),
        "{\"id\":1,\"request\":{\"page_origin\":\"https://a.test\",\"url\":\"https://a.test/\",\"headers\":\"s3cr3t\"}}"
            .to_owned(),
    ] {
        for command in ["decide", "judge"] {
            says_nothing(&run_on(&[command], &format!("{line}\n")), &format!("{command}: {line}"));
        }
    }
}

#[test]
fn no_help_and_no_error_shows_what_is_in_a_variable() {
    for words in [&["serve", "--help"][..], &["serve", "-h"], &["serve", "--check"], &["help", "serve"]] {
        let output = preflight()
            .args(words)
            .env("PREFLIGHT_UPSTREAM", "http://u:s3cr3t@127.0.0.1:1/?token=s3cr3t")
            .env("PREFLIGHT_LISTEN", "s3cr3t")
            .stdin(Stdio::null())
            .output()
            .expect("the binary runs");
        // What `serve` itself says of its variables is tested with `serve`.
        let whole = [output.stdout, if words.contains(&"--check") { Vec::new() } else { output.stderr }].concat();
        assert!(!String::from_utf8_lossy(&whole).contains(PLANTED), "{words:?}: {}", String::from_utf8_lossy(&whole));
    }
}

#[cfg(feature = "dialects")]
/// What is wrong with a configuration is said without the passwords and tokens in it, wherever they stand.
#[test]
fn no_configuration_gives_a_value_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("preflight.toml");
    let path = file.to_str().expect("UTF-8");
    for text in [
        "upstream = 'http://u:s3cr3t@h'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://h/?api_key=s3cr3t'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://u:s3cr3t@a.test', 'https://b.test/?token=s3cr3t']",
        "upstream = 'http://h'\npublic-url = 'https://u:s3cr3t@a.test'\nhosts = ['u:s3cr3t@h']\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://h'\n[policy.a]\norigins = ['${SECRET}', 'https://${SECRET}.a.test']\nmax-age = '${SECRET}'",
        "upstream = '${SECRET}'\nenv-file = '.env'\nlisten = '${SECRET}'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:s3cr3t@h' x\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:s3cr3t,p@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a,s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a[s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a{s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a<s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = \"http://u:a's3cr3t@h/\"\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a\"s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a`s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:a s3cr3t@h/'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://h/?token=a,s3cr3t'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://h/?token=a s3cr3t'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://u:s3cr3t'\n[policy.a]\norigins = ['https://a.test']",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\nauthorization = \"Bearer s3cr3t\"",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\napi-key = 's3cr3t'",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\napi-key = { value = 's3cr3t' }",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\napi-keys = ['a', 's3cr3t']",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\napi-key = s3cr3t",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\nauthorization = \"Bearer s3cr3t",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\nBearer s3cr3t",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\nrequest-headers = ['Authorization: Bearer s3cr3t']",
        "upstream = 'http://h'\n[policy.a]\norigins = ['https://a.test']\nrequest-headers = ['x-key=s3cr3t']",
        "upstream = 'http://h'\n[policy.a]\norigins = 'Bearer s3cr3t'",
        "upstream = 'http://h'\nenv-file = 'Bearer s3cr3t'\n[policy.a]\norigins = ['https://a.test']\nx = 1",
    ] {
        std::fs::write(&file, text).expect("the policy file");
        std::fs::write(folder.path().join(".env"), "ORIGINS=https://u:s3cr3t@a.test\nbroken s3cr3t\n")
            .expect("the env-file");
        for (name, value) in [("SECRET", "s3cr3t"), ("SECRET", "https://u:s3cr3t@b.test/?token=s3cr3t")] {
            let output = preflight()
                .args(["serve", "--config", path, "--check"])
                .env(name, value)
                .stdin(Stdio::null())
                .output()
                .expect("the binary runs");
            let said = Said {
                out: String::from_utf8_lossy(&output.stdout).into_owned(),
                err: String::from_utf8_lossy(&output.stderr).into_owned(),
                code: output.status.code().unwrap_or_default(),
            };
            assert_eq!(said.code, 2, "{text}: {}", said.err);
            says_nothing(&said, text);
        }
    }
    let json = folder.path().join("preflight.json");
    let json = json.to_str().expect("UTF-8");
    for text in [
        r#"{"upstream":"http://h","policy":{"a":{"origins":["https://a.test"],"api-key":"s3cr3t"}}}"#,
        r#"{"upstream":"http://h","authorization":"Bearer s3cr3t","policy":{"a":{"origins":["https://a.test"],"x":1}}}"#,
        r#"{"upstream":"http://h","policy":{"a":{"origins":["https://a.test"],"api-key":"s3cr3t",}}}"#,
        r#"{"upstream":"u:s3cr3t@h","policy":{"a":{"origins":["https://a.test"],"api-key":{"a":["s3cr3t"]}}}}"#,
    ] {
        std::fs::write(json, text).expect("the policy file");
        let said = run(&["serve", "--check", "--config", json]);
        assert_eq!(said.code, 2, "{text}: {}", said.err);
        says_nothing(&said, text);
    }
    let origins = folder.path().join("origins.txt");
    let origins = origins.to_str().expect("UTF-8");
    for text in ["Bearer s3cr3t\n", "Authorization: Bearer s3cr3t\n", "https://u:s3cr3t p@h/\n", "Authorization:s3cr3t"]
    {
        std::fs::write(origins, text).expect("the file of origins");
        let said = run(&["serve", "--check", "--upstream", "http://h", "--allow-origins-file", origins]);
        assert_eq!(said.code, 2, "{text}: {}", said.err);
        says_nothing(&said, text);
    }
    for words in [
        &["serve", "--check", "--allow-origin", "https://a.test", "--upstream", "http://u:s3cr3t@h"][..],
        &["serve", "--check", "--allow-origin", "https://a.test", "--upstream", "http://h/?token=s3cr3t"],
        &["serve", "--check", "--allow-origin", "https://u:s3cr3t@a.test", "--upstream", "http://h"],
        &["serve", "--check", "--allow-origin", "https://a.test", "--upstream", "u:s3cr3t@h"],
        &["serve", "--upstreem=http://u:s3cr3t@h"],
        &["check", "http://a.test", "--cacert", "Authorization: Bearer s3cr3t"],
        &["check", "http://a.test", "--cacert", "http://u:s3cr3t@h/"],
        &["export", "--to", "node", "-c", "Authorization: Bearer s3cr3t"],
        &["export", "--to", "node", "-c", "s3cr3t"],
    ] {
        let said = run(words);
        assert_eq!(said.code, 2, "{words:?}: {}", said.err);
        says_nothing(&said, &format!("{words:?}"));
    }
    const FLAGS: [&str; 19] = [
        "--listen",
        "--public-url",
        "--upstream",
        "--host",
        "--trusted-proxy",
        "--upstream-timeout",
        "--connections",
        "--connections-per-address",
        "--requests",
        "--requests-per-address",
        "--allow-origin",
        "--allow-origins-file",
        "--env-file",
        "--method",
        "--request-header",
        "--expose-header",
        "--max-age",
        "--preflight-status",
        "--refused",
    ];
    for flag in FLAGS.into_iter().chain(["--config"]) {
        for value in ["Authorization: Bearer s3cr3t", "Bearer s3cr3t", "Authorization:s3cr3t", "http://u:s3cr3t@h/"] {
            let mut words = vec!["serve", "--check", flag, value];
            if flag != "--upstream" && flag != "--config" {
                words.extend(["--upstream", "http://h"]);
            }
            if flag != "--allow-origin" {
                words.extend(["--allow-origin", "https://a.test"]);
            }
            let said = run(&words);
            assert_eq!(said.code, 2, "{words:?}: {}", said.err);
            says_nothing(&said, &format!("{words:?}"));
        }
    }
    for policy in [
        r#"{"Authorization: Bearer s3cr3t": 1}"#,
        r#"{"http://u:s3cr3t@h/": 1}"#,
        r#"{"origins": ["https://a.test"], "api-key": "s3cr3t"}"#,
        r#"{"origins": ["Bearer s3cr3t"]}"#,
        r#"{"origins": "Bearer s3cr3t"}"#,
        r#"{"origins": ["https://a.test"], "request-headers": ["Authorization:s3cr3t"]}"#,
    ] {
        let said = run_on(&["export", "--to", "express"], policy);
        assert_eq!(said.code, 2, "{policy}: {}", said.err);
        says_nothing(&said, policy);
    }
    let line = r#"{"id":1,"policy":{"origins":["https://u:s3cr3t@a.test","https://b.test/?token=s3cr3t"]},"request":{"method":"GET","path":"/","headers":{}}}"#;
    says_nothing(&run_on(&["decide"], line), "decide");
}

#[test]
fn no_fix_gives_a_value_away() {
    let backend = Backend::reading(leaky);
    let folder = tempfile::tempdir().expect("a folder");
    let page = ["--origin", "http://localhost:5173"];
    let values =
        ["-H", "Authorization: Bearer s3cr3t", "-H", "X-Api-Key: s3cr3t", "-X", "PUT", "--credentials", "include"];
    for (name, source) in [
        ("refused.js", "app.use(cors({ origin: ['http://localhost:3000'] }));\n"),
        ("allowed.js", "app.use(cors());\n"),
        ("by_hand.js", "app.use(cors(options));\n"),
    ] {
        for path in PATHS {
            let file = folder.path().join(name);
            std::fs::write(&file, source).expect("it can be written");
            let file = file.to_str().expect("UTF-8");
            let url = backend.url(&format!("/{path}?token=s3cr3t"));
            for format in [&["--format", "json"][..], &[]] {
                for command in [
                    [&["fix", file], &page[..], &values[..], format].concat(),
                    [&["fix", file, "--url", &url], &page[..], &values[..], format].concat(),
                    [&["check", &url, "--fix", file], &page[..], &values[..], format].concat(),
                    [&["check", &url, "--config", file], &page[..], &values[..], format].concat(),
                    [&["fix", file, "--write", "--url", &url], &page[..], &values[..], format].concat(),
                ] {
                    says_nothing(&run(&command), &format!("{command:?}"));
                }
            }
        }
    }
    let file = folder.path().join("refused.js");
    let file = file.to_str().expect("UTF-8");
    for wrong in [
        &["--origin", "https://u:s3cr3t@a.test/"][..],
        &["--origin", "http://a.test", "-X", "Bearer s3cr3t"],
        &["--origin", "http://a.test", "-H", "Authorization Bearer s3cr3t"],
        &["--origin", "http://a.test", "-H", "Bearer s3cr3t: x"],
        &["--origin", "http://a.test", "--expose", "Bearer s3cr3t"],
        &["--origin", "http://a.test", "--from", "s3cr3t"],
        &["--origin", "http://a.test", "Authorization: s3cr3t"],
        &["--origin", "http://a.test", "--url", "htp://u:s3cr3t@a.test/"],
        &["--origin", "http://a.test", "--url", "--s3cr3t"],
        &["--origin", "http://a.test", "--credentials", "s3cr3t"],
    ] {
        let said = run(&[&["fix", file], wrong].concat());
        assert_eq!(said.code, 2, "{wrong:?}: {}", said.out);
        says_nothing(&said, &format!("{wrong:?}"));
    }
    says_nothing(&run(&["fix", "Authorization: s3cr3t", "--origin", "http://a.test"]), "a value in a file's place");
    says_nothing(&run(&["import", "Authorization: s3cr3t"]), "a value in a file's place");
    says_nothing(&run_on(&["export", "--to", "express"], "{\"origins\": {\"s3cr3t\": \"s3cr3t\"}, "), "export");
    says_nothing(&run(&["fix", "Authorization: s3cr3t", "--origin", "http://a.test"]), "a value in a file's place");
    says_nothing(&run(&["import", "Authorization: s3cr3t"]), "a value in a file's place");
    says_nothing(&run_on(&["export", "--to", "s3cr3t"], ""), "export");
    says_nothing(&run_on(&["import", "-", "--from", "s3cr3t"], ""), "import");
}

#[test]
fn what_is_listed_stays_and_a_flag_shows_the_rest() {
    let backend = Backend::reading(leaky);
    let url = backend.url("/fine?token=s3cr3t&page=2");
    let words = ["check", &url, "--origin", "http://localhost:5173", "-H", "X-Api-Key: s3cr3t", "-v"];
    let said = run(&words);
    for shown in [
        "/fine?token=…&page=2",
        "x-api-key: …",
        "set-cookie: sid=…; Path=/; HttpOnly; …",
        "www-authenticate: Bearer …",
        "access-control-allow-origin: http://localhost:5173",
        "content-type: text/html",
        "x-request-token: …",
    ] {
        assert!(said.out.contains(shown), "{shown}: {}", said.out);
    }
    let text = "Fetch API cannot load https://api.test/x?token=s3cr3t due to access control checks.";
    assert!(run(&["explain", text]).out.contains("https://api.test/x?token=…"));
    assert!(run(&["explain", text, "--show-values"]).out.contains("https://api.test/x?token=s3cr3t"));
    let shown = run(&[&words[..], &["--show-values"]].concat());
    for value in ["token=s3cr3t", "x-api-key: s3cr3t", "sid=s3cr3t-cookie", "x-request-token: s3cr3t-token"] {
        assert!(shown.out.contains(value), "{value}: {}", shown.out);
    }
}

/// Calls that keep a secret in something that has a name; `{url}` is the server.
const NAMED: [&str; 16] = [
    "const token = 's3cr3t'; fetch('{url}/fine?t=' + token)",
    "const apiKey = 's3cr3t'; fetch(`{url}/fine/${apiKey}/x`)",
    "const API_KEY=\"s3cr3t\"\naxios.get('{url}/fine', {params: {k: API_KEY}})",
    "const config = {base: '{url}', secret: 's3cr3t'}; fetch(config.base + '/fine?' + config.secret)",
    "const secrets = {stripe: 's3cr3t'}; fetch('{url}/fine/' + encodeURIComponent(secrets.stripe))",
    "const k = process.env.API_KEY || 's3cr3t'; fetch(`{url}/fine?k=${k}`)",
    "function load(token) { return fetch('{url}/fine/' + token) }\nload('s3cr3t')",
    "class A { token = 's3cr3t'; load() { return fetch(`{url}/fine/${this.token}`) } }",
    "const stripeKey = 's3cr3t a/b+c'; const u = new URLSearchParams({t: stripeKey}); fetch('{url}/fine?' + u)",
    "const password = 's3cr3t'; fetch('{url}/fine', {headers: {Accept: password, 'User-Agent': password}})",
    "const jwt = 's3cr3t'; $.ajax({url: '{url}/fine', data: {q: jwt}})",
    "const token = 's3cr3t'; fetch('{url}/moved/' + token)",
    "$token = 's3cr3t'\nInvoke-RestMethod \"{url}/fine?t=$token\"",
    "$p = @{ Uri = '{url}/fine'; Secret = 's3cr3t' }\nInvoke-RestMethod \"{url}/fine/$($p.Secret)\"",
    "TOKEN=s3cr3t\ncurl \"{url}/fine?t=$TOKEN\" -H \"Accept: $TOKEN\"",
    "@token = s3cr3t\n###\nGET {url}/fine?t={{token}}\nAccept: {{token}}",
];

#[test]
fn a_secret_is_known_by_the_name_that_it_has_in_a_script() {
    let backend = Backend::reading(leaky);
    for call in NAMED {
        let call = call.replace("{url}", backend.url("").trim_end_matches('/'));
        let page = ["--origin", "http://localhost:5173", "--quick"];
        for format in ["text", "json", "jsonl", "github", "junit", "sarif"] {
            says_nothing(&run(&[&["check", &call, "-v", "--format", format], &page[..]].concat()), &call);
        }
        says_nothing(&run(&["check", &call]), &call);
        says_nothing(&run_on(&["explain", "--format", "json"], &call), &call);
        says_nothing(&run_on(&["explain"], &call), &call);
    }
    let call = format!("const token = 's3cr3t'; fetch('{}?t=' + token)", backend.url("/fine"));
    let said = run(&["check", &call, "--origin", "http://localhost:5173", "--show-values", "-v"]);
    assert!(said.out.contains("/fine?t=s3cr3t"), "what is sent has the value: {}", said.out);
    let plain = format!("const page = 's3cr3t'; fetch('{}?p=' + page)", backend.url("/fine"));
    assert!(run(&["check", &plain, "--origin", "http://localhost:5173"]).out.contains("/fine?p=s3cr3t"));
}
