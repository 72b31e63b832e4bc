//! How a browser reads a response head before anything is decided by it.

use super::user_agent::UserAgent;
use crate::exchange::ResponseHead;
use crate::header_list::HeaderList;

/// The head as this browser takes it.
pub(super) fn read(head: ResponseHead, user_agent: &UserAgent) -> ResponseHead {
    if !user_agent.trims_field_names && !user_agent.ignores_empty_lines && !user_agent.values_are_utf8 {
        return head;
    }
    let mut headers = HeaderList::new();
    for (name, value) in head.headers.iter() {
        let name = if user_agent.trims_field_names { name.trim_ascii_end() } else { name };
        let counts =
            || name.eq_ignore_ascii_case(b"access-control-allow-origin") || head.headers.lines(name).count() == 1;
        if value.is_empty() && user_agent.ignores_empty_lines && !counts() {
            continue;
        }
        if user_agent.values_are_utf8 {
            headers.append(name, String::from_utf8_lossy(value).into_owned());
        } else {
            headers.append(name, value);
        }
    }
    ResponseHead { headers, ..head }
}
