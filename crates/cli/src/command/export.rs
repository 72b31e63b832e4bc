//! `preflight export`: policies as the CORS configuration of another system, what it cannot say on stderr.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use preflight_dialects::{Dialect, RoutePolicy, export};
use preflight_engine::PolicyConfig;
use preflight_judge::describe;
use preflight_policy_file::{
    Color, Context, Diagnostics, Environment, LoadPurpose, PolicyFile, load, parse_policy_json,
};
use serde_json::Value;

use crate::exit::{Exit, Failure};
use crate::output::{Output, say, say_on};
use crate::printable::printable;
use crate::redact::{Redactor, given_name, own_text};

/// What a policy on stdin may be long; one with 100,000 origins fits.
const INPUT_LIMIT: u64 = 64 * 1024 * 1024;

/// The path of a route that matches everything.
const EVERY_PATH: &str = "/{*rest}";

/// Arguments of `preflight export`.
#[derive(Debug, Args)]
#[command(
    after_help = "Without --config, stdin holds one policy as JSON, with the keys of [policy.x], or what `preflight \
import --format json` wrote."
)]
pub struct ExportArgs {
    /// The system: express, node, flask, django or aspnet.
    #[arg(long, value_name = "SYSTEM", value_parser = str::parse::<Dialect>)]
    to: Dialect,
    /// The policy file.
    #[arg(long, short, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs `preflight export`.
pub fn run(args: &ExportArgs) -> Result<Output, Failure> {
    let policies = match &args.config {
        Some(path) => of_file(path)?,
        None => of_stdin()?,
    };
    let exported = export(args.to, &policies)
        .map_err(|error| Failure::usage(printable(Redactor::default().text(&error.to_string()).as_bytes())))?;
    for loss in &exported.losses {
        say(&printable(Redactor::default().text(&loss.to_string()).as_bytes()));
    }
    Ok(Output::Document(exported.text, Exit::Good))
}

/// The policies of a policy file, each at the paths of its routes.
pub fn of_file(path: &Path) -> Result<Vec<RoutePolicy>, Failure> {
    let environment = Environment::from_os(std::env::vars_os());
    let context = Context { environment, purpose: LoadPurpose::Policies, ..Context::default() };
    let (file, _) = load(path, &context).map_err(|diagnostics| invalid(&diagnostics))?;
    Ok(route_policies(&file))
}

/// Each policy at the paths of its routes; one without routes is for every path.
fn route_policies(file: &PolicyFile) -> Vec<RoutePolicy> {
    let mut policies = Vec::new();
    for (name, policy) in &file.policies {
        let mut paths: Vec<_> =
            file.routes.iter().filter(|route| route.policy.as_ref() == Some(name)).map(|route| &route.path).collect();
        paths.sort_unstable();
        paths.dedup();
        let route_policy = |path| RoutePolicy { name: name.clone(), path, config: policy.config.clone() };
        if paths.is_empty() {
            policies.push(route_policy(None));
        }
        policies.extend(paths.into_iter().map(|path| route_policy((path != EVERY_PATH).then(|| path.clone()))));
    }
    policies
}

fn of_stdin() -> Result<Vec<RoutePolicy>, Failure> {
    let mut text = String::new();
    let read = io::stdin().lock().take(INPUT_LIMIT).read_to_string(&mut text);
    read.map_err(|error| Failure::usage(format!("stdin cannot be read: {error}")))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| {
        Failure::usage(format!("stdin: {}", describe(&error)))
            .with_help("write a policy as JSON, or name a file with --config")
    })?;
    match value.get("policies").and_then(Value::as_array) {
        Some(policies) => policies.iter().map(imported).collect(),
        None => Ok(vec![RoutePolicy { name: "app".into(), path: None, config: config(&value)? }]),
    }
}

/// An entry of `policies` as `preflight import` writes it.
fn imported(entry: &Value) -> Result<RoutePolicy, Failure> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let name = text("name").unwrap_or_else(|| "app".into());
    Ok(RoutePolicy { name, path: text("path"), config: config(entry.get("policy").unwrap_or(&Value::Null))? })
}

fn config(value: &Value) -> Result<PolicyConfig, Failure> {
    parse_policy_json(value).map(|named| named.config).map_err(|diagnostics| invalid(&diagnostics))
}

fn invalid(diagnostics: &Diagnostics) -> Failure {
    say_on(&diagnostics.shown_as(own_text, given_name).render(Color::Always));
    Failure::usage("there is no sound policy to export; nothing was written")
}
