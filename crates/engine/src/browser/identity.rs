//! The fields that say which browser asks, for whom and how: what a browser adds to the head that Fetch makes.

mod browsers;

use std::borrow::Cow;

use super::mixed_content::is_trustworthy;
use super::request::RequestMode;
use super::sender::Sender;
use super::user_agent::UserAgent;
use crate::exchange::RequestHead;
use crate::header_list::HeaderList;

/// What all browsers take over plain http. Over https they take more codings, which are left out: whoever reads the answer
/// has to know these two only.
const ACCEPT_ENCODING: &str = "gzip, deflate";

/// The place of the fields that an order does not name: the page's own.
const OTHERS: &str = "*";

/// A browser as it shows itself to servers.
///
/// ```
/// use preflight_engine::Origin;
/// use preflight_engine::browser::{Browser, Fetch, FetchRequest, Identity, RequestInit, Step, UserAgent};
///
/// let page = Origin::parse("https://app.example.com")?;
/// let request = FetchRequest::new(page, "https://api.example.com/todos".parse()?, RequestInit::default())?;
/// let mut browser = Browser::new(UserAgent::FIREFOX);
/// let Step::Send { head, awaiting } = Fetch::start(request, &mut browser, Default::default()) else { panic!() };
///
/// let wire = Identity::of(&UserAgent::FIREFOX).on_wire(&head, &awaiting.sender());
/// assert_eq!(wire.headers.get(b"sec-fetch-site").unwrap(), b"same-site");
/// assert_eq!(wire.headers.get(b"referer").unwrap(), b"https://app.example.com/");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    facts: UserAgent,
    user_agent: Cow<'static, str>,
    client_hints: &'static [(&'static str, &'static str)],
    accept_language: &'static str,
    priority: Option<&'static str>,
    order: &'static [&'static str],
    preflight_order: &'static [&'static str],
}

impl Identity {
    /// How this browser shows itself. Where only the standard is asked, that is how most browsers do: as Chromium.
    pub fn of(user_agent: &UserAgent) -> Self {
        match user_agent.name {
            "firefox" => browsers::FIREFOX,
            "webkit" => browsers::WEBKIT,
            _ => browsers::CHROMIUM,
        }
    }

    /// The same under another name. Client hints would say the old one, so there are none.
    pub fn with_user_agent(self, user_agent: String) -> Self {
        Self { user_agent: Cow::Owned(user_agent), client_hints: &[], ..self }
    }

    /// The head as this browser puts it on the wire. What the page itself has set stays; fields of the connection are the
    /// edge's.
    pub fn on_wire(&self, head: &RequestHead, sender: &Sender) -> RequestHead {
        let mut fields: Vec<_> = head.headers.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
        for (name, value) in self.own_fields(head, sender) {
            if !head.headers.contains(name.as_bytes()) {
                fields.push((name.as_bytes().to_vec(), value.into_owned().into_bytes()));
            }
        }
        let order = if head.is_preflight { self.preflight_order } else { self.order };
        fields.sort_by_key(|(name, _)| place(order, name));
        RequestHead { headers: fields.into_iter().collect::<HeaderList>(), ..head.clone() }
    }

    fn own_fields<'a>(
        &'a self,
        head: &RequestHead,
        sender: &Sender,
    ) -> impl Iterator<Item = (&'static str, Cow<'a, str>)> {
        let borrowed = |(name, value): &(&'static str, &'static str)| (*name, Cow::Borrowed(*value));
        let always = [
            ("User-Agent", Cow::Borrowed(&*self.user_agent)),
            ("Accept-Encoding", Cow::Borrowed(ACCEPT_ENCODING)),
            ("Accept-Language", Cow::Borrowed(self.accept_language)),
        ];
        let is_hinted = self.facts.sends_client_hints && is_trustworthy(&head.url) && !head.is_preflight;
        let hints: &'static [_] = if is_hinted { self.client_hints } else { &[] };
        let referrer = sender.referrer().map(|referrer| ("Referer", Cow::Owned(referrer)));
        let priority = self.priority.map(|priority| ("Priority", Cow::Borrowed(priority)));
        let metadata = self.fetch_metadata(head, sender).into_iter().flatten();
        always.into_iter().chain(hints.iter().map(borrowed)).chain(metadata).chain(referrer).chain(priority)
    }

    /// [Fetch metadata](https://w3c.github.io/webappsec-fetch-metadata/#set-the-fetch-metadata-headers-for-a-request).
    fn fetch_metadata(&self, head: &RequestHead, sender: &Sender) -> [Option<(&'static str, Cow<'static, str>)>; 3] {
        let is_lost = || {
            let follows = !head.is_preflight && sender.mode == RequestMode::Cors && sender.has_changed_origin();
            follows || !sender.urls.first().is_some_and(is_trustworthy)
        };
        let is_taken = self.facts.redirects_take_fetch_metadata && is_lost();
        let is_told = is_trustworthy(&head.url) && !is_taken;
        let has_mode = is_told || head.is_preflight && self.facts.preflights_tell_their_mode && !is_taken;
        let field = |is_there: bool, name, value| is_there.then_some((name, Cow::Borrowed(value)));
        [
            field(is_told, "Sec-Fetch-Site", sender.site()),
            field(has_mode, "Sec-Fetch-Mode", mode(sender.mode)),
            // Scripts make the requests; elements would have other destinations.
            field(is_told, "Sec-Fetch-Dest", "empty"),
        ]
    }
}

