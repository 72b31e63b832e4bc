//! An example of exchanges: who calls, and what is answered.
//!
//! ```text
//! # page https://app.example.com, credentials include
//! GET https://api.example.com/todos
//! > origin: https://app.example.com
//! < 200
//! < access-control-allow-origin: *
//! | the body
//! ```
//!
//! The call is the first request that is not OPTIONS. An answer is for every request of its method and URL that has the fields
//! given with `>`; `> no origin` is for those without; the first that fits answers. What no answer fits is not known.

use std::time::Duration;

use preflight_diagnosis::{
    Case, Deciding, Judgement, ReadSource, Reply, ScriptedNetwork, SourceSays, judge, read_console,
};
use preflight_engine::Origin;
use preflight_engine::browser::{
    AddressSpace, Browser, CredentialsMode, Fetch, FetchRequest, RequestInit, RequestMode, UserAgent,
};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_engine::page_call::PageCall;
use url::Url;

/// An example of exchanges.
#[derive(Default)]
pub struct Script {
    page: Option<Origin>,
    init: RequestInit,
    answers: Vec<Scripted>,
    reads: Vec<String>,
    upstream: Option<Url>,
    source: Option<String>,
    console: Option<String>,
    is_withheld: bool,
}

/// An answer, and to what.
struct Scripted {
    method: String,
    url: Url,
    with: Vec<(String, String)>,
    without: Vec<String>,
    head: Result<ResponseHead, NetworkFailure>,
    body: String,
}

impl Script {
    /// Reads an example.
    pub fn read(text: &str) -> Self {
        let mut script = Self::default();
        script.init.restricts_mixed_content = true;
        for line in text.lines() {
            match line.split_once(' ') {
                _ if line.trim().is_empty() => {}
                Some(("#", said)) => said.split(", ").for_each(|part| script.know(part)),
                Some((">", field)) => script.ask(field),
                Some(("<", said)) => script.answer(said),
                Some(("|", body)) => script.last().body.push_str(body),
                Some((method, url)) => script.begin(method, url),
                None => panic!("`{line}` is not a line of an example"),
            }
        }
        script
    }

    fn last(&mut self) -> &mut Scripted {
        self.answers.last_mut().expect("a request stands above")
    }

    fn begin(&mut self, method: &str, url: &str) {
        self.answers.push(Scripted {
            method: method.to_owned(),
            url: url.parse().expect("a URL"),
            with: Vec::new(),
            without: Vec::new(),
            head: Err(NetworkFailure::InvalidResponse),
            body: String::new(),
        });
    }

    fn ask(&mut self, field: &str) {
        match (field.split_once(": "), field.strip_prefix("no ")) {
            (Some((name, value)), _) => self.last().with.push((name.to_owned(), value.to_owned())),
            (None, Some(name)) => self.last().without.push(name.to_owned()),
            (None, None) => panic!("`> {field}` is not a field"),
        }
    }

    fn answer(&mut self, said: &str) {
        if let Ok(status) = said.parse() {
            self.last().head = Ok(ResponseHead { status, headers: HeaderList::new() });
            return;
        }
        match (said.split_once(':'), said) {
            (Some((name, value)), _) => {
                let head = self.last().head.as_mut().expect("a status stands above");
                head.headers.append(name, value.trim());
            }
            (None, "connection refused") => self.last().head = Err(NetworkFailure::ConnectionRefused),
            (None, "certificate not trusted") => self.last().head = Err(NetworkFailure::TlsCertificate),
            (None, other) => panic!("`< {other}` is not an answer"),
        }
    }

    /// `page https://…`, `credentials include` and the like.
    fn know(&mut self, part: &str) {
        let (name, value) = part.split_once(' ').expect("a name and a value");
        match name {
            "page" => self.page = Some(Origin::parse(value).expect("an origin")),
            "credentials" => self.init.credentials = CredentialsMode::Include,
            "header" => {
                let (name, value) = value.split_once(": ").expect("a header");
                self.init.headers.push((name.into(), value.into()));
            }
            "mode" => {
                self.init.mode = if value == "no-cors" { RequestMode::NoCors } else { RequestMode::SameOrigin };
            }
            "from" => self.init.client_address_space = Some(AddressSpace::Public),
            "reads" => self.reads.push(value.to_owned()),
            "upstream" => self.upstream = Some(value.parse().expect("a URL")),
            "source" => self.source = Some(value.to_owned()),
            "console" => self.console = Some(value.to_owned()),
            // The request itself is not sent.
            "withheld" => self.is_withheld = true,
            other => panic!("`{other}` is not known"),
        }
    }

    /// Makes the call in Chromium's model, and judges it.
    pub fn judge(mut self) -> Judgement {
        let first = self.answers.iter().find(|scripted| scripted.method != "OPTIONS").expect("a call");
        self.init.method = Some(first.method.clone().into_bytes());
        let (page, url) = (self.page.clone().expect("a page"), first.url.clone());
        let request = FetchRequest::new_in(&UserAgent::CHROMIUM, page, url, std::mem::take(&mut self.init));
        let request = request.expect("a call that a page can make");
        let mut browser = Browser::new(UserAgent::CHROMIUM);
        let mut verdict = Fetch::start(request.clone(), &mut browser, Duration::ZERO).run_to_end(|head| {
            if self.is_withheld && !head.is_preflight {
                return (Err(NetworkFailure::Unreachable), Duration::ZERO);
            }
            let answer = self.answer_to(head).map(|answer| answer.head);
            (answer.unwrap_or_else(|| panic!("{} {} has no answer", text(&head.method), head.url)), Duration::ZERO)
        });
        if self.is_withheld {
            verdict.exchanges.retain(|exchange| exchange.request.is_preflight);
        }
        let messages = self.console.as_deref().map(read_console).unwrap_or_default();
        let call = PageCall::default();
        let source = self.source.as_deref().map(|says| ReadSource {
            file: "server.js",
            says: match says {
                "allows since its change" => SourceSays::AllowsCallSinceChange,
                "allows" => SourceSays::AllowsCall,
                library => SourceSays::ConfiguresLibrary(library),
            },
        });
        let case = Case {
            deciding: if self.is_withheld { Deciding::Withheld } else { Deciding::Sent },
            reads: &self.reads,
            upstream: self.upstream.as_ref(),
            console: messages.first(),
            source,
            ..Case::new(&call, &request, &verdict)
        };
        judge(case, &mut ScriptedNetwork::new(|head: &RequestHead| self.answer_to(head)))
    }

    fn answer_to(&self, head: &RequestHead) -> Option<Reply> {
        let is_meant = |scripted: &&Scripted| {
            let value = |name: &str| head.headers.get(name.as_bytes()).map(|value| text(&value));
            scripted.method.as_bytes() == head.method
                && scripted.url == head.url
                && scripted.with.iter().all(|(name, wanted)| value(name).as_ref() == Some(wanted))
                && scripted.without.iter().all(|name| value(name).is_none())
        };
        let scripted = self.answers.iter().find(is_meant)?;
        Some(Reply { head: scripted.head.clone(), body: scripted.body.clone().into_bytes() })
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
