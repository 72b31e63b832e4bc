//! Which request carries a cookie ([RFC 6265bis](https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/)), as far
//! as CORS depends on it: host, path, `Secure`, `SameSite` and how long it lasts.

mod set_cookie;

use std::time::Duration;

use url::Url;

use super::mixed_content::is_loopback;
use super::user_agent::{RedirectedSite, ThirdPartyCookies, UserAgent};
use crate::header_list::HeaderList;
use crate::origin::Origin;
use crate::site::{are_same_site, host};

/// A browser keeps at most this many cookies here; the oldest goes first. RFC 6265bis wants at least 3000 in all.
const COOKIES_LIMIT: usize = 3000;

/// Whether cookies that a URL sets are of a page's own site.
pub fn is_same_site(page: &Origin, url: &Url) -> bool {
    let target = url.host_str().unwrap_or_default();
    host(page).is_some_and(|host| are_same_site(host, target))
}

/// The cookies of a browser.
#[derive(Clone, Debug, Default)]
pub struct CookieJar {
    cookies: Vec<Cookie>,
}

/// One cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookie {
    /// The host that set it.
    pub host: String,
    /// Whether it goes to subdomains of the host too.
    pub goes_to_subdomains: bool,
    /// The path that it is for.
    pub path: String,
    /// Its name.
    pub name: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
    /// Whether it goes over https only.
    pub is_secure: bool,
    /// `SameSite`; none if it does not say.
    pub same_site: Option<SameSite>,
    /// The site at the top in whose jar for third parties it is; none in the jar for all.
    pub partition: Option<String>,
    /// When it is gone, on the clock of the fetches; none if it lasts as long as the browser runs.
    pub expires: Option<Duration>,
}

/// The time at which a response is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    /// On the clock of the fetches.
    pub(super) now: Duration,
    /// The Unix time where that clock began.
    pub(super) started_at: Duration,
}

/// `SameSite` of a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SameSite {
    /// Own site only.
    Strict,
    /// Own site, and navigations.
    Lax,
    /// Everywhere.
    None,
}

/// Who asks: a page, the page at the top if it is a frame, and the URLs so far.
pub(super) struct Asker<'a> {
    pub(super) page: &'a Origin,
    pub(super) top_level: &'a Origin,
    /// The last is the one that is asked.
    pub(super) url_list: &'a [Url],
}

impl CookieJar {
    /// Puts a cookie into the jar, in place of the one with its name, host and path.
    pub fn insert(&mut self, cookie: Cookie) {
        self.insert_all(vec![cookie]);
    }

    /// The same with many: of equal ones the last counts.
    fn insert_all(&mut self, mut cookies: Vec<Cookie>) {
        if cookies.is_empty() {
            return;
        }
        self.cookies.append(&mut cookies);
        let mut order: Vec<_> = (0..self.cookies.len()).collect();
        order.sort_by(|&a, &b| self.cookies[a].key().cmp(&self.cookies[b].key()));
        let mut are_replaced = vec![false; self.cookies.len()];
        for pair in order.windows(2) {
            are_replaced[pair[0]] = self.cookies[pair[0]].key() == self.cookies[pair[1]].key();
        }
        let mut are_replaced = are_replaced.into_iter();
        self.cookies.retain(|_| are_replaced.next() == Some(false));
        let surplus = self.cookies.len().saturating_sub(COOKIES_LIMIT);
        self.cookies.drain(..surplus);
    }

    /// Stores what `Set-Cookie` of a response says, as far as it may.
    pub(super) fn store(&mut self, headers: &HeaderList, asker: &Asker<'_>, clock: Clock, user_agent: &UserAgent) {
        let Some(url) = asker.url_list.last() else { return };
        let mut lines = headers.lines(b"set-cookie").peekable();
        if lines.peek().is_none() {
            return;
        }
        let (is_kept, is_same_site) = (asker.may_set_any(url, user_agent), asker.is_same_site(url, user_agent));
        let partition = asker.partition(url, user_agent);
        let read = lines.filter_map(|line| set_cookie::parse(url, line, clock, user_agent));
        let may_be_set = |cookie: &Cookie| {
            is_kept
                && cookie.is_acceptable(url, user_agent)
                // A response may set no cookie that it could not get back.
                && (cookie.crosses_sites(user_agent) || is_same_site)
        };
        let cookies = read.filter(may_be_set).map(|cookie| Cookie { partition: partition.clone(), ..cookie });
        self.insert_all(cookies.collect());
    }

    /// The value of `Cookie` for a subresource request; none if no cookie goes along.
    pub(super) fn header(
        &self,
        url: &Url,
        asker: &Asker<'_>,
        now: Duration,
        user_agent: &UserAgent,
    ) -> Option<Vec<u8>> {
        let is_same_site = asker.is_same_site(url, user_agent);
        let partition = asker.partition(url, user_agent);
        let goes = |cookie: &&Cookie| {
            cookie.partition == partition
                && cookie.expires.is_none_or(|expires| now < expires)
                && cookie.is_for(url, user_agent)
                && (is_same_site || cookie.crosses_sites(user_agent))
        };
        let pairs: Vec<_> = self.cookies.iter().filter(goes).map(Cookie::pair).collect();
        if pairs.is_empty() { None } else { Some(pairs.join(&b"; "[..])) }
    }
}

