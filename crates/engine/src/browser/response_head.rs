//! How a browser reads a response head before anything is decided by it.

use url::Url;

use super::fetch::Browser;
use super::user_agent::UserAgent;
use crate::exchange::ResponseHead;
use crate::field_name;
use crate::header_list::HeaderList;
use crate::token::trim_http_whitespace;

/// The fields of which every line counts.
const ALWAYS_COUNT: [&[u8]; 3] = [b"content-length", b"content-type", b"location"];

/// Of this field two lines are too many, where both have this spelling.
const ALLOW_ORIGIN: &[u8] = b"Access-Control-Allow-Origin";

/// The head as this browser takes it.
pub(super) fn read(head: ResponseHead, browser: &Browser, url: &Url) -> ResponseHead {
    let user_agent = &browser.user_agent;
    let keeps_white_space = user_agent.http2_values_keep_white_space && browser.http2_servers.has(url);
    let mut fields = Vec::with_capacity(head.headers.len());
    for (name, value) in head.headers.iter().flat_map(|(name, value)| lines(name, value, user_agent)) {
        let value = if keeps_white_space { value } else { trim_http_whitespace(value) };
        let trimmed = name.trim_ascii_end();
        if !trimmed.is_empty() && (trimmed == name || user_agent.trims_field_names) {
            fields.push((trimmed, value));
        }
    }
    if user_agent.ignores_empty_lines && fields.iter().any(|(_, value)| value.is_empty()) {
        fields = without_ignored_lines(fields, &head.headers);
    }
    let text = |value: &[u8]| match user_agent.values_are_utf8 {
        true => String::from_utf8_lossy(value).into_owned().into_bytes(),
        false => value.to_vec(),
    };
    let mut headers: HeaderList = fields.into_iter().map(|(name, value)| (name, text(value))).collect();
    if user_agent.joins_content_type_tightly && headers.lines(b"content-type").count() > 1 {
        let joined = headers.lines(b"content-type").collect::<Vec<_>>().join(&b',');
        headers.delete(b"content-type");
        headers.append("Content-Type", joined);
    }
    ResponseHead { headers, ..head }
}

/// Without the lines without a value whose name stands on an earlier line, or with a value in the head as it came.
fn without_ignored_lines<'h>(fields: Vec<(&'h [u8], &'h [u8])>, head: &HeaderList) -> Vec<(&'h [u8], &'h [u8])> {
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let with_value = head.iter().filter(|(_, value)| !value.is_empty()).map(|(name, _)| name);
    let have_value = field_name::listed(&names, with_value);
    let allow_origin_counts = has_spelled_twice(head);
    let always_counts = |name: &[u8]| {
        ALWAYS_COUNT.iter().any(|always| name.eq_ignore_ascii_case(always))
            || allow_origin_counts && name.eq_ignore_ascii_case(ALLOW_ORIGIN)
    };
    let are_first = field_name::are_first(&names);
    let is_kept = |place: usize| {
        let (name, value) = fields[place];
        !value.is_empty() || are_first[place] && !have_value[place] || always_counts(name)
    };
    (0..fields.len()).filter(|&place| is_kept(place)).map(|place| fields[place]).collect()
}

/// The fields of a field line: more than one where a carriage return ends a line.
fn lines<'h>(name: &'h [u8], value: &'h [u8], user_agent: &UserAgent) -> impl Iterator<Item = (&'h [u8], &'h [u8])> {
    let mut parts = value.split(|&byte| byte == b'\r' && user_agent.carriage_returns_end_lines);
    let first = parts.next().map(|value| (name, value));
    let further = parts.filter_map(|line| {
        let colon = line.iter().position(|&byte| byte == b':')?;
        Some((&line[..colon], trim_http_whitespace(&line[colon + 1..])))
    });
    first.into_iter().chain(further)
}

/// Whether two lines have the spelling that is looked for.
fn has_spelled_twice(headers: &HeaderList) -> bool {
    headers.iter().filter(|(name, _)| *name == ALLOW_ORIGIN).count() > 1
}

/// Whether the head contradicts itself about its body.
pub(super) fn is_broken(head: &ResponseHead, user_agent: &UserAgent) -> bool {
    const ONCE: [&[u8]; 2] = [b"content-length", b"content-disposition"];
    let differs = |name: &[u8]| {
        let mut lines = head.headers.lines(name);
        let first = lines.next();
        lines.any(|line| Some(line) != first)
    };
    let is_no_number = |line: &[u8]| !line.iter().all(u8::is_ascii_digit);
    user_agent.differing_lengths_fail && ONCE.into_iter().any(differs)
        || user_agent.lengths_are_numbers && head.headers.lines(b"content-length").any(is_no_number)
}

/// The head with its `Content-Length` once, where equal ones count as one.
pub(super) fn with_one_length(mut head: ResponseHead, user_agent: &UserAgent) -> ResponseHead {
    const NAME: &[u8] = b"content-length";
    let first = head.headers.lines(NAME).next().map(<[u8]>::to_vec);
    if let Some(first) = first.filter(|_| user_agent.equal_lengths_are_one && head.headers.lines(NAME).count() > 1) {
        head.headers.delete(NAME);
        head.headers.append("Content-Length", first);
    }
    head
}

/// The head as script sees it: lines without a value that the CORS check counted are gone, too.
pub(super) fn seen(head: ResponseHead, user_agent: &UserAgent) -> ResponseHead {
    let lines: Vec<_> = head.headers.lines(ALLOW_ORIGIN).map(<[u8]>::to_vec).collect();
    if lines.len() < 2 || !user_agent.ignores_empty_lines {
        return head;
    }
    let mut headers = head.headers;
    headers.delete(ALLOW_ORIGIN);
    let counted = lines.into_iter().filter(|line| !line.is_empty());
    counted.for_each(|line| headers.append("Access-Control-Allow-Origin", line));
    ResponseHead { headers, ..head }
}
