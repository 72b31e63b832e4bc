//! [Opaque Response Blocking](https://github.com/annevk/orb): what an element does not get of another origin that did
//! not share it, so that data and documents stay out of the page's process.
//!
//! The proposal parses scripts; the engine has no parser, and takes a body for data or a document by how it begins.

use super::api::Api;
use super::json_text::is_json;
use super::media_type::{essence, is_document_or_data, is_javascript, is_nosniff};
use super::user_agent::{OpaqueScripts, UserAgent};
use crate::exchange::ResponseHead;

/// Media types that no element needs, looked at no further (the proposal's "opaque-blocklisted-never-sniffed"; of its
/// list what browsers were seen to block).
const NEVER_SNIFFED: [&[u8]; 11] = [
    b"application/gzip",
    b"application/pdf",
    b"application/x-gzip",
    b"application/x-protobuf",
    b"application/x-protobuffer",
    b"application/zip",
    b"multipart/byteranges",
    b"multipart/signed",
    b"text/csv",
    b"text/event-stream",
    b"application/msexcel",
];

/// How the media types of office documents begin, which are never sniffed either.
const OFFICE: [&[u8]; 10] = [
    b"application/mspowerpoint",
    b"application/msword",
    b"application/vnd.ces-quick",
    b"application/vnd.ms-excel",
    b"application/vnd.ms-powerpoint",
    b"application/vnd.ms-word",
    b"application/vnd.msword",
    b"application/vnd.openxmlformats-officedocument.",
    b"application/vnd.presentation-openxml",
    b"application/vnd.spreadsheet-openxml",
];

/// How documents begin, in lower case.
const DOCUMENT_STARTS: [&[u8]; 19] = [
    b"<!doctype html",
    b"<script",
    b"<html",
    b"<head",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
    b"<!--",
    b"<?xml",
    b"<svg",
];

/// What servers put before data so that it is no script.
const PARSER_BREAKERS: [&[u8]; 4] = [b")]}'", b"{}&&", b"for(;;);", b"while(1);"];

/// Whether the element that made a `no-cors` request gets nothing of this response from another origin.
pub(super) fn blocks(api: Api, response: &ResponseHead, body: &[u8], user_agent: &UserAgent) -> bool {
    let is_for_element = matches!(api, Api::Image | Api::Script | Api::Stylesheet | Api::Audio | Api::Video);
    let essence = essence(response);
    if !user_agent.blocks_opaque_responses || !is_for_element || is_safelisted(&essence, user_agent) {
        return false;
    }
    if is_never_sniffed(&essence) || is_hidden_by_nosniff(&essence, response, user_agent) {
        return true;
    }
    // Media elements ask for ranges themselves.
    let is_partial = response.status == 206 && !matches!(api, Api::Audio | Api::Video);
    if is_partial && user_agent.opaque_partial_content_is_blocked {
        return true;
    }
    api == Api::Script && !essence.is_empty() && is_no_script(body, user_agent)
}

fn is_safelisted(essence: &[u8], user_agent: &UserAgent) -> bool {
    matches!(essence, b"text/css" | b"image/svg+xml")
        || user_agent.opaque_scripts == OpaqueScripts::NoDataUnlessTyped && is_javascript(essence)
}

fn is_never_sniffed(essence: &[u8]) -> bool {
    NEVER_SNIFFED.contains(&essence) || OFFICE.iter().any(|start| essence.starts_with(start))
}

fn is_hidden_by_nosniff(essence: &[u8], response: &ResponseHead, user_agent: &UserAgent) -> bool {
    let is_plain = essence == b"text/plain" && user_agent.nosniff_hides_plain_text;
    is_nosniff(response) && (is_document_or_data(essence) || is_plain)
}

fn is_no_script(body: &[u8], user_agent: &UserAgent) -> bool {
    match user_agent.opaque_scripts {
        OpaqueScripts::AnyBody => false,
        OpaqueScripts::NoDocuments => is_document(body) || begins_as_object(body),
        OpaqueScripts::NoDataUnlessTyped => is_document(body) || is_json(body),
    }
}

fn is_document(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let begins = |start: &&[u8]| body.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    DOCUMENT_STARTS.iter().any(begins) || PARSER_BREAKERS.iter().any(|breaker| body.starts_with(breaker))
}

/// `{"name":`, which begins no statement.
fn begins_as_object(body: &[u8]) -> bool {
    let name = body.trim_ascii_start().strip_prefix(b"{").and_then(|rest| rest.trim_ascii_start().strip_prefix(b"\""));
    let Some(name) = name else { return false };
    let end = name.iter().position(|&byte| byte == b'"');
    end.is_some_and(|end| name[end + 1..].trim_ascii_start().starts_with(b":"))
}
