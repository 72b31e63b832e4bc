//! A pasted call whose URL the text does not give: nothing is asked of any server, and the answer is what is known of the call.

use std::iter::once;

use preflight_engine::Origin;
use preflight_engine::browser::UserAgent;
use preflight_engine::page_call::Part;
use preflight_pasted_call::{Pasted, Unreadable};
use preflight_report::{Entry, Format, Page, Report, Role, Shape, Span};
use serde_json::{Map, Value, json};
use url::Url;

use super::word::Word;
use super::{CheckArgs, Failure};
use crate::arguments::call::{UNKNOWN_PAGE, UNKNOWN_URL};
use crate::call_object::call_object;
use crate::output::{ask_until, is_person_there};
use crate::pasted_command::{UNKNOWN_METHOD, command_of, notes_of, pattern_of, words_of_pasted};
use crate::printable::printable;
use crate::redact::{Redactor, Values};

/// Stands for the URL while the arguments beside it are read; it is never called.
const STAND_IN: &str = "http://url.invalid/";

/// A call without its URL.
pub struct UnknownUrl {
    pasted: Pasted,
    reason: Unreadable,
}

impl UnknownUrl {
    pub fn new(pasted: Pasted, reason: Unreadable) -> Self {
        Self { pasted, reason }
    }

    /// The URL that a person names, where one is there.
    pub fn asked_for(&self) -> Option<String> {
        if !is_person_there() {
            return None;
        }
        let question = format!("{}; which URL is it? Enter if you do not know:", self.message());
        let named = |answer: &str| match Url::parse(answer) {
            Ok(url) if url.has_host() => Ok(url.to_string()),
            _ => Err("a whole URL is accepted, as in http://localhost:5000/api/todos".to_owned()),
        };
        ask_until(&question, named)
    }

    /// The same as a mistake in the arguments, for what needs a URL.
    pub fn into_failure(self) -> Failure {
        let help = format!("{}: `{}`", self.reason.remedy(), command_of(&self.pasted));
        Failure::usage(self.message()).with_help(help).with_notes(notes_of(&self.pasted))
    }

    fn message(&self) -> String {
        printable(self.reason.to_string().as_bytes())
    }

    /// The report: undetermined, with what is missing and the command to complete. What a flag says counts more.
    pub fn report(mut self, args: &CheckArgs, format: Format) -> Result<Report, Failure> {
        let flags = args.call.asked(STAND_IN)?;
        let mut call = flags.call;
        call.url = Part::Unknown;
        call.complete_from(std::mem::take(&mut self.pasted.call));
        self.pasted.call = call;
        self.pasted.body = flags.body.or(self.pasted.body);
        let notes: Vec<_> = once(self.message()).chain(flags.notes).chain(notes_of(&self.pasted)).collect();
        let method = self.pasted.call.method.value().map_or(UNKNOWN_METHOD, String::as_str).to_owned();
        let url = pattern_of(&self.pasted).unwrap_or_else(|| UNKNOWN_URL.to_owned());
        let is_for_people = format == Format::Text;
        let entry = Entry {
            title: format!("{method} {url} from {}", self.page().unwrap_or(UNKNOWN_PAGE)).into(),
            place: None,
            verdict: Word::Undetermined.name(),
            findings: Vec::new(),
            object: if is_for_people { Map::new() } else { self.object(args, &notes) },
            exit: Word::Undetermined.exit(),
        };
        let page = if is_for_people { self.text(&format!("{method} {url}"), &notes[1..]) } else { Page::default() };
        Ok(Report { command: "check", shape: Shape::Object, entries: vec![entry], page })
    }

    fn page(&self) -> Option<&str> {
        self.pasted.call.origin.value().map(Origin::as_str)
    }

    /// The object of `docs/schema/check.json`.
    fn object(&self, args: &CheckArgs, notes: &[String]) -> Map<String, Value> {
        let call = self.pasted.call.clone().with_implications();
        let redactor = Redactor::new(Values::Hidden, []).hiding(&self.pasted.named);
        let agents = || UserAgent::ALL.into_iter().filter(|agent| args.engine.includes(agent.name));
        let by_engine =
            |value: &str| agents().map(|agent| (agent.name.to_owned(), value.into())).collect::<Map<_, _>>();
        let object = json!({
            "schema": "preflight.check/1",
            "url": null,
            "url_pattern": pattern_of(&self.pasted),
            "origin": self.page(),
            "method": call.method.value(),
            "mode": call.mode.value().map(|mode| mode.name()),
            "credentials": call.credentials.value().map(|credentials| credentials.name()),
            "call": call_object(&call, &redactor),
            "verdicts": by_engine(Word::Undetermined.name()),
            "console": by_engine(""),
            "console_network": by_engine(""),
            "reason": null,
            "stage": null,
            "standard": null,
            "findings": [],
            "notes": notes,
            "visible": null,
            "next": words_of_pasted(&self.pasted),
            "exchanges": [],
        });
        match object {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }

    fn text(&self, called: &str, notes: &[String]) -> Page {
        let dim = |text: String| Span::new(Role::Dim, text);
        let mut page = Page::default();
        page.verdict(Span::new(Role::Odd, Word::Undetermined.name()), self.message());
        page.line(2, [dim("--> ".to_owned()), Span::from(called.to_owned())]);
        page.blank();
        page.line(0, [dim(format!("{}:", self.reason.remedy()))]);
        page.command(words_of_pasted(&self.pasted));
        if !notes.is_empty() {
            page.blank();
        }
        notes.iter().for_each(|note| page.labelled(Role::Odd, "note", note.clone()));
        page
    }
}
