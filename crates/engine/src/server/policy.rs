//! A policy that was found sound, compiled for deciding.

use http::HeaderValue;

use super::answers::{Answers, list_value, listed_methods};
use super::config::{Allowed, PolicyConfig, WhenRefused};
use super::cors_request::{CorsRequest, Preflight, RequestOrigin};
use super::decision::{Answer, Decision, Forward, Kind, Refusal};
use super::header_edits::{ANY, HeaderEdits, Vary};
use super::origin_set::OriginSet;
use super::policy_error::{Field, MAX_AGE_LIMIT, ORIGINS_LIMIT, PolicyError, PolicyErrors};
use super::requested_headers::{HeaderNames, check_for_echo};
use crate::origin_pattern::{InvalidOriginPattern, OriginPattern, PatternRule};
use crate::{method, request_header, response_header};

/// What a refused preflight, and a refused request that is not forwarded, is answered with.
const FORBIDDEN: u16 = 403;

/// A compiled policy. It exists only if every part of it is sound; with credentials it cannot hold "any origin".
#[derive(Debug)]
pub struct Policy {
    origins: Origins,
    methods: Methods,
    request_headers: RequestHeaders,
    expose_headers: Option<HeaderValue>,
    answers: Answers,
    preflight_status: u16,
    refused: WhenRefused,
}

#[derive(Debug)]
enum Origins {
    /// Everybody, without credentials: `*`.
    Any,
    Listed {
        set: OriginSet,
        null: bool,
        credentials: bool,
    },
}

#[derive(Debug)]
enum Methods {
    Any,
    Listed(Box<[Box<str>]>),
}

#[derive(Debug)]
enum RequestHeaders {
    Any,
    Listed(HeaderNames),
}

impl Policy {
    /// Compiles a policy.
    ///
    /// # Errors
    /// [`PolicyErrors`]: every mistake in the configuration at once.
    pub fn new(config: &PolicyConfig) -> Result<Self, PolicyErrors> {
        let mut errors = Vec::new();
        let patterns = origin_patterns(config, &mut errors);
        check_methods(&config.methods, &mut errors);
        check_request_headers(&config.request_headers, &mut errors);
        check_expose_headers(config, &mut errors);
        check_preflight(config, &mut errors);
        if errors.is_empty() { Ok(Self::compile(config, &patterns)) } else { Err(PolicyErrors(errors)) }
    }

    fn compile(config: &PolicyConfig, patterns: &[OriginPattern]) -> Self {
        Self {
            origins: match config.origins {
                Allowed::Any => Origins::Any,
                Allowed::Listed(_) => Origins::Listed {
                    set: OriginSet::new(patterns),
                    null: config.dangerously_allow_null_origin,
                    credentials: config.credentials,
                },
            },
            methods: match &config.methods {
                Allowed::Any => Methods::Any,
                Allowed::Listed(entries) => {
                    Methods::Listed(listed_methods(entries).into_iter().map(Into::into).collect())
                }
            },
            request_headers: match &config.request_headers {
                Allowed::Any => RequestHeaders::Any,
                Allowed::Listed(entries) => RequestHeaders::Listed(HeaderNames::new(entries)),
            },
            expose_headers: match &config.expose_headers {
                Allowed::Any => Some(ANY.clone()),
                Allowed::Listed(names) => list_value(HeaderNames::new(names).list()),
            },
            answers: Answers::new(config),
            preflight_status: config.preflight_status,
            refused: config.refused,
        }
    }

    /// Decides about a request. Allocates nothing, and costs the same whatever the number of origins.
    pub fn decide<'a>(&'a self, request: CorsRequest<'a>) -> Decision<'a> {
        match request {
            CorsRequest::NotCors => {
                Decision::Forward(Forward { kind: Kind::NotCors, edits: self.edits_without_origin(), refusal: None })
            }
            CorsRequest::Actual { origin } => self.decide_actual(origin),
            CorsRequest::Preflight(preflight) => Decision::Answer(self.answer_preflight(preflight)),
        }
    }

