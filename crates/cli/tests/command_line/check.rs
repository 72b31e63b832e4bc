//! `preflight check`: the first line, the cause, the exit code.

use std::net::{TcpListener, TcpStream};

use serde_json::Value;

use crate::backend::Backend;
use crate::run::{preflight, run};

const PAGE: &str = "http://localhost:5173";

/// A server with a mistake for each path.
fn mistakes(line: &str) -> String {
    let allow = "Access-Control-Allow-Origin";
    match line {
        "GET /fine" => format!(
            "200 OK\r\n{allow}: *\r\nAccess-Control-Expose-Headers: X-Total\r\nX-Total: 3\r\nSet-Cookie: id=secret-value"
        ),
        "GET /slash" => format!("200 OK\r\n{allow}: {PAGE}/"),
        "GET /nothing" => "200 OK".to_owned(),
        "GET /crash" => "500 Oops".to_owned(),
        "GET /crash-with-cors" => format!("500 Oops\r\n{allow}: *"),
        "GET /login" => "302 Found\r\nLocation: https://login.example.com/login".to_owned(),
        "GET /twice" => format!("200 OK\r\n{allow}: *\r\n{allow}: {PAGE}"),
        "GET /star" => format!("200 OK\r\n{allow}: *"),
        "GET /hostile" => format!("200 OK\r\n{allow}: \u{1b}[31mred"),
        "OPTIONS /put" => format!("204 No Content\r\n{allow}: *\r\nAccess-Control-Allow-Methods: PUT"),
        "PUT /put" => format!("200 OK\r\n{allow}: *"),
        "OPTIONS /half" => format!("204 No Content\r\n{allow}: *\r\nAccess-Control-Allow-Methods: PUT"),
        "PUT /half" => "200 OK".to_owned(),
        "OPTIONS /no-options" => "405 Method Not Allowed\r\nAllow: GET".to_owned(),
        "OPTIONS /auth" => "401 Unauthorized\r\nWWW-Authenticate: Basic".to_owned(),
        "OPTIONS /moved" => format!("301 Moved Permanently\r\n{allow}: *\r\nLocation: /put"),
        "OPTIONS /wild" => format!("204 No Content\r\n{allow}: *\r\nAccess-Control-Allow-Headers: *"),
        "GET /wild" => format!("200 OK\r\n{allow}: *"),
        _ => "404 Not Found".to_owned(),
    }
}

#[test]
fn each_mistake_is_named_by_its_cause_and_exit_code() {
    let backend = Backend::start(mistakes);
    for (arguments, path, word, cause, code) in [
        ("", "/fine", "allowed", None, 0),
        ("", "/crash-with-cors", "allowed", None, 0),
        ("", "/slash", "blocked", Some("origin-mismatch"), 1),
        ("", "/nothing", "blocked", Some("no-acao"), 1),
        ("", "/crash", "blocked", Some("error-without-cors"), 1),
        ("", "/login", "blocked", Some("redirect-to-login"), 1),
        ("", "/twice", "blocked", Some("acao-duplicated"), 1),
        ("--credentials include", "/star", "blocked", Some("wildcard-with-credentials"), 1),
        ("-X PUT --send-unsafe", "/put", "allowed", None, 0),
        // What decides was not sent, whatever GET says.
        ("-X PUT", "/put", "undetermined", None, 4),
        ("-X POST", "/fine", "undetermined", None, 4),
        ("-X POST --preflighted", "/fine", "blocked", Some("options-not-handled"), 1),
        ("-X PUT --send-unsafe", "/half", "blocked", Some("preflight-only"), 1),
        ("-X PATCH", "/put", "blocked", Some("method-not-allowed"), 1),
        ("-X PUT -H X-Key:1", "/put", "blocked", Some("header-not-allowed"), 1),
        ("-X PUT", "/no-options", "blocked", Some("options-not-handled"), 1),
        ("-X PUT", "/auth", "blocked", Some("preflight-needs-auth"), 1),
        ("-X PUT", "/moved", "blocked", Some("preflight-redirect"), 1),
        ("--mode no-cors", "/fine", "opaque", Some("no-cors-mode"), 1),
        ("--mode same-origin", "/fine", "blocked", Some("same-origin-mode"), 1),
    ] {
        let url = backend.url(path);
        let mut words: Vec<_> = ["check", &url, "--origin", PAGE].into();
        words.extend(arguments.split_whitespace());
        let text = run(&words);
        assert!(text.out.starts_with(word), "{arguments} {path}: {}{}", text.out, text.err);
        assert_eq!(text.code, code, "{arguments} {path}");

        words.extend(["--format", "json"]);
        let json: Value = serde_json::from_str(&run(&words).out).expect("JSON");
        assert_eq!(json["schema"], "preflight.check/1");
        assert_eq!(json["verdicts"]["standard"], word, "{arguments} {path}");
        assert_eq!(json["findings"][0]["cause"].as_str(), cause, "{arguments} {path}");
    }
}

