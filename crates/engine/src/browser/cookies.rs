//! Which request carries a cookie ([RFC 6265bis](https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/)), as far
//! as CORS depends on it: host, path, `Secure`, `SameSite` and how long it lasts.

use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

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
        let key =
            |cookie: &Cookie| (cookie.name.clone(), cookie.host.clone(), cookie.path.clone(), cookie.partition.clone());
        self.cookies.retain(|held| key(held) != key(&cookie));
        self.cookies.push(cookie);
        let surplus = self.cookies.len().saturating_sub(COOKIES_LIMIT);
        self.cookies.drain(..surplus);
    }

    /// Stores what `Set-Cookie` of a response says, as far as it may.
    pub(super) fn store(&mut self, headers: &HeaderList, asker: &Asker<'_>, clock: Clock, user_agent: &UserAgent) {
        let Some(url) = asker.url_list.last() else { return };
        for mut cookie in headers.lines(b"set-cookie").filter_map(|line| parse(url, line, clock, user_agent)) {
            if cookie.is_acceptable(url, user_agent) && asker.may_set(&cookie, url, user_agent) {
                cookie.partition = asker.partition(url, user_agent);
                self.insert(cookie);
            }
        }
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

    /// Whether a response may set a cookie that it could not get back.
    fn may_set(&self, cookie: &Cookie, url: &Url, user_agent: &UserAgent) -> bool {
        let is_kept = user_agent.keeps_third_party_cookies || !self.is_third_party(url);
        is_kept && (cookie.crosses_sites(user_agent) || self.is_same_site(url, user_agent))
    }
}

/// Whether a URL is [schemelessly same site](https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site)
/// with an origin.
fn is_of_host_site(origin: &Origin, url: &Url) -> bool {
    host(origin).is_some_and(|host| are_same_site(host, url.host_str().unwrap_or_default()))
}

impl Cookie {
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

/// Reads a `Set-Cookie` line; none if it is no cookie of this host.
fn parse(url: &Url, line: &[u8], clock: Clock, user_agent: &UserAgent) -> Option<Cookie> {
    let host = url.host_str()?.to_owned();
    let mut parts = line.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
    let pair = parts.next()?;
    let (name, value) = name_and_value(pair, user_agent)?;
    let mut cookie = Cookie {
        host,
        goes_to_subdomains: false,
        path: default_path(url),
        name: name.trim_ascii().to_vec(),
        value: value.trim_ascii().to_vec(),
        is_secure: false,
        same_site: None,
        partition: None,
        expires: None,
    };
    let attributes: Vec<_> = parts.collect();
    for attribute in &attributes {
        apply(&mut cookie, attribute)?;
    }
    cookie.expires = expiry(&attributes, clock, user_agent);
    let is_refused = user_agent.partitioned_needs_secure && says(&attributes, b"partitioned") && !cookie.is_secure;
    (!is_refused).then_some(cookie)
}

/// The two sides of the first `=`; none if there is no cookie.
fn name_and_value<'a>(pair: &'a [u8], user_agent: &UserAgent) -> Option<(&'a [u8], &'a [u8])> {
    let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
        Some(equals) => (&pair[..equals], &pair[equals + 1..]),
        None if user_agent.cookies_may_be_nameless => (&b""[..], pair),
        None => (pair, &b""[..]),
    };
    let has_name = !name.trim_ascii().is_empty();
    let is_something = has_name || user_agent.cookies_may_be_nameless && !value.trim_ascii().is_empty();
    is_something.then_some((name, value))
}

/// Whether an attribute of that name is there.
fn says(attributes: &[&[u8]], name: &[u8]) -> bool {
    let named = |attribute: &&[u8]| {
        let end = attribute.iter().position(|&byte| byte == b'=').unwrap_or(attribute.len());
        attribute[..end].trim_ascii().eq_ignore_ascii_case(name)
    };
    attributes.iter().any(named)
}

/// Applies one attribute; none if it makes the cookie invalid.
fn apply(cookie: &mut Cookie, attribute: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(attribute).ok()?;
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    match name.trim().to_ascii_lowercase().as_str() {
        "secure" => cookie.is_secure = true,
        "path" if value.starts_with('/') => cookie.path = value.trim().to_owned(),
        "samesite" => cookie.same_site = SameSite::named(value.trim()),
        "domain" => {
            let domain = value.trim().trim_start_matches('.').to_ascii_lowercase();
            if domain.is_empty() {
                return Some(());
            }
            // An address has no labels.
            let has_labels = cookie.host.parse::<IpAddr>().is_err();
            let is_own = cookie.host == domain || has_labels && cookie.host.ends_with(&format!(".{domain}"));
            if !is_own {
                return None;
            }
            (cookie.host, cookie.goes_to_subdomains) = (domain, true);
        }
        _ => {}
    }
    Some(())
}

/// When a cookie with these attributes is gone: by `Max-Age`, else by `Expires`; the last that can be read counts.
fn expiry(attributes: &[&[u8]], clock: Clock, user_agent: &UserAgent) -> Option<Duration> {
    let values = |name: &'static str| {
        let texts =
            attributes.iter().rev().filter_map(|attribute| std::str::from_utf8(attribute).ok()?.split_once('='));
        texts.filter(move |(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let lifetime = |value: &str| match value {
        "" if user_agent.empty_max_age_is_zero => Some(Duration::ZERO),
        value => lifetime(value),
    };
    let by_max_age = values("max-age").find_map(lifetime).map(|lifetime| clock.now.checked_add(lifetime));
    let by_date = || values("expires").find_map(unix_time).map(|time| time.checked_sub(clock.started_at));
    match by_max_age {
        Some(expires) => expires,
        None => by_date().map(Option::unwrap_or_default),
    }
}

/// The seconds of `Max-Age`; a negative number is none.
fn lifetime(value: &str) -> Option<Duration> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = || if digits.len() < value.len() { 0 } else { digits.parse().unwrap_or(u64::MAX) };
    is_number.then(|| Duration::from_secs(seconds()))
}

/// A date of `Expires`, in which hyphens may stand for spaces.
fn unix_time(value: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(value).or_else(|_| httpdate::parse_http_date(&value.replace('-', " ")));
    date.ok()?.duration_since(UNIX_EPOCH).ok()
}

/// The directory of the URL's path.
fn default_path(url: &Url) -> String {
    match url.path().rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => url.path()[..end].to_owned(),
    }
}