    /// Whether the policy allows this `Origin`.
    ///
    /// # Errors
    /// [`Refusal::OriginNotAllowed`] or [`Refusal::SeveralOrigins`].
    pub fn allow_origin<'a>(&'a self, origin: RequestOrigin<'a>) -> Result<&'a HeaderValue, Refusal> {
        match (&self.origins, origin) {
            (Origins::Any, _) => Ok(&ANY),
            (Origins::Listed { .. }, RequestOrigin::Several) => Err(Refusal::SeveralOrigins),
            (Origins::Listed { set, null, .. }, RequestOrigin::One(value)) => {
                let is_allowed = set.contains(value.as_bytes()) || *null && value == "null";
                if is_allowed { Ok(value) } else { Err(Refusal::OriginNotAllowed) }
            }
        }
    }

    fn decide_actual<'a>(&'a self, origin: RequestOrigin<'a>) -> Decision<'a> {
        let kind = Kind::Actual;
        match (self.allow_origin(origin), self.refused) {
            (Ok(allowed), _) => Decision::Forward(Forward { kind, edits: self.edits_for(allowed), refusal: None }),
            (Err(refusal), WhenRefused::Forward) => {
                Decision::Forward(Forward { kind, edits: self.edits_without_origin(), refusal: Some(refusal) })
            }
            (Err(refusal), WhenRefused::Reject) => Decision::Answer(self.refuse(kind, refusal)),
        }
    }

    fn answer_preflight<'a>(&'a self, preflight: Preflight<'a>) -> Answer<'a> {
        match self.allow_origin(preflight.origin) {
            Ok(allowed) => Answer {
                kind: Kind::Preflight,
                status: self.preflight_status,
                fields: self.answers.to_allowed(allowed, preflight),
                refusal: self.allow_question(preflight).err(),
            },
            Err(refusal) => self.refuse(Kind::Preflight, refusal),
        }
    }

    fn refuse(&self, kind: Kind, refusal: Refusal) -> Answer<'_> {
        Answer { kind, status: FORBIDDEN, fields: self.answers.to_refused(), refusal: Some(refusal) }
    }

    fn allow_question(&self, preflight: Preflight<'_>) -> Result<(), Refusal> {
        self.allow_method(preflight.method.as_bytes())?;
        match &self.request_headers {
            RequestHeaders::Any if !self.allows_credentials() => Ok(()),
            RequestHeaders::Any => check_for_echo(preflight.headers),
            RequestHeaders::Listed(names) => names.allow(preflight.headers),
        }
    }

    fn allow_method(&self, asked: &[u8]) -> Result<(), Refusal> {
        let is_allowed = match &self.methods {
            Methods::Any => method::is_method(asked) && !method::is_forbidden(asked),
            Methods::Listed(methods) => {
                method::is_cors_safelisted(asked) || methods.iter().any(|listed| listed.as_bytes() == asked)
            }
        };
        if is_allowed { Ok(()) } else { Err(Refusal::MethodNotAllowed) }
    }

    fn allows_credentials(&self) -> bool {
        matches!(self.origins, Origins::Listed { credentials: true, .. })
    }

    fn edits_for<'a>(&'a self, allowed: &'a HeaderValue) -> HeaderEdits<'a> {
        HeaderEdits {
            allow_origin: Some(allowed),
            allow_credentials: self.allows_credentials(),
            expose_headers: self.expose_headers.as_ref(),
            vary: self.vary(),
        }
    }

    /// What a response gets that no origin is allowed to read. Where everybody is allowed it says so, `Origin` or not:
    /// a cache may keep it for somebody who will send one
    /// ([CORS protocol and HTTP caches](https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches)).
    fn edits_without_origin(&self) -> HeaderEdits<'_> {
        match self.origins {
            Origins::Any => self.edits_for(&ANY),
            Origins::Listed { .. } => HeaderEdits { vary: self.vary(), ..HeaderEdits::default() },
        }
    }

    fn vary(&self) -> Vary {
        match self.origins {
            Origins::Any => Vary::Nothing,
            Origins::Listed { .. } => Vary::Origin,
        }
    }
}

