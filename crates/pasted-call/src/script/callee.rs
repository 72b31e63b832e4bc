//! What a script calls: by the names before the bracket.

use super::axios::Texts;
use super::scope::Scope;
use crate::value::{Library, Value};

/// Methods that libraries have functions for.
const METHODS: [&str; 10] =
    ["get", "post", "put", "patch", "delete", "head", "options", "postForm", "putForm", "patchForm"];

/// Names of servers and of tests, whose `post('/x', …)` answers a call.
pub(super) const SERVERS: [&str; 14] = [
    "app",
    "router",
    "server",
    "fastify",
    "mock",
    "cy",
    "supertest",
    "nock",
    "route",
    "express",
    "rest",
    "msw",
    "Route",
    "apiRouter",
];

/// Something that makes a call.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Callee<'a> {
    Fetch,
    Beacon,
    Ajax,
    /// `$.get`, `$.post`, `$.getJSON`
    AjaxShort(&'a str),
    /// A method, or a configuration that says it, with the name of a client of this script, and what a text is sent as.
    Axios(Option<&'a str>, Option<String>, Texts),
    /// Angular's `request('POST', url)`.
    AngularRequest,
    Ky(Option<&'a str>, Option<String>),
    /// Redux Toolkit's `fetchBaseQuery({baseUrl})`
    BaseQuery,
    Superagent(&'a str),
    /// A method of Dart's `Dio`, and the name of the client.
    Dio(&'a str, &'a str),
    /// `pm.sendRequest`
    Postman,
    /// `unirest('POST', url)`, on which methods are called as on a call of `superagent`.
    Unirest,
    /// `Dio()`, on which a method is called.
    NewDio,
    Python(&'a str, &'static str),
    /// Some object with such a method: a call, where the URL is a whole one.
    Somebody(&'a str),
}

impl Callee<'_> {
    /// Whether a failure to read it is worth a word: the names may stand for anything.
    pub(super) fn is_certain(&self) -> bool {
        !matches!(self, Self::Somebody(_))
    }
}

/// What these names call.
pub(super) fn callee<'a>(path: &[&'a str], scope: &Scope) -> Option<Callee<'a>> {
    let (last, owners) = path.split_last()?;
    // Nuxt's `$axios.$post(…)` gives the data alone.
    let last = match (last.strip_prefix('$'), owners.last()) {
        (Some(method), Some(&("axios" | "$axios"))) => method,
        _ => last,
    };
    let owner = owners.last().copied().unwrap_or_default();
    let root = path.first().copied().unwrap_or_default();
    let method = METHODS.contains(&last).then_some(last);
    let is_global = matches!(owner, "" | "window" | "globalThis" | "self" | "global");
    if let Some(callee) = of_instance(path, scope) {
        return Some(callee);
    }
    match (last, owner) {
        ("fetch" | "fetchEventSource" | "authFetch" | "fetchWithAuth" | "nodeFetch" | "customFetch", _)
            if is_global =>
        {
            Some(Callee::Fetch)
        }
        ("sendRequest", "pm") => Some(Callee::Postman),
        // The key of SWR is handed to a function that fetches it.
        ("useSWR" | "useSWRImmutable", "") => Some(Callee::Somebody("get")),
        ("sendBeacon", "navigator") => Some(Callee::Beacon),
        ("ajax", _) if owners.len() == 1 => Some(Callee::Ajax),
        ("get" | "post" | "getJSON", "$" | "jQuery" | "jquery" | "$j" | "$J" | "jq" | "$jq" | "jQ") => {
            Some(Callee::AjaxShort(last))
        }
        ("fetchBaseQuery", _) => Some(Callee::BaseQuery),
        ("axios" | "$axios" | "Axios", _) => Some(Callee::Axios(None, None, Texts::Form)),
        ("$http" | "_$http", _) => Some(Callee::Axios(None, None, Texts::Json)),
        ("request", "axios" | "$axios" | "Axios") => Some(Callee::Axios(None, None, Texts::Form)),
        ("request", "uni" | "wx" | "Taro") => Some(Callee::Axios(None, None, Texts::Json)),
        ("request", _) if is_http_client(owner) => Some(Callee::AngularRequest),
        ("ky" | "ofetch" | "$fetch" | "useFetch" | "useLazyFetch", _) if is_global || owner == "nuxtApp" => {
            Some(Callee::Ky(None, None))
        }
        ("Dio", _) if owners.is_empty() => Some(Callee::NewDio),
        (method, "dio" | "_dio" | "dioClient" | "_dioClient") if is_of_dio(method) => Some(Callee::Dio(method, owner)),
        ("got", _) if owners.is_empty() => Some(Callee::Ky(None, None)),
        ("fetch" | "request", "undici") => Some(Callee::Fetch),
        ("raw", "$fetch" | "ofetch") => Some(Callee::Ky(None, None)),
        ("request", "requests") => Some(Callee::Python("request", "Python's `requests`")),
        ("request", "httpx") => Some(Callee::Python("request", "Python's `httpx`")),
        _ => match (method?, owner) {
            (method, "requests") => Some(Callee::Python(method, "Python's `requests`")),
            (method, "httpx") => Some(Callee::Python(method, "Python's `httpx`")),
            (method, "axios" | "$axios" | "Axios") => Some(Callee::Axios(Some(method), None, Texts::Form)),
            (method, "$http" | "_$http") => Some(Callee::Axios(Some(method), None, Texts::Json)),
            (method, "ky" | "got") => Some(Callee::Ky(Some(method), None)),
            (method, "superagent" | "request" | "agent") => Some(Callee::Superagent(method)),
            (method, owner) if is_http_client(owner) => Some(Callee::Axios(Some(method), None, Texts::Plain)),
            (_, "") => None,
            (_, owner) if SERVERS.contains(&owner) || SERVERS.contains(&root) => None,
            (method, _) => Some(Callee::Somebody(method)),
        },
    }
}

/// A client that this script made.
fn of_instance<'a>(path: &[&'a str], scope: &Scope) -> Option<Callee<'a>> {
    let path = path.strip_prefix(&["this"]).unwrap_or(path);
    let (name, rest) = path.split_first()?;
    let Some(Value::Instance(library, _)) = scope.get(name) else { return None };
    let name = Some((*name).to_owned());
    match (library, rest) {
        (Library::Axios, [] | ["request"]) => Some(Callee::Axios(None, name, Texts::Form)),
        (Library::Axios, [method]) if METHODS.contains(method) => Some(Callee::Axios(Some(method), name, Texts::Form)),
        (Library::Ky, []) => Some(Callee::Ky(None, name)),
        (Library::Ky, [method]) if METHODS.contains(method) => Some(Callee::Ky(Some(method), name)),
        _ => None,
    }
}

/// Whether `Dio` has a method of this name that calls.
pub(super) fn is_of_dio(name: &str) -> bool {
    METHODS.contains(&name) || name == "request"
}

/// Angular's `HttpClient` by the names that it is injected under.
fn is_http_client(name: &str) -> bool {
    matches!(name, "http" | "httpClient" | "_http" | "_httpClient" | "http_" | "HttpClient" | "$httpClient")
}
