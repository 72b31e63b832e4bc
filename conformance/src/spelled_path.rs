//! Routes, and a path spelled in any way: whatever a server makes of the path, the gateway gives it one policy, or refuses it.
//!
//! A [`SpelledPath`] is made from bytes, so that a property test and a fuzzer draw from the same distribution. What servers
//! make of a path, and which handler they find by it, is written here a second time, in the simplest way, and knows nothing of
//! how the gateway does it.

use arbitrary::{Arbitrary, Result, Unstructured};
use preflight_engine::Policy;
use preflight_engine::server::{Allowed, PolicyConfig};
use preflight_gateway::Gateway;
use preflight_policy_file::{NamedPolicy, PolicyFile, Route};

const HOST: &str = "api.test";

/// What paths of routes are made of.
const PATTERNS: [&str; 14] = [
    "/{*rest}",
    "/",
    "/admin",
    "/admin/",
    "/admin/{*rest}",
    "/admin/users/{id}",
    "/Admin/{*rest}",
    "/{tenant}/admin/{*rest}",
    "/public/{*rest}",
    "/public/a.b/{*rest}",
    "/@me/{*rest}",
    "/caf%C3%A9/{*rest}",
    "/a%20b/{*rest}",
    "/{name}",
];

/// What honest paths are made of.
const SEGMENTS: [&str; 14] =
    ["admin", "Admin", "users", "public", "a.b", "@me", "caf%C3%A9", "a%20b", "x", "1", "", "...", "a;b", "{id}"];

/// Routes, each with a policy of its own, and a path.
#[derive(Debug)]
pub struct SpelledPath {
    routes: Vec<&'static str>,
    folds_case: bool,
    /// As a server means it; without it the spelling is all that is known.
    meant: Option<String>,
    spelled: String,
}

/// A way in which servers read the path of a request.
type Reading = fn(&str) -> String;

/// What known servers do to a path before they look for a handler. Each is applied alone and behind each other one.
const READINGS: [(&str, Reading); 9] = [
    ("decoded in each segment", |path| {
        decoded(&path.replace("%2", "%252").replace("%5C", "%255C").replace("%5c", "%255c"))
    }),
    ("as it is", str::to_owned),
    ("percent-decoded", decoded),
    ("slashes merged", |path| merged(path)),
    ("backslashes as slashes", |path| path.replace('\\', "/")),
    ("dot segments resolved", resolved),
    ("path parameters dropped", without_parameters),
    ("decoded twice", |path| decoded(&decoded(path))),
    ("without dots at its end", without_end),
];

impl SpelledPath {
    /// Holds the gateway to its word.
    ///
    /// # Errors
    /// A sentence about what it got wrong.
    pub fn check(&self) -> std::result::Result<(), String> {
        let Ok(gateway) = Gateway::new(&self.file()) else { return Ok(()) };
        let policy_of = |path: &str| gateway.policy_of(HOST, path);
        let Ok(given) = policy_of(&self.spelled) else { return Ok(()) };
        if let Some(meant) = &self.meant {
            let due = policy_of(meant);
            if due != Ok(given.clone()) {
                return Err(format!(
                    "{} is a spelling of {meant}, and gets {given:?} instead of {due:?}",
                    self.spelled
                ));
            }
        }
        let handlers = self.handlers();
        for (first, read_first) in READINGS {
            for (second, read_second) in READINGS {
                let read = read_second(&read_first(&self.spelled));
                let compared = if self.folds_case { read.to_lowercase() } else { read.clone() };
                // What no handler is for is answered 404 by the server, whoever asks.
                let Ok(handler) = handlers.at(&compared) else { continue };
                if Some(*handler.value) != given.as_deref() {
                    let (spelled, due) = (&self.spelled, handler.value);
                    return Err(format!(
                        "{spelled} gets {given:?}; {first}, {second}, it is {read}, which {due} handles"
                    ));
                }
            }
        }
        Ok(())
    }

    /// A server whose handlers stand where the routes do. As servers do, they take their path with and without a slash.
    fn handlers(&self) -> matchit::Router<&'static str> {
        let mut handlers = matchit::Router::new();
        let spelled = |path: &str| if self.folds_case { path.to_lowercase() } else { path.to_owned() };
        let own = |path: &str| spelled(&decoded(path).replace("%c3%a9", "%C3%A9"));
        for path in &self.routes {
            handlers.insert(own(path), *path).expect("the gateway took them");
        }
        for path in &self.routes {
            let path_of_all = path.split("{*").next().unwrap_or_default();
            let others =
                [path_of_all.to_owned(), path_of_all.trim_end_matches('/').to_owned(), format!("{path_of_all}/")];
            for other in others.iter().filter(|other| other.starts_with('/') && !other.ends_with("//")) {
                handlers.insert(own(other), *path).ok();
            }
        }
        handlers
    }

    fn file(&self) -> PolicyFile {
        let config = PolicyConfig { origins: Allowed::listed(["https://a.test"]), ..PolicyConfig::default() };
        let policy = || NamedPolicy {
            policy: Policy::new(&config).expect("a sound policy").into(),
            config: config.clone(),
            warnings: Vec::new(),
        };
        let routes = self.routes.iter().map(|path| Route {
            host: None,
            path: (*path).to_owned(),
            upstream: "http://127.0.0.1:1".parse().expect("an upstream"),
            policy: Some((*path).to_owned()),
        });
        PolicyFile {
            case_insensitive_paths: self.folds_case,
            policies: self.routes.iter().map(|path| ((*path).to_owned(), policy())).collect(),
            routes: routes.collect(),
            ..PolicyFile::default()
        }
    }
}