#[test]
fn what_cannot_be_asked_is_told_with_its_remedy() {
    for (arguments, message, remedy) in [
        (&["http://["][..], "is not a URL", "a URL looks like"),
        (&["<url>"], "`<url>` stands for the URL", "as the Network tab shows it"),
        (&["http://localhost/", "--origin", "<page>"], "`<page>` stands for the origin", "--origin https://"),
        (&["http://localhost/", "--origin", "…"], "stands in the place of the origin", "--origin https://"),
        (&["http://localhost/", "--config", "/nonexistent.toml", "--origin", "http://a.test"], "/nonexistent.toml", ""),
        (&["http://localhost/", "--config", "/nonexistent.toml"], "which page the file is to allow", "--origin"),
        (&["ftp://localhost/x"], "only http and https", "check the http"),
        (&["http://localhost/", "-H", "Cookie: a=b"], "no page may set `Cookie`", "--credentials include"),
        (&["http://localhost/", "-H", "Origin: x"], "no page may set `Origin`", "--origin"),
        (&["http://localhost/", "-H", "no colon"], "there is no colon", "Content-Type"),
        (&["http://localhost/", "-X", "TRACE"], "no page use the method", ""),
        (&["http://localhost/", "-X", "GE T"], "is not a method", ""),
        (&["http://localhost/", "-X", "PUT", "--mode", "no-cors"], "only GET, HEAD and POST", ""),
        (&["http://user:pw@localhost/"], "user name or password", ""),
        (&["http://localhost/", "--cacert", "/nonexistent.pem"], "/nonexistent.pem", ""),
    ] {
        let said = run(&[&["check"], arguments].concat());
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
        assert!(said.err.contains(message) && said.err.contains(remedy), "{arguments:?}: {}", said.err);
        assert!(said.out.is_empty(), "{arguments:?}");
    }
}

#[test]
fn nothing_listening_is_not_called_cors() {
    // A port that was closed may soon be another test's: the near end of a connection holds one without listening.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let near = TcpStream::connect(listener.local_addr().expect("an address")).expect("a connection");
    let url = format!("http://{}/", near.local_addr().expect("an address"));
    let said = run(&["check", &url, "--origin", PAGE]);
    assert_eq!(said.code, 3, "{}", said.out);
    assert!(said.out.starts_with("unreachable") && said.out.contains("nothing listens there"), "{}", said.out);
    assert!(!said.out.contains("Access-Control"), "{}", said.out);
}

