//! Caches that keep one answer for every origin.

use crate::asked::Asked;
use crate::scenario::Scenario;

/// Whether a cache by URL would answer: everything with a query of its own is asked anew.
fn is_cached(asked: &Asked) -> bool {
    !asked.target.contains('?')
}

pub(crate) fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario::blocked("a-cdn-keeps-the-answer-of-another-site", "cache-without-vary", |asked| {
            let origin = if is_cached(asked) { Some("https://app.example.com") } else { asked.origin() };
            let allow = origin.map(|origin| format!("\r\nAccess-Control-Allow-Origin: {origin}")).unwrap_or_default();
            format!("200 OK\r\nCache-Control: public, max-age=600\r\nAge: 42\r\nX-Cache: HIT{allow}")
        }),
        Scenario::blocked("a-cdn-keeps-an-answer-without-the-header", "cache-without-vary", |asked| {
            let fields =
                if is_cached(asked) { "X-Cache: Hit from cloudfront".to_owned() } else { asked.allowing_page() };
            format!("200 OK\r\nCache-Control: max-age=86400\r\n{fields}")
        }),
        Scenario::blocked("a-proxy-keeps-the-answer-of-another-port", "cache-without-vary", |asked| {
            let origin = if is_cached(asked) { "http://localhost:3000" } else { asked.origin().unwrap_or("null") };
            format!("200 OK\r\nX-Cache-Status: HIT\r\nAccess-Control-Allow-Origin: {origin}")
        }),
        Scenario::allowed("the-first-who-asks-is-kept", "cache-without-vary", |asked| {
            // Whoever asks this URL gets what the page got first.
            let origin = if is_cached(asked) { Some(asked.page.as_str()) } else { asked.origin() };
            let allow = origin.map(|origin| format!("\r\nAccess-Control-Allow-Origin: {origin}")).unwrap_or_default();
            format!("200 OK\r\nCache-Control: public, max-age=600\r\nX-Cache: HIT{allow}")
        }),
        Scenario::allowed("may-be-kept-and-does-not-vary", "cache-without-vary", |asked| {
            let allow = if asked.is_of_the_page() {
                format!("\r\nAccess-Control-Allow-Origin: {}", asked.page)
            } else {
                String::new()
            };
            format!("200 OK\r\nCache-Control: public, max-age=3600{allow}")
        }),
        Scenario::allowed("varies-only-where-there-is-an-origin", "cache-without-vary", |asked| match asked.origin() {
            Some(_) => "200 OK\r\nCache-Control: max-age=3600\r\nAccess-Control-Allow-Origin: *".to_owned(),
            None => "200 OK\r\nCache-Control: max-age=3600".to_owned(),
        }),
        Scenario::allowed("says-vary-only-to-an-origin", "cache-without-vary", |asked| match asked.origin() {
            Some(_) => format!("200 OK\r\nCache-Control: public, max-age=3600\r\n{}", asked.sound()),
            None => "200 OK\r\nCache-Control: public, max-age=3600".to_owned(),
        }),
        Scenario::allowed("echoes-and-has-a-validator", "cache-without-vary", |asked| {
            let allow =
                asked.origin().map(|origin| format!("\r\nAccess-Control-Allow-Origin: {origin}")).unwrap_or_default();
            format!("200 OK\r\nLast-Modified: Mon, 01 Sep 2025 10:00:00 GMT\r\nETag: \"1\"{allow}")
        }),
    ]
}
