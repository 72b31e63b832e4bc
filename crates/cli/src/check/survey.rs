//! `preflight check --survey`: what a server allows, as a table, as JSON or as a policy file.

use std::fmt::Write;
use std::time::Duration;

use anstyle::{AnsiColor, Effects, Style};
use preflight_diagnosis::{Allowed, Survey, survey};
use preflight_engine::exchange::Exchange;
use preflight_engine::server::{self, PolicyConfig};
use preflight_engine::{Origin, OriginPattern};
use preflight_policy_file::policy_to_toml;
use preflight_probe::Probe;
use preflight_recording::{Recorded, Recording};
use preflight_rules::{Certainty, Finding};
use serde_json::{Value, json};

use super::budget::Budget;
use super::network::Network;
use super::question::{parse_origin, parse_url};
use super::run::options;
use super::{CheckArgs, DEFAULT_ORIGIN, Exit, Failure, Format, unasked};
use crate::json::to_line;
use crate::printable::printable;
use crate::redact::{Redactor, Values};
use crate::wrap::{labelled, width};

const BOLD: Style = Style::new().effects(Effects::BOLD);
const DIM: Style = Style::new().effects(Effects::DIMMED);
const ODD: Style = AnsiColor::Yellow.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default().bold();

/// The policy's name in the file.
const POLICY: &str = "surveyed";

/// A survey, and of what.
struct Surveyed {
    url: String,
    /// The origin of that URL.
    upstream: String,
    origin: Origin,
    survey: Survey,
    /// What was not asked, and why.
    notes: Vec<String>,
    redactor: Redactor,
}

/// Runs `preflight check --survey`.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let url = parse_url(&args.url)?;
    let origin = parse_origin(args.origin.as_deref().unwrap_or(DEFAULT_ORIGIN))?;
    let identity = args.identity.identity(args.engine);
    let mut network = Network::new(Probe::new(options(args)?), identity, origin.clone(), Budget::of(args.max_time));
    let upstream = url.origin().ascii_serialization();
    let redactor = Redactor::new(Values::of_flag(args.show_values), [url.as_str()]);
    let mut survey = survey(&url, origin.as_str(), &mut network);
    survey.recording = as_sent(&survey.recording, &network);
    let notes: Vec<_> = unasked::notes(network.unasked(), &[]).iter().map(|note| redactor.text(note)).collect();
    let url = redactor.url(url.as_str());
    if survey.recording.iter().all(|(_, recorded)| recorded.exchange.answer.is_err()) {
        let why = survey.recording.iter().find_map(|(_, recorded)| recorded.exchange.answer.as_ref().err());
        let why = why.map_or_else(|| notes.join("; "), ToString::to_string);
        return Err(unreachable(format!("{url} cannot be surveyed: {why}")));
    }
    let is_complete = notes.is_empty();
    let survey = if is_complete { survey } else { as_far_as_known(survey) };
    let surveyed = Surveyed { url, upstream, origin, survey, notes, redactor };
    match args.format {
        Format::Text => anstream::print!("{}", surveyed.text(args.verbose)),
        Format::Json => println!("{}", to_line(&surveyed.json())),
        Format::Toml => print!("{}", surveyed.toml()?),
    }
    Ok(match (surveyed.survey.findings.is_empty(), is_complete) {
        (false, _) => Exit::Findings,
        (true, true) => Exit::Good,
        (true, false) => Exit::Unreachable,
    })
}

fn unreachable(message: String) -> Failure {
    Failure { exit: Exit::Unreachable, ..Failure::usage(message) }
}

/// A survey that was cut short: what was seen stays, and nothing follows from what was not.
fn as_far_as_known(survey: Survey) -> Survey {
    let doubted = |allowed| match allowed {
        Allowed::Nothing(_) => Allowed::Nothing(Certainty::Possible),
        Allowed::These(entries, _) => Allowed::These(entries, Certainty::Possible),
        shown @ (Allowed::Unknown | Allowed::Any { .. }) => shown,
    };
    Survey {
        origins: doubted(survey.origins),
        methods: doubted(survey.methods),
        request_headers: doubted(survey.request_headers),
        expose_headers: doubted(survey.expose_headers),
        findings: survey.findings.into_iter().filter(|finding| finding.certainty == Certainty::Certain).collect(),
        ..survey
    }
}

