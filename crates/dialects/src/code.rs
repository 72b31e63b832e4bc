//! The kinds of difference between a configuration and its translation.

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
pub enum Severity {
    /// No browser sees the difference.
    Info,
    /// Some browser may be answered differently.
    Warning,
    /// One of the two lets strangers in, or a whole policy is missing.
    Danger,
}

impl Code {
    /// The stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReflectsAnyOrigin => "reflects-any-origin",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::WildcardInList => "wildcard-in-list",
            Self::WildcardInString => "wildcard-in-string",
            Self::NullOrigin => "null-origin",
            Self::InsecureOrigin => "insecure-origin",
            Self::PublicSuffix => "public-suffix",
            Self::TrailingSlash => "trailing-slash",
            Self::MissingScheme => "missing-scheme",
            Self::DefaultPort => "default-port",
            Self::UpperCase => "upper-case",
            Self::InvalidOrigin => "invalid-origin",
            Self::SeveralOriginsInString => "several-origins-in-string",
            Self::RegexUnanchored => "regex-unanchored",
            Self::RegexUnescapedDot => "regex-unescaped-dot",
            Self::RegexNoLabelBoundary => "regex-no-label-boundary",
            Self::RegexApproximated => "regex-approximated",
            Self::RegexNotTranslated => "regex-not-translated",
            Self::RegexStateful => "regex-stateful",
            Self::DynamicValue => "dynamic-value",
            Self::EnvironmentValue => "environment-value",
            Self::LiteralWildcard => "literal-wildcard",
            Self::MethodCase => "method-case",
            Self::SafelistedMethodUnlisted => "safelisted-method-unlisted",
            Self::InvalidName => "invalid-name",
            Self::ForbiddenName => "forbidden-name",
            Self::MaxAgeUnits => "max-age-units",
            Self::MaxAgeInvalid => "max-age-invalid",
            Self::PreflightStatus => "preflight-status",
            Self::PreflightContinue => "preflight-continue",
            Self::OptionsSwallowed => "options-swallowed",
            Self::PreflightUnanswered => "preflight-unanswered",
            Self::NoVary => "no-vary",
            Self::RefusedLearns => "refused-learns",
            Self::PathApproximated => "path-approximated",
            Self::MiddlewareMissing => "middleware-missing",
            Self::MiddlewareOrder => "middleware-order",
            Self::UnknownOption => "unknown-option",
            Self::IgnoredValue => "ignored-value",
            Self::PrivateNetwork => "private-network",
            Self::AnyMethodListed => "any-method-listed",
            Self::AnyRequestHeaderListed => "any-request-header-listed",
            Self::ListApproximated => "list-approximated",
            Self::RefusedReachesApplication => "refused-reaches-application",
            Self::PreflightStatusFixed => "preflight-status-fixed",
            Self::MaxAgeNotSent => "max-age-not-sent",
            Self::SuperfluousVary => "superfluous-vary",
            Self::OnePolicyOnly => "one-policy-only",
            Self::PreflightNeedsRoute => "preflight-needs-route",
        }
    }

    /// How much the difference matters.
    pub fn severity(self) -> Severity {
        match self {
            Self::EnvironmentValue
            | Self::ForbiddenName
            | Self::OptionsSwallowed
            | Self::NoVary
            | Self::RefusedLearns
            | Self::PrivateNetwork
            | Self::PreflightStatusFixed
            | Self::MaxAgeNotSent
            | Self::SuperfluousVary
            | Self::PreflightNeedsRoute => Severity::Info,
            Self::WildcardInList
            | Self::WildcardInString
            | Self::TrailingSlash
            | Self::MissingScheme
            | Self::DefaultPort
            | Self::UpperCase
            | Self::InvalidOrigin
            | Self::SeveralOriginsInString
            | Self::RegexApproximated
            | Self::RegexNotTranslated
            | Self::RegexStateful
            | Self::DynamicValue
            | Self::LiteralWildcard
            | Self::MethodCase
            | Self::SafelistedMethodUnlisted
            | Self::InvalidName
            | Self::MaxAgeUnits
            | Self::MaxAgeInvalid
            | Self::PreflightStatus
            | Self::PreflightContinue
            | Self::PreflightUnanswered
            | Self::PathApproximated
            | Self::MiddlewareOrder
            | Self::UnknownOption
            | Self::IgnoredValue
            | Self::AnyMethodListed
            | Self::AnyRequestHeaderListed
            | Self::ListApproximated
            | Self::RefusedReachesApplication => Severity::Warning,
            Self::ReflectsAnyOrigin
            | Self::WildcardWithCredentials
            | Self::NullOrigin
            | Self::InsecureOrigin
            | Self::PublicSuffix
            | Self::RegexUnanchored
            | Self::RegexUnescapedDot
            | Self::RegexNoLabelBoundary
            | Self::MiddlewareMissing
            | Self::OnePolicyOnly => Severity::Danger,
        }
    }
}

impl Severity {
    /// The stable name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}
