//! `superagent`, whose call is a chain: `superagent.post(url).set('X-A', '1').send({…}).withCredentials()`.

use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::Part;

use super::data::of_library;
use super::options::{add_query, set_header, set_headers, with_credentials};
use crate::authorization::basic;
use crate::said::{Body, Client, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::url_of;
use crate::value::{Value, name_of};

/// The methods by which a chain is told to be one of `superagent`.
pub(super) const METHODS: [&str; 8] = ["set", "send", "withCredentials", "query", "auth", "type", "attach", "field"];

/// A call, and the methods that are called on it in their order.
pub(super) fn chain(method: &str, arguments: &[Value], methods: &[(&str, Vec<Value>)]) -> Result<Said, Unreadable> {
    let mut said = url_of(arguments.first().ok_or(Unreadable::NoUrl)?)?;
    said.client = Client::Script;
    let method = if method == "del" { "delete" } else { method };
    said.method = Part::Known(method.to_ascii_uppercase());
    said.imply_credentials();
    said.mode = Part::Implied(RequestMode::Cors);
    for (name, arguments) in methods {
        apply(name, arguments, &mut said);
    }
    Ok(said)
}

fn apply(name: &str, arguments: &[Value], said: &mut Said) {
    match (name, arguments) {
        ("set" | "headers" | "header", [headers]) => set_headers(headers, said),
        ("set" | "header", [name, value, ..]) => set_header(&name_of(name), value, said),
        ("withCredentials", []) => said.set_credentials(name, Part::Known(CredentialsMode::Include)),
        ("withCredentials", [value, ..]) => said.set_credentials(name, with_credentials(value)),
        ("query", [value, ..]) => add_query(value, said),
        ("auth", [user, rest @ ..]) => {
            let password = rest.first().and_then(Value::text).unwrap_or_default();
            let part = user.text().map_or(Part::Unknown, |user| Part::Known(basic(&format!("{user}:{password}"))));
            said.set_header("Authorization".to_owned(), part);
        }
        ("type", [media_type, ..]) => {
            let media_type = match media_type.text().unwrap_or_default() {
                "json" => "application/json",
                "form" => "application/x-www-form-urlencoded",
                other => other,
            };
            said.set_header("Content-Type".to_owned(), Part::Known(media_type.to_owned()));
        }
        ("attach" | "field", _) => said.body = Some(Body::new(None, MediaType::multipart())),
        ("send", [Value::Text(text), ..]) => said.body = Some(Body::new(Some(text.to_string()), MediaType::form())),
        ("send", [data, ..]) => said.body = of_library(data, said),
        _ => {}
    }
}
