//! [`evaluate`]: what the expression of a constant comes to, for the expressions that limits are written in.

/// What a limit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Number(u128),
    Milliseconds(u128),
}

/// Evaluates numbers, sums, products, shifts, durations, and other constants, which `resolve` knows the expressions of.
///
/// # Errors
/// The expression, if there is something else in it.
pub fn evaluate(expression: &str, resolve: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
    let tokens = tokens(expression);
    let mut reader = Reader { tokens: &tokens, resolve };
    let value = reader.shift().filter(|_| reader.tokens.is_empty());
    value.ok_or_else(|| expression.to_owned())
}

/// Names with their paths, numbers, and signs of one character, or of two.
fn tokens(expression: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    for c in expression.chars().filter(|c| !c.is_whitespace()) {
        match tokens.last_mut() {
            Some(last) if is_word(c) && last.chars().all(is_word) => last.push(c),
            Some(last) if c == '<' && last == "<" => last.push(c),
            _ => tokens.push(c.into()),
        }
    }
    tokens
}

struct Reader<'a> {
    tokens: &'a [String],
    resolve: &'a dyn Fn(&str) -> Option<String>,
}

impl Reader<'_> {
    fn shift(&mut self) -> Option<Value> {
        let mut value = self.sum()?;
        while self.take("<<") {
            value = both(value, self.sum()?, |left, right| left.checked_shl(u32::try_from(right).ok()?))?;
        }
        Some(value)
    }

    fn sum(&mut self) -> Option<Value> {
        let mut value = self.product()?;
        loop {
            value = match () {
                () if self.take("+") => both(value, self.product()?, u128::checked_add)?,
                () if self.take("-") => both(value, self.product()?, u128::checked_sub)?,
                () => return Some(value),
            };
        }
    }

    fn product(&mut self) -> Option<Value> {
        let mut value = self.term()?;
        loop {
            value = match () {
                () if self.take("*") => both(value, self.term()?, u128::checked_mul)?,
                () if self.take("/") => both(value, self.term()?, u128::checked_div)?,
                () => return Some(value),
            };
        }
    }

    fn term(&mut self) -> Option<Value> {
        let (token, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        if token == "(" {
            return self.shift().filter(|_| self.take(")"));
        }
        if let Some(unit) = milliseconds_of(token) {
            let inner = self.take("(").then(|| self.shift()).flatten().filter(|_| self.take(")"))?;
            let Value::Number(number) = inner else { return None };
            return number.checked_mul(unit).map(Value::Milliseconds);
        }
        let plain = token.replace('_', "");
        if plain.starts_with(|c: char| c.is_ascii_digit()) {
            let number = match plain.strip_prefix("0x") {
                Some(digits) => u128::from_str_radix(digits, 16),
                None => plain.parse(),
            };
            return number.ok().map(Value::Number);
        }
        evaluate(&(self.resolve)(token)?, self.resolve).ok()
    }

    fn take(&mut self, sign: &str) -> bool {
        match self.tokens.split_first() {
            Some((token, rest)) if token == sign => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }
}

fn milliseconds_of(constructor: &str) -> Option<u128> {
    match constructor.rsplit("::").next()? {
        "from_millis" => Some(1),
        "from_secs" => Some(1000),
        "from_mins" => Some(60 * 1000),
        "from_hours" => Some(60 * 60 * 1000),
        _ => None,
    }
}

fn both(left: Value, right: Value, operation: impl Fn(u128, u128) -> Option<u128>) -> Option<Value> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => operation(left, right).map(Value::Number),
        _ => None,
    }
}

#[test]
fn the_expressions_of_limits_are_read() {
    let resolve = |name: &str| (name == "OTHER").then(|| "8 + 2".to_owned());
    for (expression, expected) in [
        ("256 * 1024", Some(Value::Number(262_144))),
        ("256 << 20", Some(Value::Number(268_435_456))),
        ("10_000_000", Some(Value::Number(10_000_000))),
        ("2 * OTHER + 1", Some(Value::Number(21))),
        ("Duration::from_secs(24 * 60 * 60)", Some(Value::Milliseconds(86_400_000))),
        ("std::time::Duration::from_millis(700)", Some(Value::Milliseconds(700))),
        ("Duration::from_secs(0x7FFF_FFFF)", Some(Value::Milliseconds(2_147_483_647_000))),
        ("(1 + 2) * 3", Some(Value::Number(9))),
        ("UNKNOWN", None),
        ("usize::MAX", None),
        ("1 +", None),
    ] {
        assert_eq!(evaluate(expression, &resolve).ok(), expected, "{expression}");
    }
}
