//! Host checks of development servers and frameworks, which answer before the application does.

use super::Sign::{Status, Text};
use super::{Interference, Intermediary};
use crate::host_lists::host_list;

pub(super) const ROWS: &[Intermediary] = &[
    Intermediary {
        name: "Rails host authorization",
        interference: Interference::Protection,
        signs: &[Text("Blocked host"), Status(403)],
        advice: concat!("add the host to ", host_list!(rails)),
        source: Some("https://guides.rubyonrails.org/configuring.html#actiondispatch-hostauthorization"),
    },
    Intermediary {
        name: "Vite",
        interference: Interference::Protection,
        signs: &[Text("Blocked request. This host"), Status(403)],
        advice: concat!("add the host to ", host_list!(vite), "; where it is a preview, to ", host_list!(vite_preview)),
        source: Some("https://vite.dev/config/server-options.html#server-allowedhosts"),
    },
    Intermediary {
        name: "Starlette's TrustedHostMiddleware",
        interference: Interference::Protection,
        signs: &[Text("Invalid Host header"), Status(400)],
        advice: concat!("add the host to ", host_list!(starlette)),
        source: Some("https://www.starlette.io/middleware/#trustedhostmiddleware"),
    },
    Intermediary {
        name: "webpack-dev-server",
        interference: Interference::Protection,
        signs: &[Text("Invalid Host header")],
        advice: concat!(
            "add the host to ",
            host_list!(webpack),
            ", or send the proxy's requests with the server's own `Host`"
        ),
        source: Some("https://webpack.js.org/configuration/dev-server/#devserverallowedhosts"),
    },
    Intermediary {
        name: "Django",
        interference: Interference::Protection,
        signs: &[Text("DisallowedHost"), Status(400)],
        advice: concat!("add the host to ", host_list!(django)),
        source: Some("https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts"),
    },
];
