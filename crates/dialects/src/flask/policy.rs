//! From the options of Flask-CORS to a policy.

use preflight_engine::PolicyConfig;

use super::expression;
use super::options::Options;
use crate::code::Code;
use crate::draft::{AnyOrigin, Draft, MethodSpelling};
use crate::note::{Notes, Site};
use crate::value::{Located, Value};

/// What the package allows if nobody says otherwise.
const DEFAULT_METHODS: &str = "GET,HEAD,POST,OPTIONS,PUT,PATCH,DELETE";

/// The policy of options that are written at `site`.
pub(super) fn policy(options: &Options, site: Site, notes: &mut Notes) -> PolicyConfig {
    let mut draft = Draft::new(notes, site);
    draft.notes.note(
        Code::NoVary,
        site,
        "the package sends no `Vary: Origin` to refused origins, nor where one origin is listed, so that shared caches mix answers up; the policy sends it",
    );
    if let Some(unreadable) = options.unreadable() {
        draft.dynamic("what is spread into the options", unreadable.site);
    }
    if let Some(credentials) = options.value("supports_credentials") {
        draft.credentials(credentials);
    }
    origins(options, &mut draft, site);
    methods(options, &mut draft, site);
    match options.value("allow_headers") {
        None => draft.any_request_header(),
        Some(headers) => expression::request_headers(&mut draft, headers),
    }
    if let Some(headers) = options.value("expose_headers") {
        draft.expose_headers(headers);
    }
    match options.value("max_age") {
        // A zero is not sent, so that browsers keep an answer for five seconds.
        None | Some(Located { value: Value::Number(0.0), .. }) => {}
        Some(max_age) => draft.max_age(max_age),
    }
    // What Flask answers to any `OPTIONS`.
    draft.preflight_status(&Located::new(Value::Number(200.0), site));
    note_switches(options, &mut draft);
    draft.finish()
}

fn origins(options: &Options, draft: &mut Draft<'_>, site: Site) {
    let any = if options.is("send_wildcard", true) { AnyOrigin::Wildcard } else { AnyOrigin::Reflected };
    match options.value("origins") {
        None if options.unreadable().is_some() => {}
        None => draft.any_origin(any, site),
        Some(origins) => origins.elements().iter().for_each(|element| expression::origin(draft, element, any)),
    }
}

fn methods(options: &Options, draft: &mut Draft<'_>, site: Site) {
    let Some(methods) = options.value("methods") else {
        return draft.methods(&Located::new(Value::Text(DEFAULT_METHODS.into()), site), MethodSpelling::UpperCase);
    };
    if let Some(wildcard) = methods.elements().iter().find(|element| element.text() == Some("*")) {
        draft.notes.note(
            Code::LiteralWildcard,
            wildcard.site,
            "`*` is no method there, so that it allows none; imported as any method",
        );
    }
    let lists = |method: &str| {
        let mut texts = methods.elements().iter().filter_map(Located::text);
        texts.any(|text| text.to_ascii_uppercase().contains(method))
    };
    if !["GET", "HEAD", "POST"].into_iter().all(lists) {
        draft.notes.note(
            Code::SafelistedMethodUnlisted,
            methods.site,
            "`GET`, `HEAD` and `POST` need no listing for browsers, but the package allows no request headers with a method that is not listed; the policy does",
        );
    }
    draft.methods(methods, MethodSpelling::UpperCase);
}

fn note_switches(options: &Options, draft: &mut Draft<'_>) {
    if let Some(private) = options.value("allow_private_network").filter(|value| value.boolean() == Some(true)) {
        draft.notes.note(
            Code::PrivateNetwork,
            private.site,
            "no shipping browser asks for private network access any more; left out",
        );
    }
    if let Some(automatic) = options.value("automatic_options").filter(|value| value.boolean() == Some(false)) {
        draft.notes.note(
            Code::PreflightContinue,
            automatic.site,
            "preflights go on to the view, whose answer is not read here; the policy answers them",
        );
    }
}
