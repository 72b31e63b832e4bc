//! From a source that uses the package `cors` to policies.

use super::mount::{Mount, mounts};
use super::{delegate, origin};
use crate::code::Code;
use crate::dialect::Dialect;
use crate::draft::{Draft, MethodSpelling};
use crate::import::{ImportError, Read};
use crate::javascript::Script;
use crate::node;
use crate::note::Notes;
use crate::route_policy::{RoutePolicy, name_for};
use crate::value::{Located, Value};
use preflight_engine::PolicyConfig;

/// What the package allows if nobody says otherwise.
pub(crate) const DEFAULT_METHODS: &str = "GET,HEAD,PUT,PATCH,POST,DELETE";

const OPTIONS: [&str; 9] = [
    "origin",
    "methods",
    "allowedHeaders",
    "headers",
    "exposedHeaders",
    "credentials",
    "maxAge",
    "preflightContinue",
    "optionsSuccessStatus",
];

/// Reads the policies of a source.
pub(crate) fn read(source: &str, notes: &mut Notes) -> Read {
    let script = Script::parse(source)?;
    let mounts = mounts(&script);
    let mut policies: Vec<RoutePolicy> = Vec::new();
    for mount in &mounts {
        let config = policy(&script, mount, notes);
        note_unanswered(&script, mount, &mounts, notes);
        // `app.options('*', cors(options))` beside `app.use(cors(options))` is the same policy once more.
        if !policies.iter().any(|policy| policy.path == mount.path && policy.config == config) {
            let name = name_for(mount.path.as_deref(), &policies);
            policies.push(RoutePolicy { name, path: mount.path.clone(), config });
        }
    }
    match policies.is_empty() {
        // Headers that a middleware sets by hand are of Express too.
        true if node::sets_headers(&script) => node::read(source, notes),
        true => Err(ImportError::NoCors { dialect: Dialect::Express, sought: "a call of `cors(…)`" }),
        false => Ok(policies),
    }
}

/// A route of one method runs `cors` for that method alone, so that something else has to answer its preflights.
fn note_unanswered(script: &Script<'_>, mount: &Mount<'_>, mounts: &[Mount<'_>], notes: &mut Notes) {
    let answers = |other: &Mount<'_>| {
        matches!(other.verb, "use" | "options" | "all") && (other.path.is_none() || other.path == mount.path)
    };
    if !matches!(mount.verb, "use" | "options" | "all") && !mounts.iter().any(answers) {
        notes.note(
            Code::PreflightUnanswered,
            script.site(mount.call),
            format!(
                "`{}` runs `cors` for that method alone, so that preflights stay unanswered; the policy answers them",
                mount.verb
            ),
        );
    }
}

fn policy(script: &Script<'_>, mount: &Mount<'_>, notes: &mut Notes) -> PolicyConfig {
    let site = script.site(mount.call);
    let options = match mount.options.map(|options| script.value(options)) {
        None => Located::new(Value::Table(Vec::new()), site),
        Some(options) => options,
    };
    let mut draft = Draft::new(notes, site);
    draft.notes.note(
        Code::OptionsSwallowed,
        site,
        "the package answers every `OPTIONS` and sends its lists to refused origins; the policy answers preflights only, and refused origins learn nothing",
    );
    match &options.value {
        Value::Table(entries) => {
            note_unknown(&mut draft, entries);
            read_options(script, &mut draft, &options);
        }
        Value::Nothing | Value::Boolean(true) => read_options(script, &mut draft, &options),
        Value::Function(function) => {
            if let Some(options) = delegate::read(script, &mut draft, function, options.site) {
                read_other_options(&mut draft, &options);
            }
        }
        _ => draft.dynamic("what `cors` is given", options.site),
    }
    draft.finish()
}

fn read_options(script: &Script<'_>, draft: &mut Draft<'_>, options: &Located) {
    let is_open = is_open(options);
    if options.entry("origin").is_some() || !is_open {
        origin::read(script, draft, options.entry("origin"), options.site);
    }
    read_other_options(draft, options);
}

/// Whether a spread stands in the options that cannot be read: any option may be in it, so that no default holds.
fn is_open(options: &Located) -> bool {
    matches!(&options.value, Value::Table(entries) if entries.iter().any(|(name, _)| name.text().is_none()))
}

fn read_other_options(draft: &mut Draft<'_>, options: &Located) {
    let is_open = is_open(options);
    if let Some(credentials) = options.entry("credentials") {
        draft.credentials(credentials);
    }
    match options.entry("methods") {
        Some(methods) => draft.methods(methods, MethodSpelling::Verbatim),
        None if is_open => {}
        None => {
            draft.methods(&Located::new(Value::Text(DEFAULT_METHODS.into()), options.site), MethodSpelling::Verbatim)
        }
    }
    match options.entry("allowedHeaders").or_else(|| options.entry("headers")) {
        None if is_open => {}
        // Without a list, what is asked for is sent back.
        None => draft.any_request_header(),
        Some(Located { value: Value::Nothing | Value::Boolean(false), .. }) => draft.any_request_header(),
        Some(Located { value: Value::Text(text), .. }) if text.is_empty() => draft.any_request_header(),
        Some(headers) => draft.request_headers(headers),
    }
    if let Some(headers) = options.entry("exposedHeaders") {
        draft.expose_headers(headers);
    }
    if let Some(max_age) = options.entry("maxAge") {
        draft.max_age(max_age);
    }
    if let Some(status) = options.entry("optionsSuccessStatus") {
        draft.preflight_status(status);
    }
    if let Some(goes_on) = options.entry("preflightContinue").filter(|value| value.boolean() == Some(true)) {
        draft.notes.note(
            Code::PreflightContinue,
            goes_on.site,
            "preflights go on to the application, whose answer is not read here; the policy answers them",
        );
    }
}

fn note_unknown(draft: &mut Draft<'_>, entries: &[(Located, Located)]) {
    for (name, value) in entries {
        match name.text() {
            None => draft.dynamic("what is spread into the options", value.site),
            Some(known) if OPTIONS.contains(&known) => {}
            Some(unknown) => draft.notes.note(
                Code::UnknownOption,
                name.site,
                format!("`{}` is no option of the package, which ignores it", unknown),
            ),
        }
    }
}
