//! The argument of `-H`: a header with its value, or its name alone where the value is not given.

use preflight_engine::request_header::is_name;
use preflight_pasted_call::is_name_alone;

use crate::exit::Failure;
use crate::redact::HIDDEN;

/// A header of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderArgument {
    pub name: String,
    /// None where it is not known: the name stands alone, or `…` is in it, as this program itself writes it.
    pub value: Option<String>,
}

/// Reads the arguments. An error says which one it is about, and repeats none.
pub fn read_all(arguments: &[String]) -> Result<Vec<HeaderArgument>, Failure> {
    arguments.iter().zip(1..).map(|(argument, number)| read(argument, number)).collect()
}

fn read(argument: &str, number: usize) -> Result<HeaderArgument, Failure> {
    let Some((name, value)) = argument.split_once(':') else { return name_alone(argument.trim(), number) };
    let (name, value) = (name.trim(), value.trim());
    if !is_name(name.as_bytes()) {
        return Err(Failure::usage(format!(
            "`-H` number {number} has no header name before its colon: a name is one word"
        ))
        .with_help("write `-H 'Content-Type: application/json'`"));
    }
    // A page cannot send `…` in a header: fetch() takes no character above U+00FF.
    let value = Some(value).filter(|value| !value.contains(HIDDEN));
    Ok(HeaderArgument { name: name.to_owned(), value: value.map(str::to_owned) })
}

fn name_alone(name: &str, number: usize) -> Result<HeaderArgument, Failure> {
    if !is_name_alone(name) {
        return Err(Failure::usage(format!("`-H` number {number} is no header: there is no colon after its name"))
            .with_help(
                "write `-H 'Content-Type: application/json'`; a name by itself is a header whose value is not given",
            ));
    }
    Ok(HeaderArgument { name: name.to_owned(), value: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_given_or_not_known() {
        for (argument, name, value) in [
            ("X-A: 1", "X-A", Some("1")),
            ("X-A:", "X-A", Some("")),
            ("x-a", "x-a", None),
            ("X-A: …", "X-A", None),
            ("X-A: ……", "X-A", None),
            ("X-A: …\u{200b}", "X-A", None),
            ("X-A: Bearer …", "X-A", None),
        ] {
            let read = read(argument, 1).expect("a header");
            assert_eq!((read.name.as_str(), read.value.as_deref()), (name, value), "{argument}");
        }
        for argument in [
            "Authorization Bearer s3cret",
            "Bearer s3cret: x",
            ": s3cret",
            "s3=cret",
            "eyJhbGciOiJIUzI1NiJ9.s3cret.x",
            "sk_live_51s3cret98765",
            "",
        ] {
            let failure = read(argument, 2).expect_err("no header");
            assert!(failure.message.contains("number 2") && !failure.message.contains("s3"), "{failure:?}");
        }
    }
}
