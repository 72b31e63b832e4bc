//! The six calls that the page begins with.

use super::{Change, Init, Scenario, ScenarioFix, Target};

/// In the order of the page.
pub const CALLS: &[Scenario] = &[
    Scenario {
        id: "direct",
        title: "The page calls the API directly",
        target: Target::Api,
        path: "/todos",
        init: Init::GET,
        lesson: "The API ran the request and answered 200. It did not say that this page may read the answer, so the \
                 browser keeps it. curl would have shown it: nothing but a browser ever asks.",
        fix: Some(ScenarioFix {
            sentence: "Put the gateway in front of the API:",
            change: Change::Command("preflight serve --upstream {api} --allow-origin {page}"),
        }),
    },
    Scenario {
        id: "gateway",
        title: "The same call goes through the gateway",
        target: Target::Gateway,
        path: "/todos",
        init: Init::GET,
        lesson: "The API is unchanged. The gateway adds the one line that the browser looks for, and a second one by \
                 which the page may read x-total-count.",
        fix: None,
    },
    Scenario {
        id: "gateway-put",
        title: "A PUT with a header of its own asks first",
        target: Target::Gateway,
        path: "/todos/1",
        init: Init::PUT,
        lesson: "No form could send this, so the browser asks with OPTIONS before it does. The gateway answers the \
                 question itself: the API sees the PUT and nothing else.",
        fix: None,
    },
    Scenario {
        id: "gateway-credentials",
        title: "A call brings the visitor’s cookie along",
        target: Target::Gateway,
        path: "/me",
        init: Init::WITH_CREDENTIALS,
        lesson: "With credentials the answer has to name the page’s origin, where * would not count, and has to say that \
                 credentials are welcome.",
        fix: None,
    },
    Scenario {
        id: "gateway-refused",
        title: "A DELETE that the policy does not allow is never sent",
        target: Target::Gateway,
        path: "/todos/1",
        init: Init { method: "DELETE", ..Init::GET },
        lesson: "The gateway allows this page, and says which methods. DELETE is not among them, so the browser stops \
                 after the question: the to-do is still there.",
        fix: Some(ScenarioFix {
            sentence: "If pages should be able to delete, say so in the policy:",
            change: Change::Lines { before: &["methods = [\"PUT\"]"], after: &["methods = [\"PUT\", \"DELETE\"]"] },
        }),
    },
    Scenario {
        id: "gateway-crash",
        title: "The API crashes, and the page can see that it did",
        target: Target::Gateway,
        path: "/crash",
        init: Init::GET,
        lesson: "The API closed the connection without a word. The gateway answers 502 in its place, with the CORS lines \
                 on it, so a crash looks like a crash and not like a CORS problem.",
        fix: None,
    },
];
