//! What a server allows, inferred from what it answers to a few probes.

mod origins;

use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_recording::{Purpose, Recorded, Recording};
use preflight_rules::{
    CACHE_WITHOUT_VARY, CORS_DISABLED_IN_PRODUCTION, Certainty, Evidence, Finding, Rule, Side,
    WILDCARD_WITH_CREDENTIALS,
};
use url::Url;

use crate::facts::heads;
use crate::network::{Inquiry, Network};
use crate::text::text_of;

/// Asked for in a preflight: what is answered only to a list, and what nobody lists.
const METHODS: [&str; 2] = ["DELETE", "PREFLIGHTPROBE"];
const HEADERS: [&str; 2] = ["authorization,content-type", "x-preflight-probe"];

/// What a server allows.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Who may read.
    pub origins: ShownList,
    /// Whether with cookies.
    pub credentials: Told<bool>,
    /// Which methods a preflight allows.
    pub methods: ShownList,
    /// Which request headers a preflight allows.
    pub request_headers: ShownList,
    /// Which response headers pages see.
    pub expose_headers: ShownList,
    /// For how many seconds a preflight's answer may be kept.
    pub max_age: Option<u64>,
    /// The status of a preflight's answer.
    pub preflight_status: Option<u16>,
    /// What is wrong with that.
    pub findings: Vec<Finding>,
    /// What was asked. The findings' evidence counts these.
    pub recording: Recording,
}

/// A list of a policy, as far as it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ShownList {
    /// It did not show.
    #[default]
    Unknown,
    /// Nothing.
    Nothing(Certainty),
    /// These at least.
    These(Vec<String>, Certainty),
    /// Everything: `*`, or an echo of what is asked.
    Any {
        /// Whether what is asked is echoed.
        is_echo: bool,
    },
}

/// A fact, if it showed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told<T>(pub Option<T>);

/// Asks a server what it allows. `origin` is the page that is known to call it, or one to begin with.
pub fn survey(url: &Url, origin: &str, network: &mut dyn Network) -> Survey {
    let mut surveyor = Surveyor { url, network, survey: Survey::default() };
    surveyor.look_at_preflights(origin);
    let actual = surveyor.look_at_origins(origin);
    if let Some(actual) = actual {
        surveyor.look_at_exposure(&actual);
        surveyor.look_at_caches(&actual, origin);
    }
    surveyor.judge();
    surveyor.survey
}

struct Surveyor<'a> {
    url: &'a Url,
    network: &'a mut dyn Network,
    survey: Survey,
}

