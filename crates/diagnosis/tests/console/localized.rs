//! Firefox in all its languages: each text of its language packs is read as the English one, also as people paste it.

use preflight_diagnosis::{Message, explain, read_console};

/// Language, reason and text of each line, from the packs.
const TEXTS: &str = include_str!("../../../../corpus/firefox-texts.tsv");

/// The English text of each reason, filled in as those of the other languages are.
const ENGLISH: [(&str, &str); 16] = [
    ("CORSDisabled", "https://api.example.com/v1/todos. (Reason: CORS disabled)."),
    (
        "CORSDidNotSucceed",
        "https://api.example.com/v1/todos. (Reason: CORS request did not succeed). Status code: (null).",
    ),
    ("CORSOriginHeaderNotAdded", "https://api.example.com/v1/todos. (Reason: CORS header ‘Origin’ cannot be added)."),
    (
        "CORSExternalRedirectNotAllowed",
        "https://api.example.com/v1/todos. (Reason: CORS request external redirect not allowed).",
    ),
    ("CORSRequestNotHttp", "file:///home/me/app/data.json. (Reason: CORS request not http)."),
    (
        "CORSMissingAllowOrigin",
        "https://api.example.com/v1/todos. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
    ),
    (
        "CORSMultipleAllowOriginNotAllowed",
        "https://api.example.com/v1/todos. (Reason: Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).",
    ),
    (
        "CORSAllowOriginNotMatchingOrigin",
        "https://api.example.com/v1/todos. (Reason: CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://app.example.com/’).",
    ),
    (
        "CORSNotSupportingCredentials",
        "https://api.example.com/v1/todos. (Reason: Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).",
    ),
    (
        "CORSMethodNotFound",
        "https://api.example.com/v1/todos. (Reason: Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
    ),
    (
        "CORSMissingAllowCredentials",
        "https://api.example.com/v1/todos. (Reason: expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).",
    ),
    (
        "CORSPreflightDidNotSucceed",
        "https://api.example.com/v1/todos. (Reason: CORS preflight response did not succeed). Status code: 405.",
    ),
    (
        "CORSInvalidAllowMethod",
        "https://api.example.com/v1/todos. (Reason: invalid token ‘PUT;’ in CORS header ‘Access-Control-Allow-Methods’).",
    ),
    (
        "CORSInvalidAllowHeader",
        "https://api.example.com/v1/todos. (Reason: invalid token ‘x foo’ in CORS header ‘Access-Control-Allow-Headers’).",
    ),
    (
        "CORSMissingAllowHeaderFromPreflight",
        "https://api.example.com/v1/todos. (Reason: header ‘x-request-id’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).",
    ),
    (
        "CORSAllowHeaderFromPreflightDeprecation",
        "https://api.example.com/v1/todos soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered.",
    ),
];

fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    TEXTS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let mut fields = line.splitn(3, '\t');
        let mut field = || fields.next().expect("a line has three fields");
        (field(), field(), field())
    })
}

/// What English says of a reason.
fn english(key: &str) -> Message {
    let (_, text) = ENGLISH.iter().find(|(name, _)| *name == key).expect("each reason has an English text");
    let kind = if key == "CORSAllowHeaderFromPreflightDeprecation" {
        "Cross-Origin Request Warning: The Same Origin Policy will disallow"
    } else {
        "Cross-Origin Request Blocked: The Same Origin Policy disallows"
    };
    let mut messages = read_console(&format!("{kind} reading the remote resource at {text}"));
    assert_eq!(messages.len(), 1, "{text}");
    messages.remove(0)
}

/// The lines that are not read as in English, each as it is after a change.
fn misread<'a>(
    lines: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
    change: impl Fn(&str) -> String,
) -> Vec<String> {
    let wrong = lines.filter_map(|(language, key, text)| {
        let changed = change(text);
        let read = read_console(&changed);
        (read != [english(key)]).then(|| format!("{language} {key}: {read:?}\n{changed}"))
    });
    wrong.collect()
}

#[test]
fn every_text_is_read_as_the_english_one() {
    let wrong = misread(lines(), str::to_owned);
    assert!(lines().count() > 1_000);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lines().count(), wrong.join("\n"));
}

