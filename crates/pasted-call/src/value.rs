//! A value of a script, as far as the text holds it.

use std::rc::Rc;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A string.
    Text(Rc<str>),
    /// A number, `true`, `false`, `null`, `undefined`, as it is written.
    Literal(Rc<str>),
    /// A string of which parts are not in the text.
    Template(Rc<Vec<Piece>>),
    /// An object, or the `Headers` made of one. A member without a name is a spread whose value is missing.
    Object(Rc<Vec<(Rc<str>, Value)>>),
    /// A list.
    List(Rc<Vec<Value>>),
    /// What `JSON.stringify` made.
    Json(Option<Rc<str>>),
    /// The same of an object, of which parts are not in the text.
    OpenJson,
    /// `URLSearchParams`.
    Form(Option<Rc<str>>),
    /// The same, of which parts are not in the text.
    OpenForm(Rc<Vec<Piece>>),
    /// `FormData`.
    Multipart,
    /// A `Blob` of this type.
    Blob(Option<Rc<str>>),
    /// `new Request(…)`: its arguments.
    Request(Rc<Vec<Value>>),
    /// A client that was made with these defaults: `axios.create({…})`.
    Instance(Library, Box<Value>),
    /// An expression whose value is not in the text, by its name where it has one.
    Missing(Rc<str>),
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(Rc<str>),
    Missing(Rc<str>),
}

/// What begins the name of a member that is computed, and not in the text; behind it stands what it is computed of.
const COMPUTED: char = '\u{1}';

/// The name of a member that a value gives.
pub(crate) fn name_of(value: &Value) -> Rc<str> {
    match (value, value.text()) {
        (_, Some(name)) if !name.is_empty() => name.into(),
        (Value::Missing(name), _) => format!("{COMPUTED}{name}").into(),
        _ => COMPUTED.to_string().into(),
    }
}

/// What the name of a member is computed of; empty where that is no name itself. None where the text has the name.
pub(crate) fn computed(name: &str) -> Option<&str> {
    name.strip_prefix(COMPUTED)
}

/// What makes calls of a common form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    /// `axios`, AngularJS, and what is made like them.
    Axios,
    /// `ky`, `ofetch`.
    Ky,
}

impl Value {
    pub(crate) fn text_of(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self::Missing(name.into())
    }

    pub(crate) fn empty_object() -> Self {
        Self::Object(Rc::new(Vec::new()))
    }

    /// The text of a string or of a number, where all of it is known.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Literal(text) | Self::Json(Some(text)) | Self::Form(Some(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether it is `null`, `undefined`, `false` or `None`.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::Literal(text) if matches!(&**text, "null" | "undefined" | "false" | "None" | "False" | "$null"))
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Self::Literal(text) if matches!(&**text, "true" | "True" | "$true"))
    }

    /// Whether a script takes it for `true`: `"false"` is, `""` and `0` are not. `None` where the text does not say.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Self::Text(text) => Some(!text.is_empty()),
            _ if self.is_nothing() => Some(false),
            _ if self.is_true() => Some(true),
            Self::Literal(number) => number.parse::<f64>().ok().map(|number| number != 0.0),
            Self::Object(_) | Self::List(_) => Some(true),
            _ => None,
        }
    }

    /// The members of an object.
    pub(crate) fn members(&self) -> &[(Rc<str>, Value)] {
        match self {
            Self::Object(members) => members,
            Self::Instance(_, defaults) => defaults.members(),
            _ => &[],
        }
    }

    /// The member of this name; of two the last.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        self.members().iter().rev().find(|(other, _)| &**other == name).map(|(_, value)| value)
    }

    /// Adds a member, where it is an object.
    pub(crate) fn add(&mut self, name: &str, value: Value) {
        match self {
            Self::Object(members) => Rc::make_mut(members).push((name.into(), value)),
            Self::Instance(_, defaults) => defaults.add(name, value),
            _ => {}
        }
    }

    /// Sets the member at the end of a path; what is no object on the way becomes one.
    pub(crate) fn set(&mut self, path: &[&str], value: Value) {
        let [name, rest @ ..] = path else {
            *self = value;
            return;
        };
        match self {
            Self::Object(members) => {
                let members = Rc::make_mut(members);
                match members.iter_mut().rev().find(|(other, _)| &**other == *name) {
                    Some((_, member)) => member.set(rest, value),
                    None => {
                        let mut member = Self::empty_object();
                        member.set(rest, value);
                        members.push(((*name).into(), member));
                    }
                }
            }
            Self::Instance(_, defaults) => match path {
                ["defaults", rest @ ..] => defaults.set(rest, value),
                _ => defaults.set(path, value),
            },
            // `url.search = …`: what it is made of stays.
            Self::Text(_) | Self::Template(_) | Self::Form(_) | Self::OpenForm(_) | Self::Multipart => {}
            _ => {
                *self = Self::empty_object();
                self.set(path, value);
            }
        }
    }
}
