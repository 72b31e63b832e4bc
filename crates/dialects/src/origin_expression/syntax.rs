//! The syntax of a regular expression, as far as people write it for origins.

/// More alternatives than this are no list that anybody reads.
const ALTERNATIVES_LIMIT: usize = 64;

/// Groups within groups, at most.
const DEPTH_LIMIT: usize = 16;

/// One piece of an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Start,
    End,
    Literal(char),
    /// An unescaped dot.
    AnyCharacter,
    /// `.*` or `.+`.
    Anything,
    /// Characters of a label, one or more: `[a-z0-9-]+`, `\w+`, `[^.]+`.
    Label,
    /// Digits, one or more.
    Digits,
    /// Labels with their dots, one or more: `([a-z0-9-]+\.)+`.
    Labels,
}

pub(super) type Alternative = Vec<Piece>;

/// The alternatives of an expression without optional parts; none where it says what no list of pieces says.
pub(super) fn alternatives(source: &str) -> Option<Vec<Alternative>> {
    let characters: Vec<char> = source.chars().collect();
    let mut parser = Parser { characters: &characters, at: 0 };
    let alternatives = parser.group(0)?;
    (parser.at == characters.len()).then_some(alternatives)
}

struct Parser<'a> {
    characters: &'a [char],
    at: usize,
}

/// What stands before a quantifier.
enum Item {
    Anchor(Piece),
    Literal(char),
    AnyCharacter,
    LabelClass,
    DigitClass,
    Group(Vec<Alternative>),
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn take(&mut self) -> Option<char> {
        let taken = self.peek()?;
        self.at += 1;
        Some(taken)
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        self.at += usize::from(is_there);
        is_there
    }

    /// Alternatives up to `)` or the end.
    fn group(&mut self, depth: usize) -> Option<Vec<Alternative>> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        let mut done = Vec::new();
        let mut current: Vec<Alternative> = vec![Vec::new()];
        loop {
            match self.peek() {
                None | Some(')') => break,
                Some('|') => {
                    self.at += 1;
                    done.append(&mut current);
                    current.push(Vec::new());
                }
                Some(_) => {
                    let item = self.item(depth)?;
                    let choices = self.quantified(item)?;
                    current = product(&current, &choices)?;
                }
            }
        }
        done.append(&mut current);
        (done.len() <= ALTERNATIVES_LIMIT).then_some(done)
    }

    fn item(&mut self, depth: usize) -> Option<Item> {
        Some(match self.take()? {
            '^' => Item::Anchor(Piece::Start),
            '$' => Item::Anchor(Piece::End),
            '.' => Item::AnyCharacter,
            '\\' => self.escape()?,
            '[' => self.class()?,
            '(' => {
                if self.take_if('?') && !self.take_if(':') {
                    return None;
                }
                let alternatives = self.group(depth + 1)?;
                self.take_if(')').then_some(Item::Group(alternatives))?
            }
            '*' | '+' | '?' | '{' | '}' | ']' => return None,
            literal => Item::Literal(literal),
        })
    }

    fn escape(&mut self) -> Option<Item> {
        Some(match self.take()? {
            'A' => Item::Anchor(Piece::Start),
            'Z' | 'z' => Item::Anchor(Piece::End),
            'd' => Item::DigitClass,
            'w' => Item::LabelClass,
            letter if letter.is_ascii_alphanumeric() => return None,
            literal => Item::Literal(literal),
        })
    }

    /// `[…]`: digits, one literal, or characters without any that ends a label.
    fn class(&mut self) -> Option<Item> {
        let start = self.at;
        while self.peek()? != ']' || self.at == start {
            if self.take()? == '\\' {
                self.take()?;
            }
        }
        let content: String = self.characters[start..self.at].iter().collect();
        self.at += 1;
        match content.as_str() {
            "." | "\\." => Some(Item::Literal('.')),
            "0-9" | "\\d" => Some(Item::DigitClass),
            content => {
                let without = content.strip_prefix('^');
                let is_label = match without {
                    Some(without) => without.contains('.'),
                    None => content.chars().all(|c| c.is_ascii_alphanumeric() || "-_\\".contains(c)),
                };
                is_label.then_some(Item::LabelClass)
            }
        }
    }

    /// The item with what follows it: `?`, `*`, `+`, `{n,m}`, each lazy or not.
    fn quantified(&mut self, item: Item) -> Option<Vec<Alternative>> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => self.bounds()?,
            _ => return once(item),
        };
        self.at += 1;
        self.take_if('?');
        repeated(item, least, most)
    }

    /// Stops at the closing brace.
    fn bounds(&mut self) -> Option<(u32, Option<u32>)> {
        let length = self.characters[self.at..].iter().position(|&c| c == '}')?;
        let content: String = self.characters[self.at + 1..self.at + length].iter().collect();
        self.at += length;
        let (least, most) = match content.split_once(',') {
            Some((least, "")) => (least.parse().ok()?, None),
            Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
            None => (content.parse().ok()?, Some(content.parse().ok()?)),
        };
        Some((least, most))
    }
}

fn once(item: Item) -> Option<Vec<Alternative>> {
    Some(match item {
        Item::Anchor(piece) => vec![vec![piece]],
        Item::Literal(literal) => vec![vec![Piece::Literal(literal)]],
        Item::AnyCharacter => vec![vec![Piece::AnyCharacter]],
        Item::LabelClass => vec![vec![Piece::Label]],
        Item::DigitClass => vec![vec![Piece::Digits]],
        Item::Group(alternatives) => alternatives,
    })
}

/// Bounds other than none and one are read as "some": that a label or a port has a certain length is no part of a pattern.
fn repeated(item: Item, least: u32, most: Option<u32>) -> Option<Vec<Alternative>> {
    let is_repeated = most != Some(1);
    // No origin has an empty label or port, so that none is as good as some.
    let may_be_missing =
        least == 0 && !(is_repeated && matches!(item, Item::AnyCharacter | Item::LabelClass | Item::DigitClass));
    let some = match item {
        Item::Anchor(_) => return None,
        Item::AnyCharacter if is_repeated => vec![vec![Piece::Anything]],
        // Repeated letters are no name that anybody means.
        Item::Literal(_) if is_repeated => return None,
        Item::Group(alternatives) if is_repeated => vec![labels(&alternatives)?],
        item => once(item)?,
    };
    Some(if may_be_missing { [vec![Vec::new()], some].concat() } else { some })
}

/// A group that repeats has to be labels, each with its dot.
fn labels(alternatives: &[Alternative]) -> Option<Alternative> {
    match alternatives {
        [alternative] if matches!(alternative[..], [Piece::Label | Piece::Anything, Piece::Literal('.')]) => {
            Some(vec![Piece::Labels])
        }
        _ => None,
    }
}

fn product(befores: &[Alternative], afters: &[Alternative]) -> Option<Vec<Alternative>> {
    if befores.len() * afters.len() > ALTERNATIVES_LIMIT {
        return None;
    }
    let pairs = befores.iter().flat_map(|before| afters.iter().map(move |after| [&before[..], &after[..]].concat()));
    Some(pairs.collect())
}
