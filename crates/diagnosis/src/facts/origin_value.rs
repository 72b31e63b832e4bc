//! The value of `Access-Control-Allow-Origin`, and how it differs from the page's origin.

use preflight_engine::{Origin, OriginPattern};

/// What more than one value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Several {
    /// Two lines: two layers, or one that sends it twice.
    Doubled,
    /// Either; two lines that were joined are likelier.
    LikelyDoubled,
    /// A list in one line.
    List,
    /// Either; a list is likelier.
    Either,
}

/// What a value with more than one element comes from. `lines` is how many lines of the field there were, if that is known.
pub(crate) fn several(value: &str, lines: Option<usize>) -> Several {
    let values: Vec<&str> = value.split([',', ' ']).filter(|value| !value.is_empty()).collect();
    let is_repeated = values.iter().enumerate().any(|(place, value)| values[..place].contains(value));
    let has_star_and_more = values.len() > 1 && values.contains(&"*");
    if let Some(lines) = lines {
        return match lines {
            2.. => Several::Doubled,
            _ if is_repeated => Several::LikelyDoubled,
            _ => Several::List,
        };
    }
    // Browsers join lines with a comma and a space; what is written otherwise stood in one line.
    let is_one_line = value.split(',').skip(1).any(|next| !next.starts_with(' ')) || !value.contains(',');
    if is_repeated || has_star_and_more && !is_one_line {
        Several::LikelyDoubled
    } else if has_star_and_more {
        Several::Either
    } else if is_one_line || values.iter().any(|value| value.contains('*')) {
        Several::List
    } else {
        Several::Either
    }
}

/// Whether a page of another origin may have got this value: it is an origin as browsers send it, so a cache may hold it.
pub(crate) fn is_of_another_page(value: &str, origin: &str) -> bool {
    value != origin && value != "null" && Origin::parse(value).is_ok_and(|parsed| parsed.as_str() == value)
}

/// Whether it is a list or a pattern rather than one origin: of spaces, or in the words of globs and regular expressions.
pub(crate) fn is_list_or_pattern(allowed: &str) -> bool {
    if is_variable(allowed) {
        return false;
    }
    let has = |characters: &[char]| allowed.contains(characters);
    has(&['*', ' ', ';', '|', '^', '$', '(', '\\'])
        || allowed.starts_with(['/', '.'])
        || allowed.starts_with('[') && allowed.ends_with(']')
}

/// Whether it is what a template, a shell or a web server would have replaced: `${ORIGIN}`, `$http_origin`, `{{ origin }}`,
/// `%ORIGIN%`; or what JavaScript and Python write where there is no value.
pub(crate) fn is_variable(allowed: &str) -> bool {
    let is_name = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    };
    let between = |open: &str, close: &str| {
        allowed.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_name)
    };
    between("${", "}")
        || between("{{", "}}")
        || between("%", "%")
        || between("%{", "}e")
        || allowed.strip_prefix('$').is_some_and(is_name)
        || matches!(allowed, "undefined" | "None" | "[object Object]")
}

/// Names the near miss: the rule of origins that the value breaks, or the part that differs.
pub(crate) fn difference(allowed: &str, origin: &str) -> String {
    if allowed.is_empty() {
        return "the header is there, and empty: a variable of the server's configuration is not set".to_owned();
    }
    if allowed == "null" {
        return "`null` is the origin of files and sandboxed frames, not of a page on a server".to_owned();
    }
    if is_variable(allowed) {
        return "this is the name of a variable, where its value was due".to_owned();
    }
    if let Err(invalid) = OriginPattern::parse(allowed)
        && invalid.suggestion.as_deref() == Some(origin)
    {
        return invalid.rule.rule().to_owned();
    }
    let (allowed_scheme, allowed_rest) = allowed.split_once("://").unwrap_or(("", allowed));
    let (scheme, rest) = origin.split_once("://").unwrap_or(("", origin));
    let (allowed_host, host) = (host_of(allowed_rest), host_of(rest));
    if allowed_rest == rest {
        format!("the scheme differs: {allowed_scheme}, not {scheme}")
    } else if allowed_scheme == scheme && allowed_host == host {
        "the port differs".to_owned()
    } else if allowed_host.strip_prefix("www.") == Some(host) || host.strip_prefix("www.") == Some(allowed_host) {
        "www makes another origin".to_owned()
    } else if is_loopback(allowed_host) && is_loopback(host) {
        format!("{allowed_host} and {host} are different origins, though the same machine")
    } else {
        "this is another origin".to_owned()
    }
}

fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Whether the server allows any page, a file's too, and only says so more than once.
pub(crate) fn is_any_origin_twice(value: Option<&str>) -> bool {
    value.is_some_and(|value| value.split(',').all(|element| element.trim() == "*"))
}
