//! In which kinds two observations of a case differ: two recordings, or a recording and a prediction.

mod kind;

use std::collections::HashSet;

use preflight_conformance::console_lines;
use serde_json::Value;

use crate::browser::Engine;
use crate::corpus::Case;

pub use kind::Kind;

/// Every browser sets these by itself: they say nothing.
const NOT_COUNTED: [&str; 3] = ["accept", "accept-language", "referer"];

/// The kinds in which two observations differ, in order.
pub fn differences(case: &Case, engine: Engine, one: &Value, other: &Value) -> Vec<Kind> {
    let own = case.own_header_names();
    let mut kinds = Vec::new();
    let mut compare = |kind, differs: bool| {
        if differs {
            kinds.push(kind);
        }
    };
    compare(Kind::Outcome, by_result(one, ending) != by_result(other, ending));
    compare(Kind::VisibleHeaders, by_result(one, visible) != by_result(other, visible));
    let (one_wire, other_wire) = (list(&one["wire"]), list(&other["wire"]));
    let preflights = |wire: &[Value]| wire.iter().filter(|line| line["preflight"] == true).count();
    compare(Kind::PreflightCount, preflights(one_wire) != preflights(other_wire));
    let same_sequence = by_line(one_wire, place) == by_line(other_wire, place);
    let same_count = preflights(one_wire) == preflights(other_wire);
    compare(Kind::RequestSequence, !same_sequence && (same_count || actual(one_wire) != actual(other_wire)));
    if same_sequence {
        for (kind, key) in [(Kind::OriginHeader, "origin"), (Kind::Acrm, "acrm"), (Kind::Acrh, "acrh")] {
            compare(kind, by_line(one_wire, |line| &line[key]) != by_line(other_wire, |line| &line[key]));
        }
        compare(Kind::Cookie, by_line(one_wire, cookie_names) != by_line(other_wire, cookie_names));
        let names = |line: &Value| own_names(line, &own);
        compare(Kind::OwnHeaders, by_line(one_wire, names) != by_line(other_wire, names));
    }
    let console = |observation: &Value| {
        console_lines::counted(engine.user_agent().console, observation["console"].as_str().unwrap_or_default())
    };
    compare(Kind::Console, console(one) != console(other));
    kinds
}

/// How a call ended, as far as a script can tell.
fn ending(result: &Value) -> (&Value, bool, [Option<&Value>; 3]) {
    let is_resolved = result["outcome"] == "resolved";
    let seen = ["type", "status", "redirected"].map(|key| result.get(key).filter(|_| is_resolved));
    (&result["outcome"], result.get("construct_error").is_some(), seen)
}

/// The visible headers, sorted, as some interfaces give them in another order.
fn visible(result: &Value) -> Vec<(String, String)> {
    let headers = list(&result["headers"]).iter();
    let field = |header: &Value| Some((header[0].as_str()?.to_ascii_lowercase(), header[1].as_str()?.to_owned()));
    let mut fields: Vec<_> = headers.filter_map(field).collect();
    fields.sort_unstable();
    fields
}

fn place(line: &Value) -> [&Value; 4] {
    ["port", "method", "target", "preflight"].map(|key| &line[key])
}

fn actual(wire: &[Value]) -> Vec<[&Value; 4]> {
    wire.iter().filter(|line| line["preflight"] != true).map(place).collect()
}

fn own_names(line: &Value, own: &HashSet<String>) -> HashSet<String> {
    let names = list(&line["headers"]).iter().filter_map(|header| header[0].as_str()).map(str::to_ascii_lowercase);
    let is_counted = |name: &str| !NOT_COUNTED.contains(&name) && (own.contains(name) || name == "authorization");
    names.filter(|name| is_counted(name)).collect()
}

/// The names of the cookies, sorted: their order is the jar's.
fn cookie_names(line: &Value) -> Vec<&str> {
    let pairs = line["cookie"].as_str().into_iter().flat_map(|cookies| cookies.split("; "));
    let mut names: Vec<_> = pairs.map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    names.sort_unstable();
    names
}

fn by_result<'a, T>(observation: &'a Value, part: impl Fn(&'a Value) -> T) -> Vec<T> {
    list(&observation["results"]).iter().map(part).collect()
}

fn by_line<'a, T>(wire: &'a [Value], part: impl Fn(&'a Value) -> T) -> Vec<T> {
    wire.iter().map(part).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Kind, differences};
    use crate::browser::Engine;
    use crate::corpus::Case;

    fn observation(change: impl FnOnce(&mut Value)) -> Value {
        let line = |method: &str, preflight: bool| {
            json!({ "port": 9102, "method": method, "target": "/c/x/0", "preflight": preflight, "origin": "null",
                "acrm": null, "acrh": null, "cookie": "ck=1", "headers": [["X-A", "1"], ["Accept", "*/*"]] })
        };
        let mut observation = json!({
            "results": [{ "outcome": "resolved", "type": "cors", "status": 200, "redirected": false, "headers": [] }],
            "wire": [line("OPTIONS", true), line("PUT", false)],
            "console": "Cross-Origin Request Blocked: moz-nullprincipal:{1}",
        });
        change(&mut observation);
        observation
    }

    #[test]
    fn each_kind_is_found_and_what_does_not_count_is_not() {
        let case = json!({ "id": "x", "request": { "headers": [["X-A", "1"], ["Accept", "a"]] }, "script": {} });
        let case = Case::new(case.as_object().expect("it is one").clone()).expect("it is one");
        type Change = fn(&mut Value);
        let table: [(&str, Change, &[Kind]); 12] = [
            ("nothing", |_| {}, &[]),
            ("an identifier", |o| o["console"] = "Cross-Origin Request Blocked: moz-nullprincipal:{2}".into(), &[]),
            ("another line", |o| o["console"] = "Cross-Origin Request Blocked: x".into(), &[Kind::Console]),
            ("the cookie's value", |o| o["wire"][0]["cookie"] = "ck=2".into(), &[]),
            ("no cookie", |o| o["wire"][0]["cookie"] = Value::Null, &[Kind::Cookie]),
            ("an origin", |o| o["wire"][1]["origin"] = "http://a".into(), &[Kind::OriginHeader]),
            ("no accept", |o| o["wire"][1]["headers"] = json!([["x-a", "1"]]), &[]),
            ("no own header", |o| o["wire"][1]["headers"] = json!([]), &[Kind::OwnHeaders]),
            ("no preflight", |o| drop(o["wire"].as_array_mut().map(|wire| wire.remove(0))), &[Kind::PreflightCount]),
            ("another method", |o| o["wire"][1]["method"] = "GET".into(), &[Kind::RequestSequence]),
            ("a status", |o| o["results"][0]["status"] = 201.into(), &[Kind::Outcome]),
            ("a header", |o| o["results"][0]["headers"] = json!([["a", "b"]]), &[Kind::VisibleHeaders]),
        ];
        for (sentence, change, expected) in table {
            let found = differences(&case, Engine::Firefox, &observation(|_| {}), &observation(change));
            assert_eq!(found, expected, "{sentence}");
        }
    }
}
