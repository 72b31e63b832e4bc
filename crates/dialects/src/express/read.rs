//! From a source that uses the package `cors` to policies.

use preflight_engine::PolicyConfig;
use tree_sitter::Node;

use super::mount::{Mount, mounts};
use super::origin;
use crate::code::Code;
use crate::dialect::Dialect;
use crate::draft::{Draft, MethodSpelling};
use crate::import::{ImportError, Read};
use crate::javascript::{Script, arguments};
use crate::note::Notes;
use crate::route_policy::{RoutePolicy, name_for};
use crate::value::{Located, Value};

/// What the package allows if nobody says otherwise.
const DEFAULT_METHODS: &str = "GET,HEAD,PUT,PATCH,POST,DELETE";

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
        let config = policy(&script, mount.call, notes);
        note_unanswered(&script, mount, &mounts, notes);
        // `app.options('*', cors(options))` beside `app.use(cors(options))` is the same policy once more.
        if !policies.iter().any(|policy| policy.path == mount.path && policy.config == config) {
            let name = name_for(mount.path.as_deref(), &policies);
            policies.push(RoutePolicy { name, path: mount.path.clone(), config });
        }
    }
    match policies.is_empty() {
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

fn policy(script: &Script<'_>, call: Node<'_>, notes: &mut Notes) -> PolicyConfig {
    let site = script.site(call);
    let options = match arguments(call).next().map(|argument| script.value(argument)) {
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
        Value::Nothing => read_options(script, &mut draft, &options),
        _ => draft.dynamic("what `cors` is given", options.site),
    }
    draft.finish()
}

fn read_options(script: &Script<'_>, draft: &mut Draft<'_>, options: &Located) {
    // A spread that cannot be read may hold any option, so that no default can be taken for granted.
    let is_open =
        matches!(&options.value, Value::Table(entries) if entries.iter().any(|(name, _)| name.text().is_none()));
    if let Some(credentials) = options.entry("credentials") {
        draft.credentials(credentials);
    }
    if options.entry("origin").is_some() || !is_open {
        origin::read(script, draft, options.entry("origin"), options.site);
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
                format!("`{}` is no option of the package, which ignores it", unknown.escape_debug()),
            ),
        }
    }
}
