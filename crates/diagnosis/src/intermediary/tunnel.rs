//! Tunnels to a developer's machine.

use super::Sign::{Field, FieldHas, LocationHost, Status, Text};
use super::{Interference, Intermediary};

pub(super) const ROWS: &[Intermediary] = &[
    Intermediary {
        name: "ngrok",
        interference: Interference::Interstitial,
        signs: &[FieldHas("ngrok-error-code", "ERR_NGROK_6024")],
        advice: NGROK_SKIP,
        source: Some("https://ngrok.com/docs/errors/err_ngrok_6024"),
    },
    Intermediary {
        name: "ngrok",
        interference: Interference::Interstitial,
        signs: &[Text("ERR_NGROK_6024")],
        advice: NGROK_SKIP,
        source: Some("https://ngrok.com/docs/errors/err_ngrok_6024"),
    },
    Intermediary {
        name: "ngrok",
        interference: Interference::GatewayError,
        signs: &[FieldHas("ngrok-error-code", "ERR_NGROK_3200")],
        advice: "start the tunnel: ngrok knows the address, and no agent is connected to it",
        source: Some("https://ngrok.com/docs/errors/err_ngrok_3200"),
    },
    Intermediary {
        name: "ngrok",
        interference: Interference::GatewayError,
        signs: &[FieldHas("ngrok-error-code", "ERR_NGROK_8012")],
        advice: "start the server behind the tunnel, on the port that ngrok was given",
        source: Some("https://ngrok.com/docs/errors/err_ngrok_8012"),
    },
    Intermediary {
        name: "ngrok",
        interference: Interference::GatewayError,
        signs: &[Field("ngrok-error-code")],
        advice: "look the code up at ngrok.com/docs/errors: ngrok answered, and not the server behind it",
        source: Some("https://ngrok.com/docs/errors"),
    },
    Intermediary {
        name: "dev tunnels",
        interference: Interference::Login,
        signs: &[LocationHost("tunnels.api.visualstudio.com")],
        advice: "let anybody use the port (`devtunnel port create --allow-anonymous`, or visibility Public in VS Code), or \
                 send `X-Tunnel-Authorization`",
        source: Some(DEV_TUNNELS),
    },
    Intermediary {
        name: "dev tunnels",
        interference: Interference::Interstitial,
        signs: &[Text("developer tunnel"), Text("devtunnels.ms")],
        advice: DEV_TUNNEL_SKIP,
        source: Some(DEV_TUNNELS),
    },
    Intermediary {
        name: "GitHub Codespaces",
        interference: Interference::Login,
        signs: &[FieldHas("location", "github.dev/pf-signin")],
        advice: CODESPACES_PUBLIC,
        source: Some(CODESPACES),
    },
    Intermediary {
        name: "GitHub Codespaces",
        interference: Interference::Login,
        signs: &[FieldHas("location", "github.com/codespaces/auth")],
        advice: CODESPACES_PUBLIC,
        source: Some(CODESPACES),
    },
    Intermediary {
        name: "GitHub Codespaces",
        interference: Interference::Login,
        signs: &[FieldHas("location", "/auth/postback/tunnel")],
        advice: CODESPACES_PUBLIC,
        source: Some(CODESPACES),
    },
    Intermediary {
        name: "localtunnel",
        interference: Interference::Interstitial,
        signs: &[Text("Bypass-Tunnel-Reminder")],
        advice: "send the header `bypass-tunnel-reminder` with any value",
        source: Some("https://github.com/localtunnel/localtunnel/issues/598"),
    },
    Intermediary {
        name: "localtunnel",
        interference: Interference::GatewayError,
        signs: &[Text("503 - Tunnel unavailable")],
        advice: "start the tunnel anew: no client is connected to this address",
        source: None,
    },
    Intermediary {
        name: "Cloudflare Tunnel",
        interference: Interference::GatewayError,
        signs: &[Status(530), Text("1033")],
        advice: "start `cloudflared`: the tunnel has no connection",
        source: Some(
            "https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/troubleshoot-tunnels/common-errors/",
        ),
    },
];

pub(crate) const NGROK_SKIP: &str = "send the header `ngrok-skip-browser-warning` with any value (the browser then asks with a preflight, which the \
                          server has to allow), or use an account without that page";

pub(crate) const DEV_TUNNEL_SKIP: &str =
    "send the header `X-Tunnel-Skip-AntiPhishing-Page` with any value, or an `Accept` without text/html";

const DEV_TUNNELS: &str = "https://learn.microsoft.com/azure/developer/dev-tunnels/security";

const CODESPACES: &str =
    "https://docs.github.com/codespaces/developing-in-a-codespace/forwarding-ports-in-your-codespace";

const CODESPACES_PUBLIC: &str =
    "make the forwarded port public: a private one sends whoever has no session, and so every preflight, to a login";
