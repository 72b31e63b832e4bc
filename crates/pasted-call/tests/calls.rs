//! Lines as developer tools copy them and as people write them, and the calls that they are.

#![forbid(unsafe_code)]

use preflight_pasted_call::{Call, Credentials, Mode, Note, Unreadable, read, read_curl_arguments};

fn call(line: &str) -> Call {
    read(line).unwrap_or_else(|| panic!("not recognized: {line}")).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn names(call: &Call) -> Vec<&str> {
    call.headers.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn chromium_copies_as_curl_for_bash() {
    let call = call(
        r#"curl 'http://localhost:5000/api/todos/1' \
  -X 'PUT' \
  -H 'Accept: */*' \
  -H 'Accept-Language: en-US,en;q=0.9' \
  -H 'Authorization: Bearer secret' \
  -H 'Connection: keep-alive' \
  -H 'Content-Type: application/json' \
  -b 'session=secret; theme=dark' \
  -H 'Origin: http://localhost:3000' \
  -H 'Referer: http://localhost:3000/' \
  -H 'Sec-Fetch-Dest: empty' \
  -H 'Sec-Fetch-Mode: cors' \
  -H 'Sec-Fetch-Site: same-site' \
  -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36' \
  -H 'sec-ch-ua: "Chromium";v="148"' \
  -H 'sec-ch-ua-mobile: ?0' \
  --data-raw $'{"title":"it\u0027s"}'"#,
    );
    assert_eq!(call.url.as_str(), "http://localhost:5000/api/todos/1");
    assert_eq!(call.origin.as_deref(), Some("http://localhost:3000"));
    assert_eq!(call.method.as_deref(), Some("PUT"));
    assert_eq!(names(&call), ["Authorization", "Content-Type"]);
    assert_eq!(call.body.as_deref(), Some(r#"{"title":"it's"}"#));
    assert_eq!((call.credentials, call.mode), (Some(Credentials::Include), Some(Mode::Cors)));
    assert_eq!(call.notes, [Note::Cookies]);
}

#[test]
fn chromium_copies_as_curl_for_cmd() {
    let line = "curl ^\"https://api.example.com/x?a=1^&b=2^\" ^\r\n  -H ^\"content-type: application/json^\" ^\r\n  \
                -H ^\"origin: https://app.example.com^\" ^\r\n  -H ^\"sec-fetch-mode: cors^\" ^\r\n  \
                --data-raw ^\"^{^\\^\"a^\\^\":1^}^\"";
    let call = call(line);
    assert_eq!(call.url.as_str(), "https://api.example.com/x?a=1&b=2");
    assert_eq!(call.origin.as_deref(), Some("https://app.example.com"));
    assert_eq!(call.method.as_deref(), Some("POST"));
    assert_eq!(call.body.as_deref(), Some(r#"{"a":1}"#));
}

#[test]
fn firefox_copies_as_curl() {
    let call = call(
        "curl 'http://127.0.0.1:8000/data' --compressed -H 'User-Agent: Mozilla/5.0 Firefox/152.0' -H 'Accept: */*' \
         -H 'Accept-Language: en-US,en;q=0.5' -H 'Accept-Encoding: gzip, deflate' -H 'X-Requested-With: demo' -H \
         'Origin: http://localhost:3000' -H 'Referer: http://localhost:3000/' -H 'Sec-Fetch-Mode: cors' -H 'Priority: u=4'",
    );
    assert_eq!(names(&call), ["X-Requested-With"]);
    assert_eq!(call.origin.as_deref(), Some("http://localhost:3000"));
    assert_eq!((call.method, call.body, call.credentials), (None, None, None));
    assert_eq!(call.notes, []);
}

#[test]
fn people_write_curl() {
    let call = |line| call(line);
    let post =
        call("$ curl -sSLX POST localhost:5000/todos -d '{\"a\":1}' -d b -H 'Content-Type: application/json' | jq");
    assert_eq!(post.url.as_str(), "http://localhost:5000/todos");
    assert_eq!((post.method.as_deref(), post.body.as_deref()), (Some("POST"), Some("{\"a\":1}&b")));
    assert_eq!(names(&post), ["Content-Type"]);

    assert_eq!(names(&call("curl -d a=b http://a.test")), ["Content-Type"]);
    assert_eq!(call("curl --json '{}' http://a.test").headers[0].1, "application/json");
    assert_eq!(call("curl -F a=@b http://a.test").notes, [Note::BodyElsewhere]);
    assert_eq!(call("curl -G -d a=b -d c http://a.test/?x").url.as_str(), "http://a.test/?x&a=b&c");
    assert_eq!(call("curl -I http://a.test").method.as_deref(), Some("HEAD"));
    assert_eq!(call("curl -T f http://a.test").method.as_deref(), Some("PUT"));
    assert_eq!(call("curl -r0-9 http://a.test").headers, [("Range".into(), "bytes=0-9".into())]);
    assert_eq!(call("curl -u a:b http://a.test").headers, [("Authorization".into(), "Basic YTpi".into())]);
    let with_user = call("curl http://a:b@a.test/");
    assert_eq!((with_user.url.as_str(), names(&with_user)), ("http://a.test/", vec!["Authorization"]));
    assert_eq!(call("curl -e https://p.test/x http://a.test").origin.as_deref(), Some("https://p.test"));
    assert_eq!(call("curl -b a=b http://a.test").credentials, Some(Credentials::Include));
    assert_eq!(call("curl -H 'X-A;' -H 'Accept:' http://a.test").headers, [("X-A".into(), String::new())]);
    assert!(matches!(&call("curl -k http://a.test").notes[..], [Note::NotInBrowsers(option, _)] if option == "-k"));
    assert_eq!(call("curl --made-up http://a.test").notes, [Note::UnknownOption(1)]);
    assert_eq!(call("curl -H 'Proxy-X: 1' http://a.test").notes, [Note::ForbiddenHeader("Proxy-X".into())]);
    assert_eq!(call("curl -H 'Sec-Fetch-Mode: navigate' http://a.test").notes, [Note::Navigation]);
}

#[test]
fn words_that_a_shell_has_split_are_read() {
    let words = ["-X", "DELETE", "http://a.test/1"].map(str::to_owned);
    assert_eq!(read_curl_arguments(&words).unwrap().method.as_deref(), Some("DELETE"));
}

#[test]
fn chromium_copies_as_fetch() {
    let call = call(
        r#"fetch("http://localhost:5000/api/todos", {
  "headers": {
    "accept-language": "en-US,en;q=0.9",
    "content-type": "application/json",
    "sec-ch-ua": "\"Chromium\";v=\"148\"",
    "sec-fetch-mode": "cors",
    "x-token": "1"
  },
  "referrer": "http://localhost:3000/app?x",
  "body": "{\"title\":\"a\"}",
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});"#,
    );
    assert_eq!(call.origin.as_deref(), Some("http://localhost:3000"));
    assert_eq!(names(&call), ["content-type", "x-token"]);
    assert_eq!(call.body.as_deref(), Some(r#"{"title":"a"}"#));
    assert_eq!((call.method.as_deref(), call.mode), (Some("POST"), Some(Mode::Cors)));
    assert_eq!(call.credentials, Some(Credentials::Include));
    assert_eq!(call.notes, []);
}

#[test]
fn people_write_fetch() {
    let call = |line| call(line);
    let post = call(
        "const response = await fetch('http://localhost:5000/todos', {
            method: 'POST', // a comment
            headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, 'X-N': 1 },
            body: JSON.stringify({ title, done: false }),
            credentials: 'include',
            signal,
        }).then(r => r.json())",
    );
    assert_eq!(post.method.as_deref(), Some("POST"));
    assert_eq!(names(&post), ["Content-Type", "Authorization", "X-N"]);
    assert_eq!(post.headers[2].1, "1");
    assert_eq!(post.body.as_deref(), Some(""));
    assert_eq!(post.notes, [Note::Expression("Authorization".into()), Note::BodyElsewhere]);

    assert_eq!(call("fetch(`http://a.test/x`)").url.as_str(), "http://a.test/x");
    assert_eq!(call("return fetch('http://a.test', {})").method, None);
    assert_eq!(names(&call("fetch('http://a.test', {headers: [['X-A', 'b']]})")), ["X-A"]);
    assert_eq!(names(&call("window.fetch('http://a.test', {headers: new Headers({'X-A': 'b'})})")), ["X-A"]);
    assert_eq!(call("fetch('http://a.test', options)").notes, [Note::Expression("the second argument".into())]);
    assert_eq!(call("fetch('/x', {referrer: 'http://a.test/y'})").url.as_str(), "http://a.test/x");
}

#[test]
fn what_cannot_be_read_says_why() {
    for (line, error) in [
        ("curl", Unreadable::NoUrl),
        ("curl -H 'a: b'", Unreadable::NoUrl),
        ("curl http://a.test http://b.test", Unreadable::SeveralUrls),
        ("curl http://a.test -H", Unreadable::NoValue("-H".into())),
        ("curl 'http://a.test", Unreadable::OpenQuote),
        ("fetch(", Unreadable::OpenBracket),
        ("fetch(}`", Unreadable::OpenBracket),
        ("fetch('http://a.test', {a: 1])", Unreadable::OpenBracket),
        ("fetch()", Unreadable::NoUrl),
        ("fetch('http://a.test', {method: 'PUT'", Unreadable::OpenBracket),
        ("curl -H Authorization: s3cret", Unreadable::UnquotedHeader),
        ("curl -H Authorization: s3.cr.et", Unreadable::UnquotedHeader),
        ("curl s3cret", Unreadable::SingleWord),
        ("fetch(`${API}/todos`)", Unreadable::UrlIsExpression("`${API}/todos`".into())),
        ("fetch(API + '/todos')", Unreadable::UrlIsExpression("API + '/todos'".into())),
        ("fetch('/todos')", Unreadable::RelativeUrl("/todos".into())),
    ] {
        assert_eq!(read(line), Some(Err(error)), "{line}");
    }
    let deep = format!("fetch('http://a.test', {})", "[".repeat(100_000));
    assert_eq!(read(&deep), Some(Err(Unreadable::TooDeep)));
}

#[test]
fn other_texts_are_neither() {
    for text in [
        "",
        "https://api.example.com",
        "curly http://a.test",
        "Failed to fetch",
        "TypeError: Failed to fetch (a.test)",
        "Access to fetch at 'http://a.test/' from origin 'http://b.test' has been blocked by CORS policy: …",
        "prefetch('http://a.test')",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}