impl SameSite {
    /// The value of that name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "strict" => Some(Self::Strict),
            "lax" => Some(Self::Lax),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

impl Asker<'_> {
    /// ["Same-site" and "cross-site" requests](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.2).
    fn is_same_site(&self, url: &Url, user_agent: &UserAgent) -> bool {
        let is_of_site = |origin: &Origin| {
            is_of_host_site(origin, url)
                && (!user_agent.sites_have_schemes || origin.as_str().split(':').next() == Some(url.scheme()))
        };
        is_of_site(self.top_level)
            && (is_of_site(self.page) || !user_agent.frames_limit_cookies)
            && self.stayed_on_site(user_agent)
    }

    fn stayed_on_site(&self, user_agent: &UserAgent) -> bool {
        let (last, before) = match self.url_list.split_last() {
            Some((last, before)) => (Origin::of_url(last), before),
            None => return true,
        };
        match user_agent.redirected_site {
            RedirectedSite::Ignored => true,
            RedirectedSite::AnyUrl => before.iter().all(|url| is_of_host_site(&last, url)),
            RedirectedSite::UntilOwnHost => {
                let stays = |pair: &[Url]| {
                    is_of_host_site(&Origin::of_url(&pair[0]), &pair[1]) && pair[0].scheme() == pair[1].scheme()
                };
                host(&last) == host(self.page) || self.url_list.windows(2).all(stays)
            }
        }
    }

    /// Whether a URL is of another site than the page at the top.
    fn is_third_party(&self, url: &Url) -> bool {
        !is_of_host_site(self.top_level, url)
    }

    /// Whose jar for third parties is used; none if it is the jar for all.
    fn partition(&self, url: &Url, user_agent: &UserAgent) -> Option<String> {
        let is_partitioned =
            user_agent.third_party_cookies == ThirdPartyCookies::Partitioned && self.is_third_party(url);
        is_partitioned.then(|| {
            let site = host(self.top_level).map(|host| psl::domain_str(host).unwrap_or(host));
            site.unwrap_or_default().to_owned()
        })
    }

    /// Whether a response may set any cookie.
    fn may_set_any(&self, url: &Url, user_agent: &UserAgent) -> bool {
        user_agent.keeps_third_party_cookies || !self.is_third_party(url)
    }
}

/// Whether a URL is [schemelessly same site](https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site)
/// with an origin.
fn is_of_host_site(origin: &Origin, url: &Url) -> bool {
    host(origin).is_some_and(|host| are_same_site(host, url.host_str().unwrap_or_default()))
}

impl Cookie {
    /// What no two cookies of a jar have alike.
    fn key(&self) -> (&[u8], &str, &str, Option<&str>) {
        (&self.name, &self.host, &self.path, self.partition.as_deref())
    }

    /// As `Cookie` has it.
    fn pair(&self) -> Vec<u8> {
        if self.name.is_empty() { self.value.clone() } else { [&self.name[..], b"=", &self.value].concat() }
    }

    fn is_for(&self, url: &Url, user_agent: &UserAgent) -> bool {
        let host = url.host_str().unwrap_or_default();
        let is_host = host == self.host
            || self.goes_to_subdomains && host.strip_suffix(&self.host).is_some_and(|labels| labels.ends_with('.'));
        let is_path = url
            .path()
            .strip_prefix(self.path.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/'));
        is_host && is_path && (!self.is_secure || has_secure_cookies(url, user_agent))
    }

    /// [Storage model](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-5.7): what a cookie says has
    /// to hold where it comes from.
    fn is_acceptable(&self, url: &Url, user_agent: &UserAgent) -> bool {
        let is_secure = self.is_secure && has_secure_cookies(url, user_agent);
        let may_be_for_all =
            !user_agent.same_site_none_needs_secure || self.same_site != Some(SameSite::None) || is_secure;
        let is_as_named = if self.name.to_ascii_lowercase().starts_with(b"__secure-") {
            is_secure
        } else if self.name.to_ascii_lowercase().starts_with(b"__host-") {
            is_secure && !self.goes_to_subdomains && self.path == "/"
        } else {
            true
        };
        (is_secure || !self.is_secure) && may_be_for_all && (is_as_named || !user_agent.checks_cookie_name_prefixes)
    }

    /// Whether it goes along with a cross-site request.
    fn crosses_sites(&self, user_agent: &UserAgent) -> bool {
        match self.same_site {
            _ if user_agent.third_party_cookies == ThirdPartyCookies::Blocked => false,
            Some(SameSite::Strict | SameSite::Lax) => false,
            Some(SameSite::None) => true,
            None => !user_agent.cookies_are_lax_by_default,
        }
    }
}

/// Whether a server at this URL takes and gets `Secure` cookies.
fn has_secure_cookies(url: &Url, user_agent: &UserAgent) -> bool {
    url.scheme() == "https" || user_agent.loopback_has_secure_cookies && is_loopback(url)
}

/// Shows no value: it is a secret of the visitor.
impl std::fmt::Debug for Cookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}=…; Domain={}; Path={}", self.name.escape_ascii(), self.host, self.path)
    }
}
