//! What a browser says, in one plain sentence.

use preflight_engine::exchange::status_words;

use crate::console::{ConsoleReason, Message, NetError, NetErrorClass};

pub(super) fn meaning(message: &Message) -> String {
    let origin = message
        .origin
        .as_deref()
        .map_or_else(|| "the page's origin".to_owned(), |origin| format!("the origin {origin}"));
    let answer = answer(message);
    if is_of_file(message) {
        return "the URL is a file on the disk: nothing was sent, since pages may call http and https only".to_owned();
    }
    let Some(reason) = &message.reason else {
        if message.has_unread_reason {
            return "the browser did not let the page read the response; the reason that the text gives is not understood"
                .to_owned();
        }
        return "the browser did not let the page read the response; the line with the reason is missing".to_owned();
    };
    match reason {
        ConsoleReason::MissingAllowOrigin => format!("{answer} has no Access-Control-Allow-Origin for {origin}"),
        ConsoleReason::OriginNotAllowed => {
            format!("{answer} has no Access-Control-Allow-Origin, or one for another origin than {}", plain(message))
        }
        ConsoleReason::WildcardOriginWithCredentials => {
            format!("{answer} allows `*`, which does not count for a call with credentials; it has to name {origin}")
        }
        ConsoleReason::MultipleAllowOrigin { value } => {
            format!("{answer} has more than one Access-Control-Allow-Origin{}", shown(value.as_deref()))
        }
        ConsoleReason::InvalidAllowOrigin { value } => {
            format!("{answer} has an Access-Control-Allow-Origin that is no origin: `{value}`")
        }
        ConsoleReason::AllowOriginMismatch { value } if value.is_empty() => {
            format!("{answer} allows another origin than {}", plain(message))
        }
        ConsoleReason::AllowOriginMismatch { value } => format!("{answer} allows `{value}`, not {}", plain(message)),
        ConsoleReason::AllowCredentialsNotTrue { value } => {
            let value = value.as_deref().filter(|value| !value.is_empty());
            let is = value.map_or_else(|| "missing or not `true`".to_owned(), |value| format!("`{value}`, not `true`"));
            format!("the call has credentials, and Access-Control-Allow-Credentials of the answer is {is}")
        }
        ConsoleReason::PreflightStatus => of_preflight(message),
        ConsoleReason::HttpStatus if message.is_preflight => of_preflight(message),
        ConsoleReason::PreflightRedirect => "the preflight was redirected, and browsers do not follow that".to_owned(),
        ConsoleReason::InvalidAllowMethods { value } => {
            format!("Access-Control-Allow-Methods of the preflight's answer is no list of methods{}", shown(value.as_deref()))
        }
        ConsoleReason::InvalidAllowHeaders { value } => {
            format!("Access-Control-Allow-Headers of the preflight's answer is no list of header names{}", shown(value.as_deref()))
        }
        ConsoleReason::MethodNotAllowed { method } => {
            format!("the preflight's answer does not allow the method{}", method.as_ref().map(|m| format!(" {m}")).unwrap_or_default())
        }
        ConsoleReason::HeaderNotAllowed { name } if name.is_empty() => {
            "the preflight's answer does not allow a request header".to_owned()
        }
        ConsoleReason::HeaderNotAllowed { name } => format!("the preflight's answer does not allow the request header {name}"),
        ConsoleReason::AuthorizationByWildcard => {
            "a warning: `*` will not cover Authorization for ever; name it in Access-Control-Allow-Headers; the call succeeded".to_owned()
        }
        ConsoleReason::Network(error) => network(error),
        ConsoleReason::HttpStatus => format!("the server answered {}, and the response came through: nothing blocked it", status(message, "with an error")),
        ConsoleReason::ConnectionNotOpened => "the connection could not be opened".to_owned(),
        ConsoleReason::WebSocketHandshake => {
            format!("the server refused the WebSocket handshake ({}); CORS does not apply to WebSockets", status(message, "no status"))
        }
        ConsoleReason::ModuleType { mime } => format!("the server sent `{mime}` where a script was due"),
        ConsoleReason::Said(saying) => saying.meaning_of(message),
        ConsoleReason::ForbiddenHeader { name } => format!("pages cannot set the header {name}; the browser left it out, and the call goes on"),
        ConsoleReason::Translated { .. } => {
            "Firefox reports a blocked cross-origin request in another language than English; which reason it gives cannot be read here"
                .to_owned()
        }
        other => fixed(other).to_owned(),
    }
}

fn of_preflight(message: &Message) -> String {
    format!("the preflight was answered {}, not 200 to 299", status(message, "with an error"))
}

