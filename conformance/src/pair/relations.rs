//! What has to hold between the two halves, whatever the policy and the fetch.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use preflight_engine::Origin;
use preflight_engine::browser::{Browser, CredentialsMode, Fetch, FetchRequest, Stage, UserAgent, Verdict};
use preflight_engine::server::Policy;

use super::scenario::Scenario;
use super::server::{Served, Server};

impl Scenario {
    /// Runs every fetch twice, in a browser that remembers preflights and in one that does not.
    ///
    /// # Errors
    /// The sentence that does not hold, with the evidence.
    pub fn check(&self) -> Result<(), String> {
        // A policy that cannot be made allows nothing.
        let Ok(policy) = Policy::new(&self.policy) else { return Ok(()) };
        let server = Server { policy: &policy, application: &self.application };
        let mut remembering = Browser::new(UserAgent::STANDARD);
        let mut now = Duration::ZERO;
        for fetch in &self.fetches {
            now += fetch.pause;
            let Some(request) = fetch.request() else { continue };
            let (verdict, exchanges) = run(&server, request.clone(), &mut Browser::new(UserAgent::STANDARD), now);
            self.check_agreement(&request, &verdict, &exchanges)?;
            exchanges.iter().try_for_each(check_served)?;
            let (remembered, _) = run(&server, request, &mut remembering, now);
            hold(verdict.outcome == remembered.outcome, "the preflight cache changes no verdict", &remembered)?;
        }
        self.check_vary(&server)
    }

    /// The server half accepts every exchange exactly when the browser half shares the response; it refuses the
    /// preflight exactly when the browser half stops there. To a page of its own origin CORS does not apply.
    fn check_agreement(&self, request: &FetchRequest, verdict: &Verdict, exchanges: &[Served]) -> Result<(), String> {
        if Origin::of_url(request.url()).same_origin(request.origin()) {
            return hold(verdict.is_readable(), "the own origin reads every answer", exchanges);
        }
        let lacks_credentials = request.credentials() == CredentialsMode::Include && !self.policy.credentials;
        let refuses = |served: &Served| served.refusal.is_some() || lacks_credentials;
        let accepts_all = !exchanges.iter().any(refuses);
        hold(accepts_all == verdict.is_readable(), "what is accepted is shared, and nothing else", exchanges)?;
        let refuses_preflight = exchanges.iter().any(|served| served.is_preflight && refuses(served));
        let is_blocked_there = verdict.blocked().is_some_and(|blocked| blocked.stage == Stage::Preflight);
        hold(refuses_preflight == is_blocked_there, "a refused preflight ends the fetch, and no other", exchanges)
    }

    /// Whoever gets another answer than somebody else gets it with `Vary: Origin`, and so does the other.
    fn check_vary(&self, server: &Server<'_>) -> Result<(), String> {
        let origins = self.fetches.iter().map(|fetch| Some(fetch.origin.as_str()));
        let origins: Vec<_> = origins.chain([None]).collect();
        [Method::GET, Method::OPTIONS].into_iter().try_for_each(|method| {
            let answers: Vec<_> = origins.iter().map(|origin| server.answer(&method, &ask(*origin))).collect();
            let differ = answers.iter().any(|answer| allow_origin(answer) != allow_origin(&answers[0]));
            let vary = answers.iter().all(Served::varies_by_origin);
            hold(vary || !differ, "answers that differ by origin say so in Vary", &answers)
        })
    }
}

fn check_served(served: &Served) -> Result<(), String> {
    let is_of_origin = served.refusal.is_some_and(|refusal| refusal.is_of_origin());
    hold(!(is_of_origin && served.has_cors_field()), "a refused origin learns nothing", served)?;
    hold(served.headers == served.headers_again, "edits applied twice are the edits applied once", served)
}

fn hold(holds: bool, sentence: &str, evidence: impl std::fmt::Debug) -> Result<(), String> {
    if holds { Ok(()) } else { Err(format!("{sentence}: {evidence:#?}")) }
}

fn run(server: &Server<'_>, request: FetchRequest, browser: &mut Browser, now: Duration) -> (Verdict, Vec<Served>) {
    let mut exchanges = Vec::new();
    let verdict = Fetch::start(request, browser, now).run_to_end(|head| {
        let served = server.serve(head);
        assert_eq!(served.is_preflight, head.is_preflight, "the halves mean the same by a preflight");
        let response = served.response_head();
        exchanges.push(served);
        (Ok(response), now)
    });
    (verdict, exchanges)
}

/// A request of this origin that is not a preflight.
fn ask(origin: Option<&str>) -> HeaderMap {
    let origin = origin.map(|origin| HeaderValue::from_str(origin).expect("an origin can stand on a line"));
    origin.map(|origin| (header::ORIGIN, origin)).into_iter().collect()
}

fn allow_origin(served: &Served) -> Option<&HeaderValue> {
    served.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
}
