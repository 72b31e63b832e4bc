//! The way through a script from its first token to its last: what is defined, and what is called.

mod follow;
mod requests;

use std::collections::HashMap;
use std::ops::Range;

use super::builtin;
use super::callee::{Callee, SERVERS, callee, is_of_dio};
use super::expression::{Reader, after_types};
use super::options::with_credentials;
use super::scope::Scope;
use super::superagent::METHODS as CHAIN_METHODS;
use super::tokens::{Token, Tokens};
use super::xml_http_request::Xhr;
use super::{axios, dart, fetch, jquery, outside, superagent};
use crate::pasted::Note;
use crate::request_object;
use crate::said::Said;
use crate::unreadable::Unreadable;
use crate::url_text::is_whole;
use crate::value::{Library, Value, name_of};

/// Longer chains of names and of methods are not followed.
const CHAIN_LIMIT: usize = 32;

/// What is followed by a bracket and a brace, and is no method.
const KEYWORDS: [&str; 7] = ["if", "for", "while", "switch", "catch", "function", "with"];

/// The first call of a script. `None` where the text has none that is one beyond doubt.
pub(crate) fn read(text: &str) -> Option<Result<Said, Unreadable>> {
    let tokens = Tokens::of(text);
    let is_dart = dart::is_dart(text);
    let said = read_tokens(&tokens, is_dart);
    if said != Some(Err(Unreadable::OpenBracket)) {
        return said;
    }
    // What was not copied to its end.
    match tokens.closed(text).and_then(|closed| read_tokens(&closed, is_dart)) {
        Some(Ok(mut said)) => {
            said.note(Note::CutOff);
            said.forget_defaults();
            Some(Ok(said))
        }
        _ => Some(Err(Unreadable::OpenBracket)),
    }
}

fn read_tokens(tokens: &Tokens<'_>, is_dart: bool) -> Option<Result<Said, Unreadable>> {
    let mut scope = Scope::of(is_dart);
    scope.imported = outside::imported(tokens);
    // What is defined below its use is known there too.
    let mut first = Walk::new(tokens, &mut scope, Looks::ForDefinitions);
    first.run();
    let mut second = Walk::new(tokens, &mut scope, Looks::ForCalls);
    second.run();
    let found = second.into_found();
    if found.is_empty() && is_script(tokens) && scope.has_instance() && !has_server(tokens) {
        return Some(Err(Unreadable::NoCall));
    }
    let mut said = first_of(found, is_script(tokens));
    if let Some(Ok(said)) = &mut said {
        said.named = scope.named().into_list();
    }
    if let (Some(Ok(said)), Some(library)) = (&mut said, scope.imported) {
        said.note(Note::OutsideOfBrowsers(library));
    }
    said
}

/// Whether a text sets up a server, which may call others.
fn has_server(tokens: &Tokens<'_>) -> bool {
    tokens.list.iter().any(|token| matches!(token, Token::Name(name) if SERVERS.contains(name)))
}

/// Whether a text begins as a script does, so that a call which cannot be read is worth an answer.
fn is_script(tokens: &Tokens<'_>) -> bool {
    let first = match tokens.list.first() {
        Some(Token::Name(name)) => *name,
        _ => return false,
    };
    let is_keyword = matches!(
        first,
        "const"
            | "let"
            | "var"
            | "await"
            | "async"
            | "import"
            | "export"
            | "function"
            | "return"
            | "new"
            | "this"
            | "try"
            | "class"
            | "public"
            | "private"
            | "protected"
            | "static"
            | "final"
            | "void"
            | "late"
            | "Future"
            | "Response"
    );
    // `post: (url) => {` and `post: async (url) => {` are members of an object.
    let is_function = |at| tokens.is_mark(at, "(") || matches!(tokens.name(at), Some("async" | "function"));
    if tokens.is_mark(1, ":") && is_function(2) {
        return tokens.list.iter().any(|token| matches!(token, Token::Mark("=>" | "{")));
    }
    let follows = |mark| tokens.is_mark(1, mark);
    is_keyword || follows("(") || follows(".") || follows("=") || follows("<") || follows("?.")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    ForDefinitions,
    ForCalls,
}

