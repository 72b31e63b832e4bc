//! URLs that look like a slip of whoever put them together: a variable that was not set, a port after a slash.

use url::Url;

/// What JavaScript writes into a path where a value is missing.
const MISSING_VALUES: [&str; 5] = ["undefined", "null", "NaN", "[object%20Object]", "%5Bobject%20Object%5D"];

/// What looks like a slip, and what corrects it.
pub(crate) fn slip(url: &Url) -> Option<(String, String)> {
    let mut segments = url.path_segments()?;
    if let Some(name) = segments.clone().find(|segment| is_placeholder(segment)) {
        return Some((
            format!("the URL's path holds `{name}`: the name of a value, where the value was due"),
            "check how the URL is put together: template strings need backticks, and build tools fill variables in only where they know the name"
                .to_owned(),
        ));
    }
    if let Some(value) = segments.clone().find(|segment| MISSING_VALUES.contains(segment)) {
        return Some((
            format!("the URL's path holds `{value}`: a value was missing when it was put together"),
            "check the environment variable or the property that it is made of; then build and start again".to_owned(),
        ));
    }
    let first = segments.next().unwrap_or_default();
    let is_local = !url.host_str().unwrap_or_default().contains('.') || url.host_str() == Some("127.0.0.1");
    if is_local
        && url.port().is_none()
        && matches!(first.len(), 4 | 5)
        && first.parse::<u16>().is_ok_and(|port| port >= 1000)
    {
        let host = url.host_str().unwrap_or_default();
        return Some((
            format!("the URL's path begins with `/{first}`, which looks like a port"),
            format!("write a colon: {}://{host}:{first}{}", url.scheme(), &url.path()[first.len() + 1..]),
        ));
    }
    // A service that fetches for others has their whole URLs in its path.
    let is_doubled = url.path().match_indices("//").any(|(at, _)| !url.path()[..at].ends_with(':'));
    is_doubled.then(|| {
        (
            format!("the URL's path has two slashes in a row ({})", url.path()),
            "join base URL and path with one slash".to_owned(),
        )
    })
}

/// Whether a segment is what a template or a build tool would have replaced.
fn is_placeholder(segment: &str) -> bool {
    let text = segment.replace("%7B", "{").replace("%7D", "}").replace("%7b", "{").replace("%7d", "}");
    let is_braced = text.starts_with(['{', '$']) && text.contains('{') && text.ends_with('}');
    is_braced || ["process.env.", "import.meta.env."].iter().any(|prefix| text.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_named_and_nothing_else_is() {
        for (url, expected) in [
            ("http://localhost:3000/undefined/todos", Some("undefined")),
            ("http://localhost:3000/todos/[object Object]", Some("object")),
            ("http://localhost:3000/${API_URL}/todos", Some("API_URL")),
            ("http://localhost:3000/todos/{id}", Some("id")),
            ("http://localhost:3000/process.env.API_URL/todos", Some("process.env")),
            ("http://localhost/3000/todos", Some("port")),
            ("http://localhost:3000//todos", Some("slashes")),
            ("http://localhost:3000/3000/todos", None),
            ("https://api.example/2024/todos", None),
            ("https://api.example/todos/12", None),
            ("https://api.example/", None),
        ] {
            let said = slip(&url.parse().unwrap()).map(|(what, _)| what);
            assert_eq!(said.is_some(), expected.is_some(), "{url}");
            assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()), "{url}");
        }
    }
}
