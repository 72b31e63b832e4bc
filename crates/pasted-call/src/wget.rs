//! The options of `wget` ([manual](https://www.gnu.org/software/wget/manual/wget.html)) by what they mean for a call.

use crate::arguments::Meaning::{
    self, FileOfData, HeadOnly, Header, Method, Named, NotInBrowsers, OfTheTool, Password, RawData, User,
};
use crate::arguments::Row;

const CERTIFICATES: Meaning = NotInBrowsers("a browser checks certificates; `--cacert` names another authority");
const COOKIES: Meaning = NotInBrowsers("a browser has its own cookies");

/// The options of `wget`.
#[rustfmt::skip]
pub(crate) const OPTIONS: &[Row] = &[
    ('\0', "header", true, Header),
    ('\0', "method", true, Method),
    ('\0', "post-data", true, RawData),
    ('\0', "body-data", true, RawData),
    ('\0', "post-file", true, FileOfData),
    ('\0', "body-file", true, FileOfData),
    ('\0', "spider", false, HeadOnly),
    ('\0', "user", true, User),
    ('\0', "http-user", true, User),
    ('\0', "password", true, Password),
    ('\0', "http-password", true, Password),
    ('\0', "http-passwd", true, Password),
    ('\0', "referer", true, Named("Referer")),
    ('U', "user-agent", true, Named("User-Agent")),
    ('\0', "no-check-certificate", false, CERTIFICATES),
    ('\0', "ca-certificate", true, CERTIFICATES),
    ('\0', "certificate", true, NotInBrowsers("the call is made without a client's certificate")),
    ('\0', "private-key", true, NotInBrowsers("the call is made without a client's certificate")),
    ('\0', "load-cookies", true, COOKIES),
    ('\0', "save-cookies", true, OfTheTool),
    ('\0', "keep-session-cookies", false, OfTheTool),
    ('\0', "auth-no-challenge", false, OfTheTool),
    ('O', "output-document", true, OfTheTool),
    ('o', "output-file", true, OfTheTool),
    ('P', "directory-prefix", true, OfTheTool),
    ('q', "quiet", false, OfTheTool),
    ('v', "verbose", false, OfTheTool),
    ('d', "debug", false, OfTheTool),
    ('S', "server-response", false, OfTheTool),
    ('c', "continue", false, OfTheTool),
    ('N', "timestamping", false, OfTheTool),
    ('r', "recursive", false, OfTheTool),
    ('T', "timeout", true, OfTheTool),
    ('t', "tries", true, OfTheTool),
    ('w', "wait", true, OfTheTool),
    ('4', "inet4-only", false, OfTheTool),
    ('6', "inet6-only", false, OfTheTool),
    ('\0', "content-on-error", false, OfTheTool),
    ('\0', "save-headers", false, OfTheTool),
    ('\0', "show-progress", false, OfTheTool),
    ('\0', "no-verbose", false, OfTheTool),
    ('\0', "no-proxy", false, OfTheTool),
    ('\0', "max-redirect", true, OfTheTool),
    ('\0', "compression", true, OfTheTool),
];
