//! The kinds of difference between a configuration and its translation.

use preflight_rules::{Rule, configurations};

/// A kind of difference. Its name is a contract: scripts compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// Whatever `Origin` a request has is sent back, so every site is allowed.
    ReflectsAnyOrigin,
    /// Any origin together with credentials.
    WildcardWithCredentials,
    /// `*` among other origins, where it is a name that no browser sends.
    WildcardInList,
    /// A pattern such as `https://*.example.com` where the system compares whole strings.
    WildcardInString,
    /// `null` is allowed, which any page can send from a sandboxed frame.
    NullOrigin,
    /// An `http:` origin together with credentials.
    InsecureOrigin,
    /// All subdomains of a public suffix together with credentials.
    PublicSuffix,
    /// An origin with a slash at its end, which no browser sends.
    TrailingSlash,
    /// An origin without its scheme.
    MissingScheme,
    /// An origin with the port that its scheme has anyway.
    DefaultPort,
    /// An origin with upper-case letters, where browsers send lower case.
    UpperCase,
    /// A text that no browser sends as an origin.
    InvalidOrigin,
    /// Several origins in one string, which no browser reads as a list.
    SeveralOriginsInString,
    /// A regular expression that matches a part of the origin only.
    RegexUnanchored,
    /// A dot in a regular expression that stands for any character.
    RegexUnescapedDot,
    /// A regular expression that also matches the names of strangers that end the same.
    RegexNoLabelBoundary,
    /// A regular expression that no pattern says exactly.
    RegexApproximated,
    /// A regular expression that no pattern says at all; it grants nothing.
    RegexNotTranslated,
    /// A regular expression that remembers where it stopped, so that its answers alternate.
    RegexStateful,
    /// A value that is known only when the program runs; it grants nothing.
    DynamicValue,
    /// A value from the environment, which the policy reads by the same name.
    EnvironmentValue,
    /// `*` in a list of methods or headers, which browsers take literally with credentials.
    LiteralWildcard,
    /// A method in lower case, which browsers compare byte by byte.
    MethodCase,
    /// `GET`, `HEAD` or `POST` is not listed, and so goes without request headers there.
    SafelistedMethodUnlisted,
    /// A text that is no method and no header name.
    InvalidName,
    /// A method or header that no page can use, so that it needs no allowing.
    ForbiddenName,
    /// A max-age that looks like milliseconds, or that no browser honours in full.
    MaxAgeUnits,
    /// A max-age that is no number of seconds.
    MaxAgeInvalid,
    /// A status that browsers take as a refused preflight.
    PreflightStatus,
    /// Preflights go on to the application, whose answer is not in this file.
    PreflightContinue,
    /// An `OPTIONS` request that is no preflight does not reach the application.
    OptionsSwallowed,
    /// No preflight is answered, so that browsers send simple requests only.
    PreflightUnanswered,
    /// Answers that differ by origin without `Vary: Origin`, which shared caches mix up.
    NoVary,
    /// A refused origin is told what others may do.
    RefusedLearns,
    /// A path that routes of a policy file say only nearly.
    PathApproximated,
    /// The configuration is there, but what would apply it is not.
    MiddlewareMissing,
    /// What applies the configuration stands where some answers pass it by.
    MiddlewareOrder,
    /// An option that the system does not have.
    UnknownOption,
    /// A value of a kind that the system ignores or refuses.
    IgnoredValue,
    /// Private Network Access, which no shipping browser asks for any more.
    PrivateNetwork,
    /// The system cannot allow any method; the usual ones are listed.
    AnyMethodListed,
    /// The system cannot allow any request header; the usual ones are listed.
    AnyRequestHeaderListed,
    /// A list that the system cannot hold as it is.
    ListApproximated,
    /// The system forwards refused requests, although the policy rejects them.
    RefusedReachesApplication,
    /// The system answers preflights with a status of its own.
    PreflightStatusFixed,
    /// The system sends no max-age of zero, so that browsers keep an answer for five seconds.
    MaxAgeNotSent,
    /// The system says `Vary: Origin` where nothing varies.
    SuperfluousVary,
    /// The system holds one policy; the others were left out.
    OnePolicyOnly,
    /// The system answers preflights only where a route exists.
    PreflightNeedsRoute,
}

/// How much a difference matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoteSeverity {
    /// No browser sees the difference.
    Info,
    /// Some browser may be answered differently.
    Warning,
    /// One of the two lets strangers in, or a whole policy is missing.
    Danger,
}

