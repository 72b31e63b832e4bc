//! The origin that browsers know the service by: stated, or read off the request.

use std::sync::Arc;

use http::uri::Scheme;
use http::{HeaderMap, Request, Uri, header};
use preflight_engine::origin::TupleOrigin;
use preflight_engine::server::{CorsRequest, OwnOrigin};

/// How the service's own origin is known.
#[derive(Clone, Debug)]
pub(crate) enum PublicOrigin {
    Stated(Arc<TupleOrigin>),
    OfRequest,
}

impl PublicOrigin {
    /// What the request is to CORS, seen from this origin.
    pub(crate) fn classify<'a, B>(&self, request: &'a Request<B>) -> CorsRequest<'a> {
        CorsRequest::classify_with(request.method(), request.headers(), || match self {
            Self::Stated(origin) => own_origin_as_stated(origin),
            Self::OfRequest => own_origin_of_request(request.uri(), request.headers()),
        })
    }
}

fn own_origin_as_stated(origin: &TupleOrigin) -> OwnOrigin<'_> {
    let authority = &origin.as_str()[origin.scheme().len() + "://".len()..];
    OwnOrigin { scheme: Some(origin.scheme()), authority: authority.as_bytes() }
}

/// The authority of the request's target (HTTP/2, or absolute form), else `Host`.
///
/// A target that says `http` says nothing: a proxy may have taken TLS off. Nothing is lost by that, since a browser lets
/// no https page fetch from http.
fn own_origin_of_request<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> OwnOrigin<'a> {
    let Some(authority) = uri.authority() else { return OwnOrigin::of_authority(host(headers)) };
    let scheme = (uri.scheme() == Some(&Scheme::HTTPS)).then_some("https");
    OwnOrigin { scheme, ..OwnOrigin::of_authority(authority.as_str().as_bytes()) }
}

/// What `Host` says. Clients send it first, so the search mostly ends where it begins.
fn host(headers: &HeaderMap) -> &[u8] {
    headers.iter().find(|(name, _)| **name == header::HOST).map_or(b"", |(_, host)| host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_origin_is_not_cors() {
        let stated = || PublicOrigin::Stated(TupleOrigin::parse("https://api.example.com").unwrap().into());
        let of_request = || PublicOrigin::OfRequest;
        for (reason, public_origin, target, host, origin, own) in [
            ("no Origin", of_request(), "/", "a.test", None, true),
            ("Host, https", of_request(), "/", "a.test", Some("https://a.test"), true),
            ("Host, http", of_request(), "/", "a.test", Some("http://a.test"), true),
            ("another host", of_request(), "/", "a.test", Some("https://b.test"), false),
            ("the target goes before Host", of_request(), "https://a.test/", "b.test", Some("https://a.test"), true),
            ("the target goes before Host", of_request(), "https://a.test/", "b.test", Some("https://b.test"), false),
            ("an https target is https", of_request(), "https://a.test/", "a.test", Some("http://a.test"), false),
            ("an http target may be https", of_request(), "http://a.test/", "a.test", Some("https://a.test"), true),
            ("stated", stated(), "/", "10.0.0.7:8080", Some("https://api.example.com"), true),
            ("stated, other scheme", stated(), "/", "api.example.com", Some("http://api.example.com"), false),
            ("stated goes before Host", stated(), "/", "a.test", Some("https://a.test"), false),
        ] {
            let mut request = Request::builder().uri(target).header(header::HOST, host);
            if let Some(origin) = origin {
                request = request.header(header::ORIGIN, origin);
            }
            let request = request.body(()).unwrap();
            let is_own = matches!(public_origin.classify(&request), CorsRequest::NotCors);
            assert_eq!(is_own, own, "{reason}: {target} {host} {origin:?}");
        }
    }
}
