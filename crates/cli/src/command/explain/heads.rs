//! Pasted heads (`curl -i`, the Headers pane, a response alone) as an entry of `explain`.

use preflight_diagnosis::{Explanation, PastedExchange, PastedHead};
use preflight_report::{Entry, Exit, Page, Report, Role, Shape, ShownFinding, Span};
use preflight_rules::{Certainty, Finding, NOT_CORS, PROXY_ERROR_WITHOUT_CORS, TLS_UNTRUSTED, UNREACHABLE};
use serde_json::{Map, Value, json};

use super::Known;
use super::page::{SHOWS_VALUES, hides_url};
use crate::arguments::call::{Asked, words_of};
use crate::call_object::call_object;
use crate::command::check::{JudgedHeads, Word, judged_heads, shown_finding};
use crate::exit::Failure;
use crate::redact::{HIDDEN, Redactor};

/// The report about pasted heads; none where the text says something besides, and they show no failure.
pub fn report(pasted: &PastedExchange, known: &Known, said: &[Explanation]) -> Result<Option<Report>, Failure> {
    let mut judged = judged_heads(pasted, known.origin.as_ref())?;
    if !said.is_empty() && (judged.word != Word::Blocked || is_explained_by(&judged, said)) {
        return Ok(None);
    }
    if let Some(named) = said.iter().find_map(named_cause) {
        judged.findings.retain(|finding| finding.rule != named.rule);
        judged.findings.insert(0, named);
    }
    let redactor = Redactor::new(known.values, judged.call.url.value().map(url::Url::as_str));
    let allowed = pasted.heads.iter().rev().find_map(allowed);
    let told = Told { judged, redactor, allowed, status: pasted.heads.last().and_then(|head| head.status) };
    Ok(Some(Report { command: "explain", shape: Shape::List, entries: vec![told.entry()], page: told.page() }))
}

/// Whether a log beside the heads says why a proxy had no answer, which the heads cannot.
fn is_explained_by(judged: &JudgedHeads, said: &[Explanation]) -> bool {
    let is_of_proxy = judged.findings.first().is_some_and(|finding| *finding.rule == PROXY_ERROR_WITHOUT_CORS);
    let firsts = said.iter().filter_map(|said| said.candidates.first());
    is_of_proxy && firsts.into_iter().any(|first| [&UNREACHABLE, &TLS_UNTRUSTED].contains(&first.finding.rule))
}

/// What a body or a log beside the heads names as the one cause, of what CORS is about.
fn named_cause(said: &Explanation) -> Option<Finding> {
    let first = &said.candidates.first()?.finding;
    let is_named = first.certainty == Certainty::Certain && first.rule != &NOT_CORS;
    is_named.then(|| Finding { certainty: Certainty::Likely, ..first.clone() })
}

struct Told {
    judged: JudgedHeads,
    redactor: Redactor,
    /// What a preflight among the heads allows.
    allowed: Option<String>,
    /// The status of the last head, if it has one.
    status: Option<u16>,
}

impl Told {
    fn findings(&self) -> Vec<ShownFinding> {
        let page = self.judged.call.origin.value();
        self.judged.findings.iter().map(|finding| shown_finding(finding, &self.redactor, page)).collect()
    }

    fn next(&self) -> Vec<String> {
        if self.judged.call.url.is_unknown() {
            return Vec::new();
        }
        let call = &self.judged.call;
        let is_without_body = matches!(call.method.value().map(String::as_str), None | Some("GET" | "HEAD"));
        // A head has no body, and says by its type that there was one.
        let has_body = call.header("content-type").is_some() && !is_without_body;
        let asked = Asked { call: call.clone(), body: has_body.then(|| HIDDEN.to_owned()), ..Asked::default() };
        let command = ["preflight", "check"].map(str::to_owned).into_iter();
        command.chain(words_of(&asked, &self.redactor)).collect()
    }

