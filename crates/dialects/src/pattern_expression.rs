//! Origin patterns as regular expressions: anchored at both ends, every character escaped.

use preflight_engine::OriginPattern;

/// One label or more, each with its dot: the labels that a policy takes.
const ANY_SUBDOMAIN: &str = "(?:[a-z0-9_-]+\\.)+";

/// No port, or any.
const ANY_PORT: &str = "(?::[0-9]+)?";

/// The pattern as a regular expression without its anchors. It means the same in JavaScript, Python and .NET.
pub(crate) fn unanchored(pattern: &OriginPattern) -> String {
    let subdomain = if pattern.has_any_subdomain() { ANY_SUBDOMAIN } else { "" };
    let port = match pattern.port() {
        _ if pattern.has_any_port() => ANY_PORT.to_owned(),
        Some(port) => format!(":{port}"),
        None => String::new(),
    };
    format!("{}://{subdomain}{}{port}", escape(pattern.scheme()), escape(pattern.base_host()))
}

/// The text with everything escaped that means something in a regular expression.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_becomes_an_expression_that_means_the_same() {
        for (pattern, expression) in [
            ("https://app.example.com", "https://app\\.example\\.com"),
            ("https://*.example.com:8443", "https://(?:[a-z0-9_-]+\\.)+example\\.com:8443"),
            ("http://[::1]:*", "http://\\[::1\\](?::[0-9]+)?"),
            ("web+app://a", "web\\+app://a"),
        ] {
            let pattern = OriginPattern::parse(pattern).expect("it is a pattern");
            assert_eq!(unanchored(&pattern), expression, "{pattern}");
        }
    }
}
