//! Where a redirect leads, by what differs: to https, to another slash, to www, to a login.

use preflight_engine::exchange::ResponseHead;
use url::{Host, Url};

/// Words that a path segment or a host label of a login is, in one piece or between separators.
const LOGIN_WORDS: [&str; 18] = [
    "auth",
    "authorize",
    "authenticate",
    "accounts",
    "idp",
    "cas",
    "oidc",
    "pomerium",
    "login",
    "logon",
    "signin",
    "signon",
    "sso",
    "access",
    // What it is called elsewhere.
    "anmelden",
    "anmeldung",
    "connexion",
    "inloggen",
];

/// How other segments of logins begin, separators left out.
const LOGIN_BEGINNINGS: [&str; 8] = ["login", "logon", "signin", "signon", "oauth", "openid", "saml", "sso"];

/// Hosts of identity providers.
const LOGIN_HOSTS: [&str; 9] = [
    "login.windows.net",
    "microsoftonline.com",
    "okta.com",
    "auth0.com",
    "onelogin.com",
    "pingidentity.com",
    "amazoncognito.com",
    "cloudflareaccess.com",
    "b2clogin.com",
];

/// Query parameters by which a login finds the way back.
const LOGIN_PARAMETERS: [&str; 6] =
    ["returnurl", "return_to", "redirect_uri", "client_id", "response_type", "samlrequest"];

/// Whether a URL is that of a login page.
pub(crate) fn is_login(target: &Url) -> bool {
    is_named_like_login(target) || has_parameter(target, &LOGIN_PARAMETERS)
}

fn is_named_like_login(target: &Url) -> bool {
    let path = target.path().trim_end_matches('/');
    // `/session/new` is a form; a session by itself may be a resource.
    let is_new_session = path.ends_with("/session/new") || path.ends_with("/sessions/new");
    let in_path = is_new_session || path.split('/').any(is_login_word);
    let in_host = match target.host() {
        Some(Host::Domain(host)) => {
            host.split('.').next().is_some_and(is_login_word)
                || LOGIN_HOSTS.iter().any(|login| host == *login || host.ends_with(&format!(".{login}")))
        }
        _ => false,
    };
    in_path || in_host
}

fn has_parameter(url: &Url, names: &[&str]) -> bool {
    url.query_pairs().any(|(name, _)| names.contains(&name.to_ascii_lowercase().as_str()))
}

/// Paths that a login starts at, or goes through: nobody calls them but by navigating, or by a redirect that was not meant.
const STARTS: [&str; 11] = [
    "/authorize/",
    "/oauth2/authorization/",
    "/oauth/authorization/",
    "/openid-connect/auth/",
    "/o/oauth2/",
    "/oauth2/start/",
    "/oauth2/auth/",
    "/oauth/auth/",
    "/adfs/ls/",
    "/saml",
    "/cdn-cgi/access/",
];

/// Pages with a form, by the last segment of their path, separators left out.
const FORMS: [&str; 5] = ["login", "logon", "signin", "signon", "sso"];

/// Hosts that show the form of an identity provider.
const FORM_HOSTS: [&str; 3] = ["accounts.google.com", "login.microsoftonline.com", "login.live.com"];

/// Last segments of an identity provider's API, which scripts do call.
const IDENTITY_API: [&str; 7] = ["token", "userinfo", "introspect", "revoke", "keys", "certs", "openid-configuration"];

/// The same, where the path is a form's already.
const WAYS_BACK: [&str; 3] = ["continue", "next", "redirect"];

/// How surely a URL is one that only a redirect leads a script to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginPage {
    /// It is no login's.
    No,
    /// It is named like a form, which an API for logins may be as well.
    Perhaps,
    /// A login starts there, or the way back is in its query.
    Surely,
}

impl LoginPage {
    /// What a URL looks like.
    pub(crate) fn of(url: &Url) -> Self {
        let path = format!("{}/", url.path().to_ascii_lowercase().trim_end_matches('/'));
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if IDENTITY_API.contains(&last) {
            return Self::No;
        }
        let is_form_host = url.host_str().is_some_and(|host| FORM_HOSTS.contains(&host));
        if is_form_host || STARTS.iter().any(|start| path.contains(start)) {
            return Self::Surely;
        }
        let name: String = last.split('.').next().unwrap_or_default().replace(['-', '_'], "");
        let is_form = FORMS.contains(&name.as_str());
        let leads_back = is_named_like_login(url) && has_parameter(url, &LOGIN_PARAMETERS)
            || is_form && has_parameter(url, &WAYS_BACK);
        match (leads_back, is_form) {
            (true, _) => Self::Surely,
            (false, true) => Self::Perhaps,
            (false, false) => Self::No,
        }
    }
}

/// Whether a path segment or a host label is one of a login: `login.aspx`, `sign_in`, `signin-oidc`, `oauth2`.
fn is_login_word(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let joined: String = word.chars().filter(|c| !matches!(c, '-' | '_' | '.')).collect();
    let is_whole = |part: &str| LOGIN_WORDS.contains(&part);
    is_whole(&joined)
        || LOGIN_BEGINNINGS.iter().any(|beginning| joined.starts_with(beginning))
        || word.split(['-', '_', '.']).any(|part| is_whole(part) && part != "access")
}

/// Whether a redirect leads to a login page. An API for logins that is redirected to https or to another slash stays one.
pub(crate) fn leads_to_login(from: &Url, to: &Url) -> bool {
    is_login(to) && small_difference(from, to).is_none()
}

