//! Whatever is written in a policy file, it is read without a panic; what is read is written so that it reads the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_policy_file::{Color, Context, Diagnostics, PolicyFile, LoadPurpose, parse_json, parse_toml, to_toml};

fuzz_target!(|text: &str| {
    for purpose in [LoadPurpose::Policies, LoadPurpose::Serve] {
        let context = Context { purpose, ..Context::default() };
        reads_the_same(parse_json(text, "fuzz.json", &context), &context);
        reads_the_same(parse_toml(text, "fuzz.toml", &context), &context);
    }
});

fn reads_the_same<W>(parsed: Result<(PolicyFile, W), Diagnostics>, context: &Context) {
    match parsed {
        Ok((file, _)) => {
            let written = to_toml(&file);
            let again = parse_toml(&written, "again.toml", context);
            let (again, _) = again.unwrap_or_else(|errors| panic!("{written}\n{}", errors.render(Color::Never)));
            assert_same(&file, &again);
            assert_eq!(written, to_toml(&again), "it is written another way the second time");
        }
        Err(errors) => assert!(!errors.render(Color::Never).is_empty(), "it is refused without a word"),
    }
}

fn assert_same(file: &PolicyFile, again: &PolicyFile) {
    assert_eq!(file.listen, again.listen);
    assert_eq!(file.public_url, again.public_url);
    assert_eq!(file.trusted_proxies, again.trusted_proxies);
    assert_eq!(file.hosts, again.hosts);
    assert_eq!(file.case_insensitive_paths, again.case_insensitive_paths);
    assert_eq!(file.keep_underscore_headers, again.keep_underscore_headers);
    assert_eq!(file.upstream_timeout, again.upstream_timeout);
    assert_eq!(file.timeouts, again.timeouts);
    assert_eq!(file.capacity, again.capacity);
    assert_eq!(file.env_file, again.env_file);
    assert_eq!(file.default_policy, again.default_policy);
    assert_eq!(file.routes, again.routes);
    let configs = |file: &PolicyFile| {
        file.policies.iter().map(|(name, policy)| (name.clone(), policy.config.clone())).collect::<Vec<_>>()
    };
    assert_eq!(configs(file), configs(again));
}
