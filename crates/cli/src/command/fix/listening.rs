//! On which port a source listens, as far as its text says it with a number.

/// What stands before the port in a source.
const WORDS: [&str; 3] = [".listen(", "port=", "port ="];

/// A port that the source names for its server, if it names any and none is this one: another server answers at this one.
pub fn another_port(source: &str, port: u16) -> Option<u16> {
    let named: Vec<u16> = places(source).flat_map(|place| ports(source, place)).collect();
    let is_open = named.is_empty() || named.contains(&port);
    // A variable may hold any port; its default is what the text says of it.
    if is_open { None } else { named.first().copied() }
}

/// Whether a variable of the environment can name another port.
pub fn takes_port_from_environment(source: &str) -> bool {
    places(source).any(|place| value_of(source, place.trim()).unwrap_or(place).to_ascii_lowercase().contains("env"))
}

/// The arguments that may be ports.
fn places(source: &str) -> impl Iterator<Item = &str> {
    let behind = move |word: &'static str| source.match_indices(word).map(move |(at, _)| &source[at + word.len()..]);
    WORDS.into_iter().flat_map(behind).filter_map(|rest| rest.split([',', ')', '\n', ';']).next())
}

/// The numbers in an argument; a name there is looked up where it is given a value.
fn ports(source: &str, argument: &str) -> Vec<u16> {
    numbers(argument).or_else(|| numbers(value_of(source, argument.trim())?)).unwrap_or_default()
}

/// What stands behind `NAME =`.
fn value_of<'s>(source: &'s str, name: &str) -> Option<&'s str> {
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let lines = source.lines().filter(|_| is_name);
    let mut values = lines.filter_map(|line| {
        let (before, value) = line.split_once('=')?;
        let is_unpacked = || value.contains("env") && before.split(['{', ',', ' ']).any(|part| part == name);
        let is_it = before.split_whitespace().next_back().is_some_and(|last| last == name);
        (is_it || is_unpacked()).then_some(value)
    });
    values.next()
}

/// The numbers of a text that can be ports; none where there is none.
fn numbers(text: &str) -> Option<Vec<u16>> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let numbers: Vec<u16> = words.filter_map(|word| word.parse().ok()).filter(|port| *port > 0).collect();
    (!numbers.is_empty()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{another_port, takes_port_from_environment};

    #[test]
    fn a_port_of_the_environment_is_a_default() {
        for (source, expected) in [
            ("app.listen(process.env.PORT || 3000)", true),
            ("const PORT = process.env.PORT || 3000;\napp.listen(PORT, go)", true),
            ("const { SERVER_PORT = 5000 } = process.env;\napp.listen(SERVER_PORT)", true),
            ("app.run(port=int(os.environ.get('PORT', 5000)))", true),
            ("const PORT = 3000;\napp.listen(PORT)", false),
            ("app.listen(3000)", false),
        ] {
            assert_eq!(takes_port_from_environment(source), expected, "{source}");
        }
    }

    #[test]
    fn a_source_that_names_another_port_is_not_the_server() {
        for (source, expected) in [
            ("app.listen(3011);", Some(3011)),
            ("app.listen(3011, () => console.log('http://localhost:3004'))", Some(3011)),
            ("const PORT = process.env.PORT || 3011;\napp.listen(PORT);", Some(3011)),
            ("app.run(port=5001)", Some(5001)),
            ("app.listen(3004);", None),
            ("const PORT = 3004;\napp.listen(PORT, '0.0.0.0');", None),
            ("app.listen(port);", None),
            ("module.exports = app;", None),
            ("http.createServer(f).listen(3011); https.createServer(f).listen(3004);", None),
        ] {
            assert_eq!(another_port(source, 3004), expected, "{source}");
        }
    }
}
