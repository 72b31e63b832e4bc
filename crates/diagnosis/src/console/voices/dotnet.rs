//! What ASP.NET Core says of CORS.

use preflight_rules::{
    HEADER_NOT_ALLOWED, LIBRARY_MISUSE, METHOD_NOT_ALLOWED, ORIGIN_MISMATCH, WILDCARD_WITH_CREDENTIALS,
};

use super::{Row, read};

const ASPNET: &str = "ASP.NET Core";

pub(super) static ROWS: &[Row] = &[
    Row::new("aspnet-origin-refused", ASPNET, &["requestorigin", "doesnothavepermissiontoaccesstheresource"], &[&ORIGIN_MISMATCH])
        .tells(
            "the server's CORS policy does not have the origin {origin} of the page",
            "`WithOrigins` compares scheme, host and port, and an entry with a slash at the end or another scheme fits no page",
            "add {origin} to `WithOrigins(…)` of the policy that this endpoint uses, without a slash at the end",
        )
        .reads(|window, message| {
            if window.is("requestorigin") {
                let end = window.on_its_line().find("doesnothavepermission")?.end;
                read::origin_after(window, message)?;
                return Some(end);
            }
            read::origin_before(window, message)
        }),
    Row::new("aspnet-method-refused", ASPNET, &["notallowedincorspolicy."], &[&METHOD_NOT_ALLOWED])
        .tells(
            "the server's CORS policy does not have the method {value}",
            "`WithMethods` names other methods",
            "add {value} to `WithMethods(…)`, or call `AllowAnyMethod()`",
        )
        .reads(|window, message| {
            let line = window.on_its_line();
            let method = line.find_before("requestmethod")?;
            message.named = Some(window.transcript.word(method.end..window.start));
            message.method.clone_from(&message.named);
            Some(window.end)
        }),
    Row::new("aspnet-header-refused", ASPNET, &["oneormorerequestheaders", "headersthatarenotallowed"], &[&HEADER_NOT_ALLOWED])
        .tells(
            "the server's CORS policy does not have a header that the page sends",
            "`WithHeaders` names other headers",
            "add every header that the page sends to `WithHeaders(…)`, or call `AllowAnyHeader()`",
        ),
    Row::new("aspnet-policy-failed", ASPNET, &["corspolicyexecutionfailed"], &[&ORIGIN_MISMATCH, &METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED])
        .tells(
            "the server's CORS policy refused the page's call",
            "the line after it names what the policy lacks; mostly it is the page's origin",
            "add the page's origin to `WithOrigins(…)` exactly: scheme, host and port, without a slash at the end",
        )
        .likely(),
    Row::new("aspnet-any-origin-with-credentials", ASPNET, &[
        "thecorsprotocoldoesnotallowspecifyingawildcard(any)originandcredentialsatthesametime",
        "thecorsprotocoldoesnotallowspecifyingawildcard",
    ], &[&WILDCARD_WITH_CREDENTIALS])
        .tells(
            "the server does not start: `AllowAnyOrigin()` and `AllowCredentials()` exclude each other",
            "`*` does not count for calls with credentials",
            "name the pages with `WithOrigins(\"https://app.example.com\").AllowCredentials()`, or remove `AllowCredentials()`",
        ),
    Row::new("aspnet-no-middleware", ASPNET, &["containscorsmetadata,butamiddlewarewasnotfoundthatsupportscors"], &[&LIBRARY_MISUSE])
        .tells(
            "an endpoint asks for CORS, and the CORS middleware is missing from the pipeline",
            "`[EnableCors]` and `RequireCors` need `app.UseCors()` between `UseRouting` and the endpoints",
            "call `app.UseCors()` after `UseRouting()`, and before `UseAuthorization()` and the endpoints",
        ),
    Row::new("aspnet-no-policy", ASPNET, &["nocorspolicyfoundforthespecifiedrequest", "nocorspolicyfound"], &[&LIBRARY_MISUSE])
        .tells(
            "the server found no CORS policy of the name that is asked for",
            "`UseCors(\"name\")` or `[EnableCors(\"name\")]` names a policy that `AddCors` does not define",
            "define the policy in `AddCors(options => options.AddPolicy(\"name\", …))` under the same name, or add a default policy",
        ),
    Row::new("aspnet-services-missing", ASPNET, &["unabletofindtherequiredservices.pleaseaddalltherequiredservicesbycalling'iservicecollection.addcors'", "unabletoresolveservicefortype'microsoft.aspnetcore.cors"], &[&LIBRARY_MISUSE])
        .tells(
            "the server does not start: the services of CORS are not there",
            "`UseCors()` needs `AddCors()`",
            "call `builder.Services.AddCors(…)` before `Build()`",
        ),
    Row::new("aspnet-policy-succeeded", ASPNET, &["corspolicyexecutionsuccessful"], &[])
        .tells(
            "the server's CORS policy allowed the page's call",
            "the policy has the page's origin",
            "nothing to fix here: where the browser still blocks the call, paste its message",
        ),
];
