//! `preflight check --survey`: what a server allows, as a table, as JSON or as a policy file.

use std::time::Duration;

use preflight_diagnosis::{ShownList, Survey, survey};
use preflight_engine::exchange::Exchange;
use preflight_engine::server::{self, PolicyConfig};
use preflight_engine::{Origin, OriginPattern};
use preflight_policy_file::policy_to_toml;
use preflight_probe::Probe;
use preflight_recording::{Recorded, Recording};
use preflight_report::{Entry, Outside, Page, Report, Role, Shape, ShownFinding, Span, printable};
use preflight_rules::Certainty;
use serde_json::{Map, Value, json};

use super::budget::Budget;
use super::network::Network;
use super::run::options;
use super::{CheckArgs, CheckFormat, Exit, Failure, unasked, unknown_page};
use crate::arguments::given;
use crate::output::Output;
use crate::redact::{Redactor, Values};

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
pub fn run(args: &CheckArgs) -> Result<Output, Failure> {
    let url = given::url(&args.url)?.value;
    // Whoever asks first: a page that was named, else a stranger.
    let named = args.call.origin.as_deref().unwrap_or(unknown_page::STRANGERS[0]);
    let origin = given::origin(named)?.value;
    let identity = args.identity.identity(args.engine);
    let mut network = Network::new(Probe::new(options(args)?), identity, origin.clone(), Budget::of(args.max_time));
    let upstream = url.origin().ascii_serialization();
    let redactor = Redactor::new(Values::of_flag(args.show_values), [url.as_str()]);
    let mut survey = survey(&url, origin.as_str(), &mut network);
    survey.recording = as_sent(&survey.recording, &network);
    let notes: Vec<_> = unasked::notes(network.unasked(), &[]).iter().map(|note| redactor.text(note)).collect();
    let url = redactor.url(url.as_str());
    let answers: Vec<_> = survey.recording.iter().map(|(_, recorded)| &recorded.exchange.answer).collect();
    if answers.iter().all(|answer| answer.is_err()) {
        let why = answers.iter().find_map(|answer| answer.as_ref().err());
        let why = why.map_or_else(|| notes.join("; "), ToString::to_string);
        return Err(unreachable(format!("{url} cannot be surveyed: {why}")));
    }
    let survey = if notes.is_empty() { survey } else { as_far_as_known(survey) };
    let surveyed = Surveyed { url, upstream, origin, survey, notes, redactor };
    match args.format {
        CheckFormat::Report(format) => Ok(Output::report(surveyed.report(args.verbose.then_some(Requests)), format)),
        CheckFormat::Toml => Ok(Output::Document(surveyed.toml()?, surveyed.exit())),
    }
}

/// That the requests are shown.
struct Requests;

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

fn unreachable(message: String) -> Failure {
    Failure { exit: Exit::Unreachable, ..Failure::usage(message) }
}

