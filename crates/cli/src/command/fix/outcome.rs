//! What is said of a file, from what it reads as and from what the running server was seen to do. The server outranks the
//! file: it is never called "allowed" what was seen blocked, nor "refused" what was seen allowed.

use preflight_dialects::{Finding, Fix, FixError, Reached, Remark, Topic};

use super::server::{Now, Seen, Server, why_it_differs};

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The call is allowed; there is nothing to change.
    Allowed { remarks: Vec<Remark> },
    /// The file is to be changed, or what it takes from elsewhere.
    Change(Fix),
    /// It is left as it is: what stands in the way was not understood, or is not in the file.
    ByHand(ByHand),
}

/// Why a file is not edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByHand {
    /// From 1; 0 where it is about no place of the file.
    pub line: usize,
    pub column: usize,
    pub reason: String,
    /// What to paste instead, where there is something.
    pub snippet: String,
    /// A change that allows the call whatever the part does that was not read.
    pub proposal: Option<Fix>,
}

/// What an allowed preflight says of the call after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// One configuration answers both, and nothing in the file sets a header by hand.
    WithThePreflight,
    /// Something else may answer the call.
    WithTheCall,
}

/// What is known of a call besides the file.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'s> {
    /// The server that runs, where it was asked.
    pub server: Option<&'s Server>,
    /// Whether a browser is said to have blocked the call.
    pub was_blocked: bool,
    pub settled: Settled,
}

/// What stands for the cause where a browser blocked the call, and why is not known.
const BY_A_BROWSER: &str = "`--preflighted` says that a browser did";

/// What stands for the cause where there is no answer.
const BY_CLOSING: &str = "the server closes the connection without an answer";

/// Holds what the file says against what the server does, and the browser did.
///
/// # Errors
/// The error that a file is by itself.
pub fn outcome(finding: Result<Finding, FixError>, evidence: Evidence<'_>) -> Result<Outcome, FixError> {
    let Evidence { server, was_blocked, settled } = evidence;
    let read = match finding {
        Ok(Finding::Allowed) => FileSays::Allowed,
        Ok(Finding::Fix(fix)) => FileSays::Fix(fix),
        Err(FixError::Obstacle { line, column, reason, snippet }) => {
            FileSays::Unclear(ByHand { line, column, reason, snippet, proposal: None })
        }
        Err(error) => return Err(error),
    };
    Ok(match server.map(|server| (&server.seen, server)) {
        Some((Seen::Allowed, server)) if server.shows_all => beside_allowing(read),
        Some((Seen::Blocked(cause), server)) => beside_blocking(read, cause, Some(server)),
        Some((Seen::Closed, server)) => beside_blocking(read, BY_CLOSING, Some(server)),
        seen if was_blocked && !matches!(seen, Some((Seen::Allowed, _))) => {
            let server = seen.map(|(_, server)| server);
            match (read, server.and_then(Server::allows_now)) {
                (FileSays::Allowed, Some(now)) => allowed_since(now),
                (read, _) => beside_blocking(read, BY_A_BROWSER, server),
            }
        }
        Some((Seen::PreflightAllowed, _)) => beside_passing(read, settled),
        Some((Seen::Allowed | Seen::Undecided | Seen::Unreachable, _)) | None => of_file(read),
    })
}

/// What the file alone says.
enum FileSays {
    Allowed,
    Fix(Fix),
    Unclear(ByHand),
}

fn of_file(read: FileSays) -> Outcome {
    match read {
        FileSays::Allowed => Outcome::Allowed { remarks: Vec::new() },
        FileSays::Fix(fix) if fix.edits.is_empty() || fix.is_precaution => Outcome::Change(fix),
        FileSays::Fix(fix) => match &fix.before {
            Reached::Allowed => Outcome::Allowed { remarks: open(&fix) },
            Reached::NotRead(place) => {
                let reason = format!(
                    "whether this call is allowed depends on what was not read: {}; the running server knows: name it with --url",
                    place.what
                );
                Outcome::ByHand(ByHand {
                    line: place.line,
                    column: place.column,
                    reason,
                    snippet: String::new(),
                    proposal: Some(fix),
                })
            }
            Reached::Refused(_) | Reached::NotFollowed => Outcome::Change(fix),
        },
        FileSays::Unclear(by_hand) => Outcome::ByHand(by_hand),
    }
}

