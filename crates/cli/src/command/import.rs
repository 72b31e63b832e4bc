//! `preflight import`: the CORS configuration of another system as policies, with a note for every difference.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use preflight_dialects::{ConfigurationNote, Dialect, Imported, RoutePolicy, SOURCE_LIMIT, guess, import};
use preflight_policy_file::{Streams, policy_to_json, policy_to_toml, read_named};
use preflight_report::{Entry, Format, Page, Report, Shape, ShownFinding};
use preflight_rules::{Certainty, Evidence, Finding, Position};
use serde_json::{Map, Value, json};

use crate::arguments::output::FormatName;
use crate::exit::{Exit, Failure};
use crate::json::{text_of, to_line};
use crate::output::{Output, say};
use crate::printable::printable;
use crate::reading_time::in_time;
use crate::redact::{Redactor, given_path};

/// Arguments of `preflight import`.
#[derive(Debug, Args)]
#[command(after_help = "The file is read, never run. What is no literal becomes a note, and grants nothing.")]
pub struct ImportArgs {
    /// The system: express, node, flask, django or aspnet; otherwise guessed from the source.
    #[arg(long, value_name = "SYSTEM", value_parser = str::parse::<Dialect>)]
    from: Option<Dialect>,
    /// The source that configures CORS; `-` for stdin.
    file: PathBuf,
    /// A policy file with the notes on stderr, everything as one JSON object, or the notes as findings.
    #[arg(long, value_enum, default_value_t)]
    format: FormatName,
}

/// Runs `preflight import`.
pub fn run(args: &ImportArgs) -> Result<Output, Failure> {
    let source = read(&args.file)?;
    let name = text_of(args.file.as_os_str().as_encoded_bytes());
    let dialect = args.from.or_else(|| guess(&source, &name)).ok_or_else(|| {
        Failure::usage(format!("nothing in {} belongs to one of the systems", printable(name.as_bytes())))
            .with_help("`--from express|node|flask|django|aspnet` names the system")
    })?;
    let shown = printable(name.as_bytes());
    let file_name = name.clone();
    let imported = in_time(&shown, move || import(dialect, &source, &file_name))?.map_err(|error| {
        Failure::usage(format!(
            "{}: {}",
            printable(name.as_bytes()),
            printable(Redactor::default().text(&error.to_string()).as_bytes())
        ))
    })?;
    let output = match args.format.0 {
        Format::Text => {
            for note in &imported.notes {
                say(&format!(
                    "{}:{}",
                    printable(name.as_bytes()),
                    printable(Redactor::default().text(&note.to_string()).as_bytes())
                ));
            }
            text(&imported)
        }
        Format::Json => format!("{}\n", to_line(&json(&imported))),
        other => return Ok(Output::report(report(&imported, &name), other)),
    };
    Ok(Output::Document(output, Exit::Good))
}

/// The notes as findings of the file.
fn report(imported: &Imported, name: &str) -> Report {
    let object = match json(imported) {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let entry = Entry {
        title: name.into(),
        place: Some(name.into()),
        verdict: "read",
        findings: imported.notes.iter().map(|note| finding(note, name)).collect(),
        object,
        exit: Exit::Good,
    };
    Report { command: "import", shape: Shape::Object, entries: vec![entry], page: Page::default() }
}

fn finding(note: &ConfigurationNote, file: &str) -> ShownFinding {
    let rule = note.code.rule();
    let from = Position { line: note.line.max(1), column: note.column.max(1) };
    let evidence = Evidence::Source { file: file.to_owned(), from, to: None, note: String::new() };
    let fix = format!("`preflight explain {}` says what it means and what to write", rule.code);
    let finding = Finding::new(rule, Certainty::Certain, note.message.clone(), fix).seen_in([evidence]);
    ShownFinding::new(&finding, |text| Redactor::default().text(text))
}

/// One byte more than the limit is enough to see that there are too many; that is told before anything is guessed of them.
fn read(file: &Path) -> Result<String, Failure> {
    let limit = SOURCE_LIMIT as u64 + 1;
    let read = if file == Path::new("-") {
        let mut source = Vec::new();
        io::stdin().lock().take(limit).read_to_end(&mut source).map(|_| source)
    } else {
        read_named(file, limit, Streams::Read)
    };
    let unreadable =
        |error| Failure::usage(format!("{} cannot be read: {error}", printable(given_path(file).as_bytes())));
    let within_limit = |bytes: Vec<u8>| match bytes.len() > SOURCE_LIMIT {
        true => Err(io::Error::other(format!("it is longer than the {} MiB that are read", SOURCE_LIMIT >> 20))),
        false => Ok(bytes),
    };
    let text = |bytes| String::from_utf8(bytes).map_err(|_| io::Error::other("it is no UTF-8 text"));
    read.and_then(within_limit).and_then(text).map_err(unreadable)
}

fn text(imported: &Imported) -> String {
    let policies = imported.policies.iter().map(policy);
    policies.collect::<Vec<_>>().join("\n")
}

fn policy(policy: &RoutePolicy) -> String {
    // Every `${` in an import refers to a variable, and is meant to expand.
    let table = policy_to_toml(&policy.name, &policy.config).replace("$${", "${");
    match &policy.path {
        None => table,
        Some(path) => format!(
            "{table}\n# [[route]]\n# path = {}\n# upstream = \"http://127.0.0.1:5000\"\n# policy = {}\n",
            json!(path),
            json!(policy.name)
        ),
    }
}

fn json(imported: &Imported) -> Value {
    let policies = imported.policies.iter();
    let policies = policies
        .map(|policy| json!({ "name": policy.name, "path": policy.path, "policy": policy_to_json(&policy.config) }));
    json!({ "policies": policies.collect::<Vec<_>>(), "notes": imported.notes.iter().map(note).collect::<Vec<_>>() })
}

fn note(note: &ConfigurationNote) -> Value {
    json!({
        "code": note.code.rule().code,
        "name": note.code.name(),
        "severity": note.severity().name(),
        "message": Redactor::default().text(&note.message),
        "line": note.line,
        "column": note.column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_one_object_with_the_keys_of_a_policy() {
        let source =
            "app.use('/api', cors({ origin: process.env.ORIGINS.split(','), maxAge: 600, allowedHeaders: [] }));";
        let imported = import(Dialect::Express, source, "app.js").expect("it configures CORS");
        let object = json(&imported);
        assert_eq!(object["policies"][0]["name"], "api");
        assert_eq!(object["policies"][0]["path"], "/api/{*rest}");
        assert_eq!(object["policies"][0]["policy"]["origins"], json!(["${ORIGINS}"]));
        assert_eq!(object["policies"][0]["policy"]["max-age"], "10m");
        assert_eq!(
            (&object["notes"][1]["code"], &object["notes"][1]["name"]),
            (&json!("PF221"), &json!("environment-value"))
        );
        assert!(text(&imported).contains("origins = [\"${ORIGINS}\"]"));
    }
}
