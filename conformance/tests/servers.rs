//! The server half against what eleven other implementations answered.

#![forbid(unsafe_code)]

use preflight_conformance::corpus;
use preflight_conformance::expected_failures::settle;
use preflight_conformance::server_vector::{Portability, ServerVector};

/// At most one policy in so many may be one that preflight takes for a mistake.
const REFUSED_POLICIES_LIMIT: usize = 20;

const PEERS: [&str; 15] = [
    "actix_cors",
    "aiohttp_cors",
    "aspnetcore_cors",
    "django_cors_headers",
    "express_cors",
    "flask_cors",
    "gateway_api",
    "jub0bs_acrh",
    "jub0bs_middleware",
    "jub0bs_observed",
    "jub0bs_origin_match",
    "rs_cors",
    "rs_cors_acrh",
    "starlette_cors",
    "tower_http",
];

#[test]
fn browsers_take_the_same_answers_from_preflight_as_from_its_peers() {
    let (mut judged, mut refused) = (0, 0);
    for peer in PEERS {
        let corpus = format!("servers/{peer}.json");
        let vectors: Vec<ServerVector> = corpus::read(&corpus);
        let mut outcomes = Vec::new();
        for vector in &vectors {
            match vector.judge() {
                Portability::LeftOut => {}
                Portability::Judged(disagreements) => outcomes.push((vector.source.clone(), disagreements)),
                Portability::PolicyRefused(errors) => {
                    println!("{}: {errors}", vector.source);
                    refused += 1;
                }
            }
        }
        judged += outcomes.len();
        settle(&corpus, outcomes);
    }
    println!("servers: {judged} judged, {refused} policies refused");
    assert!(
        refused * REFUSED_POLICIES_LIMIT <= judged + refused,
        "{refused} policies of {} are refused",
        judged + refused
    );
}
