//! The questions that a server is asked, each in its own words.

use preflight_engine::Origin;
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_recording::Purpose;
use url::{Host, Url};

use super::{Heard, Wire};
use crate::case::Asker;
use crate::facts::fact::Fact;
use crate::facts::heads::{self, FOREIGN_ORIGIN, allow_origin, allows, from_origin, nowhere, to_url};
use crate::facts::layers::{self, behind};
use crate::facts::origin_value;
use crate::facts::origin_variants::variants;

/// A query that no cache has seen: caches keep answers by URL.
const UNSEEN: &str = "preflight-probe";

/// An origin that a server allows, and what is wrong about it.
pub(crate) struct NearMiss {
    pub(crate) heard: Heard,
    pub(crate) entry: String,
    pub(crate) difference: String,
}

/// What the server behind answered.
pub(crate) struct Inside {
    pub(crate) heard: Heard,
    pub(crate) outside: ResponseHead,
}

impl Wire<'_> {
    /// What the request itself is answered, as a safe one.
    pub(crate) fn itself(&self) -> Fact<Heard> {
        match self.itself_request() {
            Some(request) => self.ask(Purpose::Actual, request),
            None => Fact::Unknown("what does the server answer to the request itself?"),
        }
    }

    /// What the request that decided is answered, as a safe one.
    pub(crate) fn decided_as_safe(&self) -> Fact<Heard> {
        self.repeated(Purpose::Actual, |head| head)
    }

    /// The request itself, as a safe one.
    pub(crate) fn itself_request(&self) -> Option<RequestHead> {
        Some(heads::actual(self.case.request, &self.decided()?.request.url, &self.origin()))
    }

    /// What a tool gets that sends no `Origin`.
    pub(crate) fn without_origin(&self) -> Fact<Heard> {
        self.repeated(Purpose::WithoutOrigin, |head| from_origin(&head, None))
    }

    /// What a path is answered that is not there.
    pub(crate) fn error_page(&self) -> Fact<Heard> {
        let Some(head) = self.simple_request() else {
            return Fact::Unknown("what does another path of the host answer?");
        };
        let url = nowhere(&head.url);
        self.ask(Purpose::ErrorPage, to_url(&head, url))
    }

    /// What the root of the host is answered.
    pub(crate) fn root(&self) -> Fact<Heard> {
        const QUESTION: &str = "what does the root of the host answer?";
        let Some(head) = self.simple_request().filter(|head| head.url.path() != "/") else {
            return Fact::Unknown(QUESTION);
        };
        let mut url = head.url.clone();
        url.set_path("/");
        url.set_query(None);
        self.ask(Purpose::ErrorPage, to_url(&head, url))
    }

    /// What a preflight would be answered, though the request needs none.
    pub(crate) fn preflight_besides(&self) -> Fact<Heard> {
        self.repeated(Purpose::Preflight, |head| {
            heads::preflight(self.case.request.method(), &head.url, &self.origin())
        })
    }

    /// What `OPTIONS` is answered that is no preflight.
    pub(crate) fn plain_options(&self) -> Fact<Heard> {
        self.repeated(Purpose::PlainOptions, |head| {
            let mut plain = from_origin(&head, None);
            plain.is_preflight = false;
            plain.headers.retain(|name| !name.to_ascii_lowercase().starts_with(b"access-control-request-"));
            plain
        })
    }

    /// What the server answers where no cache does.
    pub(crate) fn past_caches(&self) -> Fact<Heard> {
        self.repeated(Purpose::PastCaches, |head| past(&head))
    }

    /// What the preflight is answered for a stranger's origin, one that was sent or one that would be.
    pub(crate) fn foreign_preflight(&self) -> Fact<Heard> {
        let mut heads = self.case.verdict.exchanges.iter().map(|exchange| &exchange.request);
        match heads.find(|head| head.is_preflight) {
            Some(preflight) => self.ask(Purpose::ForeignOrigin, from_origin(preflight, Some(FOREIGN_ORIGIN))),
            None => self.repeated(Purpose::ForeignOrigin, |head| {
                heads::preflight(self.case.request.method(), &head.url, FOREIGN_ORIGIN)
            }),
        }
    }

    /// The origin that the request itself is answered for, where nobody named the page and the server always names that one.
    pub(crate) fn origin_of_the_list(&self) -> Option<String> {
        let named = self.itself().known().filter(|_| self.case.asker == Asker::StandIn)?;
        allow_origin(&named.head).filter(|origin| matches!(Origin::parse(origin), Ok(Origin::Tuple(_))))
    }

    /// Whether the preflight that was answered without a word has one for the origin that the server names.
    pub(crate) fn preflight_knows(&self, origin: &str) -> bool {
        let request = self.decided_request().map(|request| from_origin(&request, Some(origin)));
        let asked = request.map(|request| self.ask(Purpose::OriginVariant, request));
        asked.is_some_and(|asked| asked.known_and(|heard| allow_origin(&heard.head).is_some()))
    }

    /// What the request that was allowed is answered for another origin, or for none.
    pub(crate) fn last_from(&self, purpose: Purpose, origin: Option<&str>) -> Fact<Heard> {
        match self.last() {
            Some((_, request, _)) => self.ask(purpose, from_origin(request, origin)),
            None => Fact::Unknown(purpose.tells()),
        }
    }

    /// The same past caches.
    pub(crate) fn last_past_caches(&self, origin: &str) -> Fact<Heard> {
        match self.last() {
            Some((_, request, _)) => self.ask(Purpose::PastCaches, past(&from_origin(request, Some(origin)))),
            None => Fact::Unknown(Purpose::PastCaches.tells()),
        }
    }

    /// What a path of the host answers that allowed the call, where there is none.
    pub(crate) fn last_error_page(&self) -> Fact<Heard> {
        match self.last() {
            Some((_, request, _)) => self.ask(Purpose::ErrorPage, to_url(request, nowhere(&request.url))),
            None => Fact::Unknown(Purpose::ErrorPage.tells()),
        }
    }

    /// What the place answers that a redirect leads to.
    pub(crate) fn next_hop(&self, target: &Url) -> Fact<Heard> {
        self.repeated(Purpose::Next, |head| to_url(&head, target.clone()))
    }

    /// What the last server answers to the page's own origin, where a redirect made it `null`.
    pub(crate) fn own_origin(&self) -> Fact<Heard> {
        let page = self.page().to_owned();
        self.repeated(Purpose::OriginVariant, |head| RequestHead {
            is_preflight: false,
            ..from_origin(&head, Some(&page))
        })
    }

    /// The first origin that looks like the page's and is allowed. `request` is what was refused. Nothing looks like a page
    /// that nobody named.
    pub(crate) fn near_miss(&self, request: &RequestHead) -> Option<NearMiss> {
        if self.case.asker == Asker::StandIn {
            return None;
        }
        let origin = self.origin();
        if self.is_control_allowed(request, &origin) {
            return None;
        }
        for (variant, difference) in variants(&origin, &request.url) {
            let heard = match self.ask(Purpose::OriginVariant, from_origin(request, Some(&variant))) {
                Fact::Known(heard) => heard,
                Fact::Unknown(_) | Fact::Denied => return None,
            };
            // The value is the list's entry, where the server normalizes the origin.
            let Some(allowed) = allow_origin(&heard.head).filter(|value| value != "*") else { continue };
            let (entry, difference) = match allowed {
                allowed if allowed == origin => (variant, difference),
                allowed if allowed == variant => (allowed, difference),
                // Whatever is asked, this is answered: what was tried is no matter.
                allowed => (allowed.clone(), origin_value::difference(&allowed, &origin)),
            };
            return Some(NearMiss { heard, entry, difference });
        }
        None
    }

    /// Whether what stands in for the refused request is allowed for the same origin: then the origin is not what differs.
    fn is_control_allowed(&self, request: &RequestHead, origin: &str) -> bool {
        let is_decided = self.decided().is_some_and(|decided| decided.request == request);
        !is_decided && self.ask(Purpose::Actual, request.clone()).known_and(|control| allows(&control.head, origin))
    }

    /// What the server behind answers, where one is known.
    pub(crate) fn inside(&self) -> Option<Inside> {
        let upstream = self.case.upstream?;
        let verdict = self.case.verdict;
        let exchange = verdict.evidence().or(verdict.exchanges.last())?;
        let outside = exchange.answer.as_ref().ok()?.clone();
        let heard = self.ask(Purpose::Upstream, behind(&exchange.request, upstream)).known()?;
        Some(Inside { heard, outside })
    }

    /// Says what differs between the server behind and the layer in front.
    pub(crate) fn note_layers(&self) {
        let Some(upstream) = self.case.upstream else { return };
        match self.inside() {
            Some(inside) => {
                layers::differences(&inside.outside, &inside.heard.head).into_iter().for_each(|note| self.note(note));
            }
            None => self.note(format!("{upstream} does not answer, so the layers cannot be compared")),
        }
    }

    /// The other loopback address, where the URL names one and a server answers on it.
    pub(crate) fn other_loopback(&self) -> Option<(Url, Heard)> {
        let head = &self.case.verdict.exchanges.last()?.request;
        let url = other_loopback(&head.url)?;
        let heard = self.ask(Purpose::OtherLoopback, as_get(to_url(head, url.clone()))).known()?;
        Some((url, heard))
    }

    /// What the same port answers in the other scheme.
    pub(crate) fn in_scheme(
        &self,
        scheme: &str,
        purpose: Purpose,
    ) -> Option<(Url, Result<ResponseHead, NetworkFailure>)> {
        let head = &self.case.verdict.exchanges.last()?.request;
        let mut url = head.url.clone();
        let port = url.port_or_known_default();
        url.set_scheme(scheme).ok()?;
        url.set_port(port).ok()?;
        let (_, answer, _) = self.ask_raw(purpose, as_get(to_url(head, url.clone()))).known()?;
        Some((url, answer))
    }

    /// Whether the decided response came from a cache that answers with what another origin got.
    pub(crate) fn cache_has_answered(&self) -> Fact<bool> {
        let origin = self.origin();
        let Some(decided) = self.decided().filter(|decided| decided.request.method == b"GET") else {
            return Fact::Known(false);
        };
        if origin == "null" || decided.request.has_body {
            return Fact::Known(false);
        }
        match self.past_caches() {
            Fact::Known(fresh) => Fact::Known(allows(&fresh.head, &origin) && fresh.head.status < 400),
            Fact::Unknown(question) => Fact::Unknown(question),
            Fact::Denied => Fact::Denied,
        }
    }

    /// The request that decided, changed.
    fn repeated(&self, purpose: Purpose, change: impl FnOnce(RequestHead) -> RequestHead) -> Fact<Heard> {
        match self.decided_request() {
            Some(head) => self.ask(purpose, change(head)),
            None => Fact::Unknown(purpose.tells()),
        }
    }

    /// The request itself where a preflight decided, and what decided otherwise.
    fn simple_request(&self) -> Option<RequestHead> {
        let head = self.decided_request()?;
        let is_preflight = head.is_preflight;
        Some(if is_preflight { heads::actual(self.case.request, &head.url, &self.origin()) } else { head })
    }
}

/// The same URL with a query that no cache has seen.
fn past(head: &RequestHead) -> RequestHead {
    let mut url = head.url.clone();
    url.query_pairs_mut().append_pair(UNSEEN, "1");
    to_url(head, url)
}

fn as_get(mut head: RequestHead) -> RequestHead {
    head.method = b"GET".to_vec();
    head.has_body = false;
    head.is_preflight = false;
    head
}

/// The loopback address that the URL does not name; `localhost` is both of them already.
fn other_loopback(url: &Url) -> Option<Url> {
    let other = match url.host()? {
        Host::Ipv4(address) if address.is_loopback() => "[::1]",
        Host::Ipv6(address) if address.is_loopback() => "127.0.0.1",
        _ => return None,
    };
    let mut url = url.clone();
    url.set_host(Some(other)).ok()?;
    Some(url)
}
