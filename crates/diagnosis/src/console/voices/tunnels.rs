//! What tunnels and the edge of a network write on the pages that they show in the server's place.

use preflight_rules::{ANSWERED_BEFORE_CORS, PROXY_ERROR_WITHOUT_CORS, UNREACHABLE};

use super::super::window::Window;
use super::Row;
use crate::intermediary::{CLOUDFLARE_CHALLENGE, DEV_TUNNEL_SKIP, NGROK_SKIP};

/// The name of Cloudflare stands on its pages near these words.
const PAGE_REACH: usize = 4096;

pub(super) static ROWS: &[Row] = &[
    Row::new("ngrok-interstitial", "ngrok", &["err_ngrok_6024", "ngrok-skip-browser-warningrequestheader", "ngrok-skip-browser-warning]requestheader", "ngrok-skip-browser-warning'requestheader", "ngrok-free.app,servedby", "ngrok.io,servedby", "ngrok.app,servedby", "ngrok-free.dev,servedby"], &[&ANSWERED_BEFORE_CORS])
        .tells(
            "ngrok shows browsers a page of its own before it lets them through, and that page has no CORS headers",
            "free accounts of ngrok have this page for every browser that has not clicked it away; a script cannot click it",
            NGROK_SKIP,
        ),
    Row::new("ngrok-server-down", "ngrok", &["clientfailedtoestablishaconnectiontothelocaladdress", "err_ngrok_8012"], &[&UNREACHABLE, &PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "ngrok reached its agent, and nothing answers at the address that the agent passes requests to",
            "the server behind the tunnel does not run, or listens at another port than ngrok was given; ngrok's own page has no CORS headers, so a page sees a CORS error",
            "start the server, and give ngrok its port (`ngrok http PORT`)",
        ),
    Row::new("ngrok-offline", "ngrok", &["err_ngrok_3200", "err_ngrok_3004", ".ngrok.ionotfound", "ngrok-free.appisoffline", "ngrok.appisoffline", "ngrok.ioisoffline", "ngrok-free.devisoffline"], &[&UNREACHABLE, &PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "ngrok knows no running tunnel of this name, and answers in the server's place",
            "the agent does not run, or was started again and got another name; ngrok's own page has no CORS headers, so a page sees a CORS error",
            "start the agent, and call the name that it prints",
        ),
    Row::new("ngrok-limit", "ngrok", &["err_ngrok_702", "err_ngrok_725", "err_ngrok_727", "err_ngrok_734"], &[&PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "the account at ngrok has used up what it may, and ngrok answers in the server's place",
            "ngrok's own answers have no CORS headers, so a page sees a CORS error",
            "wait until the limit is renewed, or change the plan",
        ),
    Row::new("localtunnel-reminder", "localtunnel", &["bypass-tunnel-reminderrequestheader", "bypass-tunnel-reminder'requestheader", "servedforfreeviaalocaltunnel", "servedforfreevia[localtunnel]", "loca.ltpassword", "enterthetunnelpassword"], &[&ANSWERED_BEFORE_CORS])
        .tells(
            "localtunnel shows browsers a page of its own before it lets them through, and that page has no CORS headers",
            "every browser gets it that has not typed the tunnel's password; a script cannot type it",
            "send the header `bypass-tunnel-reminder` with any value (the browser then asks with a preflight, which the server has to allow)",
        ),
    Row::new("localtunnel-unavailable", "localtunnel", &["503-tunnelunavailable"], &[&UNREACHABLE, &PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "localtunnel has no client at this address, and answers 503 in the server's place",
            "the client stopped or got another name; localtunnel's own page has no CORS headers, so a page sees a CORS error",
            "start the tunnel anew, and call the address that it prints",
        ),
    Row::new("dev-tunnel-warning", "dev tunnels", &["connecttodevelopertunnel", "youareabouttoconnecttoadevelopertunnel"], &[&ANSWERED_BEFORE_CORS])
        .tells(
            "dev tunnels show browsers a page of their own before they let them through, and that page has no CORS headers",
            "every browser gets it that has not clicked it away; a script cannot click it",
            DEV_TUNNEL_SKIP,
        ),
    Row::new("cloudflare-tunnel-down", "Cloudflare", &["error1033", "argotunnelerror", "cloudflaretunnelerror"], &[&UNREACHABLE, &PROXY_ERROR_WITHOUT_CORS])
        .tells(
            "Cloudflare has no connection to the tunnel's `cloudflared`, and answers 530 in the server's place",
            "`cloudflared` does not run or cannot reach Cloudflare; Cloudflare's own page has no CORS headers, so a page sees a CORS error",
            "start `cloudflared` and look at its log",
        ),
    Row::new("cloudflare-challenge", "Cloudflare", &["justamoment...", "checkingyourbrowserbeforeaccessing", "verifyyouarehuman", "performingsecurityverification"], &[&ANSWERED_BEFORE_CORS])
        .tells(
            "Cloudflare asks for proof that a person is at the browser, with a page of its own that has no CORS headers",
            "a call by a script cannot pass this check, and a preflight never does",
            CLOUDFLARE_CHALLENGE,
        )
        .likely()
        .reads(|window, _| names_cloudflare(window).then_some(window.end)),
];

fn names_cloudflare(window: &Window<'_>) -> bool {
    let near = window.near(PAGE_REACH).not_before(PAGE_REACH);
    ["cloudflare", "cdn-cgi", "cf-ray", "rayid"]
        .iter()
        .any(|name| near.rest().contains(name) || near.before().contains(name))
}
