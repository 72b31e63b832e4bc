//! The frameworks and servers for which there is a snippet.

use super::{Grant, aspnet, django, express, fastapi, flask, gateway, koa, laravel, nginx, node, rails, spring};

/// What a server is built with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Framework {
    /// Express, with the package `cors`.
    Express,
    /// Node, headers set by hand.
    Node,
    /// Koa, with the package `@koa/cors`.
    Koa,
    /// Flask, with Flask-CORS.
    Flask,
    /// Django, with django-cors-headers.
    Django,
    /// FastAPI and Starlette.
    FastApi,
    /// ASP.NET Core.
    AspNet,
    /// Spring, with or without Spring Security.
    Spring,
    /// Rails, with rack-cors.
    Rails,
    /// Laravel.
    Laravel,
    /// nginx.
    Nginx,
    /// The gateway of preflight itself, in front of anything.
    Preflight,
}

/// What servers call themselves, in `Server` and `X-Powered-By`; a proxy's name says nothing about the server behind it.
const SIGNS: [(&str, Framework); 8] = [
    ("x-powered-by: express", Framework::Express),
    ("x-powered-by: asp.net", Framework::AspNet),
    ("server: kestrel", Framework::AspNet),
    ("server: werkzeug", Framework::Flask),
    ("server: wsgiserver", Framework::Django),
    ("server: uvicorn", Framework::FastApi),
    ("server: puma", Framework::Rails),
    ("x-powered-by: php", Framework::Laravel),
];

impl Framework {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 12] = [
        Self::Express,
        Self::Node,
        Self::Koa,
        Self::Flask,
        Self::Django,
        Self::FastApi,
        Self::AspNet,
        Self::Spring,
        Self::Rails,
        Self::Laravel,
        Self::Nginx,
        Self::Preflight,
    ];

    /// A stable name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Node => "node",
            Self::Koa => "koa",
            Self::Flask => "flask",
            Self::Django => "django",
            Self::FastApi => "fastapi",
            Self::AspNet => "aspnet",
            Self::Spring => "spring",
            Self::Rails => "rails",
            Self::Laravel => "laravel",
            Self::Nginx => "nginx",
            Self::Preflight => "preflight",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Express => "Express",
            Self::Node => "Node, without a framework",
            Self::Koa => "Koa",
            Self::Flask => "Flask",
            Self::Django => "Django",
            Self::FastApi => "FastAPI",
            Self::AspNet => "ASP.NET Core",
            Self::Spring => "Spring",
            Self::Rails => "Rails",
            Self::Laravel => "Laravel",
            Self::Nginx => "nginx",
            Self::Preflight => "preflight, in front of anything",
        }
    }

    /// The framework that response headers in a text give away, if any.
    pub fn guess(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        SIGNS.iter().find(|(sign, _)| text.contains(sign)).map(|&(_, framework)| framework)
    }

    /// The configuration that allows this.
    ///
    /// ```
    /// use preflight_diagnosis::{Framework, Grant};
    ///
    /// let snippet = Framework::FastApi.snippet(&Grant::new(Some("http://localhost:5173")));
    /// assert!(snippet.contains("allow_origins=[\"http://localhost:5173\"]"));
    /// ```
    pub fn snippet(self, grant: &Grant) -> String {
        match self {
            Self::Express => express::snippet(grant),
            Self::Node => node::snippet(grant),
            Self::Koa => koa::snippet(grant),
            Self::Flask => flask::snippet(grant),
            Self::Django => django::snippet(grant),
            Self::FastApi => fastapi::snippet(grant),
            Self::AspNet => aspnet::snippet(grant),
            Self::Spring => spring::snippet(grant),
            Self::Rails => rails::snippet(grant),
            Self::Laravel => laravel::snippet(grant),
            Self::Nginx => nginx::snippet(grant),
            Self::Preflight => gateway::snippet(grant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Grant {
        let mut grant = Grant::new(Some("https://app.example.com"));
        grant.allow_method(Some("PROPFIND"));
        grant.allow_header("x-request-id");
        grant.allow_credentials();
        grant
    }

    #[test]
    fn every_snippet_names_the_origin_the_method_and_the_header() {
        for framework in Framework::ALL {
            let snippet = framework.snippet(&full()).to_lowercase();
            for part in ["https://app.example.com", "propfind", "x-request-id", "credentials"] {
                assert!(snippet.contains(part), "{} lacks {part}: {snippet}", framework.name());
            }
        }
    }

    #[test]
    fn no_snippet_allows_everybody() {
        for framework in Framework::ALL {
            for grant in [full(), Grant::new(None), Grant::new(Some("http://localhost:3000"))] {
                let snippet = framework.snippet(&grant);
                let is_open = [
                    "origin: true",
                    "origins \"*\"",
                    "AllowAnyOrigin",
                    "SetIsOriginAllowed",
                    "Allow-Origin *",
                    "Allow-Origin: *",
                ];
                assert!(!is_open.iter().any(|open| snippet.contains(open)), "{snippet}");
            }
        }
    }

    #[test]
    fn credentials_are_named_only_where_they_are_wanted() {
        for framework in Framework::ALL {
            let snippet = framework.snippet(&Grant::new(Some("http://localhost:3000"))).to_lowercase();
            let without = snippet.replace("'supports_credentials' => false", "");
            assert!(!without.contains("credentials"), "{snippet}");
        }
    }

    #[test]
    fn servers_are_known_by_their_headers() {
        assert_eq!(Framework::guess("HTTP/1.1 500\nX-Powered-By: Express"), Some(Framework::Express));
        assert_eq!(Framework::guess("server: nginx"), None);
    }
}
