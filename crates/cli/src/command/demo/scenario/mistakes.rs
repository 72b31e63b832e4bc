//! The usual mistakes, each a call to the API whose CORS was written by hand.

use preflight_engine::browser::RequestMode;

use super::{Change, Init, Scenario, ScenarioFix, Target};

/// In the order of the page: the origin, credentials, the preflight, errors, the page itself.
pub const MISTAKES: &[Scenario] = &[
    Scenario {
        id: "trailing-slash",
        title: "A trailing slash in the allowed origin",
        target: Target::ByHand,
        path: "/trailing-slash/todos",
        init: Init::GET,
        lesson: "An origin is a scheme, a host and a port. With a slash it is a URL, and the browser compares byte by byte.",
        fix: Some(ScenarioFix {
            sentence: "Write the origin as the browser sends it:",
            change: Change::Lines {
                before: &["res.set('Access-Control-Allow-Origin', '{page}/')"],
                after: &["res.set('Access-Control-Allow-Origin', '{page}')"],
            },
        }),
    },
    Scenario {
        id: "localhost-for-address",
        title: "localhost is allowed, and the page is on 127.0.0.1",
        target: Target::ByHand,
        path: "/localhost-for-address/todos",
        init: Init::GET,
        lesson: "Both lead to this machine, and still they are two hosts, so they are two origins.",
        fix: Some(ScenarioFix {
            sentence: "Allow the origin that is in the address bar:",
            change: Change::Lines {
                before: &["const allowed = ['http://localhost:*']"],
                after: &["const allowed = ['{page}']"],
            },
        }),
    },
    Scenario {
        id: "doubled-allow-origin",
        title: "Two layers both add the header",
        target: Target::ByHand,
        path: "/doubled-allow-origin/todos",
        init: Init::GET,
        lesson: "The application sets it, and so does the proxy in front of it. Each is right alone; together they are a \
                 list, and a list matches nobody.",
        fix: Some(ScenarioFix {
            sentence: "Let one layer speak. In nginx, remove:",
            change: Change::Lines { before: &["add_header Access-Control-Allow-Origin *;"], after: &[] },
        }),
    },
    Scenario {
        id: "wildcard-with-credentials",
        title: "* with credentials",
        target: Target::ByHand,
        path: "/wildcard-with-credentials/me",
        init: Init::WITH_CREDENTIALS,
        lesson: "* means anybody, without cookies. If it counted with them, every site on the web could read what this \
                 visitor can read.",
        fix: Some(ScenarioFix {
            sentence: "Name the origin:",
            change: Change::Lines {
                before: &["res.set('Access-Control-Allow-Origin', '*')"],
                after: &["res.set('Access-Control-Allow-Origin', '{page}')", "res.vary('Origin')"],
            },
        }),
    },
    Scenario {
        id: "credentials-not-allowed",
        title: "Credentials that nobody allowed",
        target: Target::ByHand,
        path: "/credentials-not-allowed/me",
        init: Init::WITH_CREDENTIALS,
        lesson: "The cookie went to the server, which used it. The answer does not say that this was welcome, so the page \
                 does not get it.",
        fix: Some(ScenarioFix {
            sentence: "Say that credentials are allowed:",
            change: Change::Lines { before: &[], after: &["res.set('Access-Control-Allow-Credentials', 'true')"] },
        }),
    },
    Scenario {
        id: "options-not-answered",
        title: "Nobody answers OPTIONS",
        target: Target::ByHand,
        path: "/options-not-answered/todos/1",
        init: Init::PUT,
        lesson: "The route knows PUT, and PUT would have carried the right headers. The browser asks with OPTIONS first, \
                 gets 405, and never sends the PUT.",
        fix: Some(ScenarioFix {
            sentence: "Answer the question where the routes are:",
            change: Change::Lines { before: &[], after: &["app.options('/todos/:id', answerPreflight)"] },
        }),
    },
    Scenario {
        id: "login-before-preflight",
        title: "A login stands before the preflight",
        target: Target::ByHand,
        path: "/login-before-preflight/todos/1",
        init: Init::PUT,
        lesson: "A preflight never carries cookies or tokens, so it can never be logged in.",
        fix: Some(ScenarioFix {
            sentence: "Answer CORS before asking who is there:",
            change: Change::Lines {
                before: &["app.use(requireLogin)", "app.use(cors)"],
                after: &["app.use(cors)", "app.use(requireLogin)"],
            },
        }),
    },
    Scenario {
        id: "preflight-redirected",
        title: "The preflight is redirected",
        target: Target::ByHand,
        path: "/preflight-redirected/todos/1",
        init: Init::PUT,
        lesson: "A slash too few, or http for https: the server redirects, as it would for anybody. Browsers follow no \
                 redirect of a preflight.",
        fix: Some(ScenarioFix {
            sentence: "Call the address that it redirects to:",
            change: Change::Lines {
                before: &["fetch('{by-hand}/preflight-redirected/todos/1', …)"],
                after: &["fetch('{by-hand}/preflight-redirected/todos/1/', …)"],
            },
        }),
    },
    Scenario {
        id: "method-not-listed",
        title: "The method is not in the list",
        target: Target::ByHand,
        path: "/method-not-listed/todos/1",
        init: Init::PUT,
        lesson: "GET, HEAD and POST need no listing. Everything else does.",
        fix: Some(ScenarioFix {
            sentence: "Add it:",
            change: Change::Lines {
                before: &["res.set('Access-Control-Allow-Methods', 'GET, POST')"],
                after: &["res.set('Access-Control-Allow-Methods', 'GET, POST, PUT')"],
            },
        }),
    },
    Scenario {
        id: "header-not-listed",
        title: "A request header is missing from the list",
        target: Target::ByHand,
        path: "/header-not-listed/todos/1",
        init: Init::PUT,
        lesson: "The page sends x-request-tag. The server was asked about it by name, and its list has only content-type.",
        fix: Some(ScenarioFix {
            sentence: "Add it:",
            change: Change::Lines {
                before: &["res.set('Access-Control-Allow-Headers', 'content-type')"],
                after: &["res.set('Access-Control-Allow-Headers', 'content-type, x-request-tag')"],
            },
        }),
    },
    Scenario {
        id: "error-without-headers",
        title: "An error page without the headers",
        target: Target::ByHand,
        path: "/error-without-headers/todos/99",
        init: Init::GET,
        lesson: "The headers are set on answers that succeed. This one is a plain 404, and the console calls it a CORS error.",
        fix: Some(ScenarioFix {
            sentence: "Set them on every answer. In nginx:",
            change: Change::Lines {
                before: &["add_header Access-Control-Allow-Origin {page};"],
                after: &["add_header Access-Control-Allow-Origin {page} always;"],
            },
        }),
    },
    Scenario {
        id: "crash",
        title: "A crash in the handler",
        target: Target::ByHand,
        path: "/crash/crash",
        init: Init::GET,
        lesson: "The framework answers 500 with a page of its own, made where nobody sets CORS headers. The page above saw \
                 its crash; this one sees only a TypeError.",
        fix: Some(ScenarioFix {
            sentence: "Fix the crash, and set the headers before anything can fail:",
            change: Change::Lines {
                before: &["app.use(routes)", "app.use(cors)"],
                after: &["app.use(cors)", "app.use(routes)"],
            },
        }),
    },
    Scenario {
        id: "header-not-exposed",
        title: "The answer arrives, and its header does not",
        target: Target::ByHand,
        path: "/header-not-exposed/todos",
        init: Init::GET,
        lesson: "The page may read the answer. Of its headers it sees the few that every page may see; \
                 response.headers.get('x-total-count') is null.",
        fix: Some(ScenarioFix {
            sentence: "Expose it:",
            change: Change::Lines {
                before: &[],
                after: &["res.set('Access-Control-Expose-Headers', 'x-total-count')"],
            },
        }),
    },
    Scenario {
        id: "no-cors",
        title: "mode: 'no-cors', the fix that is none",
        target: Target::Api,
        path: "/todos",
        init: Init { mode: RequestMode::NoCors, ..Init::GET },
        lesson: "The red line in the console is gone, and so is the answer: status 0, no headers, no body.",
        fix: Some(ScenarioFix {
            sentence: "Leave it out, and let the server allow the page:",
            change: Change::Lines {
                before: &["fetch('{api}/todos', { mode: 'no-cors' })"],
                after: &["fetch('{gateway}/todos')"],
            },
        }),
    },
];

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Request;
    use preflight_engine::Origin;
    use preflight_engine::browser::{Browser, Fetch, UserAgent, Verdict};
    use preflight_engine::exchange::{RequestHead, ResponseHead};

    use super::*;
    use crate::command::demo::hand_written;
    use crate::command::demo::listeners::Origins;

    /// How each mistake ends; none is a response that the page can read.
    const ENDS: [(&str, Option<&str>); 13] = [
        ("trailing-slash", Some("allow-origin-mismatch")),
        ("localhost-for-address", Some("allow-origin-mismatch")),
        ("doubled-allow-origin", Some("multiple-allow-origin")),
        ("wildcard-with-credentials", Some("wildcard-origin-with-credentials")),
        ("credentials-not-allowed", Some("allow-credentials-not-true")),
        ("options-not-answered", Some("missing-allow-origin")),
        ("login-before-preflight", Some("preflight-status")),
        ("preflight-redirected", Some("preflight-redirect")),
        ("method-not-listed", Some("method-not-allowed")),
        ("header-not-listed", Some("header-not-allowed")),
        ("error-without-headers", Some("missing-allow-origin")),
        ("crash", Some("missing-allow-origin")),
        ("header-not-exposed", None),
    ];

    #[test]
    fn each_mistake_ends_by_its_own_rule() {
        for (id, expected) in ENDS {
            let scenario = MISTAKES.iter().find(|scenario| scenario.id == id).unwrap();
            let verdict = fetch_in_memory(scenario);
            assert_eq!(verdict.blocked().map(|blocked| blocked.reason.name()), expected, "{id}");
        }
    }

    fn fetch_in_memory(scenario: &Scenario) -> Verdict {
        let origins = Origins::of_default_ports();
        let url = scenario.url(&origins, "test").unwrap();
        let request = scenario.fetch_request(Origin::parse(&origins.page).unwrap(), url).unwrap();
        let mut browser = Browser::new(UserAgent::STANDARD);
        Fetch::start(request, &mut browser, Duration::ZERO)
            .run_to_end(|head| (Ok(answer(head, &origins.page)), Duration::ZERO))
    }

    fn answer(head: &RequestHead, page: &str) -> ResponseHead {
        let mut request = Request::builder().method(head.method.as_slice()).uri(head.url.path());
        for (name, value) in head.headers.iter() {
            request = request.header(name, value);
        }
        let answer = hand_written::respond(&request.body(()).unwrap().into_parts().0, page);
        let fields = answer.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        ResponseHead { status: answer.status().as_u16(), headers: fields.collect() }
    }
}