/// A call that was found.
struct Found {
    at: usize,
    said: Result<Said, Unreadable>,
    is_certain: bool,
    /// Whether it is a `Request`, which something else in the text may send.
    is_request: bool,
}

/// What stands in the brackets that are being walked through.
enum Within {
    /// A call of `$.ajax`, by its number, whose `beforeSend` sets headers.
    Ajax(usize),
    /// `api.interceptors.request.use(…)`, which sets headers of the client.
    Interceptor(String),
}

struct Walk<'a, 's> {
    tokens: &'a Tokens<'a>,
    scope: &'s mut Scope,
    looks: Looks,
    found: Vec<Found>,
    requests: HashMap<String, (usize, Xhr)>,
    /// Where each ends.
    within: Vec<(usize, Within)>,
    /// Where the parameters of a function end that were begun.
    parameters_end: usize,
    /// How many functions of the text it stands in.
    level: usize,
    /// The bodies of functions whose calls were found with the arguments that they are called with.
    called: Vec<Range<usize>>,
}

impl<'a, 's> Walk<'a, 's> {
    fn new(tokens: &'a Tokens<'a>, scope: &'s mut Scope, looks: Looks) -> Self {
        Self {
            tokens,
            scope,
            looks,
            found: Vec::new(),
            requests: HashMap::new(),
            within: Vec::new(),
            parameters_end: 0,
            level: 0,
            called: Vec::new(),
        }
    }

    fn run(&mut self) {
        self.run_over(0..self.tokens.list.len());
    }

    fn run_over(&mut self, tokens: Range<usize>) {
        let mut at = tokens.start;
        while at < tokens.end {
            while self.within.pop_if(|(end, _)| *end < at).is_some() {}
            self.parameters_end = self.parameters_end.max(self.end_of_parameters(at));
            at = match self.tokens.list[at] {
                Token::Name("new") => self.construction(at),
                Token::Name("function") => {
                    self.define(self.tokens.name(at + 1), at);
                    at + 1
                }
                Token::Name(_) if !self.is_member(at) => self.path(at),
                _ => at + 1,
            };
        }
    }

    /// Where the parameters of a function end that begin here: what they are unless somebody says otherwise is not known.
    fn end_of_parameters(&self, at: usize) -> usize {
        let close = if self.tokens.is_mark(at, "(") { self.tokens.close_of(at) } else { None };
        let is_function = |close: &usize| ["{", "=>", ":"].into_iter().any(|mark| self.tokens.is_mark(close + 1, mark));
        let declares = at.checked_sub(1).and_then(|before| self.tokens.name(before));
        if matches!(declares, Some("const" | "let" | "var")) && self.tokens.is_mark(at, "{") {
            // `const { method = 'get' } = options`
            return self.tokens.close_of(at).unwrap_or_default();
        }
        close.filter(is_function).unwrap_or_default()
    }

    fn is_member(&self, at: usize) -> bool {
        at > 0 && (self.tokens.is_mark(at - 1, ".") || self.tokens.is_mark(at - 1, "?."))
    }

    /// `new Request(…)` and `new EventSource(…)` are calls of their own.
    fn construction(&mut self, at: usize) -> usize {
        let open = after_types(self.tokens, at + 2).unwrap_or(at + 2);
        if self.looks == Looks::ForDefinitions || !self.tokens.is_mark(open, "(") {
            return at + 1;
        }
        let said = match self.tokens.name(at + 1) {
            Some(class @ ("EventSource" | "EventSourcePolyfill" | "ReconnectingEventSource")) => {
                fetch::event_source(class, &self.arguments(open))
            }
            Some("Worker" | "SharedWorker") if self.arguments(open).first().is_some_and(is_whole) => {
                fetch::worker(&self.arguments(open))
            }
            Some("Request") => {
                let said = fetch::fetch(&self.arguments(open));
                self.found.push(Found { at, said, is_certain: true, is_request: true });
                return open + 1;
            }
            Some("HttpLink" | "ApolloClient" | "BatchHttpLink" | "GraphQLClient") => self.graph_ql(open),
            _ => return at + 1,
        };
        self.push(at, said, true);
        open + 1
    }