fn origin_patterns(config: &PolicyConfig, errors: &mut Vec<PolicyError>) -> Vec<OriginPattern> {
    let entries = match &config.origins {
        Allowed::Any if config.credentials => {
            errors.push(PolicyError::AnyOriginWithCredentials);
            return Vec::new();
        }
        Allowed::Any => return Vec::new(),
        Allowed::Listed(entries) => entries,
    };
    if entries.is_empty() && !config.dangerously_allow_null_origin {
        errors.push(PolicyError::NoOrigins);
    }
    if entries.len() > ORIGINS_LIMIT {
        errors.push(PolicyError::TooManyOrigins { count: entries.len() });
        return Vec::new();
    }
    let mut patterns = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        match OriginPattern::parse(entry) {
            Ok(pattern) => {
                errors.extend(check_credentialed(config, index, &pattern));
                patterns.push(pattern);
            }
            Err(InvalidOriginPattern { rule: PatternRule::AnyOrigin, .. }) => {
                errors.push(PolicyError::WildcardInList { field: Field::Origins, index });
            }
            Err(error) => errors.push(PolicyError::InvalidOrigin { index, error }),
        }
    }
    patterns
}

/// What credentials make dangerous about an origin.
fn check_credentialed(config: &PolicyConfig, index: usize, pattern: &OriginPattern) -> Option<PolicyError> {
    if !config.credentials {
        return None;
    }
    let origin = || pattern.as_str().to_owned();
    if pattern.scheme() == "http" && !pattern.has_loopback_host() && !config.dangerously_allow_insecure_origins {
        return Some(PolicyError::InsecureOriginWithCredentials { index, origin: origin() });
    }
    let suffix = pattern.public_suffix().filter(|_| !config.dangerously_allow_public_suffixes)?;
    Some(PolicyError::PublicSuffixWithCredentials { index, origin: origin(), suffix })
}

fn check_methods(methods: &Allowed, errors: &mut Vec<PolicyError>) {
    for (index, entry) in methods.entries().iter().enumerate() {
        let method = entry.clone();
        if entry == "*" {
            errors.push(PolicyError::WildcardInList { field: Field::Methods, index });
        } else if !method::is_method(entry.as_bytes()) {
            errors.push(PolicyError::InvalidMethod { index, method });
        } else if method::is_forbidden(entry.as_bytes()) {
            errors.push(PolicyError::ForbiddenMethod { index, method });
        }
    }
}

fn check_request_headers(names: &Allowed, errors: &mut Vec<PolicyError>) {
    let field = Field::RequestHeaders;
    for (index, entry) in names.entries().iter().enumerate() {
        let name = entry.clone();
        if entry == "*" {
            errors.push(PolicyError::WildcardInList { field, index });
        } else if !request_header::is_name(entry.as_bytes()) {
            errors.push(PolicyError::InvalidHeaderName { field, index, name });
        } else if request_header::is_forbidden_name(entry.as_bytes()) {
            errors.push(PolicyError::ForbiddenRequestHeader { index, name });
        } else if request_header::is_response_only(entry.as_bytes()) {
            errors.push(PolicyError::ResponseHeaderInRequestHeaders { index, name });
        }
    }
}

fn check_expose_headers(config: &PolicyConfig, errors: &mut Vec<PolicyError>) {
    let field = Field::ExposeHeaders;
    if config.expose_headers == Allowed::Any && config.credentials {
        errors.push(PolicyError::ExposeAnyWithCredentials);
    }
    for (index, entry) in config.expose_headers.entries().iter().enumerate() {
        let name = entry.clone();
        if entry == "*" {
            errors.push(PolicyError::WildcardInList { field, index });
        } else if !request_header::is_name(entry.as_bytes()) {
            errors.push(PolicyError::InvalidHeaderName { field, index, name });
        } else if response_header::is_forbidden(entry.as_bytes()) {
            errors.push(PolicyError::ForbiddenResponseHeader { index, name });
        } else if response_header::is_never_on_a_visible_response(entry.as_bytes()) {
            errors.push(PolicyError::NeverVisibleHeader { index, name });
        }
    }
}

fn check_preflight(config: &PolicyConfig, errors: &mut Vec<PolicyError>) {
    if let Some(max_age) = config.max_age.filter(|max_age| *max_age > MAX_AGE_LIMIT) {
        errors.push(PolicyError::MaxAgeTooLong { max_age });
    }
    if !(200..=299).contains(&config.preflight_status) {
        errors.push(PolicyError::PreflightStatusNotOk { status: config.preflight_status });
    }
}
