//! `fix` on drawn sources: what the package refuses it accepts after the edit, and what else it accepts then was said.

use preflight_dialects::{Dialect, Finding, Fix, FixError, Topic, Wanted, fix};
use preflight_engine::OriginPattern;

use crate::draw::Draw;
use crate::judge::{PageFetch, accepted_by_package};
use crate::sources;
use crate::system::{Application, System};

/// Sources for each system, and calls for each of them.
const SOURCES: usize = 80;
const CALLS: usize = 3;

/// Origins, methods and headers that each edit is tried with besides.
const OTHER_ORIGINS: [&str; 3] = ["https://stranger.test", "https://app.example.com", "https://x.example.org"];
const OTHER_METHODS: [&str; 3] = ["PUT", "DELETE", "PURGE"];
const OTHER_HEADERS: [&str; 2] = ["Authorization", "x-other"];

/// A source, a call, and what became of it.
struct Case {
    source: String,
    fetch: PageFetch,
    fix: Option<Fix>,
}

pub fn check(dialect: Dialect) {
    let mut draw = Draw::new(dialect as u64 + 2000);
    let (mut cases, mut obstacles) = (Vec::new(), 0);
    for _ in 0..SOURCES {
        let source = sources::source(dialect, &mut draw);
        for _ in 0..CALLS {
            let Some((wanted, fetch)) = call(&mut draw) else { continue };
            match fix(Some(dialect), &source, "-", &wanted) {
                Ok(Finding::Allowed) => cases.push(Case { source: source.clone(), fetch, fix: None }),
                Ok(Finding::Fix(fix)) => cases.push(Case { source: source.clone(), fetch, fix: Some(fix) }),
                Err(FixError::Obstacle { .. }) => obstacles += 1,
                Err(error) => panic!("{error}\n{source}"),
            }
        }
    }
    let before: Vec<_> = cases.iter().map(|case| Application::of_source(&case.source)).collect();
    let after: Vec<_> = cases.iter().map(|case| Application::of_source(case.text())).collect();
    let (before, after) = (System::start(dialect, &before), System::start(dialect, &after));
    let mut edits = 0;
    for (number, case) in cases.iter().enumerate() {
        edits += usize::from(case.fix.is_some());
        assert!(
            accepted_by_package(&after, number, &case.fetch),
            "{dialect} refuses {:?}\n{}\n{:?}",
            case.fetch,
            case.text(),
            case.fix
        );
        if case.fix.is_some() {
            check_others(&before, &after, number, case);
        }
    }
    println!("{dialect}, fixes: {edits} edited, {} allowed already, {obstacles} left to people", cases.len() - edits);
    assert!(obstacles * 8 < cases.len(), "{obstacles} of {} are left to people", cases.len() + obstacles);
}

/// What the package refused before and accepts now, besides the call, is a remark.
fn check_others(before: &System, after: &System, number: usize, case: &Case) {
    let remarks = case.fix.as_ref().map_or(&[][..], |fix| &fix.remarks);
    if remarks.iter().any(|remark| remark.topic == Topic::AlsoAllowed) {
        return;
    }
    let call = &case.fetch;
    let origins = OTHER_ORIGINS.into_iter().filter(|origin| *origin != call.origin);
    let origins = origins.map(|origin| PageFetch { origin, ..call.clone() });
    let methods = OTHER_METHODS.into_iter().filter(|method| *method != call.method);
    let methods = methods.map(|method| PageFetch { method, headers: Vec::new(), ..call.clone() });
    let headers = OTHER_HEADERS.into_iter().filter(|name| !call.headers.contains(name));
    let headers = headers.map(|name| PageFetch { method: "GET", headers: vec![name], ..call.clone() });
    let credentials = PageFetch { includes_credentials: true, ..call.clone() };
    let is_new = !call.includes_credentials;
    for other in origins.chain(methods).chain(headers).chain(is_new.then_some(credentials)) {
        assert!(
            !accepted_by_package(after, number, &other) || accepted_by_package(before, number, &other),
            "{other:?} is accepted now as well, and no remark says so: {call:?}\n{remarks:?}\n{}\n{}",
            case.source,
            case.text()
        );
    }
}

fn call(draw: &mut Draw) -> Option<(Wanted, PageFetch)> {
    let fetch = draw.fetch(&[]);
    // Browsers send `put` as `PUT`; `patch` is a mistake of the page.
    let method = match fetch.method {
        "patch" => "PATCH",
        "put" => "PUT",
        method => method,
    };
    let fetch = PageFetch { method, ..fetch };
    // A host with `_` is a mistake in every policy, so nothing is written for it.
    OriginPattern::parse(fetch.origin).ok()?;
    let mut wanted = Wanted::new(fetch.origin).ok()?.with_method(method).expect("the drawn methods are methods");
    for name in &fetch.headers {
        wanted = wanted.with_request_header(name, None).expect("the drawn headers are headers");
    }
    Some((if fetch.includes_credentials { wanted.with_credentials() } else { wanted }, fetch))
}

impl Case {
    fn text(&self) -> &str {
        self.fix.as_ref().map_or(&self.source, |fix| &fix.text)
    }
}
