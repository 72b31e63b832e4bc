//! The network as all browsers of one check share it: a head that was sent once is not sent again, for another browser
//! neither, what may change something
//! is not sent unless asked for (nothing is answered in its place), no more than [`LIMIT`] requests are, and none once the run's [`Budget`] is used up.

use preflight_diagnosis::{Inquiry as Question, Reply};
use preflight_engine::Origin;
use preflight_engine::browser::{AddressSpaces, Identity, Sender};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_probe::{ExchangeDetail, Exchanged, Probe};
use preflight_recording::Purpose;
use url::Url;

use super::Failure;
use super::address_space;
use super::budget::{Budget, Spent};
use super::stand_in::{is_safe, safe_form};

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
    only_host: Option<String>,
    sent: Vec<Sent>,
}

/// A head, and how it went.
struct Sent {
    /// As Fetch makes it: by this it is known.
    head: RequestHead,
    /// As it was on the wire, with what the browser says of itself.
    wire: RequestHead,
    exchanged: Exchanged,
}

/// What was not asked, or not waited for, because the budget was used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unasked {
    /// What it was to tell; none for what a browser itself would send.
    pub purpose: Option<Purpose>,
    pub request: RequestHead,
    pub spent: Spent,
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
            only_host: None,
            sent: Vec::new(),
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

    /// Asks no server but the one at this URL.
    pub fn asking_only(self, url: &Url) -> Self {
        Self { only_host: url.host_str().map(str::to_owned), ..self }
    }

    /// Whether the server of this head may be asked.
    pub fn reaches(&self, head: &RequestHead) -> bool {
        self.only_host.as_deref().is_none_or(|host| head.url.host_str() == Some(host))
    }

    /// Sends nothing beyond a browser's own requests, or more.
    pub fn sending_probes(self, sends_probes: bool) -> Self {
        Self { sends_probes, ..self }
    }

    /// Whether anything beyond a browser's own requests is sent.
    pub fn sends_probes(&self) -> bool {
        self.sends_probes
    }

    /// Whether a head may be sent.
    pub fn sends(&self, head: &RequestHead) -> bool {
        is_safe(head) || self.sends_unsafe
    }

    /// The answer to a head: the earlier one, if the same head was sent already. Whoever asks has made sure that it may be sent.
    pub fn exchange(
        &mut self,
        head: &RequestHead,
        sender: &Sender,
    ) -> Result<Result<ResponseHead, NetworkFailure>, Failure> {
        if let Some(spent) = self.budget.overrun() {
            self.note_unasked(head, spent);
            return Ok(Err(spent.failure()));
        }
        self.send(head, sender)
    }

    /// What keeps a head from being sent that may not be: that nothing is there to send it to. `GET` finds it out, whose answer
    /// says nothing else.
    pub fn obstacle(&mut self, head: &RequestHead, sender: &Sender) -> Result<Option<NetworkFailure>, Failure> {
        let answer = self.exchange(&safe_form(head), sender)?;
        Ok(answer.err().filter(|failure| {
            matches!(
                failure,
                NetworkFailure::NameNotResolved
                    | NetworkFailure::ConnectionRefused
                    | NetworkFailure::Unreachable
                    | NetworkFailure::TlsHandshake
                    | NetworkFailure::TlsCertificate
            )
        }))
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

    /// Whether the budget was used up before this head was answered.
    pub fn is_unasked(&self, head: &RequestHead) -> bool {
        self.unasked.iter().any(|unasked| unasked.request == *head)
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

    /// How the exchange of a head went.
    pub fn detail(&self, head: &RequestHead) -> Option<&ExchangeDetail> {
        self.find(head).map(|sent| &sent.exchanged.detail)
    }

    /// The answer to what was sent in the place of a head, if that was.
    pub fn answer_in_place_of(&self, head: &RequestHead) -> Option<(&RequestHead, &ResponseHead)> {
        let sent = self.find(&safe_form(head))?;
        sent.exchanged.answer.as_ref().ok().map(|answer| (&sent.head, answer))
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
    fn ask(&mut self, question: &Question) -> Option<Reply> {
        let is_new = self.find(&question.request).is_none();
        let is_wanted = self.sends_probes || question.purpose == Purpose::Upstream;
        let may_be_sent = is_safe(&question.request) && self.reaches(&question.request);
        if is_new && (!is_wanted || self.sent.len() >= LIMIT) || !may_be_sent {
            return None;
        }
        let asker = self.asker(&question.request);
        let head = self.send(&question.request, &asker).ok()?;
        if let Some(unasked) = self.unasked.iter_mut().find(|unasked| unasked.request == question.request) {
            unasked.purpose.get_or_insert(question.purpose);
            return None;
        }
        Some(Reply { head, body: self.body(&question.request) })
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        self.detail(head).map(|detail| detail.body.bytes.clone()).unwrap_or_default()
    }
}
