//! What to paste where no edit is safe: the configuration of a policy that allows the call and nothing else.

use preflight_engine::server::{Allowed, PolicyConfig};

use super::wanted::Wanted;
use crate::dialect::Dialect;
use crate::export::export;
use crate::route_policy::RoutePolicy;

/// The services as a `Startup` class has them.
const OF_STARTUP: &str = "services.AddCors(";

/// The same as `Program.cs` has them.
const OF_PROGRAM: &str = "builder.Services.AddCors(";

/// The configuration, in the words of the system, for a file with this text.
pub(crate) fn snippet(dialect: Dialect, text: &str, wanted: &Wanted) -> String {
    let config = PolicyConfig {
        origins: Allowed::listed([wanted.origin()]),
        methods: Allowed::listed([wanted.method()]),
        request_headers: Allowed::listed(wanted.request_headers()),
        expose_headers: Allowed::listed(wanted.expose_headers()),
        credentials: wanted.credentials(),
        dangerously_allow_insecure_origins: wanted.is_insecure(),
        ..PolicyConfig::default()
    };
    let policy = RoutePolicy { name: "page".into(), path: None, config };
    let written = export(dialect, &[policy]).map(|exported| exported.text).unwrap_or_default();
    let is_startup = text.contains("IServiceCollection services") && !text.contains("builder.Services");
    if is_startup { written.replace(OF_PROGRAM, OF_STARTUP) } else { written }
}
