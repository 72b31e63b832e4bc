//! Remedies are additions: the headers of a fix keep what the server allows already.

use preflight_rules::Change;

use crate::script::Script;

fn headers(script: &str) -> Vec<(String, String)> {
    let judgement = Script::read(script).judge();
    let changes = judgement.findings[0].fixes.iter().map(|fix| fix.change.clone());
    changes
        .filter_map(|change| if let Change::Headers(headers) = change { Some(headers) } else { None })
        .flatten()
        .collect()
}

#[test]
fn a_list_keeps_its_names_and_credentials_stay_allowed() {
    let headers = headers(
        "# page https://app.example.com\nOPTIONS https://api.example.com/todos\n< 204\n\
         < access-control-allow-origin: https://app.example.com\n< access-control-allow-credentials: true\n\
         < access-control-allow-methods: GET, PATCH\n< access-control-allow-headers: x-own\n< vary: Accept\n\
         PUT https://api.example.com/todos\n< 200\n< access-control-allow-origin: https://app.example.com",
    );
    let value = |name: &str| {
        headers.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("{name} in {headers:?}")).1.as_str()
    };
    assert_eq!(value("Access-Control-Allow-Methods"), "GET, PATCH, PUT");
    assert_eq!(value("Access-Control-Allow-Origin"), "https://app.example.com");
    assert_eq!(value("Access-Control-Allow-Credentials"), "true");
    assert_eq!(value("Vary"), "Accept, Origin");
}

#[test]
fn a_header_that_stands_there_twice_is_not_fixed_by_one_more() {
    let headers = headers(
        "# page https://app.example.com\nGET https://api.example.com/todos\n< 200\n\
         < access-control-allow-origin: https://app.example.com\n< access-control-allow-origin: *",
    );
    assert!(headers.is_empty(), "{headers:?}");
}

#[test]
fn nobody_is_told_to_allow_null() {
    let headers = headers("# page null\nGET https://api.example.com/todos\n< 200\n< vary: Origin");
    assert!(headers.is_empty(), "{headers:?}");
}