/// The same exchanges, with the whole heads that were on the wire.
fn as_sent(recording: &Recording, network: &Network) -> Recording {
    let mut sent = Recording::default();
    for (_, recorded) in recording.iter() {
        let request = network.on_wire(&recorded.exchange.request);
        let exchange = Exchange { request, answer: recorded.exchange.answer.clone() };
        sent.push(Recorded { exchange, ..recorded.clone() });
    }
    sent
}

impl Surveyed {
    fn text(&self, verbose: bool) -> String {
        let survey = &self.survey;
        let mut out = format!(
            "{BOLD}what {} allows{BOLD:#}\n{DIM}seen in {} requests, beginning with {}{DIM:#}\n\n",
            printable(self.url.as_bytes()),
            survey.recording.iter().count(),
            self.origin
        );
        let max_age =
            survey.max_age.map_or_else(|| "not said: five seconds".to_owned(), |seconds| format!("{seconds} s"));
        let status =
            survey.preflight_status.map_or_else(|| "no preflight is answered".to_owned(), |status| status.to_string());
        for (name, value) in [
            ("origins", words(&survey.origins)),
            ("credentials", survey.credentials.0.map_or("unknown", |is| if is { "yes" } else { "no" }).to_owned()),
            ("methods", words(&survey.methods)),
            ("request headers", words(&survey.request_headers)),
            ("exposed headers", words(&survey.expose_headers)),
            ("max-age", max_age),
            ("preflight status", status),
        ] {
            out.push_str(&labelled(&format!("{name:16}"), LABEL, &printable(value.as_bytes()), width()));
        }
        for finding in &survey.findings {
            out.push('\n');
            let text = format!("{} ({}, {})", finding.message, finding.rule.name, finding.certainty.name());
            out.push_str(&labelled(finding.rule.code, BOLD, &self.clean(&text), width()));
            out.push_str(&labelled("fix", LABEL, &self.clean(finding.fix()), width()));
        }
        for note in &self.notes {
            out.push_str(&labelled("note", ODD, &printable(note.as_bytes()), width()));
        }
        if survey.origins == Allowed::Unknown {
            let _ = writeln!(out, "\n{DIM}{} is not allowed; --origin names a page that is{DIM:#}", self.origin);
        }
        if verbose {
            for (_, recorded) in survey.recording.iter() {
                let (purpose, exchange) = (recorded.purpose, &recorded.exchange);
                let _ = writeln!(out, "\n  {DIM}# {}{DIM:#}", purpose.tells());
                let _ = writeln!(
                    out,
                    "  {DIM}${DIM:#} {}",
                    printable(self.redactor.curl(&exchange.request, None).unwrap_or_default().as_bytes())
                );
            }
        }
        out
    }

    fn clean(&self, text: &str) -> String {
        printable(self.redactor.text(text).as_bytes())
    }

    fn json(&self) -> Value {
        let survey = &self.survey;
        let finding = |finding: &Finding| {
            json!({
                "code": finding.rule.code,
                "cause": finding.rule.name,
                "certainty": finding.certainty.name(),
                "message": self.redactor.text(&finding.message),
                "fix": self.redactor.text(finding.fix()),
            })
        };
        let request = |recorded: &Recorded| {
            let (purpose, exchange) = (recorded.purpose, &recorded.exchange);
            json!({
                "purpose": purpose.name(),
                "status": exchange.answer.as_ref().ok().map(|head| head.status),
                "curl": self.redactor.curl(&exchange.request, None),
            })
        };
        json!({
            "schema": "preflight.survey/1",
            "url": self.url,
            "origin": self.origin.as_str(),
            "origins": of_json(&survey.origins),
            "credentials": survey.credentials.0,
            "methods": of_json(&survey.methods),
            "request-headers": of_json(&survey.request_headers),
            "expose-headers": of_json(&survey.expose_headers),
            "max-age": survey.max_age,
            "preflight-status": survey.preflight_status,
            "findings": survey.findings.iter().map(finding).collect::<Vec<_>>(),
            "notes": self.notes,
            "requests": survey.recording.iter().map(|(_, recorded)| request(recorded)).collect::<Vec<_>>(),
        })
    }