    /// Apollo's links and their kind: `{uri, credentials, headers}`, and a body of JSON.
    fn graph_ql(&mut self, open: usize) -> Result<Said, Unreadable> {
        let arguments = self.arguments(open);
        let first = arguments.first().ok_or(Unreadable::NoUrl)?;
        let mut said = match first {
            Value::Object(_) => {
                let uri = first.member("uri").ok_or(Unreadable::NoUrl)?;
                fetch::fetch(&[uri.clone(), first.clone()])?
            }
            // `new GraphQLClient(url, options)`
            _ => fetch::fetch(&arguments)?,
        };
        said.method = preflight_engine::page_call::Part::Implied("POST".to_owned());
        said.body = Some(crate::said::Body::new(None, crate::said::MediaType::json()));
        Ok(said)
    }

    /// A path of names, and what follows it: a value that it gets, or the arguments that it is called with.
    fn path(&mut self, start: usize) -> usize {
        let (path, after) = self.names(start);
        let open = after_types(self.tokens, after).unwrap_or(after);
        if self.tokens.is_mark(open, "(") {
            self.parameters_end = self.parameters_end.max(self.end_of_parameters(open));
            if let [name] = path[..] {
                // A method of a class or of an object: `headers() {`.
                self.define(Some(name).filter(|name| !KEYWORDS.contains(name)), start);
            }
            self.call(&path, start, open);
            return open + 1;
        }
        if let ([name], true) = (&path[..], self.tokens.is_mark(after, ":")) {
            // A function that is a member of an object.
            self.define(Some(name), after + 1);
        }
        if let Some(value_at) = self.computed_member(&path, after) {
            return value_at;
        }
        match self.value_after(start, after, path.len()) {
            Some(value_at) => {
                self.define(path.last().copied(), value_at);
                self.assign(&path, value_at);
                value_at
            }
            None => after,
        }
    }

