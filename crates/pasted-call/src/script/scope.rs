//! The values that names stand for in a script: one scope for all of it, since what people paste is short.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::JOINED_LIMIT;
use super::function::Function;
use crate::named_text::NamedTexts;
use crate::value::Value;

/// So many functions of a text are gone through while it is read.
const CALLS_LIMIT: usize = 32;

/// The names of a script.
#[derive(Default)]
pub(super) struct Scope {
    names: HashMap<String, Value>,
    functions: HashMap<String, Rc<Function>>,
    joined: Cell<usize>,
    called: Cell<usize>,
    /// The texts that were read by a name.
    named: RefCell<NamedTexts>,
    /// The library that the text imports and no browser has, as it is quoted.
    pub(super) imported: Option<&'static str>,
    /// Whether strings hold `$name`.
    pub(super) is_dart: bool,
}

impl Scope {
    /// An empty one.
    pub(super) fn of(is_dart: bool) -> Self {
        Self { is_dart, ..Self::default() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.names.get(name)
    }

    /// Whether the text makes a client.
    pub(super) fn has_instance(&self) -> bool {
        self.names.values().any(|value| matches!(value, Value::Instance(..)))
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.names.get_mut(name)
    }

    /// Sets what a path of names stands for.
    pub(super) fn set(&mut self, path: &[&str], value: Value) {
        let [name, rest @ ..] = path else { return };
        // What was known is worth more than an expression that is not read.
        if rest.is_empty() && matches!(value, Value::Missing(_)) && self.names.contains_key(*name) {
            return;
        }
        self.names.entry((*name).to_owned()).or_insert_with(Value::empty_object).set(rest, value);
    }

    /// Sets what a name stands for, in place of all that it was.
    pub(super) fn set_whole(&mut self, name: &str, value: Value) {
        self.names.insert(name.to_owned(), value);
    }

    /// What a function of the text is, by its name; of two the first.
    pub(super) fn define(&mut self, name: &str, function: Function) {
        self.functions.entry(name.to_owned()).or_insert_with(|| Rc::new(function));
    }

    pub(super) fn function(&self, name: &str) -> Option<Rc<Function>> {
        self.functions.get(name).cloned()
    }

    /// Whether one more function of the text may be gone through.
    pub(super) fn may_call(&self) -> bool {
        self.called.set(self.called.get().saturating_add(1));
        self.called.get() <= CALLS_LIMIT
    }

    /// The values of all names, to be put back.
    pub(super) fn names(&self) -> HashMap<String, Value> {
        self.names.clone()
    }

    /// Puts names back, or adds some.
    pub(super) fn replace_names(&mut self, names: HashMap<String, Value>) {
        self.names = names;
    }

    pub(super) fn add_names(&mut self, names: HashMap<String, Value>) {
        self.names.extend(names);
    }

    /// Notes that a value was read by this name.
    pub(super) fn learn(&self, name: &str, value: &Value) {
        self.named.borrow_mut().learn(name, value);
    }

    /// Notes that a text was made of another one.
    pub(super) fn learn_made(&self, of: &str, made: &str) {
        let mut named = self.named.borrow_mut();
        if self.may_join(named.len().saturating_mul(of.len())) {
            named.learn_made(of, made);
        }
    }

    /// All texts that have names.
    pub(super) fn named(&self) -> NamedTexts {
        self.named.borrow().clone()
    }

    /// Whether so many bytes more may be put together.
    pub(super) fn may_join(&self, bytes: usize) -> bool {
        self.joined.set(self.joined.get().saturating_add(bytes));
        self.joined.get() <= JOINED_LIMIT
    }

    /// The objects one after the other as one.
    pub(super) fn merged(&self, objects: &[&Value]) -> Value {
        let mut members: Vec<(Rc<str>, Value)> = Vec::new();
        for object in objects {
            if !self.may_join(object.members().len().saturating_mul(size_of::<Value>())) {
                break;
            }
            members.extend(object.members().iter().cloned());
        }
        Value::Object(Rc::new(members))
    }
}
