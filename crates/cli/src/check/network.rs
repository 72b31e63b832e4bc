//! The network as all browsers of one check share it: a head that was sent once is not sent again, for another browser
//! neither, what may change something
//! is not sent unless asked for, no more than [`LIMIT`] requests are, and none once the run's [`Budget`] is used up.

use preflight_diagnosis::{Answer, Probe as Question};
use preflight_engine::Origin;
use preflight_engine::browser::{AddressSpaces, Identity, Sender};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_probe::{ExchangeDetail, Exchanged, Probe};
use preflight_recording::Purpose;
use url::Url;

use super::Failure;
use super::address_space;
use super::budget::{Budget, Spent};
use super::stand_in::{StandIn, is_safe, preflight_form, promised, safe_form, says_nothing};

/// As many requests are sent for one check. What a browser itself would send is always sent, so that its verdict is true:
/// a chain of redirects may be longer.
pub const LIMIT: usize = 12;

/// The probe, and what it was answered.
pub struct Network {
    probe: Probe,
    identity: Identity,
    page: Origin,
    budget: Budget,
    spaces: Option<AddressSpaces>,
    unasked: Vec<Unasked>,
    body: Option<Vec<u8>>,
    sends_unsafe: bool,
    sends_probes: bool,
    sent: Vec<Sent>,
    stand_ins: Vec<(RequestHead, StandIn, Result<ResponseHead, NetworkFailure>)>,
}

/// What was not asked, or not waited for, because the budget was used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unasked {
    /// What it was to tell; none for what a browser itself would send.
    pub purpose: Option<Purpose>,
    pub request: RequestHead,
    pub spent: Spent,
}

/// A head, and how it went.
struct Sent {
    /// As Fetch makes it: by this it is known.
    head: RequestHead,
    /// As it was on the wire, with what the browser says of itself.
    wire: RequestHead,
    exchanged: Exchanged,
}

impl Network {
    /// A network to which a page's browser shows itself so.
    pub fn new(probe: Probe, identity: Identity, page: Origin, budget: Budget) -> Self {
        Self {
            probe,
            identity,
            page,
            budget,
            spaces: None,
            unasked: Vec::new(),
            body: None,
            sends_unsafe: false,
            sends_probes: true,
            sent: Vec::new(),
            stand_ins: Vec::new(),
        }
    }

    /// The body that goes along where a head has one.
    pub fn with_body(self, body: Option<Vec<u8>>) -> Self {
        Self { body, ..self }
    }

    /// Whether requests that may change something are sent.
    pub fn sending_unsafe(self, sends_unsafe: bool) -> Self {
        Self { sends_unsafe, ..self }
    }

    /// Whether anything beyond a browser's own requests is sent.
    pub fn sending_probes(self, sends_probes: bool) -> Self {
        Self { sends_probes, ..self }
    }

    /// Whether a head is sent itself, and nothing in its place.
    pub fn sends(&self, head: &RequestHead) -> bool {
        is_safe(head) || self.sends_unsafe
    }

    /// The answer to a head: the earlier one, if the same head was sent already; that of a stand-in, if it may not be sent.
    pub fn exchange(
        &mut self,
        head: &RequestHead,
        sender: &Sender,
    ) -> Result<Result<ResponseHead, NetworkFailure>, Failure> {
        if let Some(spent) = self.budget.overrun() {
            self.note_unasked(head, spent);
            return Ok(Err(spent.failure()));
        }
        if self.sends(head) {
            return self.send(head, sender);
        }
        if let Some((_, _, answer)) = self.stand_ins.iter().find(|(asked, ..)| asked == head) {
            return Ok(answer.clone());
        }
        let (stand_in, answer) = self.stand_in(head, sender)?;
        self.stand_ins.push((head.clone(), stand_in, answer.clone()));
        Ok(answer)
    }

    fn stand_in(
        &mut self,
        head: &RequestHead,
        sender: &Sender,
    ) -> Result<(StandIn, Result<ResponseHead, NetworkFailure>), Failure> {
        let get = safe_form(head);
        let answer = self.send(&get, sender)?;
        if !answer.as_ref().is_ok_and(says_nothing) {
            return Ok((StandIn::Get(get), answer));
        }
        let earlier = self.sent.iter().find(|sent| sent.head.is_preflight && sent.head.url == head.url);
        let preflight = earlier.map_or_else(|| preflight_form(head), |sent| sent.head.clone());
        let promise = self.send(&preflight, sender)?;
        let is_allowed =
            |head: &ResponseHead| head.has_ok_status() && head.headers.contains(b"access-control-allow-origin");
        match promise.as_ref().ok().filter(|head| is_allowed(head)) {
            Some(promise) => Ok((StandIn::Preflight, Ok(promised(Some(promise))))),
            None => Ok((StandIn::Nothing, Ok(promised(None)))),
        }
    }

