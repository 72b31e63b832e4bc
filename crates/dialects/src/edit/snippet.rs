//! What to paste where no edit is safe: the configuration of a policy that allows the call and nothing else.

use preflight_engine::server::{Allowed, PolicyConfig};

use super::module::is_module;
use super::wanted::Wanted;
use crate::dialect::Dialect;
use crate::export::export;
use crate::route_policy::RoutePolicy;

/// The services as a `Startup` class has them.
const OF_STARTUP: &str = "services.AddCors(";

/// The same as `Program.cs` has them.
const OF_PROGRAM: &str = "builder.Services.AddCors(";

/// The package as CommonJS has it.
const REQUIRED: &str = "const cors = require('cors');";

/// The same as a module has it.
const IMPORTED: &str = "import cors from 'cors';";

/// The function of Node as another file takes it.
const EXPORTED: &str = "module.exports = cors;\n";

/// The same where the server stands in this file: nothing calls a middleware there.
const WRAPPED: &str = "const withCors = (handler) => (req, res) => cors(req, res, () => handler(req, res));\n\n// What answers so far stays as it is, within it:\n// http.createServer(withCors((req, res) => { … }));\n";

/// The configuration, in the words of the system, for a file with this text and name.
pub(crate) fn snippet(dialect: Dialect, text: &str, file_name: &str, wanted: &Wanted) -> String {
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
    match dialect {
        Dialect::AspNet if is_startup => written.replace(OF_PROGRAM, OF_STARTUP),
        Dialect::Node if text.contains("createServer") => written.replace(EXPORTED, WRAPPED),
        Dialect::Express if is_module(text, file_name) => written.replace(REQUIRED, IMPORTED),
        _ => written,
    }
}
