//! How bash, zsh and PowerShell take a line apart, as far as a printed command needs it: whatever a shell would act on is a
//! failure of the test.

/// The words of a line by the rules of POSIX shells, with the additions of bash and zsh.
pub fn posix(line: &str) -> Vec<String> {
    let mut words = Words::default();
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            ' ' => words.end(),
            '\'' => words.quoted(characters.by_ref().take_while(|&c| c != '\'').collect()),
            '"' => {
                let text: String = characters.by_ref().take_while(|&c| c != '"').collect();
                assert!(!text.contains(['$', '`', '\\', '!']), "a shell acts inside of {line}");
                words.quoted(text);
            }
            '\\' => words.quoted(characters.next().map(String::from).unwrap_or_default()),
            c => {
                let acts = "$`!*?[]{}()<>|&;#~\n\t".contains(c) || c == '=' && words.is_at_start();
                assert!(!acts, "a shell acts on {c:?} in {line}");
                words.push(c);
            }
        }
    }
    words.end();
    words.whole
}

/// The words of a line by the rules of PowerShell for a native command.
pub fn power_shell(line: &str) -> Vec<String> {
    let mut words = Words::default();
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            ' ' => words.end(),
            '\'' | '"' => {
                assert!(words.is_at_start(), "in PowerShell a quote inside of a word begins another: {line}");
                let mut text = String::new();
                while let Some(inner) = characters.next() {
                    match inner {
                        end if end == c && characters.peek() == Some(&c) => text.push(c),
                        end if end == c => break,
                        inner => text.push(inner),
                    }
                    if inner == c {
                        characters.next();
                    }
                }
                assert!(c == '\'' || !text.contains(['$', '`']), "PowerShell acts inside of {line}");
                assert!(!text.contains('"'), "older PowerShells drop double quotes from arguments: {line}");
                words.quoted(text);
                assert!(matches!(characters.peek(), None | Some(' ')), "a word goes on after its quote: {line}");
            }
            c => {
                let acts = "$`*?[]{}()<>|&;#,\\\n\t".contains(c) || "@~=%".contains(c) && words.is_at_start();
                assert!(!acts, "PowerShell acts on {c:?} in {line}");
                words.push(c);
            }
        }
    }
    words.end();
    words.whole
}

/// The words of a line, which all three shells read alike.
pub fn words(line: &str) -> Vec<String> {
    let words = posix(line);
    assert_eq!(words, power_shell(line), "{line}");
    words
}

/// The commands that a text prints to be pasted, each whole.
pub fn commands(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("preflight ")).collect()
}

#[derive(Default)]
struct Words {
    whole: Vec<String>,
    word: Option<String>,
}

impl Words {
    fn is_at_start(&self) -> bool {
        self.word.is_none()
    }

    fn push(&mut self, c: char) {
        self.word.get_or_insert_default().push(c);
    }

    fn quoted(&mut self, text: String) {
        self.word.get_or_insert_default().push_str(&text);
    }

    fn end(&mut self) {
        self.whole.extend(self.word.take());
    }
}

#[test]
fn the_rules_of_the_shells_are_told_apart() {
    assert_eq!(posix("a 'b c' \"d'e\" f"), ["a", "b c", "d'e", "f"]);
    assert_eq!(power_shell("a 'b''c' d"), ["a", "b'c", "d"]);
    assert_eq!(words("preflight check 'http://a.test/?a=1&b=2' --origin '<page>'").len(), 5);
    for line in ["a $b", "a b&c", "a <page>", "a b;c", "a (b)"] {
        assert!(std::panic::catch_unwind(|| posix(line)).is_err(), "{line}");
        assert!(std::panic::catch_unwind(|| power_shell(line)).is_err(), "{line}");
    }
}
