//! The parameters of `Invoke-WebRequest`
//! ([manual](https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest)) as a call.

use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::Part;

use crate::pasted::Note;
use crate::said::{Body, MediaType, Said};
use crate::script::{holds_part, set_header};
use crate::unreadable::Unreadable;
use crate::url_text::url_of;
use crate::value::Value;

/// The command and its aliases.
const COMMANDS: [&str; 4] = ["invoke-webrequest", "invoke-restmethod", "iwr", "irm"];

/// The aliases that are other commands in other shells.
const SHARED_ALIASES: [&str; 2] = ["curl", "wget"];

/// Parameters without a value.
const SWITCHES: [&str; 12] = [
    "-usebasicparsing",
    "-usedefaultcredentials",
    "-skipcertificatecheck",
    "-disablekeepalive",
    "-passthru",
    "-verbose",
    "-allowunencryptedauthentication",
    "-skiphttperrorcheck",
    "-noproxy",
    "-skipheadervalidation",
    "-resume",
    "-debug",
];

/// Whether a word is the command.
pub(super) fn is_command(word: &str) -> bool {
    COMMANDS.iter().chain(&SHARED_ALIASES).any(|command| word.eq_ignore_ascii_case(command))
}

/// Whether a text is a script of PowerShell with a request in it.
pub(crate) fn is_power_shell(text: &str) -> bool {
    text.lines().any(|line| {
        let mut words = line.split(|c: char| c.is_whitespace() || matches!(c, '(' | '=' | ';' | '|' | '`'));
        let is_named = words.any(|word| COMMANDS.iter().any(|command| word.eq_ignore_ascii_case(command)));
        let first = crate::prompt::without_prompt(line).split_whitespace().next().unwrap_or_default();
        let is_shared = SHARED_ALIASES.iter().any(|alias| first.eq_ignore_ascii_case(alias));
        is_named && !line.contains("://docs") || is_shared && (line.contains(" -Uri ") || line.contains(" @{"))
    })
}

/// What the parameters say.
#[derive(Default)]
pub(super) struct Request {
    uri: Option<Value>,
    method: Option<Value>,
    headers: Option<Value>,
    content_type: Option<Value>,
    body: Option<Value>,
    has_file: bool,
    has_form: bool,
    notes: Vec<Note>,
    authorization: Option<Part<String>>,
}

impl Request {
    pub(super) fn is_switch(name: &str) -> bool {
        SWITCHES.iter().any(|switch| name.eq_ignore_ascii_case(switch))
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        match name.to_ascii_lowercase().as_str() {
            "-uri" | "-ur" | "-u" if self.uri.is_none() => self.uri = Some(value),
            "-method" | "-custommethod" | "-me" => self.method = Some(value),
            "-headers" | "-header" | "-h" | "-he" | "-head" => self.headers = Some(value),
            "-contenttype" => self.content_type = Some(value),
            "-body" | "-b" => self.body = Some(value),
            "-infile" => self.has_file = true,
            "-form" => self.has_form = true,
            "-credential" | "-token" | "-authentication" => self.authorization = Some(Part::Unknown),
            "-certificate" | "-certificatethumbprint" => {
                self.notes.push(Note::NotInBrowsers(
                    "-Certificate".to_owned(),
                    "the call is made without a client's certificate",
                ));
            }
            _ => {}
        }
    }

    /// `@parameters`
    pub(super) fn splat(&mut self, value: &Value) {
        for (name, value) in value.members() {
            self.set(&format!("-{name}"), value.clone());
        }
    }

    pub(super) fn into_said(self, has_cookies: bool) -> Result<Said, Unreadable> {
        let uri = match self.uri.ok_or(Unreadable::NoUrl)? {
            Value::Literal(text) => Value::Text(text),
            uri => uri,
        };
        let mut said = match url_of(&uri)? {
            said if said.url.contains("://") => said,
            mut said => {
                said.url = format!("http://{}", said.url.trim_start_matches('/'));
                said
            }
        };
        said.method = self
            .method
            .as_ref()
            .and_then(Value::text)
            .map_or(Part::Unknown, |method| Part::Known(method.to_ascii_uppercase()));
        for (name, value) in self.headers.iter().flat_map(Value::members).filter(|(name, _)| !name.is_empty()) {
            set_header(name, value, &mut said);
        }
        if matches!(self.headers, Some(Value::Missing(_))) {
            said.lack_headers("-Headers");
        }
        // The token may be a certificate's or a user's: what is known is that there is one.
        if let Some(authorization) = self.authorization {
            said.set_header("Authorization".to_owned(), authorization);
        }
        if let Some(content_type) = &self.content_type {
            let part = content_type.text().map_or(Part::Unknown, |text| Part::Known(text.to_owned()));
            said.set_header("Content-Type".to_owned(), part);
        }
        said.body = match (self.body, self.has_file, self.has_form) {
            (Some(body), ..) => {
                let text = body.text().map(str::to_owned);
                let text = text.or_else(|| form_of(&body));
                let whole = Body::new(text, MediaType::form());
                Some(if holds_part(&body) { whole.in_part() } else { whole })
            }
            (None, true, _) => Some(Body::new(None, MediaType::Unsaid)),
            (None, false, true) => Some(Body::new(None, MediaType::multipart())),
            (None, false, false) => None,
        };
        said.credentials = Part::Implied(CredentialsMode::SameOrigin);
        if has_cookies {
            said.credentials = Part::Implied(CredentialsMode::Include);
            said.note(Note::Cookies);
        }
        said.notes.extend(self.notes);
        Ok(said)
    }
}

/// A hashtable is sent as a form.
fn form_of(body: &Value) -> Option<String> {
    let Value::Object(members) = body else { return None };
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in members.iter() {
        text.append_pair(name, value.text()?);
    }
    Some(text.finish())
}
