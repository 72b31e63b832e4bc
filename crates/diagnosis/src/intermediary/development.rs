//! Host checks of development servers and frameworks, which answer before the application does.

use super::Sign::{Status, Text};
use super::{Interference, Intermediary};

pub(super) const ROWS: &[Intermediary] = &[
    Intermediary {
        name: "Rails host authorization",
        interference: Interference::Protection,
        signs: &[Text("Blocked host"), Status(403)],
        advice: "add the host to `config.hosts` of the environment that runs",
        source: Some("https://guides.rubyonrails.org/configuring.html#actiondispatch-hostauthorization"),
    },
    Intermediary {
        name: "Vite",
        interference: Interference::Protection,
        signs: &[Text("Blocked request. This host"), Status(403)],
        advice: "add the host to `server.allowedHosts` (or `preview.allowedHosts`) of the Vite configuration",
        source: Some("https://vite.dev/config/server-options.html#server-allowedhosts"),
    },
    Intermediary {
        name: "Starlette's TrustedHostMiddleware",
        interference: Interference::Protection,
        signs: &[Text("Invalid Host header"), Status(400)],
        advice: "add the host to `allowed_hosts` of the middleware",
        source: Some("https://www.starlette.io/middleware/#trustedhostmiddleware"),
    },
    Intermediary {
        name: "webpack-dev-server",
        interference: Interference::Protection,
        signs: &[Text("Invalid Host header")],
        advice: "add the host to `devServer.allowedHosts`, or send the proxy's requests with the server's own `Host`",
        source: Some("https://webpack.js.org/configuration/dev-server/#devserverallowedhosts"),
    },
    Intermediary {
        name: "Django",
        interference: Interference::Protection,
        signs: &[Text("DisallowedHost"), Status(400)],
        advice: "add the host to `ALLOWED_HOSTS`",
        source: Some("https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts"),
    },
];
