//! Pages and servers over https: certificates that nobody trusts, ports that speak something else, and pages over https that
//! call plain http.

use preflight_authority::Flaw;

use crate::asked::Asked;
use crate::scenario::{Page, Scenario, Server, Verdict};

/// A name of the machine that is none of loopback.
const NAME: &str = "api.example.com";

/// WebKit mixes loopback and https as little as any other host; the others trust it.
const NOT_IN_WEBKIT: &[(&str, Verdict)] = &[("webkit", Verdict::Blocked)];

pub(crate) fn scenarios() -> Vec<Scenario> {
    let mut scenarios = untrusted();
    scenarios.extend(mixed());
    scenarios.extend(sound());
    scenarios
}

/// A sound server, but for its certificate.
const fn untrusted_with(id: &'static str, flaw: Flaw) -> Scenario {
    Scenario::blocked(id, "tls-untrusted", Asked::sound_answer)
        .server(Server::Untrusted(flaw, Asked::sound_answer))
        .ends(Verdict::Unreachable)
}

fn untrusted() -> Vec<Scenario> {
    vec![
        untrusted_with("a-certificate-signed-by-itself", Flaw::SelfSigned),
        untrusted_with("a-certificate-of-an-unknown-authority", Flaw::UnknownAuthority).with_credentials(),
        untrusted_with("a-certificate-whose-time-is-over", Flaw::Expired).method("PUT"),
        untrusted_with("a-certificate-whose-time-has-not-come", Flaw::NotYetValid).page(Page::Secure),
        untrusted_with("a-certificate-for-another-name", Flaw::OtherName),
        untrusted_with("no-cors-does-not-help-a-certificate", Flaw::SelfSigned).mode("no-cors"),
        Scenario::blocked("https-to-a-plain-port", "tls-untrusted", Asked::sound_answer)
            .scheme("https")
            .ends(Verdict::Unreachable),
        Scenario::blocked("https-to-something-else", "tls-untrusted", |_| String::new())
            .server(Server::Says(b"SSH-2.0-OpenSSH_9.6\r\n"))
            .scheme("https")
            .ends(Verdict::Unreachable),
        Scenario::blocked("to-a-certificate-signed-by-itself", "tls-untrusted", |asked| {
            if asked.is_other { asked.sound_answer() } else { redirect(asked, &asked.other) }
        })
        .other(Server::Untrusted(Flaw::SelfSigned, Asked::sound_answer))
        .ends(Verdict::Unreachable),
    ]
}

/// A call of a page over https.
const fn mixed_with(id: &'static str, server: fn(&Asked) -> String) -> Scenario {
    Scenario::blocked(id, "mixed-content", server).page(Page::Secure)
}

/// Allowed by a name of the page that the first server does not have to know.
fn redirect(asked: &Asked, to: &str) -> String {
    format!("307 Temporary Redirect\r\nLocation: {to}/v2{}\r\n{}", asked.path(), asked.allowing_page())
}

fn mixed() -> Vec<Scenario> {
    vec![
        mixed_with("plain-http-from-a-secure-page", Asked::sound_answer).host(NAME),
        mixed_with("plain-http-that-would-ask-first", Asked::sound_answer).host(NAME).method("PUT"),
        mixed_with("plain-http-with-credentials", Asked::sound_answer).host(NAME).with_credentials(),
        mixed_with("plain-http-in-no-cors-mode", Asked::sound_answer).host(NAME).mode("no-cors"),
        mixed_with("plain-http-where-nothing-listens", Asked::sound_answer).host(NAME).server(Server::Nothing),
        mixed_with("plain-http-without-cors", |_| "200 OK".to_owned()).host(NAME),
        mixed_with("from-https-to-plain-http", Asked::sound_answer)
            .server(Server::Https(|asked| redirect(asked, &asked.other.replace("127.0.0.1", NAME))))
            .other(Server::Http(|_| "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned())),
        mixed_with("loopback-from-a-secure-page", Asked::sound_answer)
            .host("localhost")
            .ends(Verdict::Allowed)
            .departs(NOT_IN_WEBKIT),
        mixed_with("an-address-of-loopback-from-a-secure-page", Asked::sound_answer)
            .method("DELETE")
            .ends(Verdict::Allowed)
            .departs(NOT_IN_WEBKIT),
        mixed_with("from-https-to-loopback", Asked::sound_answer)
            .server(Server::Https(|asked| redirect(asked, &asked.other)))
            .other(Server::Http(|_| "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned()))
            .ends(Verdict::Allowed)
            .departs(NOT_IN_WEBKIT),
        // What the others see is the fault that is told.
        Scenario::blocked("loopback-from-a-secure-page-without-cors", "no-acao", |asked| match asked.path() {
            "/api/todos" => "200 OK".to_owned(),
            _ => "404 Not Found".to_owned(),
        })
        .page(Page::Secure),
    ]
}

fn sound() -> Vec<Scenario> {
    vec![
        Scenario::sound("a-trusted-certificate", Asked::sound_answer).server(Server::Https(Asked::sound_answer)),
        Scenario::sound("https-to-https", Asked::sound_answer)
            .server(Server::Https(Asked::sound_answer))
            .page(Page::Secure)
            .method("PUT"),
        Scenario::sound("https-to-https-by-another-name", Asked::sound_answer)
            .server(Server::Https(Asked::sound_answer))
            .host("localhost")
            .page(Page::Secure),
        Scenario::sound("from-plain-http-to-https", |asked| redirect(asked, &asked.other))
            .other(Server::Https(|_| "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned())),
    ]
}
