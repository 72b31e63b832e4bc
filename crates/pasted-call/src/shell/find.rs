//! The first command of a text that makes a call, after prompts, assignments, comments and other commands.

use super::Word;
use super::caret::{is_cmd, without_carets};
use super::right_prompt::without_right_prompt;
use super::words::{VALUE_LIMIT, Variables, words};
use crate::httpie::takes_next_word;
use crate::named_text::{NamedText, of_variables};
use crate::prompt::{behind_prompts, without_prompt};
use crate::unreadable::Unreadable;

/// A command that makes calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Curl,
    Wget,
    /// HTTPie and `xh`: the scheme where none is written.
    Httpie(&'static str),
}

/// A command with its words after the name.
pub(crate) struct Command {
    pub(crate) tool: Tool,
    pub(crate) words: Result<Vec<Word>, Unreadable>,
    /// Whether what it sends comes from another command or a file: `echo x | http …`, `http … < file`.
    pub(crate) is_fed: bool,
    /// How many commands of the text make calls besides it.
    pub(crate) others: usize,
    /// What variables hold that were set before it.
    pub(crate) named: Vec<NamedText>,
}

/// The first command that makes a call.
pub(crate) fn find(text: &str) -> Option<Command> {
    let plain;
    let text = if is_cmd(text) {
        plain = without_carets(text);
        plain.as_str()
    } else {
        text
    };
    let mut variables = Variables::new();
    let mut found: Option<(Tool, &str)> = None;
    let mut is_fed = false;
    let mut others = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        match command_of(line) {
            Some((_, skipped)) if is_title(line, skipped) => {}
            Some((tool, skipped)) if found.is_none_or(|(_, first)| is_prose(first) && !is_prose(&line[skipped..])) => {
                // A pipe ends the line above, too: `echo … | \` and `http PUT …`.
                let above = text[..start].trim_end().trim_end_matches('\\');
                let before = if line[..skipped].trim().is_empty() { above } else { &line[..skipped] };
                is_fed = is_fed_by(before, &line[skipped..]);
                found = Some((tool, &text[start + skipped..]));
            }
            Some(_) => others += 1,
            None if found.is_none() => assign(line, &mut variables),
            None => {}
        }
    }
    let (tool, command) = found?;
    let (first, further) = command.split_at(command.find('\n').unwrap_or(command.len()));
    let command = &[without_right_prompt(first), further].concat();
    let command = if tool == Tool::Curl { without_prompts_of_lines(command) } else { command.to_owned() };
    let words = words(&command, &variables).map(|words| words.into_iter().skip(1).collect());
    let named = of_variables(variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    Some(Command { tool, words, is_fed, others, named })
}

/// Whether the name of a command stands in a heading or in bold: `### curl request`, `- **curl:**`, with nothing that it calls.
fn is_title(line: &str, skipped: usize) -> bool {
    const MARKS: [&str; 4] = ["##", "**", "- ", "* "];
    let start = line[..skipped].trim_start();
    let is_marked = MARKS.iter().any(|mark| start.starts_with(mark) || line.trim_start().starts_with(mark));
    let is_numbered = start.starts_with(|c: char| c.is_ascii_digit());
    (is_marked || is_numbered) && is_prose(&line[skipped..])
}

/// Whether the first line of a command has neither an option nor anything that may be a URL, nor goes on in the next.
fn is_prose(command: &str) -> bool {
    let line = command.lines().next().unwrap_or_default().trim_end();
    let may_be_argument = |word: &str| {
        let word = word.trim_end_matches(['.', ':', ',', '*']);
        word.starts_with('-')
            || word.contains(['.', ':', '/', '$', '%', '{', '\'', '"', '<', '^'])
            || word == "localhost"
    };
    !line.ends_with(['\\', '^', '`']) && !line.split_whitespace().skip(1).any(may_be_argument)
}

/// The command of a line, and what stands before it in bytes.
fn command_of(line: &str) -> Option<(Tool, usize)> {
    // The end is left out first, so that what is left is the end of the line.
    let line = line.trim_end();
    let starts = || std::iter::once(without_prompt(line)).chain(behind_prompts(line));
    starts().find_map(command_at).map(|(tool, rest)| (tool, line.len() - rest.len()))
}

