//! Console text is a stranger's: whatever stands in it, it is read in bounds, never names more causes than it may, and what
//! is said of it holds no control character.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_diagnosis::{
    CANDIDATE_LIMIT, Explanation, Framework, MESSAGE_LIMIT, Message, explain, header_lines, looks_like, page_call,
    read_console, read_heads,
};

fuzz_target!(|text: &str| {
    let messages = read_console(text);
    assert!(messages.len() <= MESSAGE_LIMIT);
    let _ = Framework::guess(text);
    for message in &messages {
        let explanation = explain(message);
        let causes = &explanation.candidates;
        assert!(causes.len() <= CANDIDATE_LIMIT);
        assert!(!explanation.is_certain || causes.len() <= 1);
        for said in said(message, &explanation) {
            assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
        }
    }
    for message in &messages {
        // A call that a text tells can be asked for.
        let call = page_call(message);
        assert!(call.url.value().is_none_or(|url| matches!(url.scheme(), "http" | "https")));
    }
    let _ = looks_like(text);
    if let Some(pasted) = read_heads(text) {
        assert!(!pasted.heads.is_empty());
        let _ = pasted.recording();
    }
    // The same text gives the same answer.
    assert_eq!(messages, read_console(text));
});

/// Everything that may be shown.
fn said(message: &Message, explanation: &Explanation) -> Vec<String> {
    let fields = [&message.url, &message.origin, &message.redirected_from, &message.redirects_to, &message.method, &message.named, &message.contradicting_url];
    let mut said: Vec<String> = fields.into_iter().flatten().cloned().collect();
    said.push(explanation.meaning.clone());
    for candidate in &explanation.candidates {
        said.extend([candidate.why.clone(), candidate.finding.fix().to_owned()]);
        said.extend(candidate.ask.clone());
    }
    if let Some(grant) = &explanation.grant {
        said.push(header_lines(grant));
        said.extend(Framework::ALL.map(|framework| framework.snippet(grant)));
    }
    said
}
