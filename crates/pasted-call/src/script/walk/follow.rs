//! The functions of a text, and the calls that stand in their bodies: they are made with the arguments that the function gets.

use super::{Found, Looks, Walk};
use crate::script::expression::FUNCTIONS_LIMIT;
use crate::script::function::Function;

impl Walk<'_, '_> {
    /// A function of the text, whose definition begins at this place.
    pub(super) fn define(&mut self, name: Option<&str>, at: usize) {
        let name = name.filter(|_| self.looks == Looks::ForDefinitions);
        if let Some((name, function)) = name.zip(Function::at(self.tokens, at)) {
            self.scope.define(name, function);
        }
    }

    /// A call of a function of the text, in whose body something is called: with these arguments. Whether it is one.
    pub(super) fn call_of_function(&mut self, name: &str, at: usize, open: usize) -> bool {
        let is_definition = self.tokens.close_of(open).is_none_or(|close| self.tokens.is_mark(close + 1, "{"));
        let function = self.scope.function(name).filter(|_| !is_definition && self.level < FUNCTIONS_LIMIT);
        let Some(function) = function.filter(|function| function.has_parameters() && !function.body.contains(&at))
        else {
            return false;
        };
        let arguments = self.arguments(open);
        if arguments.is_empty() || !self.scope.may_call() {
            return false;
        }
        let names = self.scope.names();
        let bound = function.bound(&arguments, self.tokens, self.scope);
        self.scope.add_names(bound);
        let mut within = Walk::new(self.tokens, self.scope, Looks::ForCalls);
        within.level = self.level + 1;
        within.run_over(function.body.clone());
        let found = within.into_found();
        self.scope.replace_names(names);
        let has_calls = found.iter().any(|found| found.said.is_ok());
        if has_calls {
            self.called.push(function.body.clone());
            self.found.extend(found.into_iter().map(|found| Found { at, ..found }));
        }
        has_calls
    }
}