/// The server allows the call. What reads otherwise is said, and nothing changed.
fn beside_allowing(read: FileSays) -> Outcome {
    let remarks = match read {
        FileSays::Allowed => Vec::new(),
        FileSays::Fix(fix) if fix.before == Reached::Allowed => open(&fix),
        FileSays::Fix(fix) if matches!(fix.before, Reached::NotRead(_)) || fix.is_precaution => {
            variables(&fix).collect()
        }
        FileSays::Fix(fix) => {
            let edits = fix.edits.iter().take(1).map(|edit| {
                look_here(
                    edit.line,
                    edit.column,
                    format!("read alone, this would block the call ({}), and the server allows it: it decides otherwise when it runs, or it runs another file", edit.reason),
                )
            });
            variables(&fix).chain(edits).collect()
        }
        FileSays::Unclear(by_hand) => vec![look_here(
            by_hand.line,
            by_hand.column,
            format!("this was not understood ({}); the server allows the call", by_hand.reason),
        )],
    };
    Outcome::Allowed { remarks }
}

/// The variables that decide, and who would set them.
fn variables(fix: &Fix) -> impl Iterator<Item = Remark> {
    fix.remarks.iter().filter(|remark| remark.topic == Topic::SetVariable).cloned()
}

/// A browser blocked the call once; the file and the server allow it now, as far as it is known.
fn allowed_since(now: &Now) -> Outcome {
    if !now.is_made_up {
        return Outcome::Allowed { remarks: Vec::new() };
    }
    let reason = "a browser blocked this call when the text was written; the server allows now what is known of it, and this file does too: where it is blocked still, name its method with -X and its headers with -H, as the Network tab shows them".to_owned();
    Outcome::ByHand(ByHand { line: 1, column: 1, reason, snippet: String::new(), proposal: None })
}

/// The server blocks the call.
fn beside_blocking(read: FileSays, cause: &str, server: Option<&Server>) -> Outcome {
    let differs = || {
        let reason = format!(
            "the call is blocked ({cause}), and this file reads as if it allowed it: {}",
            why_it_differs(server)
        );
        Outcome::ByHand(ByHand { line: 1, column: 1, reason, snippet: String::new(), proposal: None })
    };
    match read {
        FileSays::Allowed => differs(),
        FileSays::Fix(fix) if fix.is_precaution => Outcome::Change(fix),
        FileSays::Fix(fix) if fix.before == Reached::Allowed => differs(),
        FileSays::Fix(fix) => match fix.after.clone() {
            Reached::NotRead(place) if !fix.edits.is_empty() => {
                let reason = format!(
                    "not read, and it may block the call even with the change below: {}; the call is blocked: {cause}",
                    place.what
                );
                let (line, column) = (place.line, place.column);
                Outcome::ByHand(ByHand { line, column, reason, snippet: String::new(), proposal: Some(fix) })
            }
            _ => Outcome::Change(fix),
        },
        FileSays::Unclear(by_hand) => {
            let reason = format!("{}; the call is blocked: {cause}", by_hand.reason);
            // Where nothing is answered at all, no header helps.
            let is_answered = server.is_none_or(|server| server.seen != Seen::Closed);
            let snippet = if is_answered { by_hand.snippet } else { String::new() };
            Outcome::ByHand(ByHand { reason, snippet, ..by_hand })
        }
    }
}

/// The server allows the preflight, and the call itself was not sent.
fn beside_passing(read: FileSays, settled: Settled) -> Outcome {
    match read {
        FileSays::Allowed => Outcome::Allowed { remarks: Vec::new() },
        FileSays::Fix(fix) => match &fix.before {
            Reached::Allowed => Outcome::Allowed { remarks: open(&fix) },
            // What stands in for a variable, or its value: the server has it.
            _ if fix.edits.is_empty() => Outcome::Allowed {
                remarks: fix.remarks.into_iter().filter(|remark| remark.topic == Topic::SetVariable).collect(),
            },
            Reached::Refused(_) => Outcome::Change(fix),
            _ if fix.is_precaution => Outcome::Change(fix),
            Reached::NotRead(_) | Reached::NotFollowed if settled == Settled::WithThePreflight => {
                Outcome::Allowed { remarks: Vec::new() }
            }
            Reached::NotRead(_) | Reached::NotFollowed => {
                let (line, column, what) =
                    fix.edits.first().map_or((1, 1, ""), |edit| (edit.line, edit.column, &edit.reason));
                let reason = format!(
                    "the server allows the preflight of this call, and this file reads otherwise ({what}); the call itself was not sent, since it may change something: check it"
                );
                Outcome::ByHand(ByHand { line, column, reason, snippet: String::new(), proposal: None })
            }
        },
        FileSays::Unclear(_) if settled == Settled::WithThePreflight => Outcome::Allowed { remarks: Vec::new() },
        FileSays::Unclear(by_hand) => Outcome::ByHand(by_hand),
    }
}

/// What lets others in.
fn open(fix: &Fix) -> Vec<Remark> {
    let reasons = fix.edits.iter().filter(|edit| edit.keeps_others_out());
    reasons.map(|edit| look_here(edit.line, edit.column, edit.reason.clone())).collect()
}

fn look_here(line: usize, column: usize, message: String) -> Remark {
    Remark { topic: Topic::LookHere, message, line, column }
}