#[test]
fn all_browsers_share_what_was_sent_and_may_differ() {
    let backend = Backend::start(mistakes);
    let said =
        run(&["check", &backend.url("/wild"), "--origin", PAGE, "-H", "Authorization: Bearer secret-value", "-v"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert!(said.out.contains("the Fetch standard would block this"), "{}", said.out);
    assert_eq!(backend.asked()[..2], ["OPTIONS /wild", "GET /wild"]);

    let standard =
        run(&["check", &backend.url("/wild"), "--origin", PAGE, "-H", "Authorization: x", "--engine", "standard"]);
    assert_eq!(standard.code, 1);
}

#[test]
fn secrets_and_control_characters_are_not_printed() {
    let backend = Backend::start(mistakes);
    for format in [&["-v"][..], &["--format", "json"]] {
        for path in ["/fine", "/wild", "/hostile"] {
            let url = backend.url(path);
            let arguments = ["check", &url, "--origin", PAGE, "-H", "Authorization: Bearer secret-value"];
            let said = run(&[&arguments, format].concat());
            assert!(!said.out.contains("secret-value"), "{}", said.out);
            assert!(!said.out.contains('\u{1b}'), "{}", said.out);
        }
    }
}

#[test]
fn the_short_form_of_a_url_means_localhost() {
    let backend = Backend::start(mistakes);
    let said = run(&["check", &format!(":{}/fine", backend.address.port())]);
    assert!(said.out.starts_with("allowed  the page reads the response, status 200\n"), "{}{}", said.out, said.err);
    assert!(said.out.contains("--> GET http://localhost:"), "{}", said.out);
    assert!(said.out.contains("from a page that was not named"), "{}", said.out);
}

#[test]
fn only_what_has_no_effect_is_sent_unless_asked_for() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "PURGE"] {
        let backend = Backend::start(mistakes);
        let said = run(&["check", &backend.url("/half"), "--origin", PAGE, "-X", method, "--data", "x"]);
        let is_safe = |line: &String| ["GET ", "HEAD ", "OPTIONS "].iter().any(|safe| line.starts_with(safe));
        assert!(backend.asked().iter().all(is_safe), "{method}: {:?}", backend.asked());
        assert!(method == "PURGE" || said.code != 2, "{}", said.err);
    }
    let backend = Backend::start(mistakes);
    let said = run(&["check", &backend.url("/put"), "--origin", PAGE, "-X", "PUT", "-v"]);
    assert!(!said.out.contains("$ curl -i -X PUT"), "{}", said.out);
    assert!(
        said.out.contains("the PUT itself was not sent") && said.out.contains("-X PUT --send-unsafe"),
        "{}",
        said.out
    );

    let backend = Backend::start(mistakes);
    let said = run(&["check", &backend.url("/put"), "--origin", PAGE, "-X", "PUT", "--send-unsafe"]);
    assert_eq!(backend.asked().iter().filter(|line| *line == "PUT /put").count(), 1);
    assert!(!said.out.contains("was not sent"), "{}", said.out);
}

#[test]
fn the_first_line_is_right() {
    let backend = Backend::start(mistakes);
    for (path, line) in [
        ("/fine", "allowed  the page reads the response, status 200"),
        ("/crash", "blocked  PF001 the server answered 500, and its error page has no CORS headers"),
        (
            "/crash-with-cors",
            "allowed  the page reads the response, status 500 (Internal Server Error), an HTTP error and not a CORS error",
        ),
        ("/login", "blocked  PF019 the call is redirected (302) to a login page: the session is missing or over"),
        ("/twice", "blocked  PF012 Access-Control-Allow-Origin is sent more than once: `*, http://localhost:5173`"),
        (
            "/slash",
            "blocked  PF005 the server allows `http://localhost:5173/`, the request's origin is `http://localhost:5173`",
        ),
    ] {
        let said = run(&["check", &backend.url(path), "--origin", PAGE]);
        assert_eq!(said.out.lines().next(), Some(line), "{path}");
    }
}

#[test]
fn the_carets_stand_under_what_is_wrong() {
    let backend = Backend::start(mistakes);
    let said = run(&["check", &backend.url("/slash"), "--origin", PAGE]);
    let lines: Vec<_> = said.out.lines().collect();
    let place = lines.iter().position(|line| line.contains("access-control-allow-origin: ")).expect("the line");
    let slash = lines[place].rfind('/').expect("a slash");
    assert_eq!(lines[place + 1].find('^'), Some(slash), "{}", said.out);
    assert_eq!(lines[place + 1].matches('^').count(), 1, "{}", said.out);
}

#[test]
fn no_more_than_twelve_requests_are_sent_and_each_is_a_curl_line() {
    let backend = Backend::start(mistakes);
    let said = run(&["check", &backend.url("/nothing"), "--origin", PAGE, "-v"]);
    let sent = backend.asked().len();
    assert!((2..=12).contains(&sent), "{sent}");
    assert_eq!(said.out.lines().filter(|line| line.starts_with("  $ curl ")).count(), sent, "{}", said.out);
    assert!(said.out.contains(&format!("{sent} requests were sent")));

    let backend = Backend::start(mistakes);
    run(&["check", &backend.url("/nothing"), "--origin", PAGE, "--quick"]);
    assert_eq!(backend.asked(), ["GET /nothing"]);
}