    /// Sends a head in the time that the run has left. What that cuts short says nothing about the server, so it is noted.
    fn send(&mut self, head: &RequestHead, sender: &Sender) -> Result<Result<ResponseHead, NetworkFailure>, Failure> {
        if let Some(sent) = self.find(head) {
            return Ok(sent.exchanged.answer.clone());
        }
        if let Some(spent) = self.budget.spent() {
            self.note_unasked(head, spent);
            return Ok(Err(spent.failure()));
        }
        let wire = self.identity.on_wire(head, sender);
        let exchanged = self
            .probe
            .exchange_within(self.budget.time_left(), &wire, self.body.as_deref())
            .map_err(|error| Failure::usage(format!("the request cannot be written: {error}")))?;
        self.budget.spend(&exchanged);
        let answer = exchanged.answer.clone();
        if let (Err(NetworkFailure::TimedOut), Some(spent)) = (&answer, self.budget.spent()) {
            self.note_unasked(head, spent);
        }
        self.sent.push(Sent { head: head.clone(), wire, exchanged });
        Ok(answer)
    }

    fn note_unasked(&mut self, head: &RequestHead, spent: Spent) {
        if !self.is_unasked(head) {
            self.unasked.push(Unasked { purpose: None, request: head.clone(), spent });
        }
    }

    /// Whether the budget was used up before this head, or what stands in for it, was answered.
    pub fn is_unasked(&self, head: &RequestHead) -> bool {
        let is_unasked = |head: &RequestHead| self.unasked.iter().any(|unasked| unasked.request == *head);
        is_unasked(head) || matches!(self.stand_in_for(head), Some(StandIn::Get(get)) if is_unasked(get))
    }

    /// What was not asked, or not waited for, because the budget was used up.
    pub fn unasked(&self) -> &[Unasked] {
        &self.unasked
    }

    /// Where the host of a URL is; it is looked up once.
    pub fn spaces_of(&mut self, url: &Url) -> AddressSpaces {
        let look_up = || address_space::of_targets(url, || self.probe.addresses_within(self.budget.time_left(), url));
        self.spaces.get_or_insert_with(look_up).clone()
    }

    /// How the exchange of a head went; that of its stand-in, if it has one.
    pub fn detail(&self, head: &RequestHead) -> Option<&ExchangeDetail> {
        let head = match self.stand_in_for(head) {
            Some(StandIn::Get(get)) => get,
            _ => head,
        };
        self.find(head).map(|sent| &sent.exchanged.detail)
    }

    /// What stands in for a head that was not sent.
    pub fn stand_in_for(&self, head: &RequestHead) -> Option<&StandIn> {
        self.stand_ins.iter().find(|(asked, ..)| asked == head).map(|(_, stand_in, _)| stand_in)
    }

    /// How many requests were sent.
    pub fn count(&self) -> usize {
        self.sent.len()
    }

    /// A head as it was on the wire, or as it would have been.
    pub fn on_wire(&self, head: &RequestHead) -> RequestHead {
        let sent = self.find(head).map(|sent| sent.wire.clone());
        sent.unwrap_or_else(|| self.identity.on_wire(head, &self.asker(head)))
    }

    /// Who asks a question that is no request of the page: whose origin it carries.
    fn asker(&self, head: &RequestHead) -> Sender {
        let told = head.headers.get(b"origin").and_then(|origin| String::from_utf8(origin).ok());
        let page = told.and_then(|origin| Origin::parse(&origin).ok()).unwrap_or_else(|| self.page.clone());
        Sender::of_page(page, head.url.clone())
    }

    fn find(&self, head: &RequestHead) -> Option<&Sent> {
        self.sent.iter().find(|sent| sent.head == *head)
    }
}

impl preflight_diagnosis::Network for Network {
    fn ask(&mut self, question: &Question) -> Option<Answer> {
        let is_new = self.find(&question.request).is_none();
        let is_wanted = self.sends_probes || question.purpose == Purpose::Upstream;
        if is_new && (!is_wanted || self.sent.len() >= LIMIT) || !is_safe(&question.request) {
            return None;
        }
        let asker = self.asker(&question.request);
        let head = self.send(&question.request, &asker).ok()?;
        if let Some(unasked) = self.unasked.iter_mut().find(|unasked| unasked.request == question.request) {
            unasked.purpose.get_or_insert(question.purpose);
            return None;
        }
        Some(Answer { head, body: self.body(&question.request) })
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        self.detail(head).map(|detail| detail.body.bytes.clone()).unwrap_or_default()
    }
}
