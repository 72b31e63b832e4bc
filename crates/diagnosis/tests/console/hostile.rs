//! Console text is a stranger's: whatever stands in it, it is read without a panic, in bounds, and in linear time.

use std::time::{Duration, Instant};

use preflight_diagnosis::{
    CANDIDATE_LIMIT, Framework, MESSAGE_LIMIT, PLACEHOLDER_ORIGIN, TEXT_LIMIT, explain, looks_like, page_call,
    read_console, read_heads,
};

const CORPUS: &str = include_str!("../../../../corpus/console.json");

/// Pieces that a mutation puts in: phrases of messages, their marks, and characters of every length.
const PIECES: [&str; 27] = [
    "Access to ",
    " at '",
    "' from origin '",
    "(redirected from '",
    "blocked by CORS policy: ",
    "(Reason: ",
    "Cross-Origin Request Blocked: ",
    "cannot load ",
    " due to access control checks.",
    "net::ERR_",
    "Status code: ",
    "'",
    "’",
    "`",
    "\n> ",
    "\u{0}",
    "\u{1b}[31m",
    "\u{1b}]",
    "\u{202e}",
    "é",
    "漢",
    "\u{1F600}",
    "://",
    "http://[",
    "verbietet das Lesen der externen Ressource auf ",
    "(Grund: ungültiges Token ‘",
    "读取位于 file:",
];

/// A generator of numbers that is the same on every machine (xorshift64*).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit.max(1)
    }

    fn boundary(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }
}

#[test]
fn mutated_texts_are_read_in_bounds() {
    let texts = texts();
    let mut numbers = Numbers(0x5EED_0C02_1234_5678);
    for _ in 0..2000 {
        let mut text = texts[numbers.below(texts.len())].clone();
        for _ in 0..=numbers.below(6) {
            mutate(&mut text, &texts, &mut numbers);
        }
        assert_bounded(&text);
    }
}

#[test]
fn a_text_of_one_phrase_over_and_over_is_read_in_time() {
    for piece in PIECES.into_iter().chain([
        "is not allowed by Access-Control-Allow-Headers.",
        "header has a value '",
        "GET http://a ",
        "origin ",
    ]) {
        assert_bounded(&piece.repeat(TEXT_LIMIT / 4 / piece.len()));
    }
}

#[test]
fn no_text_gets_out_of_the_quotes_of_a_snippet() {
    let text = "Access to fetch at 'https://api.example' from origin 'https://a\"); drop(\"' has been blocked by CORS policy: Method X\");// is not allowed by Access-Control-Allow-Methods in preflight response.";
    let grant = explain(&read_console(text)[0]).grant.expect("a method can be allowed");
    assert_eq!(grant.origin(), PLACEHOLDER_ORIGIN);
    for framework in Framework::ALL {
        assert!(!framework.snippet(&grant).contains("drop"));
    }
}

#[test]
fn no_text_takes_longer_than_its_length_allows() {
    // A build without optimisation on a busy machine; a quadratic reader takes minutes.
    const PATIENCE: Duration = Duration::from_secs(10);
    let pieces = [
        "OPTIONS /a ",
        "'OPTIONS / ",
        "http proxy error: /a ",
        "has been bloked by CORS polcy: ",
        "http://[",
        "\u{1b}]",
    ];
    for piece in pieces {
        let text = piece.repeat(TEXT_LIMIT / piece.len());
        let start = Instant::now();
        let _ = (read_console(&text), read_heads(&text), looks_like(&text));
        assert!(start.elapsed() < PATIENCE, "{:?} for {piece:?}", start.elapsed());
    }
}

fn assert_bounded(text: &str) {
    let _ = (read_heads(text).map(|pasted| pasted.recording()), looks_like(text));
    let messages = read_console(text);
    assert!(messages.len() <= MESSAGE_LIMIT);
    for message in messages {
        let explanation = explain(&message);
        let _ = page_call(&message);
        let fields = [
            &message.url,
            &message.origin,
            &message.redirected_from,
            &message.redirects_to,
            &message.method,
            &message.named,
            &message.contradicting_url,
        ];
        for field in fields.into_iter().flatten().chain([&explanation.meaning]) {
            assert!(field.len() < 8 * 1024, "{} bytes", field.len());
            assert!(!field.contains(char::is_control), "{field:?} of {text:?}");
        }
        let causes = &explanation.candidates;
        assert!(causes.len() <= CANDIDATE_LIMIT && (!explanation.is_certain || causes.len() <= 1));
        for said in causes
            .iter()
            .flat_map(|cause| [cause.why.as_str(), cause.finding.fix(), cause.ask.as_deref().unwrap_or_default()])
        {
            assert!(!said.contains(char::is_control), "{said:?} of {text:?}");
        }
        if let Some(grant) = &explanation.grant {
            assert!(Framework::ALL.iter().all(|framework| !framework.snippet(grant).is_empty()));
        }
    }
}

fn mutate(text: &mut String, texts: &[String], numbers: &mut Numbers) {
    let (one, other) = (numbers.boundary(text), numbers.boundary(text));
    let (start, end) = (one.min(other), one.max(other));
    match numbers.below(5) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(start, PIECES[numbers.below(PIECES.len())]),
        2 => {
            let copy = text[start..end].to_owned();
            text.insert_str(start, &copy);
        }
        3 => {
            let donor = &texts[numbers.below(texts.len())];
            let from = numbers.boundary(donor);
            text.insert_str(start, &donor[from..]);
        }
        _ => text.truncate(end),
    }
}

fn texts() -> Vec<String> {
    let corpus: serde_json::Value = serde_json::from_str(CORPUS).expect("the corpus is JSON");
    let cases = corpus["cases"].as_array().expect("the corpus has cases");
    let consoles = cases.iter().flat_map(|case| [&case["chromium"]["console"], &case["firefox"]["console"]]);
    let lines = |console: &serde_json::Value| {
        let lines = console.as_array().into_iter().flatten();
        lines.filter_map(|line| line.as_str().or_else(|| line["text"].as_str())).collect::<Vec<_>>().join("\n")
    };
    consoles.map(lines).filter(|text| !text.is_empty()).collect()
}
