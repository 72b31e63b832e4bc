//! Who may read: the page, everybody, subdomains, other ports, and who should not.

use preflight_engine::Origin;
use preflight_engine::exchange::ResponseHead;
use preflight_recording::Purpose;
use preflight_rules::{ACAO_LIST_OR_PATTERN, CORS_DISABLED_IN_PRODUCTION, Certainty};

use super::{ShownList, Surveyor, Told};
use crate::facts::heads::{FOREIGN_ORIGIN, allow_origin, allows_credentials};

/// A label that nobody has.
const LABEL: &str = "preflight-probe";

/// A port that no development server has.
const PORT: u16 = 40_404;

impl Surveyor<'_> {
    /// What the page is answered; and the origins that are allowed.
    pub(super) fn look_at_origins(&mut self, origin: &str) -> Option<ResponseHead> {
        let actual = self.get(Purpose::Actual, Some(origin))?;
        let allowed = allow_origin(&actual);
        self.survey.credentials = Told(allowed.is_some().then(|| allows_credentials(&actual)));
        if allowed.as_deref() == Some("*") {
            self.survey.origins = ShownList::Any { is_echo: false };
            return Some(actual);
        }
        if self.is_allowed(Purpose::ForeignOrigin, FOREIGN_ORIGIN) {
            self.survey.origins = ShownList::Any { is_echo: true };
            return Some(actual);
        }
        self.survey.origins = match allowed {
            Some(value) if value == origin => self.neighbours(origin),
            Some(value) if Origin::parse(&value).is_ok() => ShownList::These(vec![value], Certainty::Certain),
            Some(value) => {
                let message =
                    format!("Access-Control-Allow-Origin is `{value}`, which is no origin, so no page is allowed");
                let fix = "look the request's Origin up in a list, and send back that one origin".to_owned();
                self.find(&ACAO_LIST_OR_PATTERN, Certainty::Certain, message, fix);
                ShownList::Nothing(Certainty::Certain)
            }
            None => ShownList::Unknown,
        };
        Some(actual)
    }

    /// The page is allowed: whether its entry is wider than itself.
    fn neighbours(&mut self, origin: &str) -> ShownList {
        let mut entries = vec![origin.to_owned()];
        let Ok(Origin::Tuple(page)) = Origin::parse(origin) else {
            return ShownList::These(entries, Certainty::Certain);
        };
        let (scheme, host) = (page.scheme(), page.host());
        let port = page.port().map(|port| format!(":{port}")).unwrap_or_default();
        let is_name = host.contains('.') && !host.starts_with('[') && host.parse::<std::net::Ipv4Addr>().is_err();
        if self.is_allowed(Purpose::OriginVariant, &format!("{scheme}://{host}:{PORT}")) {
            entries[0] = format!("{scheme}://{host}:*");
        }
        if is_name && self.is_allowed(Purpose::OriginVariant, &format!("{scheme}://{LABEL}.{host}{port}")) {
            entries.push(format!("{scheme}://*.{host}{port}"));
        }
        if let Some((_, parent)) = host.split_once('.').filter(|(_, parent)| is_name && parent.contains('.'))
            && self.is_allowed(Purpose::OriginVariant, &format!("{scheme}://{LABEL}.{parent}{port}"))
        {
            entries = vec![format!("{scheme}://*.{parent}{port}")];
        }
        if scheme == "https" && self.is_allowed(Purpose::OriginVariant, &format!("http://{host}{port}")) {
            entries.push(format!("http://{host}{port}"));
        }
        if self.is_allowed(Purpose::NullOrigin, "null") {
            entries.push("null".to_owned());
        }
        for (stranger, how) in [
            (format!("{scheme}://{host}.{LABEL}.example"), "begins like"),
            (format!("{scheme}://{LABEL}{host}{port}"), "ends like"),
        ] {
            if is_name && self.is_allowed(Purpose::OriginVariant, &stranger) {
                let message = format!(
                    "`{stranger}` is allowed because it {how} `{origin}`: the server compares a part of the origin"
                );
                let fix = "compare the whole origin with each entry of the list".to_owned();
                self.find(&CORS_DISABLED_IN_PRODUCTION, Certainty::Certain, message, fix);
            }
        }
        ShownList::These(entries, Certainty::Certain)
    }

    fn is_allowed(&mut self, purpose: Purpose, origin: &str) -> bool {
        self.get(purpose, Some(origin)).is_some_and(|head| allow_origin(&head).as_deref() == Some(origin))
    }
}