fn mode(mode: RequestMode) -> &'static str {
    match mode {
        RequestMode::SameOrigin => "same-origin",
        RequestMode::Cors => "cors",
        RequestMode::NoCors => "no-cors",
    }
}

/// Where a field stands in the order.
fn place(order: &[&str], name: &[u8]) -> usize {
    let find = |wanted: &[u8]| order.iter().position(|field| field.as_bytes().eq_ignore_ascii_case(wanted));
    find(name).or_else(|| find(OTHERS.as_bytes())).unwrap_or(order.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Origin;

    fn head(method: &str, url: &str, fields: &[(&str, &str)]) -> RequestHead {
        RequestHead {
            method: method.into(),
            url: url.parse().expect("a URL"),
            headers: fields.iter().copied().collect(),
            is_preflight: method == "OPTIONS",
            includes_credentials: false,
            has_body: false,
        }
    }

    fn value(browser: UserAgent, page: &str, urls: &[&str], name: &str) -> Option<String> {
        let urls: Vec<url::Url> = urls.iter().map(|url| url.parse().expect("a URL")).collect();
        let page = Origin::parse(page).expect("an origin");
        let head = head("GET", urls.last().expect("one").as_str(), &[]);
        let sender = Sender { page, mode: RequestMode::Cors, urls };
        let wire = Identity::of(&browser).on_wire(&head, &sender);
        wire.headers.get(name.as_bytes()).map(|value| String::from_utf8(value).expect("text"))
    }

    #[test]
    fn a_request_says_where_it_comes_from() {
        const APP: &str = "https://app.example.com";
        let cases: [(&str, &str, &[&str], Option<&str>); 9] = [
            ("its own server", APP, &["https://app.example.com/x"], Some("same-origin")),
            ("a sibling", APP, &["https://api.example.com/x"], Some("same-site")),
            ("another port", APP, &["https://app.example.com:8443/x"], Some("same-site")),
            ("another site", APP, &["https://api.example.net/x"], Some("cross-site")),
            ("another scheme", "http://localhost:3000", &["https://localhost/x"], Some("cross-site")),
            ("a public suffix", "https://a.github.io", &["https://b.github.io/x"], Some("cross-site")),
            ("a way over another site", APP, &["https://a.test/", "https://app.example.com/x"], Some("cross-site")),
            ("no page that has a name", "null", &["https://app.example.com/x"], Some("cross-site")),
            ("plain http is told nothing", "http://app.example.com", &["http://api.example.com/x"], None),
        ];
        for (sentence, page, urls, expected) in cases {
            assert_eq!(value(UserAgent::CHROMIUM, page, urls, "sec-fetch-site").as_deref(), expected, "{sentence}");
        }
    }

    #[test]
    fn a_referrer_is_no_more_than_the_origin() {
        for (sentence, page, url, expected) in [
            ("of a page", "https://app.example.com", "https://api.test/", Some("https://app.example.com/")),
            ("not from https to http", "https://app.example.com", "http://api.test/", None),
            ("but to this machine", "https://app.example.com", "http://localhost:1/", Some("https://app.example.com/")),
            ("from http to http", "http://app.example.com", "http://api.test/", Some("http://app.example.com/")),
            ("none of a file", "null", "http://api.test/", None),
        ] {
            assert_eq!(value(UserAgent::CHROMIUM, page, &[url], "referer").as_deref(), expected, "{sentence}");
        }
    }

    #[test]
    fn what_the_page_has_set_stays_and_another_name_has_no_hints() {
        let url = "https://api.example.com/";
        let head = head("GET", url, &[("accept", "text/csv"), ("Accept-Language", "de"), ("X-A", "1")]);
        let sender = Sender::of_page(Origin::parse("https://app.example.com").unwrap(), url.parse().unwrap());
        let identity = Identity::of(&UserAgent::CHROMIUM);
        let wire = identity.on_wire(&head, &sender);
        for (name, expected) in [("accept", "text/csv"), ("accept-language", "de"), ("x-a", "1")] {
            assert_eq!(wire.headers.get(name.as_bytes()).unwrap(), expected.as_bytes());
        }
        assert!(wire.headers.contains(b"sec-ch-ua"));
        let named = identity.with_user_agent("preflight/1".to_owned()).on_wire(&head, &sender);
        assert_eq!(named.headers.get(b"user-agent").unwrap(), b"preflight/1");
        assert!(!named.headers.contains(b"sec-ch-ua") && named.headers.contains(b"sec-fetch-site"));
    }
}
