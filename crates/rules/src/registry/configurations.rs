//! `PF2xx`: configurations of other systems, and what is lost in translation.

use crate::rule::{Rule, Severity, Subject};

rules! {
    REFLECTS_ANY_ORIGIN: "PF201" "reflects-any-origin" Error [Configuration] "0.1.0" "every origin is sent back, so every site is allowed";
    WILDCARD_WITH_CREDENTIALS: "PF202" "wildcard-with-credentials" Error [Configuration] "0.1.0" "`*` together with credentials";
    WILDCARD_IN_LIST: "PF203" "wildcard-in-list" Warning [Configuration] "0.1.0" "`*` stands in a list of origins";
    WILDCARD_IN_STRING: "PF204" "wildcard-in-string" Warning [Configuration] "0.1.0" "a pattern where the system compares whole strings";
    NULL_ORIGIN: "PF205" "null-origin" Error [Configuration] "0.1.0" "the origin `null` is allowed";
    INSECURE_ORIGIN: "PF206" "insecure-origin" Error [Configuration] "0.1.0" "an http origin is allowed with credentials";
    PUBLIC_SUFFIX: "PF207" "public-suffix" Error [Configuration] "0.1.0" "all names below a public suffix are allowed with credentials";
    TRAILING_SLASH: "PF208" "trailing-slash" Warning [Configuration] "0.1.0" "an origin ends with a slash";
    MISSING_SCHEME: "PF209" "missing-scheme" Warning [Configuration] "0.1.0" "an origin has no scheme";
    DEFAULT_PORT: "PF210" "default-port" Warning [Configuration] "0.1.0" "an origin has the port that its scheme has anyway";
    UPPER_CASE: "PF211" "upper-case" Warning [Configuration] "0.1.0" "an origin is written with upper-case letters";
    INVALID_ORIGIN: "PF212" "invalid-origin" Warning [Configuration] "0.1.0" "an entry is not an origin";
    SEVERAL_ORIGINS_IN_STRING: "PF213" "several-origins-in-string" Warning [Configuration] "0.1.0" "several origins stand in one string";
    REGEX_UNANCHORED: "PF214" "regex-unanchored" Error [Configuration] "0.1.0" "a regular expression matches a part of the origin";
    REGEX_UNESCAPED_DOT: "PF215" "regex-unescaped-dot" Error [Configuration] "0.1.0" "a dot in a regular expression stands for any character";
    REGEX_NO_LABEL_BOUNDARY: "PF216" "regex-no-label-boundary" Error [Configuration] "0.1.0" "a regular expression also matches names that only end the same";
    REGEX_APPROXIMATED: "PF217" "regex-approximated" Warning [Configuration] "0.1.0" "a pattern says nearly what the regular expression says";
    REGEX_NOT_TRANSLATED: "PF218" "regex-not-translated" Warning [Configuration] "0.1.0" "no pattern says what the regular expression says";
    REGEX_STATEFUL: "PF219" "regex-stateful" Warning [Configuration] "0.1.0" "a regular expression remembers where it stopped";
    DYNAMIC_VALUE: "PF220" "dynamic-value" Warning [Configuration] "0.1.0" "a value is known only when the program runs";
    ENVIRONMENT_VALUE: "PF221" "environment-value" Note [Configuration] "0.1.0" "a value comes from the environment";
    LITERAL_WILDCARD: "PF222" "literal-wildcard" Warning [Configuration] "0.1.0" "`*` in a list that browsers take literally";
    METHOD_CASE: "PF223" "method-case" Warning [Configuration] "0.1.0" "a method in the wrong case";
    SAFELISTED_METHOD_UNLISTED: "PF224" "safelisted-method-unlisted" Warning [Configuration] "0.1.0" "`GET`, `HEAD` or `POST` is not listed";
    INVALID_NAME: "PF225" "invalid-name" Warning [Configuration] "0.1.0" "an entry is not a method and not a header name";
    FORBIDDEN_NAME: "PF226" "forbidden-name" Note [Configuration] "0.1.0" "a name that needs no listing";
    MAX_AGE_UNITS: "PF227" "max-age-units" Warning [Configuration] "0.1.0" "the max-age looks like milliseconds";
    MAX_AGE_INVALID: "PF228" "max-age-invalid" Warning [Configuration] "0.1.0" "the max-age is not a number of seconds";
    PREFLIGHT_STATUS: "PF229" "preflight-status" Warning [Configuration] "0.1.0" "browsers take this preflight status for a refusal";
    PREFLIGHT_CONTINUE: "PF230" "preflight-continue" Warning [Configuration] "0.1.0" "preflights go on to the application";
    OPTIONS_SWALLOWED: "PF231" "options-swallowed" Note [Configuration] "0.1.0" "no OPTIONS request reaches the application";
    PREFLIGHT_UNANSWERED: "PF232" "preflight-unanswered" Warning [Configuration] "0.1.0" "no preflight is answered";
    NO_VARY: "PF233" "no-vary" Note [Configuration] "0.1.0" "answers differ by origin without `Vary: Origin`";
    REFUSED_LEARNS: "PF234" "refused-learns" Note [Configuration] "0.1.0" "a refused origin is told what others may do";
    PATH_APPROXIMATED: "PF235" "path-approximated" Warning [Configuration] "0.1.0" "a path is translated only nearly";
    MIDDLEWARE_MISSING: "PF236" "middleware-missing" Error [Configuration] "0.1.0" "CORS is configured, and nothing applies it";
    MIDDLEWARE_ORDER: "PF237" "middleware-order" Warning [Configuration] "0.1.0" "CORS stands behind something that answers by itself";
    UNKNOWN_OPTION: "PF238" "unknown-option" Warning [Configuration] "0.1.0" "the system has no such option";
    IGNORED_VALUE: "PF239" "ignored-value" Warning [Configuration] "0.1.0" "a value of a kind that the system ignores";
    PRIVATE_NETWORK: "PF240" "private-network" Note [Configuration] "0.1.0" "Private Network Access is configured";
    ANY_METHOD_LISTED: "PF241" "any-method-listed" Warning [Configuration] "0.1.0" "the system cannot allow any method";
    ANY_REQUEST_HEADER_LISTED: "PF242" "any-request-header-listed" Warning [Configuration] "0.1.0" "the system cannot allow any request header";
    LIST_APPROXIMATED: "PF243" "list-approximated" Warning [Configuration] "0.1.0" "the system cannot hold the list as it is";
    REFUSED_REACHES_APPLICATION: "PF244" "refused-reaches-application" Warning [Configuration] "0.1.0" "requests of refused origins reach the application";
    PREFLIGHT_STATUS_FIXED: "PF245" "preflight-status-fixed" Note [Configuration] "0.1.0" "the system answers preflights with a status of its own";
    MAX_AGE_NOT_SENT: "PF246" "max-age-not-sent" Note [Configuration] "0.1.0" "the system sends no max-age of zero";
    SUPERFLUOUS_VARY: "PF247" "superfluous-vary" Note [Configuration] "0.1.0" "`Vary: Origin` where nothing varies";
    ONE_POLICY_ONLY: "PF248" "one-policy-only" Error [Configuration] "0.1.0" "the system holds one policy";
    PREFLIGHT_NEEDS_ROUTE: "PF249" "preflight-needs-route" Note [Configuration] "0.1.0" "preflights are answered only where a route exists";
}
