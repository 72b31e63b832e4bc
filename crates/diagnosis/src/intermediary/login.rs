//! Proxies that want a login before anything else.

use super::Sign::{Field, FieldHas, LocationHost, Status, Text};
use super::{Interference, Intermediary};

pub(super) const ROWS: &[Intermediary] = &[
    Intermediary {
        name: "Cloudflare Access",
        interference: Interference::Login,
        signs: &[LocationHost("cloudflareaccess.com")],
        advice: CLOUDFLARE_ACCESS,
        source: Some(CLOUDFLARE_ACCESS_SOURCE),
    },
    Intermediary {
        name: "Cloudflare Access",
        interference: Interference::Login,
        signs: &[FieldHas("www-authenticate", "Cloudflare-Access")],
        advice: CLOUDFLARE_ACCESS,
        source: Some(CLOUDFLARE_ACCESS_SOURCE),
    },
    Intermediary {
        name: "Cloudflare Access",
        interference: Interference::Login,
        signs: &[Field("cf-access-domain")],
        advice: CLOUDFLARE_ACCESS,
        source: Some(CLOUDFLARE_ACCESS_SOURCE),
    },
    Intermediary {
        name: "Google Identity-Aware Proxy",
        interference: Interference::Login,
        signs: &[Field("x-goog-iap-generated-response")],
        advice: GOOGLE_IAP,
        source: Some(GOOGLE_IAP_SOURCE),
    },
    Intermediary {
        name: "Google Identity-Aware Proxy",
        interference: Interference::Login,
        signs: &[FieldHas("set-cookie", "GCP_IAP_XSRF")],
        advice: GOOGLE_IAP,
        source: Some(GOOGLE_IAP_SOURCE),
    },
    Intermediary {
        name: "Vercel Deployment Protection",
        interference: Interference::Login,
        signs: &[FieldHas("set-cookie", "_vercel_sso_nonce")],
        advice: VERCEL,
        source: Some(VERCEL_SOURCE),
    },
    Intermediary {
        name: "Vercel Deployment Protection",
        interference: Interference::Login,
        signs: &[FieldHas("location", "vercel.com/sso-api")],
        advice: VERCEL,
        source: Some(VERCEL_SOURCE),
    },
    Intermediary {
        name: "Vercel Deployment Protection",
        interference: Interference::Login,
        signs: &[Text("<title>Authentication Required</title>"), Field("x-vercel-id"), Status(401)],
        advice: VERCEL,
        source: Some(VERCEL_SOURCE),
    },
    Intermediary {
        name: "Netlify",
        interference: Interference::Login,
        signs: &[Field("x-nf-request-id"), Status(401), Text("type=\"password\"")],
        advice: "take the password off the site, or off this deploy context: a preflight carries no session",
        source: Some("https://docs.netlify.com/manage/security/secure-access-to-sites/password-protection/"),
    },
    Intermediary {
        name: "oauth2-proxy",
        interference: Interference::Login,
        signs: &[FieldHas("set-cookie", "_oauth2_proxy_csrf")],
        advice: OAUTH2_PROXY,
        source: Some(OAUTH2_PROXY_SOURCE),
    },
    Intermediary {
        name: "oauth2-proxy",
        interference: Interference::Login,
        signs: &[FieldHas("location", "/oauth2/start")],
        advice: OAUTH2_PROXY,
        source: Some(OAUTH2_PROXY_SOURCE),
    },
    Intermediary {
        name: "oauth2-proxy",
        interference: Interference::Login,
        signs: &[FieldHas("location", "/oauth2/sign_in")],
        advice: OAUTH2_PROXY,
        source: Some(OAUTH2_PROXY_SOURCE),
    },
    Intermediary {
        name: "oauth2-proxy",
        interference: Interference::Login,
        signs: &[Text("/oauth2/start"), Text("OAuth2 Proxy")],
        advice: OAUTH2_PROXY,
        source: Some(OAUTH2_PROXY_SOURCE),
    },
    Intermediary {
        name: "Authelia",
        interference: Interference::Login,
        signs: &[FieldHas("set-cookie", "authelia_session")],
        advice: AUTHELIA,
        source: Some(AUTHELIA_SOURCE),
    },
    Intermediary {
        name: "Authelia",
        interference: Interference::Login,
        signs: &[FieldHas("location", "?rd="), FieldHas("location", "&rm=")],
        advice: AUTHELIA,
        source: Some(AUTHELIA_SOURCE),
    },
    Intermediary {
        name: "Pomerium",
        interference: Interference::Login,
        signs: &[FieldHas("location", "/.pomerium/")],
        advice: POMERIUM,
        source: Some(POMERIUM_SOURCE),
    },
    Intermediary {
        name: "Pomerium",
        interference: Interference::Login,
        signs: &[Field("x-pomerium-intercepted-response")],
        advice: POMERIUM,
        source: Some(POMERIUM_SOURCE),
    },
    Intermediary {
        name: "traefik-forward-auth",
        interference: Interference::Login,
        signs: &[FieldHas("set-cookie", "_forward_auth_csrf")],
        advice: "let a router without this middleware answer OPTIONS, or allow it by a rule of traefik-forward-auth",
        source: Some("https://github.com/thomseddon/traefik-forward-auth"),
    },
    Intermediary {
        name: "Azure App Service authentication",
        interference: Interference::Login,
        signs: &[Field("x-ms-middleware-request-id"), Status(401)],
        advice: EASY_AUTH,
        source: Some(EASY_AUTH_SOURCE),
    },
    Intermediary {
        name: "Azure App Service authentication",
        interference: Interference::Login,
        signs: &[FieldHas("location", "/.auth/login/")],
        advice: EASY_AUTH,
        source: Some(EASY_AUTH_SOURCE),
    },
];

const CLOUDFLARE_ACCESS: &str = "let Access pass OPTIONS to the server (the application's CORS settings), and call with `credentials: 'include'` or a \
                                 service token";
const CLOUDFLARE_ACCESS_SOURCE: &str = "https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/cors/";

const GOOGLE_IAP: &str =
    "let the proxy pass OPTIONS (`corsSettings.allowHttpOptions`), and call with `credentials: 'include'`";
const GOOGLE_IAP_SOURCE: &str = "https://cloud.google.com/iap/docs/customizing";

const VERCEL: &str = "add the path to the project's OPTIONS Allowlist, and send `x-vercel-protection-bypass`, or turn Deployment Protection off \
                      for this deployment";
const VERCEL_SOURCE: &str =
    "https://vercel.com/docs/deployment-protection/methods-to-bypass-deployment-protection/options-allowlist";

const OAUTH2_PROXY: &str =
    "start oauth2-proxy with `--skip-auth-preflight`, and let API calls get 401 instead of a redirect (`--api-route`)";
const OAUTH2_PROXY_SOURCE: &str = "https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview";

const AUTHELIA: &str = "give OPTIONS a `bypass` rule in Authelia's access control: a preflight carries no cookie";
const AUTHELIA_SOURCE: &str = "https://www.authelia.com/configuration/security/access-control/";

const POMERIUM: &str = "set `cors_allow_preflight: true` on the route";
const POMERIUM_SOURCE: &str = "https://www.pomerium.com/docs/reference/routes/cors-allow-preflight";

const EASY_AUTH: &str = "let the app allow unauthenticated requests and check the token itself, or set CORS on the App Service, which answers \
                         preflights before the login";
const EASY_AUTH_SOURCE: &str = "https://learn.microsoft.com/azure/app-service/overview-authentication-authorization";
