//! What an edit changes besides the wanted call: the old policies held against the new ones.

use preflight_engine::method;
use preflight_engine::server::{Allowed, PolicyConfig};

use super::plan::{Remark, Topic};
use super::verify::applicable;
use super::wanted::Wanted;
use crate::draft::OPEN_WITH_CREDENTIALS;
use crate::import::Imported;
use crate::note::LetIn;
use crate::route_policy::RoutePolicy;

/// What a source says: its policies, and whom it lets in that they leave out.
#[derive(Clone, Copy)]
pub(crate) struct Says<'s> {
    pub(crate) policies: &'s [RoutePolicy],
    pub(crate) let_in: &'s [LetIn],
}

impl<'s> Says<'s> {
    /// The policy that another is the new form of.
    fn same(self, other: &RoutePolicy) -> Option<&'s PolicyConfig> {
        self.policies.iter().find(|own| own.name == other.name && own.path == other.path).map(|own| &own.config)
    }
}

/// The differences that matter to anybody else, each once.
pub(crate) fn consequences(before: Says<'_>, after: Says<'_>, wanted: &Wanted) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let nothing = PolicyConfig::default();
    for new in after.policies {
        let old = before.same(new).unwrap_or(&nothing);
        let change = Change { old, new: &new.config, wanted, let_in: [before.let_in, after.let_in] };
        for (topic, message) in change.of_origins().into_iter().chain(change.of_the_page()).chain(change.of_the_lists())
        {
            let remark = Remark { topic, message, line: 0, column: 0 };
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
    }
    remarks
}

/// Strangers who could act as the visitors with an edit, and could not before: credentials are allowed now, and an expression
/// lets in names that anybody can have.
pub(crate) fn opened<'s>(before: Says<'_>, after: Says<'s>) -> Option<&'s LetIn> {
    let is_new = |new: &&RoutePolicy| new.config.credentials && !before.same(new).is_some_and(|old| old.credentials);
    after.policies.iter().find(is_new)?;
    after.let_in.iter().find(|let_in| let_in.is_open)
}

/// Why nothing is edited then.
pub(crate) fn reason_of_open(open: &LetIn) -> String {
    format!(
        "{}: with credentials they could act as your visitors; put the expression between `^` and `$`, with `\\.` before the name of the host",
        open.who
    )
}

/// Who is answered with headers as well where CORS is moved before what answered without them.
pub(crate) fn of_a_move(after: Says<'_>, wanted: &Wanted) -> Option<Remark> {
    let mut others: Vec<String> = Vec::new();
    for policy in after.policies {
        let change = Change { old: &policy.config, new: &policy.config, wanted, let_in: [after.let_in; 2] };
        let more = change.others().into_iter().filter(|other| !others.contains(other));
        others.extend(more.collect::<Vec<_>>());
    }
    let message = format!("what is answered after it carries its headers now, for {} too", named(&others));
    (!others.is_empty()).then_some(Remark { topic: Topic::AlsoAllowed, message, line: 0, column: 0 })
}

/// What an edit gives to every site, where the file lets all of them act as the visitors and still does with the edit.
pub(crate) fn open_to_all(read: &Imported, wanted: &Wanted) -> Option<Remark> {
    // Another path may be open, and this one not.
    let own = applicable(&read.policies, wanted);
    let is_open = |policy: &&RoutePolicy| policy.config.origins == Allowed::Any;
    let is_of_call = if wanted.path().is_some() { own.iter().any(is_open) } else { own.iter().all(is_open) };
    let open = read.notes.iter().filter(|_| is_of_call).find(|note| note.message == OPEN_WITH_CREDENTIALS)?;
    let message = "every site is allowed with credentials here, and with this change it may make this call with your visitors' cookies: `preflight fix` with `--credentials` lists the page alone";
    Some(Remark { topic: Topic::AlsoAllowed, message: message.to_owned(), line: open.line, column: open.column })
}

/// One policy before and after.
struct Change<'c> {
    old: &'c PolicyConfig,
    new: &'c PolicyConfig,
    wanted: &'c Wanted,
    /// Whom the source lets in besides, before and after.
    let_in: [&'c [LetIn]; 2],
}

