//! Policies and requests, drawn from a seed.

use std::time::Duration;

use http::HeaderValue;
use preflight_engine::Policy;
use preflight_engine::server::{Allowed, PolicyConfig, RequestOrigin, WhenRefused};

use crate::judge::PageFetch;

const PATTERNS: [&str; 11] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://example.com",
    "https://*.example.com",
    "https://*.example.org:*",
    "https://*.a-b.example.net:8443",
    "http://localhost:5173",
    "http://localhost:*",
    "http://[::1]:*",
    "http://[::1]:8080",
    "capacitor://localhost",
];

pub const ORIGINS: [&str; 18] = [
    "https://app.example.com",
    "https://app.example.com:8443",
    "https://example.com",
    "https://a.b.example.com",
    "https://evilexample.com",
    "https://app.example.com.evil.test",
    "https://appxexample.com",
    "https://x.example.org",
    "https://x_y.example.org:1",
    "https://x.a-b.example.net:8443",
    "http://app.example.com",
    "http://localhost",
    "http://localhost:5173",
    "http://[::1]",
    "http://[::1]:8080",
    "capacitor://localhost",
    "https://stranger.test",
    "null",
];

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "put", "DELETE", "PATCH", "patch", "PURGE"];

const REQUEST_HEADERS: [&str; 6] = ["content-type", "Authorization", "X-Requested-With", "x-a", "X-B", "x.c"];

const RESPONSE_HEADERS: [&str; 3] = ["etag", "X-Request-Id", "link"];

/// A generator of numbers (xorshift64*).
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit as u64) as usize
    }

    pub fn one<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn some<T: Copy>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let mut count = self.below(most + 1);
        let mut left: Vec<_> = from.to_vec();
        let mut taken = Vec::new();
        while count > 0 && !left.is_empty() {
            taken.push(left.swap_remove(self.below(left.len())));
            count -= 1;
        }
        taken
    }

    pub fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    /// A policy that is sound.
    pub fn policy(&mut self) -> PolicyConfig {
        loop {
            let config = PolicyConfig {
                origins: self.allowed(&PATTERNS, 4),
                credentials: self.is(2),
                methods: self.allowed(&METHODS, 5),
                request_headers: self.allowed(&REQUEST_HEADERS, 4),
                expose_headers: self.allowed(&RESPONSE_HEADERS, 2),
                max_age: self.one(&[None, Some(Duration::ZERO), Some(Duration::from_secs(600))]),
                preflight_status: self.one(&[200, 204, 204]),
                refused: self.one(&[WhenRefused::Forward, WhenRefused::Forward, WhenRefused::Reject]),
                dangerously_allow_insecure_origins: false,
                dangerously_allow_public_suffixes: false,
                dangerously_allow_null_origin: self.is(6),
            };
            if Policy::new(&config).is_ok() {
                return config;
            }
        }
    }

    fn allowed(&mut self, vocabulary: &[&str], most: usize) -> Allowed {
        if self.is(5) { Allowed::Any } else { Allowed::listed(self.some(vocabulary, most)) }
    }

    /// A request, every other one of an origin that is favoured.
    pub fn fetch(&mut self, favoured: &[&'static str]) -> PageFetch {
        let is_favoured = !favoured.is_empty() && self.is(2);
        PageFetch {
            origin: self.one(if is_favoured { favoured } else { &ORIGINS }),
            method: self.one(&METHODS),
            headers: if self.is(2) { Vec::new() } else { self.some(&REQUEST_HEADERS, 3) },
            includes_credentials: self.is(2),
        }
    }
}

/// The origins that a policy allows, so that not every request is refused.
pub fn allowed_by(config: &PolicyConfig) -> Vec<&'static str> {
    let Ok(policy) = Policy::new(config) else { return Vec::new() };
    let is_allowed =
        |origin: &&'static str| policy.allow_origin(RequestOrigin::One(&HeaderValue::from_static(origin))).is_ok();
    ORIGINS.into_iter().filter(is_allowed).collect()
}