    /// `headers[name] = value`, of an object that is known; where the value begins.
    fn computed_member(&mut self, path: &[&'a str], open: usize) -> Option<usize> {
        let close = self.tokens.close_of(open).filter(|_| self.tokens.is_mark(open, "["))?;
        let value_at = self.value_after(open, close + 1, path.len() + 1)?;
        let root = path.first().copied()?;
        let is_known = matches!(self.scope.get(root), Some(Value::Object(_) | Value::Instance(..) | Value::Request(_)));
        if is_known || root == "axios" || self.interceptor().is_some() {
            let name = name_of(&self.arguments(open).into_iter().next()?);
            self.assign(&[path, &[&*name]].concat(), value_at);
        }
        Some(value_at)
    }

    /// `a.b?.c['d']`
    fn names(&self, start: usize) -> (Vec<&'a str>, usize) {
        let mut path = vec![self.tokens.name(start).unwrap_or_default()];
        let mut at = start + 1;
        while path.len() < CHAIN_LIMIT {
            let is_dot = self.tokens.is_mark(at, ".") || self.tokens.is_mark(at, "?.");
            if let Some(name) = self.tokens.name(at + 1).filter(|_| is_dot) {
                path.push(name);
                at += 2;
            } else if let (true, Some(Token::Text(name)), Some(close)) =
                (self.tokens.is_mark(at, "["), self.tokens.list.get(at + 1), self.tokens.close_of(at))
                && close == at + 2
            {
                path.push(name);
                at += 3;
            } else {
                break;
            }
        }
        if path.len() > 1 && path[0] == "this" {
            path.remove(0);
        }
        (path, at)
    }

    /// Where the value begins: behind `=`, or behind `: Type =` of a declaration.
    fn value_after(&self, start: usize, after: usize, length: usize) -> Option<usize> {
        const TYPE_LIMIT: usize = 12;
        let is_value = |at: usize| ["=", "??=", "||="].into_iter().any(|mark| self.tokens.is_mark(at, mark));
        if is_value(after) {
            return Some(after + 1);
        }
        let declares = start.checked_sub(1).and_then(|before| self.tokens.name(before));
        let is_declared = matches!(
            declares,
            Some("const" | "let" | "var" | "private" | "public" | "protected" | "readonly" | "static")
        );
        if length > 1 || !is_declared || !self.tokens.is_mark(after, ":") {
            return None;
        }
        let ends = |at: &usize| [";", "(", ")", "{", "}"].into_iter().any(|mark| self.tokens.is_mark(*at, mark));
        (after..after + TYPE_LIMIT).take_while(|at| !ends(at)).find(|&at| is_value(at)).map(|at| at + 1)
    }

    fn arguments(&self, open: usize) -> Vec<Value> {
        Reader::new(self.tokens, self.scope, open).arguments(open)
    }

    fn value(&self, at: usize) -> Value {
        Reader::new(self.tokens, self.scope, at).value(self.tokens.list.len())
    }

    fn assign(&mut self, path: &[&str], at: usize) {
        let value = self.value(at);
        if at < self.parameters_end && path.len() == 1 && !is_whole(&value) {
            return;
        }
        match path {
            [name, "withCredentials"] => {
                if let Some(request) = self.request(name) {
                    request.set_credentials(value.clone());
                } else if let Some(Found { said: Ok(said), .. }) =
                    self.ajax_around().and_then(|at| self.found.get_mut(at))
                {
                    said.set_credentials("withCredentials", with_credentials(&value));
                }
                self.scope.set(path, value);
            }
            [name @ ("axios" | "$axios" | "Axios"), "defaults", ..] => {
                self.make_client(name);
                self.scope.set(path, value);
            }
            [_, "headers", .., header] if self.interceptor().is_some() => self.set_default_header(header, value),
            [name] if self.tokens.name(at) == Some("new") && self.tokens.name(at + 1) == Some("XMLHttpRequest") => {
                self.finish(name);
                self.requests.insert((*name).to_owned(), (at, Xhr::default()));
            }
            [name, "upload", _] => {
                if let Some(request) = self.request(name) {
                    request.listen_to_upload();
                }
            }
            [name, "search"] => self.set_query(name, &value),
            _ => self.scope.set(path, value),
        }
    }

    fn interceptor(&self) -> Option<&str> {
        self.within.iter().rev().find_map(|(_, within)| match within {
            Within::Interceptor(name) => Some(name.as_str()),
            Within::Ajax(_) => None,
        })
    }

    fn set_default_header(&mut self, header: &str, value: Value) {
        let Some(name) = self.interceptor().map(str::to_owned) else { return };
        if matches!(&*name, "axios" | "$axios" | "Axios") {
            self.make_client(&name);
        }
        if let Some(Value::Instance(..)) = self.scope.get(&name) {
            self.scope.set(&[&name, "defaults", "headers", header], value);
        }
    }

    /// `axios` itself is a client too, whose defaults a text may set.
    fn make_client(&mut self, name: &str) {
        if self.scope.get(name).is_none() {
            let defaults = Box::new(Value::empty_object());
            self.scope.set(&[name], Value::Instance(Library::Axios, defaults));
        }
    }

    fn call(&mut self, path: &[&'a str], at: usize, open: usize) {
        let (owner, last) = match path {
            [] => return,
            [last] => ("", *last),
            [owner, .., last] => (*owner, *last),
        };
        match last {
            "open" | "setRequestHeader" | "send" if !owner.is_empty() => {
                return self.call_of_xhr(owner, last, at, open);
            }
            "append" | "set" if path.len() == 2 => return self.add_to(owner, at, open),
            "append" | "set" if path.len() == 3 && path[1] == "searchParams" => {
                return self.add_to_query(owner, open);
            }
            "set" if path.len() == 3 && self.interceptor().is_some() => {
                if let [name, value] = &self.arguments(open)[..] {
                    self.set_default_header(&name_of(name), value.clone());
                }
                return;
            }
            "append" | "set" if path.len() == 3 && path[1] == "headers" => return self.add_to_request(owner, open),
            "addEventListener" if path.len() == 3 && path[1] == "upload" => {
                if let Some(request) = self.request(owner) {
                    request.listen_to_upload();
                }
                return;
            }
            "use" if path.ends_with(&["interceptors", "request", "use"]) => {
                if let Some(end) = self.tokens.close_of(open) {
                    self.within.push((end, Within::Interceptor(owner.to_owned())));
                }
                return;
            }
            "ajaxSetup" => {
                let defaults = self.arguments(open).into_iter().next();
                self.scope.set(&["\0ajaxSetup"], defaults.unwrap_or_else(Value::empty_object));
                return;
            }
            _ => {}
        }
        // A definition is no call: `async fetch(url) {`.
        let is_defined = at > 0 && matches!(self.tokens.name(at - 1), Some("function" | "def"));
        if is_defined || self.looks == Looks::ForDefinitions {
            return;
        }
        if let ["createHttpLink" | "createUploadLink"] = path {
            let said = self.graph_ql(open);
            return self.push(at, said, true);
        }
        let of_outside = || outside::callee(path, self.scope.imported?);
        let callee = callee(path, self.scope).or_else(of_outside);
        let is_certain = callee.as_ref().is_some_and(Callee::is_certain);
        if !is_certain && self.call_of_function(last, at, open) {
            return;
        }
        let Some(callee) = callee else { return };
        let Some(close) = self.tokens.close_of(open) else {
            // What is not closed may be prose, unless it begins the text.
            self.push(at, Err(Unreadable::OpenBracket), is_certain);
            return;
        };
        // A definition is no call either in a class: `fetch(url) {`.
        if self.tokens.is_mark(close + 1, "{") {
            return;
        }
        if self.tokens.is_cut_in_first(open, close) {
            self.push(at, Err(Unreadable::OpenBracket), is_certain);
            return;
        }
        let arguments = self.arguments(open);
        if callee == Callee::Ajax {
            self.within.push((close, Within::Ajax(self.found.len())));
        }
        if let Some(mut said) = self.said(&callee, &arguments, close) {
            if self.tokens.is_cut(open, close) && !says_where(&said) {
                said = Err(Unreadable::OpenBracket);
            }
            if let (Ok(said), Some(library)) = (&mut said, outside::called(path[0])) {
                said.note(Note::OutsideOfBrowsers(library));
            }
            self.push(at, said, is_certain);
        }
    }

    fn said(&self, callee: &Callee<'_>, arguments: &[Value], close: usize) -> Option<Result<Said, Unreadable>> {
        let nothing = Value::empty_object();
        let defaults = |name: &Option<String>| {
            let made = name.as_deref().or(Some("axios")).and_then(|name| self.scope.get(name));
            match made {
                Some(Value::Instance(_, defaults)) => (**defaults).clone(),
                _ => nothing.clone(),
            }
        };
        Some(match callee {
            Callee::Fetch => fetch::fetch(arguments),
            Callee::Beacon => fetch::beacon(arguments),
            Callee::Ajax => self.ajax(arguments),
            Callee::AjaxShort(name) => jquery::short(name, arguments),
            Callee::BaseQuery => fetch::base_query(arguments),
            Callee::Postman => request_object::of_postman(arguments.first()?),
            Callee::Dio(method, name) => dart::dio(method, arguments, self.scope.get(name)),
            Callee::NewDio => {
                let calls = self.chain(close);
                let (method, inner) = calls.first().filter(|(name, _)| is_of_dio(name))?;
                let client = builtin::function(&Value::missing("Dio"), arguments, self.scope);
                return Some(dart::dio(method, inner, Some(&client)));
            }
            Callee::Axios(Some(method), None, axios::Texts::Plain) if arguments.iter().any(dart::has_name) => {
                dart::http(method, arguments)
            }
            Callee::Axios(Some(method), name, texts) => axios::by_method(method, arguments, &defaults(name), *texts),
            Callee::Axios(None, name, texts) => axios::by_configuration(arguments, &defaults(name), *texts),
            Callee::AngularRequest => axios::by_name_of_method(arguments, &nothing),
            Callee::Ky(method, name) => fetch::ky(arguments, *method, &defaults(name)),
            Callee::Python(method, library) => axios::of_python(method, arguments, library),
            Callee::Unirest => {
                let [method, url, ..] = arguments else { return None };
                superagent::chain(method.text()?, std::slice::from_ref(url), &self.chain(close))
            }
            Callee::Superagent(method) => {
                let methods = self.chain(close);
                let is_chain = methods.iter().any(|(name, _)| CHAIN_METHODS.contains(name));
                if !is_chain && !arguments.first().is_some_and(is_whole) {
                    return None;
                }
                superagent::chain(method, arguments, &methods)
            }
            Callee::Somebody(method) => {
                return arguments
                    .first()
                    .is_some_and(is_whole)
                    .then(|| axios::by_method(method, arguments, &nothing, axios::Texts::Unsaid));
            }
        })
    }

    fn ajax(&self, arguments: &[Value]) -> Result<Said, Unreadable> {
        match (self.scope.get("\0ajaxSetup"), arguments) {
            (Some(defaults), [settings @ Value::Object(_)]) => {
                jquery::ajax(&[self.scope.merged(&[defaults, settings])])
            }
            _ => jquery::ajax(arguments),
        }
    }

    /// The methods that are called on what a call gives.
    fn chain(&self, close: usize) -> Vec<(&'a str, Vec<Value>)> {
        let mut methods = Vec::new();
        let mut at = close + 1;
        while methods.len() < CHAIN_LIMIT
            && self.tokens.is_mark(at, ".")
            && let Some(name) = self.tokens.name(at + 1)
            && let Some(end) = self.tokens.close_of(at + 2)
        {
            methods.push((name, self.arguments(at + 2)));
            at = end + 1;
        }
        methods
    }

    fn push(&mut self, at: usize, said: Result<Said, Unreadable>, is_certain: bool) {
        self.found.push(Found { at, said, is_certain, is_request: false });
    }

    /// All calls, those in a function that is called as they are made there.
    fn into_found(mut self) -> Vec<Found> {
        let names: Vec<String> = self.requests.keys().cloned().collect();
        names.iter().for_each(|name| self.finish(name));
        let called = std::mem::take(&mut self.called);
        self.found.retain(|found| !called.iter().any(|body| body.contains(&found.at)));
        self.found
    }
}

/// Whether a call that is cut off says which URL it calls, or names what that is.
fn says_where(said: &Result<Said, Unreadable>) -> bool {
    said.as_ref().is_ok_and(|said| said.lacks_url != Some(Unreadable::UrlIsExpression(None)))
}

/// The first call that can be read; where none can, why the first cannot.
fn first_of(mut found: Vec<Found>, is_script: bool) -> Option<Result<Said, Unreadable>> {
    let has_url = |found: &Found| found.said.as_ref().is_ok_and(Said::has_url);
    if found.iter().any(|found| has_url(found) && !found.is_request) {
        found.retain(|found| !found.is_request);
    }
    found.sort_by_key(|found| found.at);
    if !found.iter().any(has_url) {
        // What can be read but for its URL says more than what cannot.
        found.retain(|found| found.is_certain && is_script);
    }
    let is_read = |found: &Found| found.said.is_ok();
    let first = found.iter().position(has_url).or_else(|| found.iter().position(is_read)).unwrap_or_default();
    let others = found.iter().filter(|found| is_read(found) && (has_url(found) || found.is_certain)).count();
    let mut said = (first < found.len()).then(|| found.swap_remove(first).said)?;
    if let (Ok(said), true) = (&mut said, others > 1) {
        said.note(Note::OtherCalls(others - 1));
    }
    Some(said)
}
