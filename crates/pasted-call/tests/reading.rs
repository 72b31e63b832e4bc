//! What is known of a call that was read, what is implied, and what is said about the rest.

#![forbid(unsafe_code)]

use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::{CallHeader, Part};
use preflight_pasted_call::{Note, Pasted, Unreadable, read, read_curl_arguments};

fn pasted(line: &str) -> Pasted {
    read(line).unwrap_or_else(|| panic!("not recognized: {line}")).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn known(text: &str) -> Part<String> {
    Part::Known(text.to_owned())
}

fn implied(text: &str) -> Part<String> {
    Part::Implied(text.to_owned())
}

fn header(name: &str, value: Part<String>) -> CallHeader {
    CallHeader { name: name.to_owned(), value }
}

#[test]
fn what_follows_from_a_line_is_implied() {
    let method = |line: &str| pasted(line).call.method;
    assert_eq!(method("curl http://a.test"), implied("GET"));
    assert_eq!(method("curl http://a.test -d a"), implied("POST"));
    assert_eq!(method("curl -I http://a.test"), implied("HEAD"));
    assert_eq!(method("curl -T f http://a.test"), implied("PUT"));
    assert_eq!(method("curl -X PATCH http://a.test"), known("PATCH"));
    assert_eq!(method("fetch('http://a.test', {method: 'put'})"), known("PUT"));
    assert_eq!(method("fetch('http://a.test', {method: 'patch'})"), known("patch"));
    let credentials = |line: &str| pasted(line).call.credentials;
    assert_eq!(credentials("curl http://a.test"), Part::Unknown);
    assert_eq!(credentials("curl http://a.test -b a=b"), Part::Implied(CredentialsMode::Include));
    assert_eq!(credentials("fetch('http://a.test')"), Part::Implied(CredentialsMode::SameOrigin));
    assert_eq!(credentials("fetch('http://a.test', {credentials: 'omit'})"), Part::Known(CredentialsMode::Omit));
    let mode = |line: &str| pasted(line).call.mode;
    assert_eq!(mode("curl http://a.test"), Part::Unknown);
    assert_eq!(mode("curl http://a.test -H 'Sec-Fetch-Mode: no-cors'"), Part::Known(RequestMode::NoCors));
    assert_eq!(mode("navigator.sendBeacon('http://a.test', 'x')"), Part::Implied(RequestMode::NoCors));
    let headers = |line: &str| pasted(line).call.headers;
    assert_eq!(headers("axios.post('http://a.test', {a: 1})"), [header("content-type", implied("application/json"))]);
    assert_eq!(headers("fetch('http://a.test', {method: 'POST', body: JSON.stringify({a: 1})})"), []);
    assert_eq!(headers("axios.get('http://a.test', {headers: {'Content-Type': 'application/json'}})"), []);
    assert_eq!(
        headers("fetch('http://a.test', {headers: {Authorization: token || ''}})"),
        [header("Authorization", Part::Unknown)]
    );
    assert_eq!(
        headers("fetch('http://a.test', {headers: {Authorization: `Bearer ${token}`}})"),
        [header("Authorization", Part::Unknown)]
    );
    assert_eq!(headers("curl -r0-9 http://a.test"), [header("Range", known("bytes=0-9"))]);
    assert_eq!(headers("curl -u a:b http://a.test"), [header("Authorization", known("Basic YTpi"))]);
    assert_eq!(headers("curl http://a:b@a.test"), [header("Authorization", known("Basic YTpi"))]);
    assert_eq!(headers("curl -H 'X-A;' -H 'Accept:' http://a.test"), [header("X-A", known(""))]);
}

#[test]
fn bodies_have_a_type_and_a_text() {
    let body = |line: &str| {
        let pasted = pasted(line);
        (pasted.call.body_type, pasted.body)
    };
    let typed = |media_type: &str, text: &str| (Part::Implied(Some(media_type.to_owned())), Some(text.to_owned()));
    assert_eq!(body("curl http://a.test"), (Part::Known(None), None));
    assert_eq!(body("curl http://a.test -d a=b -d c"), typed("application/x-www-form-urlencoded", "a=b&c"));
    assert_eq!(
        body("fetch('http://a.test', {method: 'POST', body: JSON.stringify({a: 1, b: [true, 'x']})})"),
        typed("text/plain;charset=UTF-8", r#"{"a":1,"b":[true,"x"]}"#)
    );
    assert_eq!(
        body("fetch('http://a.test', {method: 'POST', body: new FormData(form)})"),
        typed("multipart/form-data", "")
    );
    assert_eq!(body("http POST a.test a=b n:=1"), typed("application/json", r#"{"a":"b","n":1}"#));
    assert_eq!(body("fetch('http://a.test', {body: null})"), (Part::Known(None), None));
}

#[test]
fn notes_say_what_is_different_in_a_page() {
    for (line, notes) in [
        ("curl -F a=@b http://a.test", vec![Note::BodyElsewhere]),
        ("curl --made-up http://a.test", vec![Note::UnknownOption(1)]),
        ("curl -H 'Proxy-X: 1' http://a.test", vec![Note::ForbiddenHeader("Proxy-X".into())]),
        ("curl -H 'Sec-Fetch-Mode: navigate' http://a.test", vec![Note::Navigation]),
        ("curl -b a=b http://a.test", vec![Note::Cookies]),
        ("curl http://a.test\ncurl http://b.test", vec![Note::OtherCalls(1)]),
        ("curl http://a.test/$ID", vec![Note::PartOfUrl(Some("ID".into()))]),
        ("fetch(`http://a.test/${todo.id}`)", vec![Note::PartOfUrl(Some("todo.id".into()))]),
        ("fetch('http://a.test', options)", vec![Note::Expression("the second argument".into())]),
        ("fetch('http://me:s3cret@a.test')", vec![Note::UserInUrl]),
        ("axios.post('http://a.test', payload)", vec![Note::BodyTakenForJson, Note::BodyElsewhere]),
        ("requests.get('http://a.test')", vec![Note::OutsideOfBrowsers("Python's `requests`")]),
        ("GET /x HTTP/1.1\nHost: a.test", vec![Note::SchemeTaken("http")]),
        ("$.ajax({url: 'http://a.test', dataType: 'jsonp'})", vec![Note::ScriptElement]),
    ] {
        assert_eq!(pasted(line).notes, notes, "{line}");
    }
    assert!(matches!(&pasted("curl -k http://a.test").notes[..], [Note::NotInBrowsers(option, _)] if option == "-k"));
}

#[test]
fn a_preflight_is_the_call_that_it_asks_for() {
    let call = pasted(
        "curl -X OPTIONS http://a.test/x -H 'Origin: https://app.test' -H 'Access-Control-Request-Method: PUT' -H \
         'Access-Control-Request-Headers: x-a, content-type'",
    );
    assert_eq!(call.call.method, known("PUT"));
    assert_eq!(call.call.preflight, Part::Known(true));
    assert_eq!(call.call.headers, [header("x-a", Part::Unknown), header("content-type", Part::Unknown)]);
    assert_eq!(call.notes, [Note::Preflight]);
}

#[test]
fn words_that_a_shell_has_split_are_read() {
    let words = ["-X", "DELETE", "http://a.test/1"].map(str::to_owned);
    assert_eq!(read_curl_arguments(&words).unwrap().call.method, known("DELETE"));
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
        ("fetch('http://a.test/x", Unreadable::OpenBracket),
        ("fetch(`http://a.test/${id}", Unreadable::OpenBracket),
        ("axios({url: 'http://a.te", Unreadable::OpenBracket),
        ("axios.post('http://a.test/'", Unreadable::OpenBracket),
        ("export const api = ky.create({prefixUrl: `${import.meta.env.VITE_API}/v1`})", Unreadable::NoCall),
        ("const api = axios.create({baseURL: 'http://a.test'}); export default api", Unreadable::NoCall),
        ("curl -H Authorization: s3cret", Unreadable::UnquotedHeader),
        ("curl -H Authorization: s3.cr.et", Unreadable::UnquotedHeader),
        ("curl s3cret", Unreadable::SingleWord),
        ("Invoke-WebRequest -Method POST", Unreadable::NoUrl),
    ] {
        assert_eq!(read(line), Some(Err(error)), "{line}");
    }
}

/// Without its URL a call is still one: what else it says is read, and why the URL is not known is told.
#[test]
fn a_call_without_its_url_says_why_and_is_read() {
    let named = |name: &str| Unreadable::UrlIsExpression(Some(name.to_owned()));
    for (line, reason) in [
        ("curl $API/todos", named("API")),
        ("fetch(`${API}/todos`)", named("API")),
        ("fetch(API + '/todos')", named("API")),
        ("axios.get(import.meta.env.VITE_API + '/todos')", named("import.meta.env.VITE_API")),
        ("fetch(s3cr3t + '/x')", Unreadable::UrlIsExpression(None)),
        ("fetch('http://localhost:' + port)", named("port")),
        ("GET {{host}}/x\nAccept: */*", named("host")),
        ("fetch('/todos')", Unreadable::RelativeUrl("/todos".into())),
        ("axios.get('/todos', {params: {a: 1}})", Unreadable::RelativeUrl("/todos?a=1".into())),
        ("const x = new XMLHttpRequest(); x.open(method, url); x.send()", named("url")),
        ("$.ajax({url, type: 'GET'})", named("url")),
        ("async function f(url = '', data = {}) { await fetch(url, {method: 'PUT'}) }", named("url")),
        ("const API = import.meta.env.API || ''; fetch(`${API}/x`)", named("import.meta.env.API")),
        ("http POST /api/auth a=b", Unreadable::RelativeUrl("/api/auth".into())),
    ] {
        let pasted = pasted(line);
        assert_eq!((pasted.lacks_url, pasted.call.url), (Some(reason), Part::Unknown), "{line}");
    }
    let call = pasted("axios.post(url, 'a=b', {withCredentials: true, headers: {'X-A': '1'}})").call;
    assert_eq!(call.method, known("POST"));
    assert_eq!(call.credentials, Part::Known(CredentialsMode::Include));
    let names: Vec<_> = call.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["X-A", "content-type"]);
    // Of several calls the one that says where it goes is read.
    let whole = pasted("await fetch(url, {method: 'PUT'}); await fetch('http://a.test/x')");
    assert_eq!(whole.call.url.value().map(|url| url.as_str()), Some("http://a.test/x"));
}

#[test]
fn a_method_that_is_an_expression_is_not_known() {
    for (line, taken) in [
        ("x.open(method, 'http://a.test/'); x.send()", "GET"),
        ("axios({url: 'http://a.test', method})", "GET"),
        ("axios({url: 'http://a.test', method: id ? 'PUT' : 'POST', data: {a: 1}})", "POST"),
        ("fetch('http://a.test', {method: options.method, body: 'a'})", "POST"),
        ("$.ajax({url: 'http://a.test', type: type, data: 'a'})", "POST"),
    ] {
        let pasted = pasted(line);
        assert!(pasted.call.method.is_unknown(), "{line}: {:?}", pasted.call.method);
        assert!(pasted.notes.contains(&Note::MethodMissing(taken)), "{line}: {:?}", pasted.notes);
    }
}

#[test]
fn the_pseudo_headers_that_chrome_copies_are_no_headers_of_the_page() {
    let pseudo = "'authority'='a.test'\n 'method'='PATCH'\n 'path'='/x'\n 'scheme'='https'\n 'x-a'='1'";
    for text in [
        format!("Invoke-WebRequest -UseBasicParsing -Uri 'https://a.test/x' -Headers @{{\n{pseudo}\n}}"),
        format!("Invoke-WebRequest -Uri 'https://a.test/x' -Method 'PATCH' -Headers @{{\n{pseudo}\n}}"),
        format!("$p = @{{\n Uri = 'https://a.test/x'\n Headers = @{{\n{pseudo}\n}}\n}}\nInvoke-RestMethod @p"),
    ] {
        let pasted = pasted(&text);
        assert_eq!(pasted.call.headers, [header("x-a", known("1"))], "{text}");
        assert_eq!((pasted.call.method, &pasted.notes[..]), (known("PATCH"), &[][..]), "{text}");
    }
    // One alone is a header.
    let call = pasted("Invoke-WebRequest -Uri 'https://a.test/x' -Headers @{'path'='/x'}").call;
    assert_eq!((call.headers, call.method), (vec![header("path", known("/x"))], implied("GET")));
}

#[test]
fn what_no_script_may_set_the_browser_sets() {
    for line in [
        "$.ajax({url: 'http://a.test', headers: {cookie: 'a=b'}})",
        "axios.get('http://a.test', {headers: {cookie: 'a=b'}})",
        "fetch('http://a.test', {headers: {cookie: session}})",
        "const x = new XMLHttpRequest(); x.open('GET', 'http://a.test'); x.setRequestHeader('cookie', 'a=b'); x.send()",
    ] {
        let pasted = pasted(line);
        assert_eq!(pasted.call.credentials, Part::Implied(CredentialsMode::SameOrigin), "{line}");
        assert_eq!(pasted.notes, [Note::CookieHeader("cookie".into())], "{line}");
    }
    for line in [
        "axios.get('http://a.test', {withCredentials: true, headers: {cookie: 'a=b'}})",
        "fetch('http://a.test', {credentials: 'include', headers: {cookie: 'a=b'}})",
    ] {
        assert_eq!(pasted(line).call.credentials, Part::Known(CredentialsMode::Include), "{line}");
    }
    for line in [
        "curl http://a.test -H 'cookie: a=b'",
        "wget --header 'cookie: a=b' http://a.test",
        "fetch('http://a.test', {headers: {'sec-fetch-mode': 'cors', cookie: 'a=b'}})",
    ] {
        assert_eq!(pasted(line).call.credentials, Part::Implied(CredentialsMode::Include), "{line}");
        assert_eq!(pasted(line).notes, [Note::Cookies], "{line}");
    }
    let notes = pasted("axios.get('http://a.test', {headers: {Referer: page}})").notes;
    assert_eq!(notes, [Note::BrowserHeaders(vec!["Referer".into()])]);
}

#[test]
fn any_value_that_is_taken_for_true_includes_credentials() {
    use CredentialsMode::{Include, SameOrigin};
    for (value, credentials) in [
        ("true", Part::Known(Include)),
        ("'true'", Part::Known(Include)),
        ("'false'", Part::Known(Include)),
        ("1", Part::Known(Include)),
        ("!0", Part::Known(Include)),
        ("!!1", Part::Known(Include)),
        ("false", Part::Known(SameOrigin)),
        ("''", Part::Known(SameOrigin)),
        ("0", Part::Known(SameOrigin)),
        ("!1", Part::Known(SameOrigin)),
    ] {
        for text in [
            format!(
                "var x = new XMLHttpRequest(); x.open('GET', 'http://a.test'); x.withCredentials = {value}; x.send()"
            ),
            format!("axios.get('http://a.test', {{withCredentials: {value}}})"),
            format!("$.ajax({{url: 'http://a.test', xhrFields: {{withCredentials: {value}}}}})"),
            format!("$.ajax({{url: 'http://a.test', beforeSend: function (xhr) {{ xhr.withCredentials = {value} }}}})"),
        ] {
            assert_eq!(pasted(&text).call.credentials, credentials, "{text}");
        }
    }
    for value in ["!isPublic", "!a.b", "!a || false"] {
        let call = pasted(&format!("axios.get('http://a.test', {{withCredentials: {value}}})")).call;
        assert!(!matches!(call.credentials, Part::Known(_)), "{value}");
    }
}

#[test]
fn a_query_that_is_an_expression_is_not_known() {
    for line in [
        "$.ajax({type: 'GET', url: 'http://a.test/', data: formVal + '&twitter=on'})",
        "$.ajax({url: 'http://a.test/', data: $('form').serialize()})",
        "axios.get('http://a.test/', {params: filters})",
    ] {
        let pasted = pasted(line);
        assert_eq!(pasted.call.url.value().map(url::Url::as_str), Some("http://a.test/"), "{line}");
        assert_eq!(pasted.notes, [Note::QueryElsewhere], "{line}");
    }
    for line in ["$.get('http://a.test/', onDone)", "$.ajax({url: 'http://a.test/', data: {a: 1}})"] {
        assert_eq!(pasted(line).notes, [], "{line}");
    }
}

#[test]
fn what_is_there_already_is_not_suggested() {
    for line in [
        "axios({url: 'http://a.test', method: 'POST', data: 'a', json: true})",
        "axios.get('http://a.test', {withCredentials: true, credentials: 'include'})",
        "fetch('http://a.test', {credentials: 'include', withCredentials: true})",
        "$.ajax({url: 'http://a.test', xhrFields: {withCredentials: true}, withCredentials: true})",
    ] {
        assert_eq!(pasted(line).notes, [], "{line}");
    }
    for line in [
        "axios({url: 'http://a.test', method: 'POST', json: {a: 1}})",
        "$.ajax({url: 'http://a.test', xhrFields: {}, withCredentials: true})",
    ] {
        assert!(matches!(&pasted(line).notes[..], [Note::UnknownKey(..)]), "{line}");
    }
}

#[test]
fn names_that_a_library_does_not_have_are_told() {
    let key = |name: &str, library, meant| Note::UnknownKey(name.to_owned(), library, meant);
    for (line, method, note) in [
        ("axios({url: 'http://a.test', mehtod: 'POST', data: 'a'})", "GET", key("mehtod", "axios", "`method`")),
        ("axios.get('http://a.test', {header: {'X-A': '1'}})", "GET", key("header", "axios", "`headers`")),
        (
            "axios.get('http://a.test', {credentials: 'include'})",
            "GET",
            key("credentials", "axios", "`withCredentials: true`"),
        ),
        ("fetch('http://a.test', {credential: 'include'})", "GET", key("credential", "`fetch()`", "`credentials`")),
        (
            "fetch('http://a.test', {withCredentials: true})",
            "GET",
            key("withCredentials", "`fetch()`", "`credentials: 'include'`"),
        ),
        (
            "$.ajax({url: 'http://a.test', typ: 'PUT', header: {'X-A': '1'}})",
            "GET",
            key("header", "`$.ajax`", "`headers`"),
        ),
        (
            "axios.post('http://a.test', {headers: {'X-A': '1'}})",
            "POST",
            Note::ConfigurationInData(vec!["headers".into()]),
        ),
        ("fetch('http://a.test', {body: 'a'})", "POST", Note::BodyOfGet("POST")),
        ("fetch('http://a.test', {method: 'get', body: 'a'})", "GET", Note::BodyOfGet("GET without one")),
    ] {
        let pasted = pasted(line);
        assert!(pasted.notes.contains(&note), "{line}: {:?}", pasted.notes);
        assert_eq!(pasted.call.method.value().map(String::as_str), Some(method), "{line}");
        assert!(pasted.call.header("x-a").is_none(), "{line}");
    }
    for line in [
        "axios({url: 'http://a.test', method: 'PUT', timeout: 5, responseType: 'json', maxRedirects: 0, foo: 1})",
        "fetch('http://a.test', {method: 'PUT', mode: 'cors', redirect: 'follow', foo: 1, ...more})",
        "fetch('http://a.test', {body: 'a', ...options})",
        "$.ajax({url: 'http://a.test', type: 'PUT', dataType: 'json', cache: false, success: f, error: g})",
        "api.get('http://a.test', {header: {a: 'b'}})",
    ] {
        let is_of_names = |note: &Note| matches!(note, Note::UnknownKey(..) | Note::BodyOfGet(_));
        assert!(!pasted(line).notes.iter().any(is_of_names), "{line}: {:?}", pasted(line).notes);
    }
}

#[test]
fn the_words_of_httpie_are_read() {
    let headers = |line: &str| pasted(line).call.headers;
    assert_eq!(headers("http -a me POST http://a.test"), [header("Authorization", Part::Unknown)]);
    assert_eq!(headers("http --auth me:pw :5000/x"), [header("Authorization", known("Basic bWU6cHc="))]);
    assert_eq!(headers("http -ame:pw GET :5000/x"), [header("Authorization", known("Basic bWU6cHc="))]);
    assert_eq!(headers("https -A bearer -a t0k a.test/x"), [header("Authorization", known("Bearer t0k"))]);
    assert_eq!(headers("http a.test/x --auth-type=bearer --auth=t0k"), [header("Authorization", known("Bearer t0k"))]);
    assert_eq!(headers("http --auth-type=jwt --auth=t0k a.test/x"), [header("Authorization", known("Bearer t0k"))]);
    assert_eq!(headers("http -A bearer -a t0k a.test/x"), [header("Authorization", known("Bearer t0k"))]);
    assert_eq!(headers("http -A hawk -a a:b a.test/x"), [header("Authorization", Part::Unknown)]);
    assert_eq!(headers("http -A digest -a me:pw a.test/x"), []);
    for (line, url, method) in [
        ("http :5000/x", "http://localhost:5000/x", implied("GET")),
        ("http :/x a=b", "http://localhost/x", implied("POST")),
        ("https a.test/x q==1 'r==a b'", "https://a.test/x?q=1&r=a+b", implied("GET")),
        ("http -vf --timeout 5 PUT a.test n=1 --verify no", "http://a.test/", known("PUT")),
        ("http --default-scheme=https -p hb a.test/x", "https://a.test/x", implied("GET")),
        ("http --session=./s.json --print HB patch a.test/x a:=1", "http://a.test/x", known("PATCH")),
    ] {
        let call = pasted(line).call;
        assert_eq!((call.url.value().map(|url| url.as_str()), call.method), (Some(url), method), "{line}");
    }
}

#[test]
fn the_calls_of_dart_are_read() {
    for (text, method, url, names) in [
        (
            "final r = await http.post(Uri.parse('https://a.test/x/$id'), headers: <String, String>{'X-A': '1'}, body: \
             jsonEncode(<String, String>{'a': 'b'}));",
            "POST",
            "https://a.test/x/id",
            &["x-a"][..],
        ),
        (
            "final dio = Dio(BaseOptions(baseUrl: 'https://a.test/v1', headers: {'X-A': '1'}));\nawait dio.put('/x', data: \
             {'a': 1}, options: Options(headers: {'Authorization': 'Bearer $token'}));",
            "PUT",
            "https://a.test/v1/x",
            &["x-a", "authorization", "content-type"],
        ),
        (
            "await Dio().get('https://a.test/${todo.id}', queryParameters: {'a': 1});",
            "GET",
            "https://a.test/id?a=1",
            &[],
        ),
        (
            "var dio = Dio(); dio.options.baseUrl = 'http://a.test'; dio.options.method = 'PATCH'; dio.request('/x', \
             options: Options(contentType: Headers.formUrlEncodedContentType), data: 'a');",
            "PATCH",
            "http://a.test/x",
            &["content-type"],
        ),
        ("var r = await http.get(Uri.https('a.test', 'x/y'));", "GET", "https://a.test/x/y", &[]),
    ] {
        let call = pasted(text).call;
        assert_eq!(call.method.value().map(String::as_str), Some(method), "{text}");
        assert_eq!(call.url.value().map(|url| url.as_str()), Some(url), "{text}");
        let found: Vec<_> = call.headers.iter().map(|header| header.name.to_ascii_lowercase()).collect();
        assert_eq!(found, names, "{text}");
    }
}

#[test]
fn a_host_is_no_scheme() {
    for line in ["fetch('localhost:3000/x')", "axios.get(`localhost:3000/x`)"] {
        let pasted = pasted(line);
        assert_eq!(pasted.call.url.value().map(|url| url.as_str()), Some("http://localhost:3000/x"), "{line}");
        assert_eq!(pasted.notes, [Note::LacksScheme], "{line}");
    }
}

#[test]
fn what_feeds_httpie_is_its_body() {
    for line in ["echo '{}' | http PUT :5000/x", "http PUT :5000/x < file.json"] {
        let pasted = pasted(line);
        assert_eq!(
            pasted.call.header("content-type").map(|h| h.value.clone()),
            Some(implied("application/json")),
            "{line}"
        );
        assert_eq!(pasted.notes, [Note::BodyElsewhere], "{line}");
    }
}

#[test]
fn variables_of_a_file_hold_others() {
    let call = pasted("@host = {{name}}:{{port}}\n@name = a.test\n@port = 81\n\nGET http://{{host}}/x HTTP/1.1").call;
    assert_eq!(call.url.value().map(|url| url.as_str()), Some("http://a.test:81/x"));
    // One that holds itself ends.
    assert!(read("@a = {{a}}{{a}}\nGET http://{{a}}/x HTTP/1.1").is_some());
}

#[test]
fn a_definition_is_no_call() {
    for text in ["class Api { async fetch(url) { return 1 } }", "const api = { fetch(url, init) { go(url) } }"] {
        assert_eq!(read(text), None, "{text}");
    }
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
        "app.post('/todos', (request, response) => response.json({}))",
        "router.get('http://a.test', handler)",
        "GET http://a.test/ net::ERR_FAILED 200 (OK)",
        "GET http://a.test/ 404 (Not Found)",
        "XHR GET http://a.test/",
        "http is a protocol",
        "{\"log\": {\"entries\": []}}",
        "hello, I'm here",
        "const cors = require('cors'); app.use(cors({origin: 'http://a.test'}))",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn nothing_that_may_be_secret_is_repeated() {
    for line in [
        "curl s3cr3t",
        "curl 'http://a.test' -H 'Authorization: s3cr3t' --s3cr3t",
        "fetch(s3cr3t)",
        "fetch(`${s3cr3t}/x`)",
        "fetch('http://a.test/' + s3cr3t)",
        "axios.get('http://a.test', {headers: {a: s3cr3t}})",
        "GET /s3cr3t HTTP/1.1",
        "Invoke-WebRequest -Uri $s3cr3t",
        "curl http://a.test -H \"a: $s3cr3t\"",
    ] {
        let said = match read(line) {
            Some(Ok(pasted)) => pasted.notes.iter().map(Note::to_string).collect::<String>(),
            Some(Err(error)) => format!("{error} {}", error.remedy()),
            None => String::new(),
        };
        assert!(!said.contains("s3cr3t"), "{line}: {said}");
    }
}

#[test]
fn what_a_command_adds_to_the_query_is_part_of_the_url() {
    for (line, url) in [
        ("curl http://a.test/x --url-query a=b", "http://a.test/x?a=b"),
        (
            "curl 'http://a.test/x?z=1' --url-query 'a=b c&d' --url-query +e=%20",
            "http://a.test/x?z=1&a=b%20c%26d&e=%20",
        ),
        ("curl http://a.test/x --url-query 'a b'", "http://a.test/x?a%20b"),
        ("curl -G http://a.test/x --data-urlencode 'q=a&b' -d c=d", "http://a.test/x?q=a%26b&c=d"),
    ] {
        assert_eq!(pasted(line).call.url.value().map(url::Url::as_str), Some(url), "{line}");
    }
    assert_eq!(pasted("curl http://a.test --data-urlencode 'q=a b'").body.as_deref(), Some("q=a%20b"));
    for (line, note) in [
        ("curl http://a.test --url-query @file", "--url-query"),
        ("curl http://a.test -x http://p.test", "-x"),
        ("curl http://a.test --resolve a.test:80:127.0.0.1", "--resolve"),
        ("curl http://a.test -K file", "-K"),
    ] {
        let notes = pasted(line).notes;
        assert!(matches!(&notes[..], [Note::NotInBrowsers(option, _)] if option == note), "{line}: {notes:?}");
    }
    let next = pasted("curl http://a.test -d a --next http://b.test -X PUT --next http://c.test");
    assert_eq!(
        (next.call.method.value().map(String::as_str), &next.notes[..]),
        (Some("POST"), &[Note::OtherCalls(2)][..])
    );
}

#[test]
fn headers_are_read_from_the_table_that_they_stand_in() {
    for text in [
        "const headers = {'X-A': 'b', 'X-C': token};\nfetch('http://a.test', { headers })",
        "const headers = new Headers({'X-A': 'b'}); headers.append('X-C', token); fetch('http://a.test', { headers })",
        "const base = {'X-A': 'b'}; fetch('http://a.test', { headers: { ...base, 'X-C': token } })",
        "const request = new Request('http://a.test', {headers: {'X-A': 'b'}});\nrequest.headers.set('X-C', token);\nfetch(request)",
        "const base = {headers: {'X-A': 'b'}}; base.headers['X-C'] = token; fetch('http://a.test', { ...base })",
    ] {
        let headers = pasted(text).call.headers;
        assert_eq!(headers, [header("X-A", known("b")), header("X-C", Part::Unknown)], "{text}");
    }
}

#[test]
fn credentials_that_are_an_expression_are_not_known() {
    for line in [
        "fetch('http://a.test', {credentials: isOwn ? 'include' : 'omit'})",
        "fetch('http://a.test', {credentials: mode})",
        "ky.get('http://a.test', {credentials: mode})",
        "axios.get('http://a.test', {withCredentials: isOwn})",
        "axios.get('http://a.test', {withCredentials: isOwn && hasCookies()})",
        "$.ajax({url: 'http://a.test', xhrFields: {withCredentials: isOwn ? true : false}})",
        "var x = new XMLHttpRequest(); x.open('GET', 'http://a.test'); x.withCredentials = isOwn; x.send()",
        "new EventSource('http://a.test', {withCredentials: isOwn})",
        // These may hold them.
        "fetch('http://a.test', options)",
        "fetch('http://a.test', {method: 'PUT', ...options})",
        "axios.get('http://a.test', configuration)",
    ] {
        let pasted = pasted(line);
        assert_eq!(pasted.call.credentials, Part::Unknown, "{line}");
        assert!(pasted.notes.iter().any(|note| matches!(note, Note::Expression(_))), "{line}");
    }
    let said = "fetch('http://a.test', {...options, credentials: 'include'})";
    assert_eq!(pasted(said).call.credentials, Part::Known(CredentialsMode::Include));
}

#[test]
fn a_placeholder_in_the_path_is_kept_and_no_value() {
    for written in ["{id}", "[user]", ":id", "<id>", "$ID", "${ID}", "%ID%"] {
        let url = format!("https://a.test/users/{written}/x");
        for text in [format!("curl -X PUT '{url}'"), format!("fetch('{url}', {{method: 'PUT'}})")] {
            let pasted = pasted(&text);
            assert_eq!(pasted.call.url, Part::Implied(url.parse().unwrap()), "{text}");
            assert!(pasted.notes.contains(&Note::Placeholder(written.to_owned())), "{text}: {:?}", pasted.notes);
        }
    }
}

#[test]
fn a_placeholder_in_the_host_leaves_no_url() {
    for (written, name) in [
        ("${BASE}/x", "BASE"),
        ("$BASE/x", "BASE"),
        ("%API%/x", "API"),
        ("{{baseUrl}}/x", "baseUrl"),
        ("<host>/x", "host"),
        ("https://{host}/x", "host"),
        ("https://{tenant}.a.test/x", "tenant"),
        ("https://<host>/x", "host"),
    ] {
        for text in [format!("curl -X PUT '{written}'"), format!("fetch('{written}', {{method: 'PUT'}})")] {
            let pasted = pasted(&text);
            assert_eq!(pasted.lacks_url, Some(Unreadable::UrlIsExpression(Some(name.to_owned()))), "{text}");
            assert_eq!(pasted.call.url, Part::Unknown, "{text}");
        }
    }
}

#[test]
fn what_is_missing_within_a_host_is_no_path() {
    let lacks = pasted("fetch(`https://api${region}.a.test/x`)").lacks_url;
    assert_eq!(lacks, Some(Unreadable::UrlIsExpression(Some("region".to_owned()))));
    let url = pasted("fetch(`https://a.test${path}`)").call.url;
    assert_eq!(url, Part::Implied("https://a.test/path".parse().unwrap()));
}

#[test]
fn of_a_call_that_is_cut_off_what_stands_there_is_read() {
    for (line, method, names) in [
        ("fetch('http://a.test', {method: 'PUT'", Some("PUT"), &[][..]),
        ("fetch('http://a.test', {method: 'PUT', headers: {'X-A': '1', 'X-B': 'Bear", Some("PUT"), &["X-A", "X-B"]),
        ("$.ajax({type: 'POST', url: 'http://a.test', success: async function (data) {", Some("POST"), &[]),
        (
            "$.ajax({type: 'PUT', url: 'http://a.test', headers: {'X-A': t}, success: (data) => {\n go(",
            Some("PUT"),
            &["X-A"],
        ),
        ("await axios.put('http://a.test', {a: 1}, {headers: {'X-A': `b ${c", Some("PUT"), &["X-A", "content-type"]),
        ("axios({method: 'delete', url: `http://a.test/${id}`, headers: {", Some("DELETE"), &[]),
    ] {
        let pasted = pasted(line);
        assert!(pasted.notes.contains(&Note::CutOff), "{line}: {:?}", pasted.notes);
        assert_eq!(pasted.call.method.value().map(String::as_str), method, "{line}");
        let found: Vec<_> = pasted.call.headers.iter().map(|header| header.name.as_str()).collect();
        assert_eq!(found, names, "{line}");
        assert!(pasted.call.credentials.is_unknown(), "{line}");
    }
    let ajax = pasted("$.ajax({type: 'POST', url: adUrl, data: a, success: function (data) {");
    assert_eq!(ajax.lacks_url, Some(Unreadable::UrlIsExpression(Some("adUrl".to_owned()))));
}

#[test]
fn values_that_fetch_does_not_have_are_told() {
    for (options, name) in [
        ("mode: 'bypass'", "mode"),
        ("mode: 'CORS'", "mode"),
        ("mode: 'navigate'", "mode"),
        ("credentials: 'bogus'", "credentials"),
        ("credentials: 'true'", "credentials"),
        ("cache: 'none'", "cache"),
        ("redirect: 'no'", "redirect"),
    ] {
        let pasted = pasted(&format!("fetch('http://a.test', {{{options}}})"));
        assert_eq!(pasted.notes, [Note::InvalidOption(name.to_owned())], "{options}");
    }
    let known = "mode: 'cors', credentials: 'omit', cache: 'no-store', redirect: 'manual', referrerPolicy: 'origin'";
    assert_eq!(pasted(&format!("fetch('http://a.test', {{{known}}})")).notes, []);
    assert_eq!(pasted("fetch('http://a.test', {mode: undefined, cache: null})").notes, []);
}

#[test]
fn what_runs_outside_of_browsers_is_told() {
    for (line, library) in [
        ("await got.post('http://a.test', {json: a})", "`got`"),
        ("got('http://a.test')", "`got`"),
        ("import fetch from 'node-fetch';\nfetch('http://a.test')", "`node-fetch`"),
        ("const fetch = require('node-fetch'); fetch('http://a.test')", "`node-fetch`"),
        ("import { request, fetch } from 'undici'\nconst r = await fetch('http://a.test')", "`undici`"),
        ("undici.request('http://a.test', {method: 'PUT'})", "`undici`"),
    ] {
        let notes = pasted(line).notes;
        assert!(notes.iter().any(|note| matches!(note, Note::OutsideOfBrowsers(name) if *name == library)), "{line}");
    }
    assert_eq!(pasted("import axios from 'axios'; axios.get('http://a.test')").notes, []);
}

#[test]
fn other_calls_are_counted_where_no_url_is_known() {
    for (text, others) in [
        ("fetch(API + '/one'); fetch(API + '/two', {method: 'DELETE'})", 1),
        ("const api = axios.create({baseURL: base}); api.get(a); api.post(b, c); api.delete(d)", 2),
        ("const r = { get: (u) => axios.get(u), put: (u, b) => axios.put(u, b) }", 1),
        ("fetch('http://a.test'); fetch(API + '/two')", 1),
        ("curl $A/x\ncurl $A/y\ncurl $A/z", 2),
    ] {
        assert!(pasted(text).notes.contains(&Note::OtherCalls(others)), "{text}: {:?}", pasted(text).notes);
    }
}

#[test]
fn nothing_is_taken_of_a_url_whose_host_is_missing() {
    for text in [
        "POST {{baseUrl}}/pets/1 HTTP/1.1\nContent-Type: application/json\n\n{}",
        "GET {{host}}/x",
        "PUT {{baseUrl}}/x\nHost: a.test\nX-A: 1",
        "```http\nDELETE {{ base }}/x\nAuthorization: Bearer {{token}}\n```",
        "PATCH {{url}}",
    ] {
        let pasted = pasted(text);
        assert!(!pasted.notes.iter().any(|note| matches!(note, Note::SchemeTaken(_))), "{text}");
        assert!(matches!(pasted.lacks_url, Some(Unreadable::UrlIsExpression(Some(_)))), "{text}");
    }
}

#[test]
fn a_header_of_unknown_name_is_no_header_of_none() {
    let unnamed = |name: &str| Note::NameOfHeader(Some(name.into()));
    for (text, note) in [
        (
            "$.ajax({url: 'http://a.test', beforeSend: function (xhr) { xhr.setRequestHeader(key, 1); }})",
            unnamed("key"),
        ),
        ("var x = new XMLHttpRequest(); x.open('GET', 'http://a.test'); x.setRequestHeader(a.b, c)", unnamed("a.b")),
        ("fetch('http://a.test', {headers: {[key]: value}})", unnamed("key")),
        ("const headers = {}; headers[key] = value; fetch('http://a.test', {headers})", unnamed("key")),
        ("const o = {headers: {}}; o.headers[key] = value; fetch('http://a.test', o)", unnamed("key")),
        ("const h = new Headers(); h.append(key, value); fetch('http://a.test', {headers: h})", unnamed("key")),
        ("fetch('http://a.test', {headers: [[key, value]]})", unnamed("key")),
        ("axios.defaults.headers.common[key] = value; axios.get('http://a.test')", unnamed("key")),
        ("curl http://a.test -H \"$KEY: 1\"", unnamed("KEY")),
        ("curl http://a.test -H \"$HEADER\"", unnamed("HEADER")),
        ("fetch('http://a.test', {headers: {...others}})", Note::Expression("...".into())),
        ("fetch('http://a.test', {headers: authHeaders()})", Note::Expression("headers".into())),
    ] {
        let pasted = pasted(text);
        assert!(pasted.notes.contains(&note), "{text}: {:?}", pasted.notes);
        assert!(pasted.call.has_other_headers && pasted.call.headers.is_empty(), "{text}");
        assert_eq!(pasted.call.asks_first(), None, "{text}");
    }
    for text in ["const k = 'X-A'; fetch('http://a.test', {headers: {[k]: 1}})", "curl http://a.test -H \"X-A: $B\""] {
        assert!(!pasted(text).call.has_other_headers, "{text}");
    }
    // Nor is it a member of JSON.
    assert_eq!(pasted("axios.post('http://a.test', {[key]: 1})").body.as_deref(), Some(""));
}

#[test]
fn a_media_type_with_a_parameter_that_is_missing_is_known() {
    for (text, asks) in [
        ("curl http://a.test -H \"Content-Type: multipart/form-data; boundary=$B\" -d x", Some(false)),
        ("fetch('http://a.test', {method: 'POST', headers: {'content-type': `text/plain;charset=${c}`}})", Some(false)),
        (
            "axios.post('http://a.test', f, {headers: {'Content-Type': 'multipart/form-data; boundary=' + b}})",
            Some(false),
        ),
        ("fetch('http://a.test', {method: 'POST', headers: {'content-type': `application/json;v=${v}`}})", Some(true)),
    ] {
        let pasted = pasted(text);
        assert_eq!(pasted.call.asks_first(), asks, "{text}");
        let is_part =
            |note: &Note| matches!(note, Note::PartOfValue(name) if name.eq_ignore_ascii_case("content-type"));
        assert!(pasted.notes.iter().any(is_part), "{text}: {:?}", pasted.notes);
    }
    let text = "fetch('http://a.test', {headers: {'content-type': `application/${kind}`}})";
    assert!(pasted(text).call.headers[0].value.is_unknown());
}

#[test]
fn a_browser_says_that_a_call_stays_within_its_origin() {
    for text in [
        "curl \"$URL\" -X PUT -H 'Sec-Fetch-Site: same-origin'",
        "curl '{{base}}/x' -H 'X-A: 1' -H 'sec-fetch-site: same-origin'",
        "fetch(url, {method: 'PUT', headers: {'sec-fetch-site': 'same-origin'}})",
        "fetch('/x', {method: 'PUT', headers: {'sec-fetch-site': 'same-origin'}})",
    ] {
        let pasted = pasted(text);
        assert!(pasted.notes.contains(&Note::OwnOrigin), "{text}: {:?}", pasted.notes);
        assert_eq!(pasted.call.asks_first(), Some(false), "{text}");
    }
    let other = pasted("curl \"$URL\" -X PUT -H 'Sec-Fetch-Site: cross-site'");
    assert!(!other.notes.contains(&Note::OwnOrigin));
}

#[test]
fn marks_around_a_call_are_no_part_of_it() {
    let head = "PUT /x HTTP/1.1\nHost: a.test\nX-A: 1\ncontent-type: text/plain";
    let curl = "curl -X PUT http://a.test/x \\\n  -H 'X-A: 1' \\\n  -d 'b'";
    let fetch = "fetch('http://a.test/x', {\n  method: 'PUT',\n  headers: {'X-A': '1'}\n})";
    let lines = |call: &str, start: &str| format!("{start}{}", call.replace('\n', &format!("\n{start}")));
    for call in [head, curl, fetch] {
        let mut texts = vec![format!("1. {call}"), format!("3) {call}"), format!("- {call}"), lines(call, "> ")];
        texts.extend([lines(call, "> > "), call.to_owned()]);
        for mark in ["_", "*", "**", "***", "__", "`", "\"\"\"", "'''", "\""] {
            texts.extend([format!("{mark}{call}{mark}"), format!("{mark}\n{call}\n{mark}")]);
        }
        for text in texts.iter().flat_map(|text| [text.clone(), format!("I send this:\n\n{text}\n")]) {
            let pasted = pasted(&text);
            assert_eq!(pasted.call.url.value().map(url_text), Some("http://a.test/x".to_owned()), "{text}");
            assert_eq!(pasted.call.method, known("PUT"), "{text}");
            assert!(pasted.call.header("x-a").is_some(), "{text}");
        }
    }
    let log = "> PUT /x HTTP/1.1\n> Host: a.test\n>\n< HTTP/1.1 204 No Content";
    assert!(read(&format!("it says\n{log}")).is_none(), "an answer makes it more than a call");
}

fn url_text(url: &url::Url) -> String {
    url.to_string()
}

#[test]
fn a_note_behind_a_url_is_no_part_of_it() {
    for text in [
        "PUT http://a.test/x // the one that fails\nX-A: 1",
        "PUT http://a.test/x # the one that fails\nX-A: 1",
        "@base = http://a.test // mine\n\nPUT {{base}}/x\nX-A: 1",
        "@base=http://a.test # mine\n###\nPUT {{base}}/x\nX-A: 1",
    ] {
        assert_eq!(pasted(text).call.url.value().map(url_text), Some("http://a.test/x".to_owned()), "{text}");
    }
}

#[test]
fn one_span_of_code_may_define_what_another_one_calls() {
    for text in [
        "`const api = axios.create({baseURL: 'http://a.test'})` and then\n\n`api.put('/x') ...`, no header",
        "I have `const url = 'http://a.test/x'` and `fetch(url, {method: 'PUT'})`.",
        "```js\nconst api = axios.create({baseURL: 'http://a.test'})\n```\n\n`api.put('/x')` fails",
    ] {
        let pasted = pasted(text);
        assert_eq!(pasted.call.url.value().map(url_text), Some("http://a.test/x".to_owned()), "{text}");
        assert_eq!(pasted.call.method, known("PUT"), "{text}");
    }
}

#[test]
fn a_parameter_that_is_a_variable_has_its_name_in_every_client() {
    for text in [
        "axios.get('http://a.test/x', {params: {page, n: 2}})",
        "axios.get('http://a.test/x', {params: new URLSearchParams({page, n: 2})})",
        "axios.get('http://a.test/x', {params: {page: new Date(), n: 2}})",
        "ky.get('http://a.test/x', {searchParams: {page, n: 2}})",
        "ky.get('http://a.test/x', {searchParams: [['page', page], ['n', 2]]})",
        "ofetch('http://a.test/x', {query: {page, n: 2}})",
        "superagent.get('http://a.test/x').query({page}).query('n=2')",
        "superagent.get('http://a.test/x').query('page=' + page).query({n: 2})",
        "$.ajax({url: 'http://a.test/x', data: {page: page, n: 2}})",
        "$.get('http://a.test/x', {page: page, n: 2}, done)",
        "const params = new HttpParams().set('page', page).append('n', 2); this.http.get('http://a.test/x', {params})",
        "let p = new HttpParams(); p = p.set('page', page); p = p.append('n', 2); this.http.get('http://a.test/x', {params: p})",
        "this.http.get('http://a.test/x', {params: new HttpParams({fromObject: {page, n: 2}})})",
        "fetch('http://a.test/x?' + new URLSearchParams({page, n: 2}))",
        "const q = new URLSearchParams(); q.set('page', page); q.append('n', '2'); fetch(`http://a.test/x?${q.toString()}`)",
        "const u = new URL('http://a.test/x'); u.searchParams.set('page', page); u.searchParams.append('n', 2); fetch(u)",
        "const u = new URL('http://a.test/x'); u.search = new URLSearchParams({page, n: 2}).toString(); fetch(u.href)",
        "axios.get('http://a.test/x?' + qs.stringify({page, n: 2}))",
    ] {
        let pasted = pasted(text);
        let url = Part::Implied("http://a.test/x?page=page&n=2".parse().unwrap());
        assert_eq!(pasted.call.url, url, "{text}");
        assert!(pasted.notes.contains(&Note::PartOfUrl(Some("page".to_owned()))), "{text}: {:?}", pasted.notes);
    }
}

#[test]
fn a_body_of_which_a_part_is_known_is_told_from_one_that_is_not() {
    for (text, note) in [
        ("fetch('http://a.test', {method: 'POST', body: JSON.stringify({a: 1, b})})", Note::PartOfBody),
        ("fetch('http://a.test', {method: 'POST', body: new URLSearchParams({a: 1, b})})", Note::PartOfBody),
        ("fetch('http://a.test', {method: 'POST', body: `a=${a}`})", Note::PartOfBody),
        ("axios.post('http://a.test', {a: 1, b})", Note::PartOfBody),
        ("$.post('http://a.test', {a: 1, b: b})", Note::PartOfBody),
        ("Invoke-RestMethod http://a.test -Method Post -Body \"a=$(f)\"", Note::PartOfBody),
        ("POST http://a.test\n\n{\"a\": {{a}}}", Note::PartOfBody),
        ("fetch('http://a.test', {method: 'POST', body: JSON.stringify(a)})", Note::BodyElsewhere),
        ("fetch('http://a.test', {method: 'POST', body: a})", Note::BodyElsewhere),
        ("curl http://a.test -d @file", Note::BodyElsewhere),
    ] {
        assert_eq!(pasted(text).notes, [note], "{text}");
    }
}

#[test]
fn of_a_url_whose_host_is_not_known_the_rest_is() {
    for (text, pattern) in [
        ("fetch(`${BASE}/api/v2/x?merchant_id=${id}`)", Some("<BASE>/api/v2/x?merchant_id=id")),
        ("axios.get(API_URL + '/todos/' + id, {params: {page: 2}})", Some("<API_URL>/todos/<id>?page=2")),
        ("const api = axios.create({baseURL: process.env.API}); api.put('/x', {})", Some("<process.env.API>/x")),
        ("curl \"$HOST/api/todos?x=1\"", Some("<HOST>/api/todos?x=1")),
        ("curl https://$HOST/api", Some("https://<HOST>/api")),
        ("curl '{{base}}/api'", Some("<base>/api")),
        ("GET {{host}}/api/x?a={{b}}", Some("<host>/api/x?a=b")),
        ("Invoke-RestMethod \"$base/api\" -Method Put", Some("<base>/api")),
        ("axios.get('<host>/rooms')", Some("<host>/rooms")),
        ("fetch(url)", None),
        ("fetch(`http://a.test/${id}`)", None),
    ] {
        assert_eq!(pasted(text).pattern.as_deref(), pattern, "{text}");
    }
}

#[test]
fn a_listener_of_the_upload_makes_the_browser_ask_first() {
    let call = |before: &str, after: &str| {
        let text =
            format!("const x = new XMLHttpRequest(); {before} x.open('POST', 'http://a.test'); x.send('a'); {after}");
        let pasted = pasted(&text);
        (pasted.call.asks_first(), pasted.notes.contains(&Note::UploadListener))
    };
    assert_eq!(call("x.upload.addEventListener('progress', show);", ""), (Some(true), true));
    assert_eq!(call("x.upload.onprogress = (event) => show(event);", ""), (Some(true), true));
    assert_eq!(call("", "x.upload.onprogress = show;"), (Some(false), false));
    assert_eq!(call("x.addEventListener('progress', show);", ""), (Some(false), false));
}

#[test]
fn default_headers_of_a_method_are_those_of_that_method() {
    let asks = |call: &str| pasted(&format!("axios.defaults.headers.post['X-A'] = '1'; {call}")).call.asks_first();
    assert_eq!(asks("axios.get('http://a.test')"), Some(false));
    assert_eq!(asks("axios.post('http://a.test', 'a=1')"), Some(true));
}

#[test]
fn the_clients_of_graphql_post_json() {
    for text in [
        "const link = createHttpLink({uri: 'http://a.test/graphql', credentials: 'include'})",
        "const link = new HttpLink({uri: 'http://a.test/graphql', credentials: 'include'})",
        "const client = new GraphQLClient('http://a.test/graphql', {credentials: 'include'})",
    ] {
        let call = pasted(text).call;
        assert_eq!(call.url.value().map(url_text), Some("http://a.test/graphql".to_owned()), "{text}");
        assert_eq!(call.credentials, Part::Known(CredentialsMode::Include), "{text}");
        assert_eq!((call.method.clone(), call.asks_first()), (implied("POST"), Some(true)), "{text}");
    }
}

#[test]
fn a_description_behind_a_url_is_no_part_of_the_call() {
    for line in ["POST http://a.test/x - dodanie nowych danych (np. body)", "POST http://a.test/x — 新しいデータ"]
    {
        let call = pasted(line).call;
        assert_eq!((call.url.value().map(url_text), call.method), (Some("http://a.test/x".to_owned()), known("POST")));
    }
    assert_eq!(read("GET http://a.test/x net::ERR_FAILED 200"), None);
}

#[test]
fn what_has_no_value_has_its_name_or_says_that_it_has_none() {
    let url = |line: &str| pasted(line).call.url.value().map(url_text).unwrap_or_default();
    assert_eq!(
        url("axios.get('http://a.test/x', {params: {async: options.async || false, n: o.n ?? null}})"),
        "http://a.test/x?async=async&n=n"
    );
    let unnamed = pasted("fetch(`http://a.test/x/${a ? b : c}/y`)");
    assert_eq!(unnamed.call.url.value().map(url_text).as_deref(), Some("http://a.test/x/value/y"));
    assert_eq!(unnamed.notes, [Note::PartOfUrl(None)]);
    let pattern = |line: &str| pasted(line).pattern;
    assert_eq!(pattern("fetch(`https://${host}:${port}/x/${id}`)").as_deref(), Some("https://<host>:<port>/x/<id>"));
    assert_eq!(pattern("fetch('https://' + host + ':' + port + '/x')").as_deref(), Some("https://<host>:<port>/x"));
}

#[test]
fn elements_that_load_by_cors_are_calls() {
    let parts = |line: &str| {
        let call = pasted(line).call;
        (
            call.url.value().map(url_text).unwrap_or_default(),
            call.mode.value().copied(),
            call.credentials.value().copied(),
        )
    };
    let with = |mode, credentials| ("https://a.test/x".to_owned(), Some(mode), Some(credentials));
    let (own, include) = (CredentialsMode::SameOrigin, CredentialsMode::Include);
    for (line, expected) in [
        ("<script crossorigin src=\"https://a.test/x\"></script>", with(RequestMode::Cors, own)),
        ("<img src='https://a.test/x' crossorigin='anonymous' />", with(RequestMode::Cors, own)),
        ("<link rel=manifest href=https://a.test/x crossorigin=use-credentials>", with(RequestMode::Cors, include)),
        ("new Worker('https://a.test/x')", with(RequestMode::SameOrigin, own)),
    ] {
        assert_eq!(parts(line), expected, "{line}");
    }
    assert_eq!(read("<img src='https://a.test/x'>"), None);
}

#[test]
fn the_calls_of_programs_are_said_to_be_of_no_browser() {
    for (text, method) in [
        ("req, err := http.NewRequest(\"PUT\", \"https://a.test/x\", body)", "PUT"),
        ("HttpRequest.newBuilder().uri(URI.create(\"https://a.test/x\")).POST(b).build();", "POST"),
        ("new Request.Builder().url(\"https://a.test/x\").put(body).build();", "PUT"),
        ("var r = await client.PostAsync(\"https://a.test/x\", content);", "POST"),
        ("$ch = curl_init('https://a.test/x'); curl_setopt($ch, CURLOPT_CUSTOMREQUEST, 'PUT');", "PUT"),
        ("$r = $client->request('POST', 'https://a.test/x', ['json' => []]);", "POST"),
        ("uri = URI('https://a.test/x')\nres = Net::HTTP.get_response(uri)", "GET"),
        ("let r = reqwest::Client::new().post(\"https://a.test/x\").json(&b).send().await?;", "POST"),
        ("async with httpx.AsyncClient() as c:\n  r = await c.post('https://a.test/x', json={})", "POST"),
    ] {
        let pasted = pasted(text);
        assert_eq!(pasted.call.url.value().map(url_text).as_deref(), Some("https://a.test/x"), "{text}");
        assert_eq!(pasted.call.method.value().map(String::as_str), Some(method), "{text}");
        assert!(pasted.notes.iter().any(|note| matches!(note, Note::OutsideOfBrowsers(_))), "{text}");
    }
}
