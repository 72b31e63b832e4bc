//! What a line of `Set-Cookie` may say: how long a cookie lasts, whose it is, or nothing that makes one.

use serde_json::json;

use super::{Draft, LOOPBACK_PAGE};

const SET_COOKIES: [&str; 21] = [
    "c=1; Max-Age=60",
    "c=1; Max-Age=0",
    "c=1; Max-Age=-1",
    "c=1; Max-Age=x",
    "c=1; Max-Age=",
    "c=1; Max-Age=60; Max-Age=0",
    "c=1; Max-Age=0; Max-Age=60",
    "c=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "c=1; Expires=Thu, 01-Jan-1970 00:00:00 GMT",
    "c=1; Expires=Fri, 01 Jan 2038 00:00:00 GMT",
    "c=1; Expires=x",
    "c=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60",
    "c=1; Domain=",
    "c=1; Domain=127.0.0.1",
    "c=1; Domain=1",
    "c=1; Domain=localhost",
    "c=1; Partitioned",
    "c",
    "=c",
    "=",
    ";c=1",
];

pub(super) fn drafts() -> Vec<Draft> {
    let asks = || json!({ "credentials": "include" });
    let drafts = SET_COOKIES.map(|cookie| {
        let mut draft = Draft::new(LOOPBACK_PAGE, "fetch", &["http://127.0.0.1:9102"]).options(asks());
        let headers = draft.answer["headers"].as_array_mut().expect("an answer has fields");
        headers.push(json!(["Set-Cookie", cookie]));
        Draft { then: vec![asks()], ..draft }
    });
    drafts.to_vec()
}