#[test]
fn the_layer_is_named_by_asking_behind_it() {
    let front =
        Backend::start(|_| "200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Origin: *".to_owned());
    let behind = Backend::reading(|head| {
        assert!(head.contains("\nhost: 127.0.0.1:"), "{head}");
        "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned()
    });
    let said = run(&["check", &front.url("/x"), "--origin", PAGE, "--upstream", &behind.url("")]);
    assert!(said.out.contains("the layer in front adds its own"), "{}", said.out);
    assert_eq!(behind.asked(), ["GET /x"]);
}

#[test]
fn what_browsers_stop_by_themselves_is_not_sent() {
    for (page, url, code, cause) in [
        ("https://app.example.com", "http://api.test/", 1, "mixed-content"),
        ("https://app.example.com", "http://192.0.2.1/", 1, "mixed-content"),
        ("http://localhost:5173", "http://localhost:6000/", 1, "wrong-url-or-env"),
    ] {
        let said = run(&["check", url, "--origin", page, "--format", "json"]);
        let json: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!((json["findings"][0]["cause"].as_str(), said.code), (Some(cause), code), "{url}");
        assert_eq!(json["exchanges"], serde_json::json!([]), "{url}");
        assert_eq!(json["verdicts"]["chromium"], "blocked");
    }
    let backend = Backend::start(mistakes);
    for (page, verdict) in [("https://203.0.113.7", "blocked"), ("http://127.0.0.1:3000", "allowed")] {
        let said = run(&["check", &backend.url("/star"), "--origin", page, "--format", "json"]);
        let json: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!(json["verdicts"]["chromium"], verdict, "{page}");
        assert_eq!(json["verdicts"]["firefox"], "allowed", "{page}");
    }
}

#[test]
fn the_fix_is_written_for_the_server_that_answers() {
    let backend = Backend::start(|_| "200 OK\r\nX-Powered-By: Express".to_owned());
    let said = run(&["check", &backend.url("/"), "--origin", PAGE, "--credentials", "include"]);
    assert!(said.out.contains("app.use(cors({") && said.out.contains("credentials: true"), "{}", said.out);
    let said = run(&["check", &backend.url("/"), "--origin", PAGE, "--for", "flask"]);
    assert!(said.out.contains("CORS(") && !said.out.contains("app.use"), "{}", said.out);
}

#[test]
fn faults_that_come_next_are_told() {
    let backend = Backend::start(|line| match line {
        "OPTIONS /x" => "204 No Content\r\nAccess-Control-Allow-Origin: http://localhost:3000".to_owned(),
        _ => "500 Oops".to_owned(),
    });
    let arguments =
        ["check", &backend.url("/x"), "--origin", PAGE, "-X", "PUT", "-H", "X-Token: 1", "--format", "json"];
    let json: Value = serde_json::from_str(&run(&arguments).out).expect("JSON");
    let causes: Vec<_> =
        json["findings"].as_array().expect("a list").iter().map(|finding| finding["cause"].clone()).collect();
    // What PUT is answered is not known: it was not sent.
    assert_eq!(causes, ["origin-mismatch", "method-not-allowed", "header-not-allowed"]);
}

#[test]
fn colours_and_width_are_those_of_the_terminal() {
    let backend = Backend::start(mistakes);
    let url = backend.url("/crash");
    let mut command = preflight();
    command.args(["check", &url, "--origin", PAGE]).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    let coloured = command.output().expect("the binary runs");
    assert!(coloured.stdout.contains(&0x1b));
    let mut command = preflight();
    command.args(["check", &url, "--origin", PAGE]).env("COLUMNS", "50");
    let narrow = String::from_utf8(command.output().expect("the binary runs").stdout).expect("UTF-8");
    assert!(!narrow.contains('\u{1b}'));
    let prose = narrow.lines().filter(|line| line.starts_with("blocked") || line.starts_with("fix"));
    assert!(prose.clone().count() == 2 && prose.into_iter().all(|line| line.chars().count() <= 50), "{narrow}");
}

