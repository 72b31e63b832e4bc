//! The policies and the requests: what a browser sends to an API of another origin.

/// The methods, request headers and seconds that every peer's policy allows, with credentials.
pub const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];
pub const REQUEST_HEADERS: [&str; 2] = ["content-type", "authorization"];
pub const MAX_AGE: u64 = 86_400;

/// The origins that a policy allows.
#[derive(Clone, Copy, Debug)]
pub enum Origins {
    /// `https://app000001.example.com` and so on.
    Exact(usize),
    /// `https://*.tenant000001.example.com` and so on.
    Subdomains(usize),
}

/// The four requests that differ in what CORS does about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestKind {
    PreflightAllowed,
    PreflightRefused,
    GetAllowed,
    GetWithoutOrigin,
}

/// A request's method and fields.
pub struct Head {
    pub method: &'static str,
    pub fields: Vec<(&'static str, String)>,
}

impl Origins {
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, count) = text.split_once(':')?;
        match kind {
            "exact" => Some(Self::Exact(count.parse().ok()?)),
            "subdomains" => Some(Self::Subdomains(count.parse().ok()?)),
            _ => None,
        }
    }

    pub fn name(self) -> String {
        match self {
            Self::Exact(count) => format!("exact:{count}"),
            Self::Subdomains(count) => format!("subdomains:{count}"),
        }
    }

    pub fn count(self) -> usize {
        match self {
            Self::Exact(count) | Self::Subdomains(count) => count,
        }
    }

    /// The entries of the policy.
    pub fn entries(self) -> Vec<String> {
        let numbers = 1..=self.count();
        match self {
            Self::Exact(_) => numbers.map(|number| self.origin(number)).collect(),
            Self::Subdomains(_) => numbers.map(|number| format!("https://*.tenant{number:06}.example.com")).collect(),
        }
    }

    /// What a page sends that the entry of this number allows. The number after the last is not allowed.
    pub fn origin(self, number: usize) -> String {
        match self {
            Self::Exact(_) => format!("https://app{number:06}.example.com"),
            Self::Subdomains(_) => format!("https://a.tenant{number:06}.example.com"),
        }
    }
}

impl RequestKind {
    pub const ALL: [Self; 4] =
        [Self::PreflightAllowed, Self::PreflightRefused, Self::GetAllowed, Self::GetWithoutOrigin];

    pub fn name(self) -> &'static str {
        match self {
            Self::PreflightAllowed => "preflight, allowed",
            Self::PreflightRefused => "preflight, refused",
            Self::GetAllowed => "GET, allowed",
            Self::GetWithoutOrigin => "GET without Origin",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|request| request.name() == name)
    }

    /// The request, from the last origin of the policy or from the one after it.
    pub fn head(self, origins: Origins) -> Head {
        let last = origins.count();
        match self {
            Self::PreflightAllowed => preflight(origins.origin(last)),
            Self::PreflightRefused => preflight(origins.origin(last + 1)),
            Self::GetAllowed => get(Some(origins.origin(last))),
            Self::GetWithoutOrigin => get(None),
        }
    }
}

pub fn preflight(origin: String) -> Head {
    let mut fields = browser_fields();
    fields.push(("origin", origin));
    fields.push(("access-control-request-method", "PUT".into()));
    fields.push(("access-control-request-headers", "authorization,content-type".into()));
    Head { method: "OPTIONS", fields }
}

pub fn get(origin: Option<String>) -> Head {
    let mut fields = browser_fields();
    fields.extend(origin.map(|origin| ("origin", origin)));
    Head { method: "GET", fields }
}

/// What Chromium sends anyway.
fn browser_fields() -> Vec<(&'static str, String)> {
    let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    [
        ("host", "api.example.com"),
        ("user-agent", agent),
        ("accept", "*/*"),
        ("accept-language", "en-US,en;q=0.9"),
        ("accept-encoding", "gzip, deflate, br, zstd"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-dest", "empty"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}
