//! What servers in Haskell say of CORS: wai-cors, which Servant, Yesod and others use.

use preflight_rules::{HEADER_NOT_ALLOWED, METHOD_NOT_ALLOWED, NO_ORIGIN_IN_TEST, ORIGIN_MISMATCH};

use super::{Row, read};

const WAI: &str = "wai-cors";

pub(super) static ROWS: &[Row] = &[
    Row::new("wai-cors-origin-missing", WAI, &["originheaderismissing"], &[&NO_ORIGIN_IN_TEST])
        .tells(
            "wai-cors answered 400: the request had no `Origin`, and the policy requires one",
            "`corsRequireOrigin` is true; a page of the own origin, a tab and a tool send no `Origin`",
            "set `corsRequireOrigin = False`, or test with `curl -H 'Origin: …'`; where a browser called another origin, let the proxy pass `Origin` on",
        )
        .likely()
        // People say the same of any request.
        .reads(|window, _| {
            let is_quoted = window.before().ends_with('\'') && window.rest().starts_with('\'');
            (is_quoted || window.is_whole_line()).then_some(window.end)
        }),
    Row::new("wai-cors-origin-refused", WAI, &["unsupportedorigin:"], &[&ORIGIN_MISMATCH])
        .tells(
            "wai-cors answered 400: the page's origin is not in `corsOrigins`",
            "`corsOrigins` compares scheme, host and port",
            "add the page's origin exactly to `corsOrigins`",
        )
        .reads(read::origin_after),
    Row::new("wai-cors-method-refused", WAI, &["httpmethodrequestedinaccess-control-request-methodofcorsrequestisnotsupported"], &[&METHOD_NOT_ALLOWED])
        .tells(
            "wai-cors answered the preflight with 400: it does not allow the method",
            "`corsMethods` is GET, HEAD and POST unless it is given",
            "add the method that the text names to `corsMethods`",
        ),
    Row::new("wai-cors-header-refused", WAI, &["httpheaderrequestedinaccess-control-request-headersofcorsrequestisnotsupported"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "wai-cors answered the preflight with 400: it does not allow a header",
            "`corsRequestHeaders` has only the simple ones unless it is given",
            "add the header that the text names to `corsRequestHeaders`",
        ),
];