/// Reasons that are the same sentence every time.
fn fixed(reason: &ConsoleReason) -> &'static str {
    match reason {
        ConsoleReason::RedirectCredentials => {
            "the server redirects to a URL with a user name, which browsers do not follow cross-origin"
        }
        ConsoleReason::RedirectNonHttp => "the server redirects to a URL that is neither http nor https",
        ConsoleReason::TooManyRedirects => "the server redirects without end",
        ConsoleReason::RedirectModeError => "the server redirects, and the call forbids redirects",
        ConsoleReason::SameOriginMode => {
            "the call allows only its own origin (`mode: \"same-origin\"` or a frame's rule), and the URL is another"
        }
        ConsoleReason::NonHttpScheme => {
            "the URL is neither http nor https, and pages can call nothing else cross-origin"
        }
        ConsoleReason::BadPort => "browsers let no page reach this port",
        ConsoleReason::CorsDisabled => {
            "CORS is switched off in this Firefox (`content.cors.disable`), so every cross-origin call fails"
        }
        ConsoleReason::OriginNotAddable => {
            "Firefox could not add an Origin to the call, which happens to scripts of extensions"
        }
        ConsoleReason::LnaPermissionDenied => {
            "the page may not reach the local network: the permission was refused or not asked for"
        }
        ConsoleReason::LnaInsecureContext => {
            "the page may not reach the local network, because it is not served over https"
        }
        ConsoleReason::LnaSpaceMismatch => "the call announced another address space than the server's",
        ConsoleReason::PrivateNetworkAccess => {
            "an older Chromium wanted the private network's preflight; today's asks the user for permission instead"
        }
        ConsoleReason::ContentSecurityPolicy => {
            "the page's own Content Security Policy forbids the call; that is not CORS"
        }
        ConsoleReason::ContentSecurityPolicyReportOnly => {
            "a report: a Content Security Policy that only reports would forbid this; nothing was stopped"
        }
        ConsoleReason::MixedContent => "a page over https may not call an http URL; that is not CORS",
        ConsoleReason::MixedContentUpgraded => {
            "a warning: the page names an http URL, and the browser called the https one or let it pass"
        }
        ConsoleReason::Cookie => "the browser keeps a cookie back; that is decided by its attributes, not by CORS",
        ConsoleReason::HiddenHeader { .. } => "the page reads a response header that the server does not expose to it",
        _ => "the browser did not let the page read the response",
    }
}

/// Whether a file was called, and the browser does not say why that failed.
fn is_of_file(message: &Message) -> bool {
    let is_unsaid = match &message.reason {
        Some(ConsoleReason::Network(error)) => matches!(error.class(), NetErrorClass::Unknown | NetErrorClass::Failed),
        reason => reason.is_none(),
    };
    is_unsaid && message.url.as_deref().is_some_and(|url| url.to_ascii_lowercase().starts_with("file:"))
}

fn network(error: &NetError) -> String {
    let code = error.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
    match error.class() {
        NetErrorClass::Unknown => {
            "no response came, and the browser does not say why; mostly nothing listens there".to_owned()
        }
        NetErrorClass::Failed => "the call failed, and the line with the reason is missing".to_owned(),
        NetErrorClass::Unreachable => format!("no response came{code}; CORS has no part in this"),
        NetErrorClass::Tls => {
            format!("the browser could not make a TLS connection that it trusts{code}; CORS has no part in this")
        }
        NetErrorClass::BlockedByClient => format!("an extension or the browser's own blocker stopped the call{code}"),
        NetErrorClass::BlockedByPolicy => format!("another rule than CORS keeps the response away{code}"),
        NetErrorClass::LocalNetwork => format!("the page may not reach the local network{code}"),
        NetErrorClass::Url => format!("this URL cannot be called by a page{code}"),
        NetErrorClass::Redirect => format!("the redirect cannot be followed{code}"),
        NetErrorClass::Aborted => format!("the page gave up before an answer came{code}"),
    }
}

fn answer(message: &Message) -> String {
    let whose = match (message.is_preflight, &message.redirects_to) {
        (true, _) => "the server's answer to the preflight",
        (false, Some(_)) => "the server's redirect",
        (false, None) => "the server's answer",
    };
    message.status.map_or_else(|| whose.to_owned(), |status| format!("{whose} ({status})"))
}

fn status(message: &Message, otherwise: &str) -> String {
    let with_words = |status| match status_words(status) {
        Some(words) => format!("{status} ({words})"),
        None => status.to_string(),
    };
    message.status.map_or_else(|| otherwise.to_owned(), with_words)
}

fn plain(message: &Message) -> &str {
    message.origin.as_deref().unwrap_or("the page's origin")
}

fn shown(value: Option<&str>) -> String {
    value.map(|value| format!(": `{value}`")).unwrap_or_default()
}