impl Surveyor<'_> {
    fn ask(&mut self, purpose: Purpose, request: RequestHead) -> Option<ResponseHead> {
        let answer = self.network.ask(&Inquiry { purpose, request: request.clone() })?;
        let exchange = Exchange { request, answer: answer.head.clone() };
        self.survey.recording.push(Recorded { exchange, purpose, body: answer.body });
        answer.head.ok()
    }

    fn get(&mut self, purpose: Purpose, origin: Option<&str>) -> Option<ResponseHead> {
        let mut headers: HeaderList = [("Accept", "*/*")].into_iter().collect();
        if let Some(origin) = origin {
            headers.append("Origin", origin);
        }
        let request = RequestHead {
            method: b"GET".to_vec(),
            url: self.url.clone(),
            headers,
            is_preflight: false,
            includes_credentials: false,
            has_body: false,
        };
        self.ask(purpose, request)
    }

    fn preflight(&mut self, origin: &str, method: &str, names: &str) -> Option<ResponseHead> {
        let mut request = heads::preflight(method.as_bytes(), self.url, origin);
        request.headers.append("Access-Control-Request-Headers", names);
        self.ask(Purpose::Preflight, request)
    }

    /// Two preflights that ask for different things tell a list from an echo.
    fn look_at_preflights(&mut self, origin: &str) {
        let Some(usual) = self.preflight(origin, METHODS[0], HEADERS[0]) else { return };
        if !usual.has_ok_status() {
            return;
        }
        let unusual = self.preflight(origin, METHODS[1], HEADERS[1]);
        self.survey.preflight_status = Some(usual.status);
        self.survey.methods = list(&usual, unusual.as_ref(), "access-control-allow-methods", METHODS[1]);
        self.survey.request_headers = list(&usual, unusual.as_ref(), "access-control-allow-headers", HEADERS[1]);
        let max_age = usual.headers.get(b"access-control-max-age").and_then(|value| String::from_utf8(value).ok());
        self.survey.max_age = max_age.and_then(|value| value.trim().parse().ok());
    }

    fn look_at_exposure(&mut self, actual: &ResponseHead) {
        self.survey.expose_headers = match values(actual, "access-control-expose-headers") {
            None => ShownList::Nothing(Certainty::Likely),
            Some(names) if names.iter().any(|name| name == "*") => ShownList::Any { is_echo: false },
            Some(names) => ShownList::These(names, Certainty::Likely),
        };
    }

    fn look_at_caches(&mut self, actual: &ResponseHead, origin: &str) {
        let differs = self.survey.origins != ShownList::Any { is_echo: false };
        if differs && heads::allow_origin(actual).as_deref() == Some(origin) && !heads::varies_by_origin(actual) {
            let is_fixed = self.survey.recording.iter().any(|(_, recorded)| {
                recorded.purpose == Purpose::ForeignOrigin
                    && recorded
                        .exchange
                        .answer
                        .as_ref()
                        .is_ok_and(|foreign| heads::allow_origin(foreign) == heads::allow_origin(actual))
            });
            if !is_fixed {
                let message = "the answer differs by the origin, and no `Vary: Origin` says so to caches".to_owned();
                let fix = "send `Vary: Origin` with every answer".to_owned();
                self.find(&CACHE_WITHOUT_VARY, Certainty::Likely, message, fix);
            }
        }
    }

    fn judge(&mut self) {
        let credentials = self.survey.credentials.0 == Some(true);
        match &self.survey.origins {
            ShownList::Any { is_echo: true } if credentials => {
                let message = "any origin may read this with the visitor's cookies: whoever asks is echoed".to_owned();
                let fix = "list the origins that may read, and compare the whole origin".to_owned();
                self.find(&CORS_DISABLED_IN_PRODUCTION, Certainty::Certain, message, fix);
            }
            ShownList::These(origins, _) if credentials && origins.iter().any(|origin| origin == "null") => {
                let message =
                    "pages with the origin `null` may read this with cookies, and any site can make such a page"
                        .to_owned();
                self.find(
                    &CORS_DISABLED_IN_PRODUCTION,
                    Certainty::Certain,
                    message,
                    "take `null` off the list".to_owned(),
                );
            }
            ShownList::Any { is_echo: false } if credentials => {
                let message = "`*` and credentials are both allowed: browsers refuse that".to_owned();
                let fix = "name the origins, or leave Access-Control-Allow-Credentials out".to_owned();
                self.find(&WILDCARD_WITH_CREDENTIALS, Certainty::Certain, message, fix);
            }
            _ => {}
        }
    }

    fn find(&mut self, rule: &'static Rule, certainty: Certainty, message: String, fix: String) {
        let request = self.survey.recording.iter().find(|(_, recorded)| !recorded.exchange.request.is_preflight);
        let evidence = request.map(|(exchange, _)| Evidence::Exchange {
            exchange,
            side: Side::Response,
            field: Some(heads::ALLOW_ORIGIN),
            note: String::new(),
        });
        self.survey.findings.push(Finding::new(rule, certainty, message, fix).seen_in(evidence));
    }
}

/// A list of a preflight's answer: everything if it has `*` or what nobody lists.
fn list(usual: &ResponseHead, unusual: Option<&ResponseHead>, field: &str, nobodys: &str) -> ShownList {
    let Some(entries) = values(usual, field) else { return ShownList::Nothing(Certainty::Likely) };
    if entries.iter().any(|entry| entry == "*") {
        return ShownList::Any { is_echo: false };
    }
    let echoed = unusual.and_then(|head| values(head, field)).unwrap_or_default();
    if echoed.iter().any(|entry| entry.eq_ignore_ascii_case(nobodys)) {
        return ShownList::Any { is_echo: true };
    }
    // A server that answers with less where more is refused shows a part of its list.
    let is_same = unusual.is_none() || entries == echoed;
    ShownList::These(entries, if is_same { Certainty::Certain } else { Certainty::Likely })
}

fn values(head: &ResponseHead, field: &str) -> Option<Vec<String>> {
    let values = head.headers.extract_header_list_values(field.as_bytes()).ok().flatten()?;
    Some(values.iter().map(|value| text_of(value)).filter(|value| !value.is_empty()).collect())
}
