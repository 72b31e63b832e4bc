//! What peers accept and reject before any request comes.

#![forbid(unsafe_code)]

use preflight_conformance::configuration_vector::ConfigurationVector;
use preflight_conformance::corpus;
use preflight_conformance::expected_failures::settle;
use preflight_conformance::origin_vector::{OriginRow, PatternRow, SubdomainRow};

#[test]
fn what_a_strict_peer_rejects_is_rejected() {
    settle_configurations("servers/aux/jub0bs_config_errors.json");
}

#[test]
fn what_a_strict_peer_accepts_is_accepted() {
    settle_configurations("servers/aux/jub0bs_config_normalisation.json");
}

#[test]
fn patterns_are_those_of_a_strict_peer() {
    let name = "servers/aux/jub0bs_origin_patterns.json";
    let rows: Vec<PatternRow> = corpus::read(name);
    settle(name, rows.iter().map(|row| (row.desc.clone(), row.disagreements())));
}

#[test]
fn origins_parse_as_in_a_strict_peer() {
    let name = "servers/aux/jub0bs_origin_parse.json";
    let rows: Vec<OriginRow> = corpus::read(name);
    settle(name, rows.iter().map(|row| (row.desc.clone(), row.disagreements())));
}

#[test]
fn subdomain_patterns_match_as_elsewhere() {
    let name = "servers/aux/aspnetcore_subdomain_patterns.json";
    let rows: Vec<SubdomainRow> = corpus::read(name);
    settle(name, rows.iter().map(|row| (row.name(), row.disagreements())));
}

fn settle_configurations(name: &str) {
    let vectors: Vec<ConfigurationVector> = corpus::read(name);
    settle(name, vectors.iter().map(|vector| (vector.source.clone(), vector.disagreements())));
}
