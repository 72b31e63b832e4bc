//! The console as Firefox writes it with "Export visible messages to": an empty line between messages, and a number behind one
//! that came more than once.

use super::Heard;

/// The browser's own scripts, and what they complain of.
const OWN_SCRIPTS: [&str; 4] = ["chrome:", "resource:", "moz-extension:", "about:"];

/// The category of what scripts throw.
const THROWN: &str = "content javascript";

/// The file that is written.
pub(super) fn text(heard: &[Heard]) -> String {
    let mut written: Vec<(String, usize)> = Vec::new();
    for message in heard.iter().filter(|heard| is_of_page(heard)).map(message) {
        match written.last_mut() {
            Some((last, times)) if *last == message => *times += 1,
            _ => written.push((message, 1)),
        }
    }
    written.iter().map(|(message, times)| numbered(message, *times)).collect()
}

fn is_of_page(heard: &Heard) -> bool {
    let is_thrown_by_browser = OWN_SCRIPTS.iter().any(|scheme| heard.file.starts_with(scheme));
    heard.level != "log" && !heard.source.contains("chrome") && !is_thrown_by_browser
}

fn message(heard: &Heard) -> String {
    if heard.source != THROWN {
        return heard.text.clone();
    }
    let text = heard.text.trim_start_matches("uncaught exception: ");
    let mut message = format!("Uncaught {}{text}", if heard.rejected { "(in promise) " } else { "" });
    for frame in &heard.stack {
        message.push_str(&format!("\n    {frame}"));
    }
    if heard.line > 0 {
        let name = heard.file.rsplit('/').next().unwrap_or_default();
        message.push_str(&format!("\n{name}:{}:{}", heard.line, heard.column));
    }
    message
}

fn numbered(message: &str, times: usize) -> String {
    if times == 1 { format!("{message}\n\n") } else { format!("{message} {times}\n\n") }
}