    /// The policy that does the same, with what it leaves out on purpose.
    fn toml(&self) -> Result<String, Failure> {
        let survey = &self.survey;
        if let Some(note) = self.notes.first() {
            return Err(unreachable(format!("no policy can be written of half a survey: {note}")));
        }
        let mut notes =
            vec![format!("What {} allows, as far as {} requests show it.", self.url, survey.recording.iter().count())];
        let credentials = survey.credentials.0 == Some(true);
        let mut config = PolicyConfig {
            credentials,
            methods: of_policy(&survey.methods),
            request_headers: of_policy(&survey.request_headers),
            expose_headers: of_policy(&survey.expose_headers),
            max_age: survey.max_age.map(Duration::from_secs),
            ..PolicyConfig::default()
        };
        config.preflight_status = survey.preflight_status.unwrap_or(config.preflight_status);
        config.origins = match &survey.origins {
            Allowed::Any { .. } if credentials => {
                notes.push("The server allows any origin with credentials, which no policy may: only the page that asked is listed.".to_owned());
                server::Allowed::listed([self.origin.as_str()])
            }
            Allowed::Unknown | Allowed::Nothing(_) => {
                return Err(Failure::usage(format!("{} is not allowed, and a policy needs an origin", self.origin))
                    .with_help("name a page that is allowed with `--origin`"));
            }
            origins => of_policy(origins),
        };
        self.spell_dangers_out(&mut config, &mut notes);
        let notes: String = notes.iter().map(|note| format!("# {}\n", printable(note.as_bytes()))).collect();
        Ok(format!("{notes}upstream = \"{}\"\n\n{}", self.upstream, policy_to_toml(POLICY, &config)))
    }

    /// What a policy file wants to have said twice is said twice, or left out where it has no effect.
    fn spell_dangers_out(&self, config: &mut PolicyConfig, notes: &mut Vec<String>) {
        config.dangerously_allow_null_origin = config.origins.entries().iter().any(|origin| origin == "null");
        let is_insecure = |entry: &String| {
            OriginPattern::parse(entry).is_ok_and(|pattern| pattern.scheme() == "http" && !pattern.has_loopback_host())
        };
        config.dangerously_allow_insecure_origins =
            config.credentials && config.origins.entries().iter().any(is_insecure);
        if config.credentials && config.expose_headers == server::Allowed::Any {
            notes.push("`Access-Control-Expose-Headers: *` means a header of that name where credentials are included: it is left out.".to_owned());
            config.expose_headers = server::Allowed::default();
        }
        if let server::Allowed::Listed(methods) = &mut config.methods {
            // These need no listing.
            methods.retain(|method| !matches!(method.as_str(), "GET" | "HEAD" | "POST" | "OPTIONS"));
        }
    }
}

fn words(allowed: &Allowed) -> String {
    match allowed {
        Allowed::Unknown => "unknown".to_owned(),
        Allowed::Nothing(certainty) => format!("none ({})", certainty.name()),
        Allowed::These(entries, certainty) => format!("{} ({})", entries.join(", "), certainty.name()),
        Allowed::Any { is_echo: true } => "any: what is asked for is echoed".to_owned(),
        Allowed::Any { is_echo: false } => "any (`*`)".to_owned(),
    }
}

fn of_json(allowed: &Allowed) -> Value {
    let certain = |certainty: &Certainty| certainty.name();
    match allowed {
        Allowed::Unknown => json!({ "allowed": null, "certainty": "possible" }),
        Allowed::Nothing(certainty) => json!({ "allowed": [], "certainty": certain(certainty) }),
        Allowed::These(entries, certainty) => json!({ "allowed": entries, "certainty": certain(certainty) }),
        Allowed::Any { is_echo } => json!({ "allowed": "any", "certainty": "certain", "echo": is_echo }),
    }
}

fn of_policy(allowed: &Allowed) -> server::Allowed {
    match allowed {
        Allowed::Unknown | Allowed::Nothing(_) => server::Allowed::default(),
        Allowed::These(entries, _) => server::Allowed::listed(entries),
        Allowed::Any { .. } => server::Allowed::Any,
    }
}
