//! Which strings Flask-CORS takes for regular expressions.

use preflight_engine::OriginPattern;

use crate::code::Code;
use crate::draft::{AnyOrigin, Draft};
use crate::origin_expression::Match;
use crate::value::{Expression, Located, Value};

/// One of these makes a string a regular expression. A dot alone does not.
pub(crate) fn looks_like_expression(text: &str) -> bool {
    text.contains(['*', '\\', ']', '?', '$', '^', '[', '(', ')'])
}

/// Reads one entry of `origins`.
pub(super) fn origin(draft: &mut Draft<'_>, element: &Located, any: AnyOrigin) {
    let site = element.site;
    match &element.value {
        Value::Text(text) if text == "*" || text == ".*" => draft.any_origin(any, site),
        Value::Text(text) if looks_like_expression(text) => match OriginPattern::parse(text) {
            // `https://*.example.com` is no expression that anybody means.
            Ok(pattern) if !pattern.is_exact() => draft.origin(text, site),
            Ok(_) => {
                draft.notes.note(
                    Code::RegexApproximated,
                    site,
                    format!(
                        "`{text}` is taken as a regular expression there; imported as the origin that it looks like"
                    ),
                );
                draft.origin(text, site);
            }
            Err(_) => {
                let expression = Expression { source: text.clone(), ignores_case: true, is_stateful: false };
                draft.origin_expression(&expression, Match::FromStart, site);
            }
        },
        Value::Text(text) => draft.origin(text, site),
        Value::Expression(expression) => draft.origin_expression(expression, Match::FromStart, site),
        _ => draft.other_origin(element),
    }
}

/// Reads `allow_headers`: names, expressions over names, or `*` for all.
pub(super) fn request_headers(draft: &mut Draft<'_>, headers: &Located) {
    let is_any = |element: &Located| matches!(element.text(), Some("*" | ".*"));
    if headers.elements().iter().any(is_any) {
        return draft.any_request_header();
    }
    let mut names = Vec::new();
    for element in headers.elements() {
        match &element.value {
            Value::Text(text) if looks_like_expression(text) => untranslated(draft, text, element),
            Value::Expression(expression) => untranslated(draft, &expression.source, element),
            Value::Text(text) if text.contains(',') => {
                draft.notes.note(
                    Code::InvalidName,
                    element.site,
                    format!("`{}` is one name there, which no browser asks for; imported as its parts", text),
                );
                names.push(element.clone());
            }
            _ => names.push(element.clone()),
        }
    }
    draft.request_headers(&Located::new(Value::List(names), headers.site));
}

fn untranslated(draft: &mut Draft<'_>, source: &str, element: &Located) {
    draft.notes.note(
        Code::RegexNotTranslated,
        element.site,
        format!("`{source}` is a regular expression over names; it grants nothing here, so list the names"),
    );
}
