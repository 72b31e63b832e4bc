//! `corpus/pastes/*.json`: what people really paste, as a file a source, and what has to be read out of it.

use std::path::Path;

use preflight_diagnosis::{explain, looks_like, read_console, read_heads};
use serde_json::Value;

/// A paste, and what is expected of it.
struct Paste {
    file: String,
    id: String,
    text: String,
    expect: Value,
}

#[test]
fn pastes_are_read_as_people_meant_them() {
    let pastes = pastes();
    assert!(pastes.len() >= 300, "{} pastes", pastes.len());
    let mut wrong = Vec::new();
    for paste in &pastes {
        if let Err(why) = judge(paste) {
            wrong.push(format!("{}/{}: {why}", paste.file, paste.id));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), pastes.len(), wrong.join("\n"));
}

fn judge(paste: &Paste) -> Result<(), String> {
    let expect = &paste.expect;
    if let Some(heads) = expect["heads"].as_array() {
        let statuses: Vec<_> = read_heads(&paste.text)
            .map(|read| read.heads.iter().map(|head| head.status.unwrap_or(0)).collect())
            .unwrap_or_default();
        let expected: Vec<_> = heads.iter().filter_map(Value::as_u64).map(|status| status as u16).collect();
        check(statuses == expected, || format!("heads are {statuses:?}"))?;
    }
    if let Some(looks) = expect["looks_like"].as_str() {
        let read = looks_like(&paste.text).map(|looks| looks.name());
        check(read == Some(looks), || format!("it looks like {read:?}"))?;
    }
    let messages = read_console(&paste.text);
    let read: Vec<_> = messages.iter().map(|message| (message, explain(message))).collect();
    let names: Vec<Vec<&str>> = read
        .iter()
        .map(|(_, explanation)| {
            let names: Vec<_> = explanation.candidates.iter().map(|candidate| candidate.finding.rule.name).collect();
            if names.is_empty() { vec!["none"] } else { names }
        })
        .collect();
    let summary = || {
        let read: Vec<_> = read
            .iter()
            .zip(&names)
            .map(|((message, _), names)| {
                (message.reason.as_ref().map(|reason| reason.name()), &message.url, &message.origin, names)
            })
            .collect();
        format!("{read:?}")
    };
    let strings =
        |key: &str| expect[key].as_array().map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    if let Some(count) = expect["messages"].as_u64() {
        check(messages.len() as u64 == count, || format!("{} messages: {}", messages.len(), summary()))?;
    }
    if let Some(first) = strings("first") {
        let is_first = names.first().is_some_and(|names| first.contains(&names[0]));
        check(is_first, || format!("first of {first:?}: {}", summary()))?;
    }
    if let Some(listed) = strings("listed") {
        check(listed.iter().all(|name| names.iter().flatten().any(|read| read == name)), || {
            format!("listed {listed:?}: {}", summary())
        })?;
    }
    if let Some(any) = strings("any") {
        check(names.iter().flatten().any(|name| any.contains(name)), || format!("any of {any:?}: {}", summary()))?;
    }
    for (key, read) in [
        ("url", messages.iter().map(|message| message.url.as_deref()).collect::<Vec<_>>()),
        ("origin", messages.iter().map(|message| message.origin.as_deref()).collect()),
        ("method", messages.iter().map(|message| message.method.as_deref()).collect()),
    ] {
        if let Some(expected) = expect[key].as_str() {
            check(read.contains(&Some(expected)), || format!("{key} {expected}: {}", summary()))?;
        }
    }
    if expect["not_certain"].as_bool() == Some(true) {
        check(!read.iter().any(|(_, explanation)| explanation.is_certain), || format!("not certain: {}", summary()))?;
    }
    let certain = read.iter().filter(|(_, explanation)| explanation.is_certain);
    let certain: Vec<_> = certain
        .flat_map(|(_, explanation)| &explanation.candidates)
        .map(|candidate| candidate.finding.rule.name)
        .collect();
    let forbidden = strings("not_certain_of").unwrap_or_default();
    check(!certain.iter().any(|name| forbidden.contains(name)), || {
        format!("not certain of {forbidden:?}: {}", summary())
    })
}

fn check(holds: bool, why: impl Fn() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

fn pastes() -> Vec<Paste> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/pastes");
    let files =
        std::fs::read_dir(folder).expect("the corpus is there").map(|file| file.expect("it can be listed").path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|ending| ending == "json")).collect();
    files.sort();
    let mut pastes = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let corpus: Value =
            serde_json::from_str(&std::fs::read_to_string(&file).expect("it can be read")).expect("it is JSON");
        for paste in corpus["pastes"].as_array().expect("it has pastes") {
            pastes.push(Paste {
                file: name.clone(),
                id: paste["id"].as_str().unwrap_or_default().to_owned(),
                text: paste["text"].as_str().unwrap_or_default().to_owned(),
                expect: paste["expect"].clone(),
            });
        }
    }
    pastes
}
