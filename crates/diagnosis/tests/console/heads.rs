//! Heads in pasted text: what `curl` prints, raw heads, the panes of developer tools.

use preflight_diagnosis::read_heads;

/// What one head is read as: method, URL, status, and the value of Access-Control-Allow-Origin; `-` for what is not there.
type Head = (&'static str, &'static str, u16, &'static str);

fn assert_heads(text: &str, expected: &[Head]) {
    let pasted = read_heads(text);
    let heads = pasted.iter().flat_map(|pasted| &pasted.heads);
    let read: Vec<_> = heads
        .map(|head| {
            let allow_origin = head.response.get(b"access-control-allow-origin");
            (
                head.method.clone().unwrap_or_else(|| "-".to_owned()),
                head.url.as_ref().map_or("-".to_owned(), ToString::to_string),
                head.status.unwrap_or(0),
                allow_origin.map_or("-".to_owned(), |value| String::from_utf8_lossy(&value).into_owned()),
            )
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|&(method, url, status, origin)| (method.to_owned(), url.to_owned(), status, origin.to_owned()))
        .collect();
    assert_eq!(read, expected, "{text}");
}

#[test]
fn what_curl_prints_is_a_head() {
    for (text, expected) in [
        // -i
        ("HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\n[]", ("-", "-", 200, "*")),
        ("HTTP/2 403 \r\ncontent-type: text/plain\r\n\r\nRBAC: access denied", ("-", "-", 403, "-")),
        // The command above it says where to, and for whom.
        (
            "$ curl -i -X PUT -H 'Origin: http://localhost:3000' http://localhost:5000/items\nHTTP/1.1 405 Method Not Allowed\nAllow: GET\n",
            ("PUT", "http://localhost:5000/items", 405, "-"),
        ),
        // -v, with what curl says of the connection.
        (
            "* Connected to api.example.com (203.0.113.5) port 443 (#0)\n* SSL connection using TLSv1.3\n> GET /items HTTP/2\n> Host: api.example.com\n> \n< HTTP/2 200 \n< access-control-allow-origin: https://app.example.com\n< \n{ [5 bytes data]",
            ("GET", "https://api.example.com/items", 200, "https://app.example.com"),
        ),
        (
            "> GET /items HTTP/1.1\n> Host: localhost:8080\n>\n< HTTP/1.1 500 Internal Server Error\n<\n",
            ("GET", "http://localhost:8080/items", 500, "-"),
        ),
        // A header that is sent twice is read twice.
        (
            "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Origin: https://app.example.com\n",
            ("-", "-", 200, "*, https://app.example.com"),
        ),
    ] {
        assert_heads(text, &[expected]);
    }
}

#[test]
fn a_command_above_a_head_says_what_was_sent() {
    let answer = "HTTP/1.1 405 Method Not Allowed\nAllow: GET\n\n";
    for command in [
        "curl \"http://localhost:5000/items\" -X OPTIONS -H \"Access-Control-Request-Method: POST\" -H \"Origin: http://localhost:3000\" -i",
        "$ curl -i -XOPTIONS -H'Origin: http://localhost:3000' -H'Access-Control-Request-Method: POST' localhost:5000/items",
        "$ curl -i -X OPTIONS http://localhost:5000/items \\\n    -H 'Origin: http://localhost:3000' \\\n    -H 'Access-Control-Request-Method: POST'",
        "I ran `curl -i -X OPTIONS -H \"Origin: http://localhost:3000\" -H 'Access-Control-Request-Method: POST' http://localhost:5000/items`:\n```",
        "Test: curl -i -X OPTIONS -H 'Origin: http://localhost:3000' -H 'Access-Control-Request-Method: POST' http://localhost:5000/items\nResult:",
        "❯ http OPTIONS :5000/items Origin:http://localhost:3000 Access-Control-Request-Method:POST",
        "> curl -v -X OPTIONS -H 'Origin: http://localhost:3000' -H 'Access-Control-Request-Method: POST' localhost:5000/items\n> OPTIONS /items HTTP/1.1\n> Host: localhost:5000\n> Origin: http://localhost:3000\n> Access-Control-Request-Method: POST\n>",
    ] {
        let text = format!("{command}\n{answer}");
        assert_heads(&text, &[("OPTIONS", "http://localhost:5000/items", 405, "-")]);
        let call = read_heads(&text).unwrap().call;
        assert_eq!(call.origin.value().map(|origin| origin.as_str()), Some("http://localhost:3000"), "{text}");
        assert_eq!(call.method.value().map(String::as_str), Some("POST"), "{text}");
    }
    // Each command has its own head, and what follows a redirect is asked of its target.
    assert_heads(
        "$ curl -i http://localhost:5000/a\nHTTP/1.1 200 OK\n\n[]\n$ curl -IL http://localhost:5000/b\nHTTP/1.1 302 Found\nLocation: /c\n\nHTTP/1.1 404 Not Found\n",
        &[
            ("GET", "http://localhost:5000/a", 200, "-"),
            ("HEAD", "http://localhost:5000/b", 302, "-"),
            ("HEAD", "http://localhost:5000/c", 404, "-"),
        ],
    );
}

#[test]
fn what_stands_besides_is_no_line_of_a_head() {
    let pasted = read_heads(
        "Error: Network Error\n$ curl -v http://localhost:5000/a\n*   Trying ::1...\n* connect to ::1 port 5000 failed: Connection refused\n> GET /a HTTP/1.1\n> Host: localhost:5000\n>\n< HTTP/1.1 400 Bad Request\n< Content-Type: text/plain\n<\nDisallowed CORS origin\n",
    )
    .unwrap();
    let besides: Vec<_> = pasted.besides.lines().filter(|line| line.len() > 1).collect();
    assert_eq!(besides, ["Error: Network Error", "< HTTP/1.1 400 Bad Request", "Disallowed CORS origin"]);
}

#[test]
fn labels_stand_in_any_order_and_behind_marks() {
    for text in [
        "Request Method: OPTIONS\nStatus Code: 401\nRequest URL: https://api.example.com/items",
        "access-control-allow-origin:\"*\"\nvary: Origin\n\nRequest URL: https://api.example.com/items\nRequest Method: Options\nStatus Code: 401 Unauthorized",
        "* Request URL: https://api.example.com/items\n* Request Method: OPTIONS\n* Status Code: 401",
        "**Request URL:** https://api.example.com/items\n**Request Method:** `OPTIONS`\n**Status Code:** 401",
    ] {
        let pasted = read_heads(text).unwrap();
        let [head] = &pasted.heads[..] else { panic!("{text}: {pasted:?}") };
        let url = head.url.as_ref().map(|url| url.as_str());
        assert_eq!((url, head.status), (Some("https://api.example.com/items"), Some(401)), "{text}");
        assert!(head.is_preflight() && head.is_failed_options(), "{text}");
    }
    // Chromium wrote the status of HTTP/2 as a field.
    assert_heads("**Response Header**\nstatus: 502\ncontent-type: text/html", &[("-", "-", 502, "-")]);
    // Firefox' pane begins with the call, and Postman wrote arrows.
    assert_heads(
        "OPTIONS https://api.example.com/items\nStatus: 403 Forbidden\nVersion: HTTP/2\ncontent-length: 10\nOrigin: https://app.example.com",
        &[("OPTIONS", "https://api.example.com/items", 403, "-")],
    );
    assert_heads(
        "Access-Control-Allow-Origin →https://a.test, https://a.test\nVary →Origin",
        &[("-", "-", 0, "https://a.test, https://a.test")],
    );
    // A quotation is marked as what curl sends.
    assert_heads("> HTTP/1.1 200 OK\n> Access-Control-Allow-Origin: *\n", &[("-", "-", 200, "*")]);
}

#[test]
fn panes_of_developer_tools_are_heads() {
    for text in [
        // Until 2022 a line each.
        "General\nRequest URL: https://api.example.com/items\nRequest Method: GET\nStatus Code: 200 OK\nReferrer Policy: strict-origin-when-cross-origin\nResponse Headers\naccess-control-allow-origin: *\nvary: Origin",
        // Name and value on lines of their own.
        "Request URL\nhttps://api.example.com/items\nRequest Method\nGET\nStatus Code\n200 OK\nRemote Address\n203.0.113.5:443\nResponse Headers\naccess-control-allow-origin\n*\nvary\nOrigin",
        "Request URL:\nhttps://api.example.com/items\nRequest Method:\nGET\nStatus Code:\n200 OK\nResponse Headers (2)\naccess-control-allow-origin:\n*\nvary:\nOrigin",
        // Without the titles of its sections: whose a field is, its name says.
        "Request URL:\nhttps://api.example.com/items\nRequest Method:\nGET\nStatus Code:\n200 OK\nReferrer Policy:\nno-referrer\nAccess-Control-Allow-Origin:\n*\nConnection:\nkeep-alive\nAccept:\n*/*\nConnection:\nkeep-alive\nOrigin:\nhttps://app.example.com",
        "Request URL\nhttps://api.example.com/items\nRequest Method\nGET\nStatus Code\n200 OK\naccess-control-allow-origin\n*\norigin\nhttps://app.example.com",
        "Request URL: https://api.example.com/items\nRequest Method: GET\nStatus Code: 200 OK\nDate: today\nAccess-Control-Allow-Origin: *\nOrigin: https://app.example.com",
        // Safari
        "Summary\nURL: https://api.example.com/items\nStatus: 200\nSource: Network\n\nRequest\nGET /items HTTP/1.1\nOrigin: https://app.example.com\n\nResponse\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n",
    ] {
        assert_heads(text, &[("GET", "https://api.example.com/items", 200, "*")]);
    }
}

#[test]
fn a_list_of_fields_needs_no_first_line() {
    assert_heads("access-control-allow-origin: *\nvary: Origin\ncontent-type: application/json", &[("-", "-", 0, "*")]);
}

#[test]
fn redirects_and_several_calls_are_several_heads() {
    assert_heads(
        "HTTP/1.1 301 Moved Permanently\nLocation: https://api.example.com/items/\n\nHTTP/2 200 \naccess-control-allow-origin: *\n\n{}",
        &[("-", "-", 301, "-"), ("-", "-", 200, "*")],
    );
    // An interim response is no answer.
    assert_heads("HTTP/1.1 100 Continue\n\nHTTP/1.1 204 No Content\nVary: Origin\n", &[("-", "-", 204, "-")]);
}

#[test]
fn other_texts_are_no_heads() {
    for text in [
        "",
        "note: this is a text\nwith: colons",
        "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "127.0.0.1 - - [10/Oct/2023:13:55:36 +0000] \"GET /v1/orders HTTP/1.1\" 200 172",
        "const headers = {\n  'content-type': 'application/json',\n};",
        "location / {\n  proxy_pass http://a;\n}",
    ] {
        assert_heads(text, &[]);
    }
}

#[test]
fn a_preflight_tells_the_call_that_it_asks_for() {
    let pasted = read_heads(
        "> OPTIONS /items HTTP/1.1\n> Host: localhost:5000\n> Origin: http://localhost:3000\n> Access-Control-Request-Method: PUT\n> Access-Control-Request-Headers: content-type, x-tenant\n>\n< HTTP/1.1 204 No Content\n< Access-Control-Allow-Origin: http://localhost:3000\n<\n",
    )
    .unwrap();
    assert_eq!(pasted.call.method.value().map(String::as_str), Some("PUT"));
    assert_eq!(pasted.call.origin.value().map(|origin| origin.as_str()), Some("http://localhost:3000"));
    let names: Vec<_> = pasted.call.headers.iter().map(|header| header.name.as_str()).collect();
    assert_eq!(names, ["content-type", "x-tenant"]);
    let recording = pasted.recording().unwrap();
    let (_, recorded) = recording.iter().next().unwrap();
    assert!(recorded.exchange.request.is_preflight);
    assert_eq!(recorded.exchange.request.url.as_str(), "http://localhost:5000/items");
}

#[test]
fn a_head_without_its_url_is_a_recording_only_where_somebody_knows_it() {
    let pasted = read_heads("HTTP/1.1 200 OK\nVary: Origin\n\n<html>").unwrap();
    assert!(pasted.recording().is_none());
    let url = "https://api.example.com/items".parse().unwrap();
    let recording = pasted.recording_at(&url).unwrap();
    assert_eq!(recording.iter().next().unwrap().1.body, b"<html>\n");
}
