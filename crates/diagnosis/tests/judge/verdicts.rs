//! Cases that were got wrong once, each with what has to be found, the first first, and a word that has to be said.

use preflight_rules::Certainty;

use crate::script::Script;

/// A sentence, an example, the rules that have to be found, and what the first has to say.
type Row = (&'static str, &'static str, &'static [&'static str], &'static str);

const ROWS: &[Row] = &[
    (
        "a list whose names stand between semicolons cannot be read",
        "# page https://app.example.com, header X-Token: 1\nOPTIONS https://api.example.com/todos\n< 204\n\
         < access-control-allow-origin: https://app.example.com\n< access-control-allow-headers: content-type; x-token\n\
         GET https://api.example.com/todos\n< 200\n< access-control-allow-origin: https://app.example.com",
        &["malformed-allow-list"],
        "content-type; x-token",
    ),
    (
        "a list of methods in quotes is told before the method that it lacks",
        "# page https://app.example.com\nOPTIONS https://api.example.com/todos\n< 204\n\
         < access-control-allow-origin: https://app.example.com\n< access-control-allow-methods: 'GET', 'PUT'\n\
         PUT https://api.example.com/todos\n< 200\n< access-control-allow-origin: https://app.example.com",
        &["malformed-allow-list", "method-not-allowed"],
        "'GET'",
    ),
    (
        "403 with any Origin and 200 without one is a list, and what was tested may have had no Origin",
        "# page https://app.example.com\nGET https://api.example.com/todos\n> no origin\n< 200\n\
         GET https://api.example.com/todos\n< 403",
        &["origin-mismatch", "no-origin-in-test"],
        "refuses `https://app.example.com`",
    ),
    (
        "an error that a page reads is sound, whatever it says of quotas",
        "# page https://app.example.com\nGET https://api.example.com/todos\n< 429\n\
         < access-control-allow-origin: https://app.example.com\n< vary: Origin\n< retry-after: 30\n\
         < x-ratelimit-remaining: 0",
        &[],
        "",
    ),
    (
        "an origin that redirects made null is not that of a file, though the last server allows neither",
        "# page https://app.example.com\nGET https://api.example.com/todos\n< 302\n\
         < location: https://cdn.example.net/todos\n< access-control-allow-origin: https://app.example.com\n\
         GET https://cdn.example.net/todos\n< 302\n< location: https://data.example.org/todos\n\
         < access-control-allow-origin: https://app.example.com\n\
         GET https://data.example.org/todos\n< 200\n< vary: Origin",
        &["redirect-taints-origin"],
        "from `null`",
    ),
    (
        "a redirect to another slash is not one to a login, whatever HTML is there",
        "# page https://app.example.com\nGET https://api.example.com/todos\n< 301\n\
         < location: https://api.example.com/todos/\n< access-control-allow-origin: https://app.example.com\n\
         GET https://api.example.com/todos/\n< 200\n< content-type: text/html\n| <html>a list</html>",
        &["no-acao"],
        "200",
    ),
    (
        "from http to https is not a way to a login either",
        "# page http://app.example.com\nGET http://api.example.com/todos\n< 301\n\
         < location: https://api.example.com/todos\n< access-control-allow-origin: http://app.example.com\n\
         GET https://api.example.com/todos\n< 200\n< content-type: text/html\n| <html>a list</html>",
        &["redirect-taints-origin"],
        "from `null`",
    ),
    (
        "OPTIONS that is answered alike for every origin leaves open that the response refuses this one",
        "# page https://app.example.com\nOPTIONS https://api.example.com/todos\n> origin: https://app.example.com\n< 204\n\
         < access-control-allow-origin: https://app.example.com\n< access-control-allow-methods: PUT\n\
         OPTIONS https://api.example.com/todos\n< 204\n< access-control-allow-origin: https://preflight-probe.example\n\
         PUT https://api.example.com/todos\n< 200",
        &["preflight-only", "origin-mismatch"],
        "alike for every origin",
    ),
    (
        "a challenge of a CDN is not a login of the server",
        "# page https://app.example.com\nOPTIONS https://api.example.com/todos\n< 403\n< server: cloudflare\n\
         < cf-ray: 8ad1\n< cf-mitigated: challenge\n< content-type: text/html; charset=utf-8\n\
         PUT https://api.example.com/todos\n< 403\n< cf-mitigated: challenge",
        &["proxy-error-without-cors"],
        "Cloudflare",
    ),
    (
        "a login in front that redirects preflights is nothing to call",
        "# page https://app.example.com, header Authorization: Bearer x\nOPTIONS https://api.example.com/todos\n< 302\n\
         < location: http://auth.example.com/login?rd=x\nGET https://api.example.com/todos\n< 302\n\
         < location: http://auth.example.com/login?rd=x",
        &["preflight-redirect", "redirect-to-login", "mixed-content"],
        "to a login",
    ),
    (
        "a page of a file and a list of origins: the page has no origin that a list could hold",
        "# page null\nGET https://api.example.com/todos\n< 200\n\
         < access-control-allow-origin: https://a.example, https://b.example",
        &["file-origin-null"],
        "`null`",
    ),
    (
        "a request that fails after a good preflight is an error, whatever GET is answered in its place",
        "# page http://app.example.com\nOPTIONS http://api.example.com/todos\n< 204\n\
         < access-control-allow-origin: http://app.example.com\n< access-control-allow-methods: PUT\n\
         PUT http://api.example.com/todos\n< 500\n< content-type: text/html\n| HTTP_SEC_FETCH_MODE: cors, corsheaders.middleware.CorsMiddleware\n\
         GET http://api.example.com/todos\n< 301\n< location: /todos/",
        &["error-without-cors"],
        "500",
    ),
    (
        "a login elsewhere is a login, though the redirect made the origin null",
        "# page http://app.example.com, credentials include\nGET http://api.example.com/inbox\n< 302\n\
         < access-control-allow-origin: http://app.example.com\n< access-control-allow-credentials: true\n\
         < location: http://sso.example.net/login?next=inbox\n\
         GET http://sso.example.net/login?next=inbox\n< 200\n< content-type: text/html\n| <form></form>",
        &["redirect-to-login"],
        "login",
    ),
    (
        "a login page is asked where a console names only the place that a redirect led to",
        "# page http://app.example.com\nGET http://api.example.com/login?next=inbox\n< 200\n< content-type: text/html\n\
         | <form></form>\nGET http://api.example.com/preflight-probe-of-a-path-that-is-not-there\n< 200\n\
         < content-type: text/html\n| <form></form>",
        &["redirect-to-login"],
        "login page",
    ),
    (
        "an API for logins is no login page",
        "# page http://app.example.com\nGET http://api.example.com/auth/login\n< 200\n< content-type: application/json\n| {}",
        &["no-acao"],
        "200",
    ),
    (
        "401 asks the page for what it has to send",
        "# page http://app.example.com\nGET http://api.example.com/me\n< 401\n< www-authenticate: Bearer",
        &["error-without-cors"],
        "401",
    ),
    (
        "an error of POST says nothing of the origin where GET allows it, whatever its page speaks of",
        "# page http://app.example.com\nPOST http://api.example.com/todos\n< 500\n| cors: origin\n\
         GET http://api.example.com/todos\n< 200\n< access-control-allow-origin: http://app.example.com",
        &["error-without-cors"],
        "500",
    ),
    (
        "a POST without the header is compared with no GET of other origins, where GET echoes every one",
        "# page http://app.example.com\nPOST http://api.example.com/todos\n< 200\n\
         OPTIONS http://api.example.com/todos\n< 405\n\
         GET http://api.example.com/todos\n> origin: http://app.example.com\n< 200\n\
         < access-control-allow-origin: http://app.example.com\n\
         GET http://api.example.com/todos\n> origin: http://app.example.com/\n< 200\n\
         < access-control-allow-origin: http://app.example.com/",
        &["no-acao"],
        "200 without",
    ),
    (
        "a response that lacks the header after a good preflight is not refused its origin where GET has it",
        "# page http://app.example.com\nOPTIONS http://api.example.com/todos\n< 204\n\
         < access-control-allow-origin: *\n< access-control-allow-methods: PUT\n\
         PUT http://api.example.com/todos\n< 200\n\
         GET http://api.example.com/todos\n< 200\n< access-control-allow-origin: http://app.example.com",
        &["preflight-only"],
        "the response itself has no",
    ),
    (
        "a preflight that is refused with Vary is not refused its origin where GET is allowed for it",
        "# page http://app.example.com\nOPTIONS http://api.example.com/todos\n< 403\n< vary: Origin\n\
         PUT http://api.example.com/todos\n< 403\n\
         GET http://api.example.com/todos\n< 200\n< access-control-allow-origin: http://app.example.com\n< vary: Origin",
        &["options-not-handled"],
        "refuses the method or a header",
    ),
    (
        "a preflight that failed with its headers lacks none: its status is what browsers object to",
        "# page http://app.example.com\nOPTIONS http://api.example.com/todos\n< 500\n\
         < access-control-allow-origin: http://app.example.com\n< access-control-allow-methods: PUT\n\
         PUT http://api.example.com/todos\n< 200\n< access-control-allow-origin: http://app.example.com",
        &["options-not-handled"],
        "answered 500, and browsers want 200 to 299",
    ),
    (
        "one line with an origin and a star is a list, and was sent once",
        "# page http://app.example.com\nGET http://api.example.com/todos\n< 200\n\
         < access-control-allow-origin: http://app.example.com, *",
        &["acao-list-or-pattern"],
        "holds a list",
    ),
    (
        "a value that is answered whatever is asked is not the slip that was tried",
        "# page http://app.example.com\nPOST http://api.example.com/todos\n< 200\n\
         OPTIONS http://api.example.com/todos\n< 405\n\
         GET http://api.example.com/todos\n< 200\n< access-control-allow-origin: http://other.example.net",
        &["origin-mismatch"],
        "allows `http://other.example.net`",
    ),
    (
        "what was not sent is judged neither way",
        "# page https://app.example.com, withheld yes\nOPTIONS https://api.example.com/todos\n< 204\n\
         < access-control-allow-origin: https://app.example.com\n< access-control-allow-methods: PUT\n\
         PUT https://api.example.com/todos\n< 500",
        &[],
        "",
    ),
];