/// A survey that was cut short: what was seen stays, and nothing follows from what was not.
fn as_far_as_known(survey: Survey) -> Survey {
    let doubted = |allowed| match allowed {
        ShownList::Nothing(_) => ShownList::Nothing(Certainty::Possible),
        ShownList::These(entries, _) => ShownList::These(entries, Certainty::Possible),
        shown @ (ShownList::Unknown | ShownList::Any { .. }) => shown,
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

impl Surveyed {
    fn exit(&self) -> Exit {
        match (self.survey.findings.is_empty(), self.notes.is_empty()) {
            (false, _) => Exit::Findings,
            (true, true) => Exit::Good,
            (true, false) => Exit::Unreachable,
        }
    }

    fn findings(&self) -> Vec<ShownFinding> {
        let shown = |finding| ShownFinding::new(finding, |text| self.redactor.text(text));
        self.survey.findings.iter().map(shown).collect()
    }

    fn report(&self, requests: Option<Requests>) -> Report {
        let object = match self.json() {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        let entry = Entry {
            title: format!("what {} allows", self.url).into(),
            place: Some(self.url.as_str().into()),
            verdict: "surveyed",
            findings: self.findings(),
            object,
            exit: self.exit(),
        };
        Report { command: "check", shape: Shape::Object, entries: vec![entry], page: self.page(requests) }
    }

    fn page(&self, requests: Option<Requests>) -> Page {
        let survey = &self.survey;
        let mut page = Page::default();
        let dim = |text: String| Span::new(Role::Dim, text);
        page.line(0, [Span::new(Role::Strong, format!("what {} allows", self.url))]);
        let count = survey.recording.iter().count();
        page.line(0, [dim(format!("seen in {count} requests, beginning with {}", self.origin))]);
        page.blank();
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
            page.labelled(Role::Label, format!("{name:16}"), value);
        }
        for finding in self.findings() {
            page.blank();
            let about = format!("({}, {})", finding.rule.name, finding.certainty.name());
            page.labelled(Role::Strong, finding.rule.code, format!("{} {about}", finding.message.for_json()));
            page.labelled(Role::Label, "fix", finding.fix());
        }
        for note in &self.notes {
            page.labelled(Role::Odd, "note", note.as_str());
        }
        if survey.origins == ShownList::Unknown {
            page.blank();
            page.line(0, [dim(format!("{} is not allowed; --origin names a page that is", self.origin))]);
        }
        if requests.is_some() {
            for (_, recorded) in survey.recording.iter() {
                page.blank();
                page.line(2, [dim(format!("# {}", recorded.purpose.tells()))]);
                page.line(2, [dim("$ ".to_owned()), Span::from(self.curl(recorded))]);
            }
        }
        page
    }

    fn curl(&self, recorded: &Recorded) -> Outside {
        self.redactor.curl(&recorded.exchange.request, None).unwrap_or_default().into()
    }

    fn json(&self) -> Value {
        let survey = &self.survey;
        let request = |recorded: &Recorded| {
            json!({
                "purpose": recorded.purpose.name(),
                "status": recorded.exchange.answer.as_ref().ok().map(|head| head.status),
                "curl": self.curl(recorded),
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
            "findings": self.findings().iter().map(ShownFinding::object).collect::<Vec<_>>(),
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
            ShownList::Any { .. } if credentials => {
                notes.push("The server allows any origin with credentials, which no policy may: only the page that asked is listed.".to_owned());
                server::Allowed::listed([self.origin.as_str()])
            }
            ShownList::Unknown | ShownList::Nothing(_) => {
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

fn words(allowed: &ShownList) -> String {
    match allowed {
        ShownList::Unknown => "unknown".to_owned(),
        ShownList::Nothing(certainty) => format!("none ({})", certainty.name()),
        ShownList::These(entries, certainty) => format!("{} ({})", entries.join(", "), certainty.name()),
        ShownList::Any { is_echo: true } => "any: what is asked for is echoed".to_owned(),
        ShownList::Any { is_echo: false } => "any (`*`)".to_owned(),
    }
}

fn of_json(allowed: &ShownList) -> Value {
    let certain = |certainty: &Certainty| certainty.name();
    match allowed {
        ShownList::Unknown => json!({ "allowed": null, "certainty": "possible" }),
        ShownList::Nothing(certainty) => json!({ "allowed": [], "certainty": certain(certainty) }),
        ShownList::These(entries, certainty) => json!({ "allowed": entries, "certainty": certain(certainty) }),
        ShownList::Any { is_echo } => json!({ "allowed": "any", "certainty": "certain", "echo": is_echo }),
    }
}

fn of_policy(allowed: &ShownList) -> server::Allowed {
    match allowed {
        ShownList::Unknown | ShownList::Nothing(_) => server::Allowed::default(),
        ShownList::These(entries, _) => server::Allowed::listed(entries),
        ShownList::Any { .. } => server::Allowed::Any,
    }
}