impl Change<'_> {
    fn allows_everybody(&self) -> bool {
        self.new.origins == Allowed::Any && self.old.origins == Allowed::Any
    }

    fn has_new_credentials(&self) -> bool {
        self.new.credentials && !self.old.credentials
    }

    /// Whether the page had nothing of this policy before.
    fn is_new_to_the_page(&self) -> bool {
        let origin = self.wanted.origin();
        let was_let_in = self.let_in[0].iter().any(|let_in| let_in.who == origin);
        !covers(&self.old.origins, origin) && !was_let_in || self.has_new_credentials()
    }

    /// The origins of the list besides the page's.
    fn others(&self) -> Vec<String> {
        let left_out = self.let_in[1].iter().map(|let_in| &let_in.who);
        let listed = self.new.origins.entries().iter().chain(left_out);
        listed.filter(|entry| *entry != self.wanted.origin()).cloned().collect()
    }

    /// What becomes of other origins.
    fn of_origins(&self) -> Vec<(Topic, String)> {
        let mut said = Vec::new();
        let origin = self.wanted.origin();
        if self.old.origins == Allowed::Any && self.new.origins != Allowed::Any {
            said.push((Topic::NoLongerAllowed, every_other_refused(origin)));
        } else {
            let more = added(&self.old.origins, &self.new.origins, &[origin.to_owned()]);
            if !more.is_empty() {
                said.push((Topic::AlsoAllowed, format!("allowed now as well: {}", named(&more))));
            }
        }
        if self.has_new_credentials() && !self.others().is_empty() {
            let others = named(&self.others());
            let message = format!("the other origins of the list may send credentials now: {others}");
            said.push((Topic::AlsoAllowed, message));
        }
        if self.new.credentials && self.wanted.is_insecure() {
            let danger = "whoever is on the way can pretend to be the page, credentials included";
            said.push((Topic::AlsoAllowed, format!("`{origin}` has no TLS: {danger}")));
        }
        said
    }

    /// What the page gets besides what it asked for.
    fn of_the_page(&self) -> Vec<(Topic, String)> {
        if !self.is_new_to_the_page() {
            return Vec::new();
        }
        let mut said = Vec::new();
        let with = if self.has_new_credentials() { ", now with credentials" } else { "" };
        for (what, list, wanted_names) in [
            ("methods", &self.new.methods, &[self.wanted.method().to_owned()][..]),
            ("request headers", &self.new.request_headers, self.wanted.request_headers()),
        ] {
            let more = match list {
                Allowed::Any => "of any name".to_owned(),
                Allowed::Listed(_) => {
                    let names = added(&Allowed::default(), list, wanted_names).into_iter();
                    let needs_listing =
                        |name: &String| what != "methods" || !method::is_cors_safelisted(name.as_bytes());
                    named(&names.filter(needs_listing).collect::<Vec<_>>())
                }
            };
            if !more.is_empty() {
                let origin = self.wanted.origin();
                let message =
                    format!("this also allows `{origin}` the {what} {more}{with}: the file allows them already");
                said.push((Topic::AlsoAllowed, message));
            }
        }
        said
    }

    /// Who else gets what was added to the lists.
    fn of_the_lists(&self) -> Vec<(Topic, String)> {
        let (old, new, wanted) = (self.old, self.new, self.wanted);
        let mut said = Vec::new();
        let mut is_more = self.is_new_to_the_page();
        for (what, old, new, wanted_names) in [
            ("method", &old.methods, &new.methods, &[wanted.method().to_owned()][..]),
            ("request header", &old.request_headers, &new.request_headers, wanted.request_headers()),
            ("response header", &old.expose_headers, &new.expose_headers, wanted.expose_headers()),
        ] {
            let (more, unasked) = (added(old, new, &[]), added(old, new, wanted_names));
            if !self.is_new_to_the_page() && !unasked.is_empty() {
                said.push((Topic::AlsoAllowed, format!("also allowed now: {}", named(&unasked))));
            }
            is_more |= !more.is_empty();
            let others = if self.allows_everybody() { "every origin".to_owned() } else { named(&self.others()) };
            if !more.is_empty() && !others.is_empty() {
                let plural = if more.len() == 1 { "" } else { "s" };
                said.push((Topic::AlsoAllowed, format!("the {what}{plural} {} holds for {others} too", named(&more))));
            }
        }
        if is_more && new.credentials && !wanted.credentials() {
            said.push((Topic::AlsoAllowed, "credentials may go along, since the file allows them".to_owned()));
        }
        said
    }
}

/// Where everybody was allowed, and one page is now.
pub(crate) fn every_other_refused(origin: &str) -> String {
    format!("every other origin is refused now; list those that are meant beside `{origin}`")
}

fn covers(origins: &Allowed, origin: &str) -> bool {
    match origins {
        Allowed::Any => true,
        Allowed::Listed(entries) => entries.iter().any(|entry| entry == origin),
    }
}

/// What a list has that another had not, without what was wanted.
fn added(old: &Allowed, new: &Allowed, wanted: &[String]) -> Vec<String> {
    let had = |name: &String| match old {
        Allowed::Any => true,
        Allowed::Listed(entries) => entries.iter().any(|entry| entry.eq_ignore_ascii_case(name)),
    };
    let is_wanted = |name: &String| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(name));
    new.entries().iter().filter(|name| !had(name) && !is_wanted(name)).cloned().collect()
}

/// The names as code; what has code in it stands as it is.
fn named(names: &[String]) -> String {
    names
        .iter()
        .map(|name| if name.contains('`') { name.clone() } else { format!("`{name}`") })
        .collect::<Vec<_>>()
        .join(", ")
}