impl Code {
    /// The rule of this kind, with its page.
    pub fn rule(self) -> &'static Rule {
        match self {
            Self::ReflectsAnyOrigin => &configurations::REFLECTS_ANY_ORIGIN,
            Self::WildcardWithCredentials => &configurations::WILDCARD_WITH_CREDENTIALS,
            Self::WildcardInList => &configurations::WILDCARD_IN_LIST,
            Self::WildcardInString => &configurations::WILDCARD_IN_STRING,
            Self::NullOrigin => &configurations::NULL_ORIGIN,
            Self::InsecureOrigin => &configurations::INSECURE_ORIGIN,
            Self::PublicSuffix => &configurations::PUBLIC_SUFFIX,
            Self::TrailingSlash => &configurations::TRAILING_SLASH,
            Self::MissingScheme => &configurations::MISSING_SCHEME,
            Self::DefaultPort => &configurations::DEFAULT_PORT,
            Self::UpperCase => &configurations::UPPER_CASE,
            Self::InvalidOrigin => &configurations::INVALID_ORIGIN,
            Self::SeveralOriginsInString => &configurations::SEVERAL_ORIGINS_IN_STRING,
            Self::RegexUnanchored => &configurations::REGEX_UNANCHORED,
            Self::RegexUnescapedDot => &configurations::REGEX_UNESCAPED_DOT,
            Self::RegexNoLabelBoundary => &configurations::REGEX_NO_LABEL_BOUNDARY,
            Self::RegexApproximated => &configurations::REGEX_APPROXIMATED,
            Self::RegexNotTranslated => &configurations::REGEX_NOT_TRANSLATED,
            Self::RegexStateful => &configurations::REGEX_STATEFUL,
            Self::DynamicValue => &configurations::DYNAMIC_VALUE,
            Self::EnvironmentValue => &configurations::ENVIRONMENT_VALUE,
            Self::LiteralWildcard => &configurations::LITERAL_WILDCARD,
            Self::MethodCase => &configurations::METHOD_CASE,
            Self::SafelistedMethodUnlisted => &configurations::SAFELISTED_METHOD_UNLISTED,
            Self::InvalidName => &configurations::INVALID_NAME,
            Self::ForbiddenName => &configurations::FORBIDDEN_NAME,
            Self::MaxAgeUnits => &configurations::MAX_AGE_UNITS,
            Self::MaxAgeInvalid => &configurations::MAX_AGE_INVALID,
            Self::PreflightStatus => &configurations::PREFLIGHT_STATUS,
            Self::PreflightContinue => &configurations::PREFLIGHT_CONTINUE,
            Self::OptionsSwallowed => &configurations::OPTIONS_SWALLOWED,
            Self::PreflightUnanswered => &configurations::PREFLIGHT_UNANSWERED,
            Self::NoVary => &configurations::NO_VARY,
            Self::RefusedLearns => &configurations::REFUSED_LEARNS,
            Self::PathApproximated => &configurations::PATH_APPROXIMATED,
            Self::MiddlewareMissing => &configurations::MIDDLEWARE_MISSING,
            Self::MiddlewareOrder => &configurations::MIDDLEWARE_ORDER,
            Self::UnknownOption => &configurations::UNKNOWN_OPTION,
            Self::IgnoredValue => &configurations::IGNORED_VALUE,
            Self::PrivateNetwork => &configurations::PRIVATE_NETWORK,
            Self::AnyMethodListed => &configurations::ANY_METHOD_LISTED,
            Self::AnyRequestHeaderListed => &configurations::ANY_REQUEST_HEADER_LISTED,
            Self::ListApproximated => &configurations::LIST_APPROXIMATED,
            Self::RefusedReachesApplication => &configurations::REFUSED_REACHES_APPLICATION,
            Self::PreflightStatusFixed => &configurations::PREFLIGHT_STATUS_FIXED,
            Self::MaxAgeNotSent => &configurations::MAX_AGE_NOT_SENT,
            Self::SuperfluousVary => &configurations::SUPERFLUOUS_VARY,
            Self::OnePolicyOnly => &configurations::ONE_POLICY_ONLY,
            Self::PreflightNeedsRoute => &configurations::PREFLIGHT_NEEDS_ROUTE,
        }
    }

    /// The stable name, in kebab case.
    pub fn name(self) -> &'static str {
        self.rule().name
    }

    /// How much the difference matters.
    pub fn severity(self) -> NoteSeverity {
        match self.rule().severity {
            preflight_rules::Severity::Note => NoteSeverity::Info,
            preflight_rules::Severity::Warning => NoteSeverity::Warning,
            preflight_rules::Severity::Error => NoteSeverity::Danger,
        }
    }
}

impl NoteSeverity {
    /// The stable name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}
