//! The fenced examples of a page: ` ```exchange fires `, ` ```exchange silent `, and the same for `console`.

use preflight_rules::{Rule, Subject};

/// An example.
pub struct Example {
    pub subject: Subject,
    pub fires: bool,
    pub text: String,
    /// Where it begins in the page.
    pub line: usize,
}

/// The examples of a rule's page, in their order.
pub fn examples(rule: &Rule) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut is_open = false;
    for (number, line) in rule.page.lines().enumerate() {
        if let Some(fence) = line.strip_prefix("```") {
            is_open = !is_open && begin(fence, number + 1, &mut examples);
        } else if is_open && let Some(example) = examples.last_mut() {
            example.text.push_str(line);
            example.text.push('\n');
        }
    }
    examples
}

/// Whether an example begins with this fence.
fn begin(fence: &str, line: usize, examples: &mut Vec<Example>) -> bool {
    let (subject, fires) = match fence.trim() {
        "exchange fires" => (Subject::Exchange, true),
        "exchange silent" => (Subject::Exchange, false),
        "console fires" => (Subject::Console, true),
        "console silent" => (Subject::Console, false),
        _ => return false,
    };
    examples.push(Example { subject, fires, text: String::new(), line });
    true
}
