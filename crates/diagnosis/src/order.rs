//! The order of judgement, one list: URL, connection, redirect, what answered in between, the origin, credentials, the
//! preflight, the response, and what is worth fixing besides.
//!
//! Where two rules see the same thing, the one that proves more stands first, and the other asks whether that is excluded.

use crate::judged::Judge;
use crate::rules::{
    acac_missing, acao_duplicated, acao_list_or_pattern, answered_before_cors, blocked_by_client, browser_extension,
    cache_without_vary, cookie_not_sent, cors_disabled_in_production, dev_proxy_misused, error_without_cors,
    expose_headers_missing, file_origin_null, frontend_sends_cors_headers, header_not_allowed, library_misuse,
    local_network_access, malformed_allow_list, method_not_allowed, mixed_content, no_acao, no_cors_mode,
    no_origin_in_test, not_cors, options_not_handled, origin_mismatch, preflight_needs_auth, preflight_only,
    preflight_redirect, proxy_error_without_cors, proxy_strips_headers, redirect_not_followed, redirect_taints_origin,
    redirect_to_login, redirect_without_cors, same_origin_mode, server_not_restarted, stale_preflight, tls_untrusted,
    unreachable, wildcard_with_credentials, wrong_url,
};

/// Every rule of calls, in the order in which they are judged.
pub(crate) static ORDER: [&Judge; 42] = [
    &wrong_url::JUDGE,
    &tls_untrusted::JUDGE,
    &unreachable::JUDGE,
    &local_network_access::JUDGE,
    &mixed_content::JUDGE,
    &same_origin_mode::JUDGE,
    &no_cors_mode::JUDGE,
    &blocked_by_client::JUDGE,
    &proxy_strips_headers::JUDGE,
    &not_cors::JUDGE,
    &proxy_error_without_cors::JUDGE,
    &frontend_sends_cors_headers::JUDGE,
    &dev_proxy_misused::JUDGE,
    &redirect_taints_origin::JUDGE,
    &redirect_not_followed::JUDGE,
    &redirect_to_login::JUDGE,
    &redirect_without_cors::JUDGE,
    &preflight_redirect::JUDGE,
    &file_origin_null::JUDGE,
    &cache_without_vary::JUDGE,
    &acao_list_or_pattern::JUDGE,
    &acao_duplicated::JUDGE,
    &wildcard_with_credentials::JUDGE,
    &acac_missing::JUDGE,
    &answered_before_cors::JUDGE,
    &preflight_only::JUDGE,
    &origin_mismatch::JUDGE,
    &preflight_needs_auth::JUDGE,
    &error_without_cors::JUDGE,
    &options_not_handled::JUDGE,
    &malformed_allow_list::JUDGE,
    &method_not_allowed::JUDGE,
    &header_not_allowed::JUDGE,
    &no_acao::JUDGE,
    &browser_extension::JUDGE,
    &stale_preflight::JUDGE,
    &expose_headers_missing::JUDGE,
    &cookie_not_sent::JUDGE,
    &cors_disabled_in_production::JUDGE,
    &no_origin_in_test::JUDGE,
    &library_misuse::JUDGE,
    &server_not_restarted::JUDGE,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use preflight_rules::{Family, all};

    use super::*;

    #[test]
    fn every_rule_of_calls_is_judged_once() {
        let judged: BTreeSet<_> = ORDER.iter().map(|judge| judge.rule.code).collect();
        let known: BTreeSet<_> = all().filter(|rule| rule.family() == Family::Calls).map(|rule| rule.code).collect();
        assert_eq!(judged, known);
        assert_eq!(judged.len(), ORDER.len());
    }

    #[test]
    fn a_question_is_a_question_and_a_sentence_begins_in_lower_case() {
        for judge in ORDER {
            assert!(judge.question.ends_with('?'), "{}", judge.rule.name);
            for text in [judge.why, judge.fix] {
                let is_upper = text.starts_with(|c: char| c.is_ascii_uppercase());
                assert!(
                    !text.ends_with('.') && (!is_upper || text.starts_with("Access")),
                    "{}: {text}",
                    judge.rule.name
                );
                assert!(!["mend", "shares", "keeps back", "is no "].iter().any(|word| text.contains(word)), "{text}");
            }
        }
    }
}
