//! Where a route leads: an upstream, with what every request to it needs made once.

use std::sync::Arc;

use http::HeaderValue;
use http::uri::{InvalidUri, Parts, PathAndQuery, Scheme as UriScheme, Uri};
use preflight_policy_file::{Scheme, Upstream};

/// A server behind the gateway.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    upstream: Upstream,
    scheme: UriScheme,
    host: HeaderValue,
    origin: Arc<str>,
}

impl Destination {
    pub(crate) fn new(upstream: &Upstream) -> Self {
        let authority = upstream.authority();
        let scheme = match upstream.scheme() {
            Scheme::Http => UriScheme::HTTP,
            Scheme::Https => UriScheme::HTTPS,
        };
        Self {
            host: HeaderValue::from_str(authority.as_str()).expect("an authority is visible ASCII"),
            origin: format!("{scheme}://{authority}").into(),
            upstream: upstream.clone(),
            scheme,
        }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme == UriScheme::HTTPS
    }

    /// `scheme://host:port`, to be shown: no path, and an [`Upstream`] holds no password.
    pub(crate) fn origin(&self) -> &Arc<str> {
        &self.origin
    }

    /// The value of `Host`.
    pub(crate) fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// The URL of a target that begins with a slash; that slash is the only one between it and the base path.
    ///
    /// # Errors
    /// If both together are too long for a URI.
    pub(crate) fn url(&self, target: &PathAndQuery) -> Result<Uri, InvalidUri> {
        let base_path = self.upstream.base_path();
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.upstream.authority().clone());
        parts.path_and_query = Some(match base_path {
            "" => target.clone(),
            _ => PathAndQuery::from_maybe_shared(format!("{base_path}{target}").into_bytes())?,
        });
        Ok(Uri::from_parts(parts).expect("scheme, authority and path are a whole URL"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_follows_the_base_path_byte_for_byte() {
        for (upstream, target, url) in [
            ("http://h:5000", "/", "http://h:5000/"),
            ("http://h:5000/", "/a?b", "http://h:5000/a?b"),
            ("http://h/base", "/a", "http://h/base/a"),
            ("http://h/base/", "//a;b/%2f%zz?x={y}", "http://h/base//a;b/%2f%zz?x={y}"),
        ] {
            let destination = Destination::new(&Upstream::parse(upstream).unwrap());
            assert_eq!(destination.url(&target.parse().unwrap()).unwrap().to_string(), url);
        }
    }
}