impl<'a> Arbitrary<'a> for SpelledPath {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut routes: Vec<&'static str> = Vec::new();
        for _ in 0..bytes.int_in_range(1..=5)? {
            let pattern = bytes.choose(&PATTERNS)?;
            if !routes.contains(pattern) {
                routes.push(pattern);
            }
        }
        let folds_case = bytes.arbitrary()?;
        let is_free: bool = bytes.ratio(1, 4)?;
        let meant = if is_free { None } else { Some(honest_path(bytes)?) };
        let spelled = match &meant {
            Some(meant) => respelled(meant, folds_case, bytes)?,
            None => format!("/{}", visible(&String::arbitrary(bytes)?)),
        };
        Ok(Self { routes, folds_case, meant, spelled })
    }
}

fn honest_path(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut path = String::new();
    for _ in 0..bytes.int_in_range(1..=4)? {
        path = format!("{path}/{}", bytes.choose(&SEGMENTS)?);
    }
    // An honest client sends neither empty segments nor characters that an URL encodes.
    Ok(merged(&path).replace('{', "%7B").replace('}', "%7D"))
}

/// The same path to some server, spelled differently.
fn respelled(path: &str, folds_case: bool, bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut path = path.to_owned();
    for _ in 0..bytes.int_in_range(0..=3)? {
        let places: Vec<usize> = path.char_indices().map(|(index, _)| index).filter(|index| *index > 0).collect();
        let slashes: Vec<usize> = path.match_indices('/').map(|(index, _)| index).collect();
        let slash = *bytes.choose(&slashes)?;
        let change = bytes.int_in_range(0..=9)?;
        match change {
            0 | 1 if !places.is_empty() => {
                let place = *bytes.choose(&places)?;
                let byte = path.as_bytes()[place];
                // What is encoded already stays so, and a slash is another matter.
                if byte.is_ascii_alphanumeric() && !is_encoded(&path, place) {
                    let code = if change == 0 { format!("%{byte:02x}") } else { format!("%{byte:02X}") };
                    path.replace_range(place..=place, &code);
                }
            }
            2 => path.insert(slash, '/'),
            3 => path.insert_str(slash, "/."),
            4 => path.insert_str(slash, "/x/.."),
            5 if slash > 0 => path.replace_range(slash..=slash, "%2f"),
            6 if slash > 0 => path.replace_range(slash..=slash, "\\"),
            7 if slash > 0 => path.replace_range(slash..=slash, "%5C"),
            8 if slash > 0 => path.insert_str(slash, ";v=1"),
            9 if folds_case && !path.contains('%') => path = path.to_ascii_uppercase(),
            _ => {}
        }
    }
    Ok(path)
}

fn is_encoded(path: &str, place: usize) -> bool {
    (1..=2).any(|back| place >= back && path.as_bytes()[place - back] == b'%')
}

/// What can stand in a target.
fn visible(text: &str) -> String {
    text.chars().filter(|character| !character.is_control() && !" ?#".contains(*character)).collect()
}

fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut found, mut index) = (Vec::new(), 0);
    while index < bytes.len() {
        let code = path.get(index + 1..index + 3).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = code.filter(|_| bytes[index] == b'%').and_then(|code| u8::from_str_radix(code, 16).ok());
        // What is not visible ASCII keeps its code, so that the path stays one.
        match byte.filter(u8::is_ascii_graphic) {
            Some(byte) => {
                found.push(byte);
                index += 3;
            }
            None => {
                found.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8(found).expect("only ASCII was decoded").replace('?', "%3F")
}

fn merged(path: &str) -> String {
    let mut path = path.to_owned();
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    path
}

fn resolved(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." if is_last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if is_last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("/{}", kept.join("/"))
}

/// A segment of nothing but dots is a name of its own kind.
fn without_end(path: &str) -> String {
    let rest = path.trim_end_matches('.');
    if rest.ends_with('/') { path.to_owned() } else { rest.to_owned() }
}

fn without_parameters(path: &str) -> String {
    path.split('/').map(|segment| segment.split(';').next().unwrap_or_default()).collect::<Vec<_>>().join("/")
}
