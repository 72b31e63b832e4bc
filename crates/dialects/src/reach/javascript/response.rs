//! What is done to a response.

use tree_sitter::Node;

use super::machine::Machine;
use super::value::Val;

impl Machine<'_, '_, '_> {
    pub(super) fn on_response(&mut self, node: Node<'_>, callee: &str, given: &[Node<'_>], depth: usize) -> Val {
        let site = self.site(node);
        let arguments: Vec<Val> = given.iter().map(|argument| self.evaluate(*argument, depth + 1)).collect();
        // What throws while it is put together is never sent.
        if self.is_failed {
            return Val::Unknown;
        }
        match (callee, &arguments[..]) {
            ("setHeader" | "header" | "set", [Val::Text(name), value, ..]) => self.set(name, value, site),
            ("append" | "appendHeader", [Val::Text(name), value, ..]) => {
                self.answer.append(name, value.written(), site);
            }
            ("setHeader" | "header" | "set" | "setHeaders", [fields @ Val::Table(_)]) => self.set_all(fields, site),
            ("setHeader" | "header" | "set" | "setHeaders" | "append", [_, ..]) => {
                self.answer.doubt(site, "a header whose name is known only when the program runs");
            }
            ("removeHeader", [Val::Text(name), ..]) => self.answer.remove(name),
            ("writeHead", [status, rest @ ..]) => {
                self.status(status);
                match rest.last() {
                    None | Some(Val::Text(_) | Val::Undefined) => {}
                    Some(fields @ Val::Table(_)) => self.set_all(fields, site),
                    Some(_) => self.answer.doubt(site, "the headers that `writeHead` is given"),
                }
            }
            ("status", [status, ..]) => self.status(status),
            ("sendStatus", [status, ..]) => {
                self.status(status);
                self.answer.end(None, site);
            }
            ("end" | "send" | "json" | "jsonp" | "render" | "sendFile" | "download" | "pipe" | "write", _) => {
                self.answer.end(None, site)
            }
            ("destroy", _) => self.answer.close(site),
            ("redirect", _) => self.answer.end(Some(302), site),
            ("get" | "getHeader", [Val::Text(name), ..]) if !self.answer.has(name) => return Val::Undefined,
            ("get" | "getHeader", _) => return Val::Something,
            ("on" | "once", _) => {}
            _ => {}
        }
        Val::Response
    }

    fn set(&mut self, name: &str, value: &Val, site: crate::note::Site) {
        match value {
            // Node refuses `undefined`; Express sends the word, which is no origin either.
            Val::Undefined => self.answer.set(name, Some("undefined".into()), site),
            value => self.answer.set(name, value.written(), site),
        }
    }

    fn set_all(&mut self, fields: &Val, site: crate::note::Site) {
        let Val::Table(entries) = fields else { return };
        for (name, value) in entries {
            match name.is_empty() {
                true => self.answer.doubt(site, "the headers that are spread into these"),
                false => self.set(name, value, site),
            }
        }
    }

    fn status(&mut self, status: &Val) {
        if let Val::Number(status) = status {
            self.answer.status = Some(*status as u16);
        }
    }
}
