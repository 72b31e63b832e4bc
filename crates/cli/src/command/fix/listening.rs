//! On which port a source listens, as far as its text says it with a number.

/// A port that the source names for its server, if it names any and none is this one: another server answers at this one.
pub fn another_port(source: &str, port: u16) -> Option<u16> {
    let named: Vec<u16> = [".listen(", "port=", "port ="].iter().flat_map(|word| ports_after(source, word)).collect();
    let is_open = named.is_empty() || named.contains(&port);
    // A variable may hold any port; its default is what the text says of it.
    if is_open { None } else { named.first().copied() }
}

/// The numbers in the arguments after each of these words; a name there is looked up where it is given a value.
fn ports_after(source: &str, word: &str) -> Vec<u16> {
    let arguments =
        source.match_indices(word).filter_map(|(at, _)| source[at + word.len()..].split([',', ')', '\n', ';']).next());
    arguments
        .flat_map(|argument| numbers(argument).or_else(|| numbers(value_of(source, argument.trim())?)))
        .flatten()
        .collect()
}

/// What stands behind `NAME =`.
fn value_of<'s>(source: &'s str, name: &str) -> Option<&'s str> {
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let lines = source.lines().filter(|_| is_name);
    let mut values = lines.filter_map(|line| {
        let (before, value) = line.split_once('=')?;
        before.split_whitespace().next_back().filter(|last| *last == name).map(|_| value)
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
    use super::another_port;

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