#[test]
fn a_port_that_speaks_tls_is_told_from_one_that_is_silent() {
    // The first bytes of a TLS alert: what a client gets that speaks plain HTTP to such a port.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for mut client in listener.incoming().flatten() {
            let _ = client.read(&mut [0; 1024]);
            let _ = client.write_all(&[0x15, 3, 1, 0, 2, 2, 0x16]);
        }
    });
    let said = run(&["check", &url, "--origin", PAGE]);
    assert_eq!(said.code, 3);
    assert!(said.out.starts_with("unreachable  PF002 "), "{}", said.out);
}

/// Nothing of a page asks for another protocol: browsers take the answer for none, whatever it allows.
#[test]
fn an_answer_that_switches_protocols_unasked_is_none() {
    for head in [
        &b"101 Switching Protocols\r\nAccess-Control-Allow-Origin: *"[..],
        b"101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nAccess-Control-Allow-Origin: *",
    ] {
        let backend = Backend::of_bytes(head);
        let url = backend.url("/");
        let said = run(&["check", &url, "--origin", "http://localhost:5173", "--quick"]);
        assert_eq!(said.code, 3, "{}{}", said.out, said.err);
        assert!(said.out.contains("status 101"), "{}", said.out);
    }
}

/// `fetch` resolves and `text()` rejects, which pages take for CORS.
#[test]
fn a_body_that_no_browser_reads_is_not_called_read() {
    let backend = Backend::start(|line| match line {
        "GET /chunks" => "200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\nzz".to_owned(),
        "GET /gzip" => "200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Encoding: gzip".to_owned(),
        _ => "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned(),
    });
    for (path, is_read) in [("/chunks", false), ("/gzip", false), ("/whole", true)] {
        let said = run(&["check", &backend.url(path), "--origin", "http://a.test"]).out;
        assert_eq!(said.contains("the page reads the response"), is_read, "{path}: {said}");
        assert_eq!(said.contains("`text()` or `json()` rejects"), !is_read, "{path}: {said}");
    }
}

#[test]
fn who_made_an_error_is_said_only_where_it_was_seen() {
    let backend = Backend::start(|line| match line {
        "GET /own" => "503 Service Unavailable\r\nX-Powered-By: Express\r\nContent-Type: application/json".to_owned(),
        "GET /proxy" => "503 Service Unavailable\r\nServer: awselb/2.0\r\nContent-Type: text/html".to_owned(),
        _ => "503 Service Unavailable".to_owned(),
    });
    for (path, code, says) in [
        ("/own", "PF001", "the server answered 503"),
        ("/proxy", "PF015", "answered 503"),
        ("/nobody", "PF015", "whether a proxy or the server made it was not seen"),
    ] {
        let said = run(&["check", &backend.url(path), "--origin", "http://localhost:5173"]);
        let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&format!("blocked {code}")) && words.contains(says), "{path}: {}", said.out);
    }
}

#[test]
fn a_method_that_is_made_up_is_one_that_the_server_names() {
    let backend = Backend::start(|line| {
        match line {
        "OPTIONS /read" => "405 Method Not Allowed\r\nAllow: GET, HEAD".to_owned(),
        "OPTIONS /change" => {
            "204 No Content\r\nAccess-Control-Allow-Origin: http://localhost:1\r\nAccess-Control-Allow-Methods: GET, PUT"
                .to_owned()
        }
        "OPTIONS /any" => "405 Method Not Allowed\r\nAllow: GET, HEAD, POST".to_owned(),
        _ => "405 Method Not Allowed".to_owned(),
    }
    });
    for (path, method, header) in [
        ("/read", "GET", "authorization"),
        ("/change", "PUT", "content-type"),
        ("/any", "POST", "content-type"),
        ("/none", "POST", "content-type"),
    ] {
        let said = run(&["check", &backend.url(path), "--origin", "http://localhost:5173", "--preflighted"]);
        for words in [
            format!("> access-control-request-method: {method}\n"),
            format!("> access-control-request-headers: {header}\n"),
        ] {
            assert!(said.out.contains(&words), "{path}: {}", said.out);
        }
        assert_eq!(said.code, 1, "{}", said.out);
    }
}