#[test]
fn a_paste_is_read_however_it_was_made() {
    type Change = fn(&str) -> String;
    let changes: [(&str, Change); 8] = [
        ("wrapped at 80 columns", |text| wrapped(text, "")),
        ("wrapped and quoted", |text| wrapped(text, "> ")),
        ("straight quotes", |text| text.replace(['‘', '’', '‚', '“', '”', '„', '«', '»', '「', '」'], "'")),
        ("no quotes", |text| text.replace(['‘', '’', '‚', '“', '”', '„', '«', '»', '「', '」', '\'', '"'], "")),
        ("more spaces", |text| format!("  {}  ", text.replace(' ', "   ").replace("x   foo", "x foo"))),
        ("typographic quotes and no narrow spaces", |text| {
            text.replace('\'', "’").replace(['\u{a0}', '\u{202f}'], " ").replace("...", "…")
        }),
        ("in a log", |text| format!("12:30:01.123 {text} app.js:12:5\nUncaught (in promise) TypeError: NetworkError")),
        ("upper case accents lost", |text| {
            text.replace(['á', 'à', 'ä'], "a").replace(['é', 'è', 'ê'], "e").replace('í', "i")
        }),
    ];
    for (name, change) in changes {
        // Every third line: all languages, and all reasons in turn.
        let some = || lines().step_by(3);
        let wrong = misread(some(), change);
        let share = wrong.len() as f64 / some().count() as f64;
        println!("{name}: {:.2} % wrong", share * 100.0);
        assert!(share <= 0.03, "{name}: {}\n{}", wrong.len(), wrong.join("\n"));
    }
}

/// As a narrow terminal shows it.
fn wrapped(text: &str, mark: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(80).map(|row| format!("{mark}{}", row.iter().collect::<String>())).collect::<Vec<_>>().join("\n")
}

#[test]
fn lines_of_many_languages_stand_in_one_paste() {
    let one_reason = lines().filter(|(_, key, _)| *key == "CORSMissingAllowOrigin").take(40);
    let text: Vec<String> =
        one_reason.enumerate().map(|(number, (.., text))| text.replace("todos", &number.to_string())).collect();
    let read = read_console(&text.join("\n"));
    let urls: Vec<_> = read.iter().map(|message| message.url.clone().unwrap_or_default()).collect();
    let expected: Vec<_> = (0..text.len()).map(|number| format!("https://api.example.com/v1/{number}")).collect();
    assert_eq!(urls, expected);
}

#[test]
fn firefox_says_more_than_once_what_failed() {
    let text = "XHRPOST https://api.example.com/v1/todos\n\
        Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf https://api.example.com/v1/todos. (Grund: CORS-Preflight-Antwort schlug fehl). Statuscode: 401.\n\
        Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf https://api.example.com/v1/todos. (Grund: CORS-Anfrage schlug fehl). Statuscode: (null).";
    let read = read_console(text);
    assert_eq!(read.len(), 1, "{read:?}");
    assert_eq!((read[0].status, read[0].is_preflight), (Some(401), true));
    assert_eq!(explain(&read[0]).candidates[0].finding.rule.name, "preflight-needs-auth");
}

#[test]
fn what_the_packs_do_not_have_is_read_by_what_is_left_of_it() {
    for (text, reason, url) in [
        (
            "Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf https://api.example.com/a. (Grund: CORS-Preflight-Kanal war nicht erfolgreich).",
            "preflight-status",
            "https://api.example.com/a",
        ),
        (
            "已拦截跨源请求：同源策略禁止读取位于 https://10.0.0.45:8001/api?kind=A&language=zh-CN 的远程资源。（原因：CORS 预检通道未成功）",
            "preflight-status",
            "https://10.0.0.45:8001/api?kind=A&language=zh-CN",
        ),
        (
            "Pedido de origen cruzado bloqueado: La política de mismo origen no permite leer el recurso remoto en file:",
            "non-http-scheme",
            "file:",
        ),
        (
            "Blocage d’une requête multiorigines (Cross-Origin Request) : la politique « Same Origin » ne permet pas de consulter la ressource distante située sur file:///C:/Users/me/site/form.html. Raison : la requête CORS n’utilise pas http.",
            "non-http-scheme",
            "file:///C:/Users/me/site/form.html",
        ),
        ("(Grund: CORS-Kopfzeile 'Access-Control-Allow-Origin' fehlt). Statuscode: 502.", "missing-allow-origin", "-"),
    ] {
        let read = read_console(text);
        assert_eq!(read.len(), 1, "{text}");
        assert_eq!(read[0].reason.as_ref().map(|reason| reason.name()), Some(reason), "{text}");
        assert_eq!(read[0].url.as_deref().unwrap_or("-"), url, "{text}");
    }
}