#[test]
fn cases_that_were_got_wrong_once_are_right() {
    let mut faults = Vec::new();
    for (sentence, script, expected, says) in ROWS {
        let judgement = Script::read(script).judge();
        let names: Vec<_> = judgement.findings.iter().map(|finding| finding.rule.name).collect();
        let said = judgement.findings.first().map_or("", |first| &first.message);
        if names != *expected || !said.contains(says) {
            faults.push(format!("{sentence}: {names:?}: {said}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_value_of_another_page_is_certain_only_where_no_cache_can_have_answered() {
    for (sentence, fresh, certainty) in [
        ("nobody may be asked past the cache", "", Certainty::Likely),
        (
            "asked past the cache, the value is the same",
            "GET https://api.example.com/todos?preflight-probe=1\n< 200\n< access-control-allow-origin: https://www.example.com",
            Certainty::Certain,
        ),
    ] {
        let script = format!(
            "# page https://app.example.com\nGET https://api.example.com/todos\n< 200\n\
             < access-control-allow-origin: https://www.example.com\n{fresh}"
        );
        let judgement = Script::read(&script).judge();
        let first = &judgement.findings[0];
        assert_eq!((first.rule.name, first.certainty), ("origin-mismatch", certainty), "{sentence}");
    }
}

#[test]
fn a_401_that_the_page_reads_is_sound_and_says_what_to_send() {
    let judgement = Script::read(
        "# page https://app.example.com\nGET https://api.example.com/me\n< 401\n< www-authenticate: Bearer\n\
         < access-control-allow-origin: https://app.example.com\n< vary: Origin",
    )
    .judge();
    assert!(judgement.findings.is_empty(), "{:?}", judgement.findings);
    assert!(judgement.notes.iter().any(|note| note.contains("`Authorization: Bearer …`")), "{:?}", judgement.notes);
}

#[test]
fn a_fix_names_the_difference_of_the_value_that_was_answered() {
    let judgement = Script::read(
        "# page http://app.example.com\nPOST http://api.example.com/todos\n< 200\n\
         OPTIONS http://api.example.com/todos\n< 405\n\
         GET http://api.example.com/todos\n< 200\n< access-control-allow-origin: http://other.example.net",
    )
    .judge();
    let fix = judgement.findings[0].fix();
    assert!(fix.contains("this is another origin") && !fix.contains("slash"), "{fix}");
}