    fn meaning(&self) -> String {
        let status = self.status.map(|status| format!(", status {status}")).unwrap_or_default();
        match self.judged.word {
            Word::Allowed => format!("a page reads a response with this head{status}"),
            Word::Blocked => format!("a browser blocks a response with this head{status}"),
            Word::Opaque => format!("a page sees nothing of a response with this head{status}"),
            Word::Unreachable | Word::Undetermined => {
                format!("the head alone does not say whether a browser blocks the call{status}")
            }
        }
    }

    fn entry(&self) -> Entry {
        let call = &self.judged.call;
        let url = call.url.value().map(|url| self.redactor.url(url.as_str()));
        let findings = self.findings();
        let is_blocked = self.judged.word == Word::Blocked;
        let causes: Vec<_> = match findings.is_empty() {
            true => vec![json!({ "id": "none", "why": self.meaning(), "ask": null })],
            false => findings.iter().map(cause).collect(),
        };
        let object = json!({
            "engine": null,
            "url": url,
            "origin": call.origin.value().map(|origin| origin.as_str().to_owned()),
            "reason": null,
            "certain": false,
            "causes": causes,
            "call": call_object(call, &self.redactor),
            "next": self.next(),
            "fixes": findings.iter().map(|finding| finding.fix()).collect::<Vec<_>>(),
            "edits": [],
        });
        Entry {
            title: url.clone().unwrap_or_else(|| "a pasted head".to_owned()).into(),
            place: url.map(Into::into),
            verdict: self.judged.word.name(),
            findings,
            object: match object {
                Value::Object(members) => members,
                _ => Map::new(),
            },
            exit: if is_blocked { Exit::Findings } else { Exit::Good },
        }
    }

    fn page(&self) -> Page {
        let mut page = Page::default();
        let role = match self.judged.word {
            Word::Allowed => Role::Good,
            Word::Blocked => Role::Bad,
            Word::Opaque | Word::Unreachable | Word::Undetermined => Role::Odd,
        };
        page.verdict(Span::new(role, self.judged.word.name()), self.meaning());
        let from =
            self.judged.call.origin.value().map_or("a page that the text does not name", |origin| origin.as_str());
        page.line(2, [Span::new(Role::Dim, format!("from {from}; nothing was asked"))]);
        if let Some(allowed) = self.allowed.as_deref().filter(|_| self.judged.word == Word::Undetermined) {
            page.line(2, [Span::from(self.redactor.explanation(allowed))]);
        }
        for finding in self.findings() {
            page.blank();
            let about = format!("({}, {})", finding.rule.name, finding.certainty.name());
            page.labelled(Role::Strong, finding.rule.code, format!("{} {about}", finding.message.for_json()));
            page.labelled(Role::Label, "fix", finding.fix());
        }
        let next = self.next();
        if !next.is_empty() {
            page.blank();
            let is_hidden = hides_url(&next);
            page.command(next);
            if is_hidden {
                page.line(0, [Span::new(Role::Dim, SHOWS_VALUES)]);
            }
        }
        page
    }
}

/// What a preflight allows that is answered well: origin, methods, headers.
fn allowed(head: &PastedHead) -> Option<String> {
    let field = |name: &str| {
        let value = head.response.get(name.as_bytes())?;
        Some(String::from_utf8_lossy(&value).trim().to_owned()).filter(|value| !value.is_empty())
    };
    let is_good = head.is_preflight() && head.status.is_some_and(|status| (200..=299).contains(&status));
    let origin = field("access-control-allow-origin").filter(|_| is_good)?;
    let methods = field("access-control-allow-methods").map(|list| format!(", the methods `{list}`"));
    let headers = field("access-control-allow-headers").map(|list| format!(", the headers `{list}`"));
    let (methods, headers) = (methods.unwrap_or_default(), headers.unwrap_or_default());
    Some(format!(
        "the preflight allows the origin `{origin}`{methods}{headers}; what the request itself is answered is not in the text"
    ))
}

fn cause(finding: &ShownFinding) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), finding.rule.name.into());
    object.insert("why".to_owned(), json!(finding.message));
    object.insert("ask".to_owned(), Value::Null);
    object.extend(finding.object());
    Value::Object(object)
}
