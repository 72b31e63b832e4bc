//! Regular expressions over one text, which is all that one call needs.

use regex_lite::RegexBuilder;

use crate::value::Expression;

/// An expression that needs more room than this was written by nobody.
const EXPRESSION_SIZE_LIMIT: usize = 1 << 16;

/// From where an expression is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Anywhere,
    Start,
}

/// Whether an expression of JavaScript or Python matches a text; none where it says what is not understood here.
pub(crate) fn matches(expression: &Expression, from: From, text: &str) -> Option<bool> {
    if expression.is_stateful || expression.source.len() > EXPRESSION_SIZE_LIMIT {
        return None;
    }
    let source = expression.source.replace("\\Z", "\\z").replace("\\/", "/");
    let source = if from == From::Start { format!("^(?:{source})") } else { source };
    let mut builder = RegexBuilder::new(&source);
    builder.case_insensitive(expression.ignores_case).size_limit(EXPRESSION_SIZE_LIMIT);
    Some(builder.build().ok()?.is_match(text))
}