/// What differs between a URL and where it is redirected to, in words; nothing where much does.
pub(crate) fn difference(from: &Url, to: &Url) -> Option<&'static str> {
    small_difference(from, to).or_else(|| is_login(to).then_some("to a login"))
}

fn small_difference(from: &Url, to: &Url) -> Option<&'static str> {
    let has_same_rest = from.path() == to.path() && from.query() == to.query();
    if from.host_str() == to.host_str() && has_same_rest && from.scheme() == "http" && to.scheme() == "https" {
        return Some("from http to https");
    }
    if from.origin() == to.origin() {
        let trimmed = |url: &Url| url.path().trim_end_matches('/').to_owned();
        if from.path() != to.path() && trimmed(from) == trimmed(to) {
            let adds = to.path().len() > from.path().len();
            return Some(if adds {
                "to the same path with a slash at its end"
            } else {
                "to the same path without the slash at its end"
            });
        }
        if from.path().contains("//") && !to.path().contains("//") {
            return Some("to the same path without the doubled slash");
        }
        return None;
    }
    let bare = |url: &Url| url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    (has_same_rest && bare(from) == bare(to)).then_some("to the same host with or without www")
}

/// Where a response redirects to, if that is a URL.
pub(crate) fn location(from: &Url, response: &ResponseHead) -> Option<Url> {
    let value = response.headers.get(b"location")?;
    from.join(std::str::from_utf8(&value).ok()?).ok()
}

/// Where a redirect leads, as a clause; empty where nothing small differs.
pub(crate) fn redirected(from: &Url, response: &ResponseHead) -> String {
    let difference = location(from, response).and_then(|target| difference(from, &target));
    difference.map(|difference| format!(" {difference}")).unwrap_or_default()
}

/// Where to call instead; a login is nothing to call.
pub(crate) fn final_url_fix(from: &Url, response: &ResponseHead) -> String {
    match location(from, response) {
        Some(target) if leads_to_login(from, &target) => {
            "let the login in front answer OPTIONS and the calls of pages without a redirect: 204 for a preflight, 401 otherwise"
                .to_owned()
        }
        Some(target) => format!("call the final URL, {target}, or let the server answer without a redirect"),
        None => "let the server answer without a redirect".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_known_by_their_words() {
        for (url, expected) in [
            ("https://api.example/login", true),
            ("https://api.example/Account/Login?ReturnUrl=%2Fapi", true),
            ("https://login.example/", true),
            ("https://acme.okta.com/app", true),
            ("https://api.example/users/sign_in", true),
            ("https://api.example/.pomerium/sign_in", true),
            ("https://accounts.google.com/o/oauth2/v2/auth?client_id=1", true),
            ("https://api.example/login.aspx", true),
            ("https://api.example/signin-oidc", true),
            ("https://api.example/cdn-cgi/access/start", true),
            ("https://api.example/sessions/new", true),
            ("https://api.example/de/anmelden", true),
            ("https://api.example/sessions/7", false),
            ("https://api.example/data-access/items", false),
            ("https://api.example/todos/", false),
            ("https://api.example/authors", false),
            ("https://cdn.example/v2/items", false),
        ] {
            assert_eq!(is_login(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn a_page_that_no_script_calls_is_told_from_an_api_for_logins() {
        use LoginPage::{No, Perhaps, Surely};
        for (url, expected) in [
            ("https://id.example/oauth/authorize?response_type=code", Surely),
            ("http://192.168.3.99:8001/oauth2/authorization/demo", Surely),
            ("https://id.example/connect/authorize", Surely),
            ("https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1", Surely),
            ("https://accounts.google.com/ServiceLogin", Surely),
            ("https://id.example/realms/a/protocol/openid-connect/auth?client_id=1", Surely),
            ("https://sts.example/adfs/ls/?wa=wsignin1.0", Surely),
            ("https://id.example/saml2/sso", Surely),
            ("https://api.example/Account/Login?ReturnUrl=%2Fapi", Surely),
            ("https://api.example/login", Perhaps),
            ("https://api.example/users/sign_in", Perhaps),
            ("https://login.microsoftonline.com/common/oauth2/v2.0/token", No),
            ("https://id.example/connect/userinfo", No),
            ("https://api.example/auth/me", No),
            ("https://api.example/authorizers", No),
            ("https://api.example/items?next=3", No),
            ("https://api.example/streams?client_id=1", No),
        ] {
            assert_eq!(LoginPage::of(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn small_differences_are_named() {
        let url = |text: &str| text.parse::<Url>().unwrap();
        for (from, to, word) in [
            ("http://a.example/x?q", "https://a.example/x?q", "https"),
            ("http://a.example/x", "http://a.example/x/", "slash"),
            ("http://a.example/x/", "http://a.example/x", "without the slash"),
            ("http://a.example/x", "http://www.a.example/x", "www"),
            ("http://a.example//x", "http://a.example/x", "doubled slash"),
            ("http://a.example/x", "http://a.example/login", "login"),
            ("http://a.example/api/login", "https://a.example/api/login", "https"),
            ("http://a.example/api/login", "http://a.example/api/login/", "slash"),
            ("http://a.example/auth/google", "https://accounts.google.com/o/oauth2/v2/auth", "login"),
        ] {
            assert!(difference(&url(from), &url(to)).unwrap().contains(word), "{from} {to}");
        }
        assert_eq!(difference(&url("http://a.example/x"), &url("http://a.example/y")), None);
    }
}
