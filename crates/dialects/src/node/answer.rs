//! What a handler sets on a response in one world.

use crate::javascript::{Call, Known, Run};
use crate::note::Site;
use crate::value::{Located, Value};

/// The CORS fields of one answer, by name in lower case.
#[derive(Debug, Default)]
pub(super) struct Answer {
    fields: Vec<(String, Known, Site)>,
    pub(super) status: Option<Located>,
    /// Whether the handler itself ends the answer.
    pub(super) is_ended: bool,
}

/// How the answer names an origin.
#[derive(Clone, Debug)]
pub(crate) enum AllowOrigin {
    Nobody,
    Everybody(Site),
    /// What the request said.
    Echo(Site),
    Fixed(Located),
    Unknown(Site),
}

impl Answer {
    /// What the calls of a run set; later calls win.
    pub(super) fn of_run(run: &Run<'_, '_>) -> Self {
        let mut answer = Self::default();
        for call in &run.calls {
            match call.callee.as_str() {
                "setHeader" | "header" | "set" | "append" | "appendHeader" | "setHeaders" => answer.set(call),
                "writeHead" => {
                    answer.status = call.arguments.first().and_then(literal).cloned();
                    call.arguments.iter().skip(1).for_each(|fields| answer.set_all(fields));
                }
                "status" | "statusCode" => answer.status = call.arguments.first().and_then(literal).cloned(),
                "sendStatus" => {
                    answer.status = call.arguments.first().and_then(literal).cloned();
                    answer.is_ended = true;
                }
                "end" | "send" | "json" => answer.is_ended = true,
                _ => {}
            }
        }
        answer
    }

    fn set(&mut self, call: &Call) {
        match &call.arguments[..] {
            [Known::Literal(name), value, ..] => {
                if let Some(name) = name.text() {
                    self.put(name, value.clone(), call.site);
                }
            }
            [fields @ Known::Literal(_)] => self.set_all(fields),
            _ => {}
        }
    }

    /// `{ 'Access-Control-Allow-Origin': '*' }`
    fn set_all(&mut self, fields: &Known) {
        let Known::Literal(Located { value: Value::Table(entries), .. }) = fields else { return };
        for (name, value) in entries {
            if let Some(name) = name.text() {
                let known = match value.value {
                    Value::Dynamic => Known::Unknown,
                    _ => Known::Literal(value.clone()),
                };
                self.put(name, known, value.site);
            }
        }
    }

    fn put(&mut self, name: &str, value: Known, site: Site) {
        let name = name.to_ascii_lowercase();
        self.fields.retain(|(known, _, _)| *known != name);
        self.fields.push((name, value, site));
    }

    fn field(&self, name: &str) -> Option<(&Known, Site)> {
        self.fields.iter().find(|(known, _, _)| known == name).map(|(_, value, site)| (value, *site))
    }

    pub(super) fn allow_origin(&self) -> AllowOrigin {
        match self.field("access-control-allow-origin") {
            None => AllowOrigin::Nobody,
            Some((Known::Origin, site)) => AllowOrigin::Echo(site),
            Some((Known::Literal(literal), site)) => match &literal.value {
                Value::Text(text) if text == "*" => AllowOrigin::Everybody(site),
                Value::Text(_) | Value::Variable { .. } => AllowOrigin::Fixed(literal.clone()),
                Value::Nothing => AllowOrigin::Nobody,
                _ => AllowOrigin::Unknown(site),
            },
            Some((_, site)) => AllowOrigin::Unknown(site),
        }
    }

    /// The value of a field, if it is there; one that is not known is [`Value::Dynamic`].
    pub(super) fn value(&self, name: &str) -> Option<Located> {
        self.field(name).map(|(known, site)| match known {
            Known::Literal(literal) => literal.clone(),
            _ => Located::new(Value::Dynamic, site),
        })
    }

    /// Whether `Vary` names `Origin`.
    pub(super) fn varies_by_origin(&self) -> bool {
        let vary = self.value("vary");
        let text = vary.as_ref().and_then(Located::text).unwrap_or_default();
        text.split(',').any(|element| element.trim().eq_ignore_ascii_case("origin"))
    }
}

fn literal(known: &Known) -> Option<&Located> {
    match known {
        Known::Literal(literal) => Some(literal),
        _ => None,
    }
}
