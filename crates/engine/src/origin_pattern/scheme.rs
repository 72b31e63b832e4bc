//! Schemes that never are those of an `Origin` that a page sends. Any other may be the scheme of an app.

use super::PatternRule;

const WEB_SOCKET: [&str; 2] = ["ws", "wss"];

/// A page at such a URL has the origin of the page that made it.
const INHERITING: [&str; 3] = ["blob", "filesystem", "view-source"];

/// Pages at such URLs have an opaque origin, `null`.
const OPAQUE: [&str; 4] = ["about", "data", "file", "javascript"];

/// Protocols that serve no pages: registered schemes of mail, files, calls, shells, databases and the like.
const PAGELESS: [&str; 52] = [
    "amqp",
    "amqps",
    "cid",
    "dns",
    "ftp",
    "ftps",
    "git",
    "gopher",
    "grpc",
    "grpcs",
    "imap",
    "irc",
    "ircs",
    "ldap",
    "ldaps",
    "magnet",
    "mailto",
    "mid",
    "mongodb",
    "mqtt",
    "mqtts",
    "mysql",
    "news",
    "nfs",
    "nntp",
    "pop",
    "postgres",
    "postgresql",
    "redis",
    "rediss",
    "rsync",
    "rtmp",
    "rtsp",
    "rtsps",
    "sftp",
    "sip",
    "sips",
    "smb",
    "sms",
    "smtp",
    "ssh",
    "stun",
    "tcp",
    "tel",
    "telnet",
    "tftp",
    "tls",
    "turn",
    "udp",
    "unix",
    "urn",
    "xmpp",
];

/// Checks the scheme of a text, which need not have the shape of an origin: `mailto:` and `data:` go without `//`.
///
/// # Errors
/// The rule that says what pages have instead.
pub(super) fn check(text: &str) -> Result<(), PatternRule> {
    let Some((scheme, rest)) = text.split_once(':') else { return Ok(()) };
    // `news:8080` is a host and its port.
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let is_in = |schemes: &[&str]| schemes.iter().any(|listed| scheme.eq_ignore_ascii_case(listed));
    match () {
        () if is_in(&WEB_SOCKET) => Err(PatternRule::WebSocketScheme),
        () if is_in(&INHERITING) => Err(PatternRule::InheritingScheme),
        () if is_in(&OPAQUE) => Err(PatternRule::OpaqueScheme),
        () if is_in(&PAGELESS) => Err(PatternRule::PagelessScheme),
        () => Ok(()),
    }
}

/// What follows the scheme where that is a URL of its own, as in `blob:https://example.com/8d7b`.
pub(super) fn inherited(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    INHERITING.iter().any(|listed| scheme.eq_ignore_ascii_case(listed)).then_some(rest)
}

/// Whether this is the scheme of a WebSocket.
pub(super) fn is_web_socket(scheme: &str) -> bool {
    WEB_SOCKET.contains(&scheme)
}