/// The command with which a text begins, and the text from its name on.
fn command_at(text: &str) -> Option<(Tool, &str)> {
    let mut rest = text;
    // The answer of a command may be kept: `answer=$(curl …)`.
    if let Some((before, command)) = rest.split_once("$(")
        && is_assignment(before.rsplit(' ').next().unwrap_or_default())
    {
        rest = command;
    }
    loop {
        let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if let Some(tool) = tool_of(word, after) {
            return Some((tool, rest));
        }
        let is_before_command = matches!(
            word,
            "sudo" | "time" | "do" | "then" | "exec" | "RUN" | "-" | "*" | "•" | "&&" | "+" | "++" | "!"
        ) || is_time(word)
            || word.len() <= 3 && word.trim_end_matches(['.', ')']).parse::<u8>().is_ok()
            || is_assignment(word) && !after.trim().is_empty();
        rest = if is_before_command {
            after.trim_start()
        } else {
            // `printf x | http …` feeds a call.
            let (_, after) = rest.split_once("| ").filter(|_| is_feeding(word))?;
            after.trim_start()
        };
    }
}

/// `[12:34:56]`, `2024-05-01T12:34:56.789Z`, which logs write before a command.
fn is_time(word: &str) -> bool {
    let is_of_times = |c: char| c.is_ascii_digit() || "[]():.,-TZ".contains(c);
    word.chars().all(is_of_times) && word.contains(|c: char| c.is_ascii_digit()) && word.contains([':', '-'])
}

fn is_fed_by(before: &str, command: &str) -> bool {
    let is_from_file = command.split_once(" < ").is_some_and(|(_, file)| !file.trim().is_empty());
    before.trim_end().ends_with('|') || is_from_file
}

fn is_feeding(word: &str) -> bool {
    matches!(word, "echo" | "printf" | "cat")
}

fn tool_of(word: &str, after: &str) -> Option<Tool> {
    // `!curl` is a command in a notebook, and `**curl**` one in bold.
    let word = word.strip_prefix("**").and_then(|word| word.strip_suffix("**")).unwrap_or(word);
    let name = word.rsplit(['/', '\\', '!']).next().unwrap_or(word);
    let tool = match name.strip_suffix(".exe").unwrap_or(name) {
        "curl" => Tool::Curl,
        "wget" => Tool::Wget,
        "http" | "xh" if is_call_of_httpie(after) => Tool::Httpie("http"),
        "https" | "xhs" if is_call_of_httpie(after) => Tool::Httpie("https"),
        _ => return None,
    };
    Some(tool)
}

/// Whether a word is the name of one.
pub(crate) fn is_tool(word: &str) -> bool {
    tool_of(word, ":").is_some()
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// `http is a protocol` is none.
fn is_call_of_httpie(after: &str) -> bool {
    let mut words = after.split_whitespace();
    let first = loop {
        let Some(word) = words.next() else { return false };
        if !word.starts_with('-') {
            break word;
        }
        if takes_next_word(word) {
            words.next();
        }
    };
    let is_method = METHODS.iter().any(|method| first.eq_ignore_ascii_case(method));
    let url = if is_method { words.next().unwrap_or_default() } else { first };
    let url = url.trim_matches(['\'', '"']);
    url.starts_with([':', '/', '$']) || url.starts_with("localhost") || url.contains("://") || url.contains('.')
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `export NAME=value`
fn assign(line: &str, variables: &mut Variables) {
    let line = without_prompt(line);
    let Ok(words) = words(line.strip_prefix("export ").or(line.strip_prefix("set ")).unwrap_or(line), variables) else {
        return;
    };
    for word in words.iter().take_while(|word| is_assignment(&word.text)) {
        if let (Some((name, value)), None) = (word.text.split_once('='), &word.missing)
            && value.len() <= VALUE_LIMIT
        {
            variables.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// What shells write before the further lines of a command.
const PROMPTS_OF_LINES: [&str; 6] = ["> ", ">> ", "quote> ", "dquote> ", "cursh> ", "More? "];

/// The command without what a shell writes before its further lines.
fn without_prompts_of_lines(command: &str) -> String {
    let without = |line| PROMPTS_OF_LINES.iter().find_map(|prompt| str::strip_prefix(line, prompt));
    if command.lines().nth(1).and_then(without).is_none() {
        return command.to_owned();
    }
    command.lines().map(|line| without(line).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}
