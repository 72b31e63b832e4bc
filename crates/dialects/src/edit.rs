//! The smallest change of a source that allows one call of a page.
//!
//! An edit is planned where the system itself would refuse the call: in the list that lacks the origin, in the option that
//! is missing, in the place where the middleware does not stand. What is planned is then applied to a copy, the copy is
//! read as a policy, and the policy has to allow the call in both halves of the engine; or it is followed to its end, and the
//! call is allowed there. Otherwise nothing is edited.

mod aspnet;
mod condition;
mod consequence;
mod container;
mod django;
mod express;
mod flask;
mod guess;
mod lack;
mod layout;
mod module;
mod names;
mod node;
mod origins;
mod paths;
mod place;
mod plan;
mod snippet;
mod verify;
mod wanted;

use std::fmt;

use preflight_engine::server::{Allowed, PolicyConfig};

use self::consequence::Says;
pub use self::guess::guess;
use self::guess::{foreign_system, other_system};
pub use self::lack::Lack;
use self::lack::lack;
pub use self::plan::{Edit, Remark, Topic};
use self::plan::{Obstacle, Plan, apply};
pub use self::verify::allows;
use self::verify::{accepts, applicable};
pub use self::wanted::{InvalidWanted, Wanted};
use crate::import::{ImportError, Imported, SOURCE_LIMIT, Whole, check_file_kind, read};
use crate::reach::{Place, Reached, Seen, reached};
use crate::{Code, Dialect};

/// What stands before the text in files of some editors.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What has to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The source with all edits; the same as before if only variables have to be set.
    pub text: String,
    /// The edits in the order of the source.
    pub edits: Vec<Edit>,
    /// What to know about them.
    pub remarks: Vec<Remark>,
    /// What becomes of the call in the file as it is.
    pub before: Reached,
    /// What becomes of it with the edits.
    pub after: Reached,
    /// Whether the edits only see to it that whatever may answer this call does so with the headers of CORS: they take nothing
    /// from anybody, and are right whether it does or not.
    pub is_precaution: bool,
    /// What the file lacks for the call.
    pub lack: Lack,
}

/// What a source says about a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It allows the call already. If the server does not, it runs something else.
    Allowed,
    /// It does not, and this is what changes that.
    Fix(Fix),
}

/// Why a source is not edited.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FixError {
    /// There is nothing in the file.
    Empty,
    /// No word in the file belongs to one of the systems.
    UnknownSystem {
        /// The name of the file.
        file_name: String,
    },
    /// The source is of a system that looks like one of those, and is none.
    OtherSystem {
        /// Its name.
        name: &'static str,
    },
    /// The text is not of the dialect's language, or is too long.
    Unreadable(ImportError),
    /// The place that has to change cannot be changed safely.
    Obstacle {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What stands in the way.
        reason: String,
        /// What to paste instead.
        snippet: String,
    },
}

/// Finds the smallest change of a source that allows a call. Without a dialect it is guessed.
///
/// # Errors
/// [`FixError`] says where and why the source is not edited.
///
/// ```
/// use preflight_dialects::{Dialect, Finding, Wanted, fix};
///
/// let source = "app.use(cors({ origin: 'http://localhost:5173/' }));\n";
/// let Finding::Fix(fix) = fix(Some(Dialect::Express), source, "server.js", &Wanted::new("http://localhost:5173")?)? else {
///     panic!("a slash at the end matches nothing");
/// };
/// assert_eq!(fix.text, "app.use(cors({ origin: 'http://localhost:5173' }));\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fix(dialect: Option<Dialect>, source: &str, file_name: &str, wanted: &Wanted) -> Result<Finding, FixError> {
    fix_beside(dialect, source, file_name, wanted, Seen::Nothing)
}

/// The same beside a running server, of which this much was seen.
///
/// # Errors
/// [`FixError`] as [`fix`].
pub fn fix_beside(
    dialect: Option<Dialect>,
    source: &str,
    file_name: &str,
    wanted: &Wanted,
    seen: Seen,
) -> Result<Finding, FixError> {
    let text = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
    let mark = source.len() - text.len();
    let dialect = known_dialect(dialect, text, file_name)?;
    let planned = plan_for(dialect, text, wanted).map_err(FixError::Unreadable)?;
    let before = reached(dialect, text, wanted, seen);
    let refused = |obstacle: Obstacle| FixError::Obstacle {
        line: obstacle.site.line,
        column: obstacle.site.column,
        reason: obstacle.reason,
        snippet: snippet::snippet(dialect, text, file_name, wanted),
    };
    let case = Case { dialect, text, wanted };
    let found = match planned {
        Ok(plan) if plan.is_empty() => match unplanned(case.at_any_path(known(before.clone(), &plan))) {
            Err(obstacle) => Err(obstacle),
            Ok(finding) => return Ok(finding),
        },
        // Followed to its end, the call is allowed, however it is decided.
        Err(_) if before == Reached::Allowed => return Ok(Finding::Allowed),
        Ok(plan) if before == Reached::Allowed && !plan.edits.iter().any(Edit::keeps_others_out) => {
            return Ok(Finding::Allowed);
        }
        Err(obstacle) => Err(obstacle),
        Ok(plan) => case.prove(plan),
    };
    // Where something decides that was not understood, it is for a person to look.
    let is_refused = matches!(before, Reached::Refused(_));
    let another = || if is_refused { case.prove_another() } else { None };
    let proven = found.or_else(|obstacle| another().ok_or_else(|| refused(obstacle)))?;
    let Proven { mut plan, edited, after, reached: reached_after } = proven;
    let Whole { imported: Imported { policies: mut old, notes, .. }, let_in } = read(dialect, text).unwrap_or_default();
    old.iter_mut().for_each(|policy| without(&mut policy.config, &plan.lacking));
    if !plan.edits.is_empty() {
        let before = Says { policies: &old, let_in: &let_in };
        let now = Says { policies: &after.imported.policies, let_in: &after.let_in };
        if let Some(open) = consequence::opened(before, now) {
            return Err(refused(Obstacle { site: open.site, reason: consequence::reason_of_open(open) }));
        }
        plan.remarks.extend(consequence::consequences(before, now, wanted));
        plan.remarks.extend(consequence::open_to_all(&after.imported, wanted));
        if plan.edits.iter().any(Edit::moves_cors) && plan.only_guards().is_none() {
            plan.remarks.extend(consequence::of_a_move(now, wanted));
        }
    }
    plan.edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    for edit in &mut plan.edits {
        edit.range = edit.range.start + mark..edit.range.end + mark;
    }
    let lack = lack(&old, wanted);
    let is_precaution = plan.only_guards().is_some_and(|guarded| guarded.is_likely);
    let mut reached_after = of_edited(reached_after, &plan);
    if reached_after == Reached::NotFollowed {
        let undecided = paths::undecided(dialect, &edited, &after.imported.policies, wanted, &plan.variables);
        reached_after = undecided.map_or(reached_after, Reached::NotRead);
    }
    let before = match known(before, &plan) {
        Reached::NotFollowed => paths::several(&old, &notes, wanted).map_or(Reached::NotFollowed, Reached::NotRead),
        before => before,
    };
    let (text, edits, remarks) = (format!("{}{edited}", &source[..mark]), plan.edits, plan.remarks);
    Ok(Finding::Fix(Fix { text, edits, remarks, before, after: reached_after, is_precaution, lack }))
}

/// A source, and the call that it has to allow.
struct Case<'c> {
    dialect: Dialect,
    text: &'c str,
    wanted: &'c Wanted,
}

/// A plan that leads where it should.
struct Proven<'c> {
    plan: Plan<'c>,
    edited: String,
    /// The edited source, as it is read.
    after: Whole,
    /// What becomes of the call in it.
    reached: Reached,
}

impl<'c> Case<'c> {
    /// Applies a plan to a copy, which has to be read as a policy that allows the call, and must not be followed to a refusal.
    fn prove(&self, plan: Plan<'c>) -> Result<Proven<'c>, Obstacle> {
        let Self { dialect, text, wanted } = *self;
        let edited = apply(text, &plan.edits).ok_or_else(|| Obstacle::unclear(&plan))?;
        let after = read(dialect, &edited).map_err(|_| Obstacle::unclear(&plan))?;
        if !self.is_final(&plan, &edited) || !is_allowed(&after.imported, wanted, &plan.variables) {
            return Err(Obstacle::unclear(&plan));
        }
        match reached(dialect, &edited, wanted, Seen::Nothing) {
            Reached::Refused(place) => Err(Obstacle::at(&place, format!("{}, whatever is edited above", place.what))),
            reached => {
                let proven = Proven { plan, edited, after, reached };
                Ok(self.without_spare_answer(&proven).unwrap_or(proven))
            }
        }
    }

    /// The same without an answer to preflights of its own, where the call, followed to its end, is allowed without.
    fn without_spare_answer(&self, proven: &Proven<'c>) -> Option<Proven<'c>> {
        let Self { dialect, text, wanted } = *self;
        let mut plan = proven.plan.clone();
        plan.edits.retain(|edit| !edit.answers_preflights());
        if plan.edits.is_empty() || plan.edits.len() == proven.plan.edits.len() {
            return None;
        }
        let edited = apply(text, &plan.edits)?;
        let after = read(dialect, &edited).ok()?;
        let reached = reached(dialect, &edited, wanted, Seen::Nothing);
        (reached == Reached::Allowed).then_some(Proven { plan, edited, after, reached })
    }

    /// The first of the other plans with which the call, followed to its end, is allowed.
    fn prove_another(&self) -> Option<Proven<'c>> {
        let Self { dialect, text, wanted } = *self;
        let others = match dialect {
            Dialect::Node => node::others(text, wanted),
            Dialect::Express => express::others(text, wanted),
            Dialect::Flask | Dialect::Django | Dialect::AspNet => Ok(Vec::new()),
        };
        others.ok()?.into_iter().find_map(|plan| {
            let edited = apply(text, &plan.edits)?;
            // What was followed to its end need not be read as a policy.
            let after = read(dialect, &edited).unwrap_or_default();
            let reached = reached(dialect, &edited, wanted, Seen::Nothing);
            // A second look follows it to its end as well, and must not find somebody to keep out.
            let again = plan_for(dialect, &edited, wanted).ok()?;
            let is_open = again.is_ok_and(|again| again.edits.iter().any(Edit::keeps_others_out));
            let is_proven = reached == Reached::Allowed && !is_open;
            is_proven.then_some(Proven { plan, edited, after, reached })
        })
    }

    /// The same where the path of the call is not known: what is followed no further may hold for some paths alone.
    fn at_any_path(&self, reached: Reached) -> Reached {
        let Self { dialect, text, wanted } = *self;
        let policies = || read(dialect, text).map(|whole| whole.imported.policies).unwrap_or_default();
        match reached {
            Reached::NotFollowed => {
                paths::undecided(dialect, text, &policies(), wanted, &[]).map_or(reached, Reached::NotRead)
            }
            reached => reached,
        }
    }

    /// What would have to be edited once more was not understood; a variable is not known however often one looks.
    fn is_final(&self, plan: &Plan<'_>, edited: &str) -> bool {
        match plan_for(self.dialect, edited, self.wanted) {
            Ok(Ok(again)) => again.edits.is_empty() || !plan.variables.is_empty(),
            Ok(Err(_)) | Err(_) => true,
        }
    }
}

/// What was followed; where nothing is, what the plan says was not understood.
fn known(reached: Reached, plan: &Plan<'_>) -> Reached {
    match (reached, plan.unread.first().or(plan.unread_before.first())) {
        (Reached::NotFollowed, Some(place)) => Reached::NotRead(place.clone()),
        (Reached::NotFollowed, None) if plan.only_restricts() => Reached::Allowed,
        (Reached::NotFollowed, None) => {
            plan.only_guards().map_or(Reached::NotFollowed, |guarded| Reached::NotRead(guarded.place.clone()))
        }
        (reached, _) => reached,
    }
}

/// The same of the edited file.
fn of_edited(reached: Reached, plan: &Plan<'_>) -> Reached {
    match (reached, plan.unread.first()) {
        (Reached::NotFollowed, Some(place)) => Reached::NotRead(place.clone()),
        (reached, _) => reached,
    }
}

/// What a source says for which nothing is planned: it reads as if it allowed the call, and is followed besides.
fn unplanned(before: Reached) -> Result<Finding, Obstacle> {
    match before {
        Reached::Allowed | Reached::NotFollowed => Ok(Finding::Allowed),
        Reached::Refused(place) => Err(Obstacle::at(&place, place.what.clone())),
        Reached::NotRead(place) => Err(Obstacle::at(&place, format!("not read, and it decides: {}", place.what))),
    }
}

fn plan_for<'s>(dialect: Dialect, text: &'s str, wanted: &Wanted) -> Result<Result<Plan<'s>, Obstacle>, ImportError> {
    match dialect {
        Dialect::Express => express::plan(text, wanted),
        Dialect::Node => node::plan(text, wanted),
        Dialect::Flask => flask::plan(text, wanted),
        Dialect::Django => django::plan(text, wanted),
        Dialect::AspNet => aspnet::plan(text, wanted),
    }
}

fn known_dialect(dialect: Option<Dialect>, text: &str, file_name: &str) -> Result<Dialect, FixError> {
    if text.trim().is_empty() {
        return Err(FixError::Empty);
    }
    if text.len() > SOURCE_LIMIT {
        return Err(FixError::Unreadable(ImportError::TooLong { length: text.len() }));
    }
    let unknown = || match other_system(text).or_else(|| foreign_system(text)) {
        Some(name) => FixError::OtherSystem { name },
        None => FixError::UnknownSystem { file_name: file_name.to_owned() },
    };
    let dialect = dialect.or_else(|| guess(text, file_name)).ok_or_else(unknown)?;
    check_file_kind(dialect, file_name).map_err(FixError::Unreadable)?;
    Ok(dialect)
}

/// A policy that means what the source does: an import allows what was evidently meant, and a misspelt origin allows
/// nobody.
fn without(config: &mut PolicyConfig, lacking: &[String]) {
    for list in [&mut config.origins, &mut config.methods, &mut config.request_headers, &mut config.expose_headers] {
        if let Allowed::Listed(entries) = list {
            entries.retain(|entry| !lacking.iter().any(|lacking| entry.eq_ignore_ascii_case(lacking)));
        }
    }
}

/// Whether what was read allows the call. An `http:` origin with credentials is left out of a policy, and meant here.
fn is_allowed(imported: &Imported, wanted: &Wanted, variables: &[String]) -> bool {
    let left_out = wanted.is_insecure() && imported.notes.iter().any(|note| note.code == Code::InsecureOrigin);
    applicable(&imported.policies, wanted).into_iter().any(|policy| {
        let mut config = policy.config.clone();
        if (left_out || !variables.is_empty())
            && let Allowed::Listed(origins) = &mut config.origins
        {
            origins.push(wanted.origin().to_owned());
        }
        accepts(&config, wanted, variables)
    })
}

impl Obstacle {
    fn at(place: &Place, reason: String) -> Self {
        Self { site: crate::note::Site { line: place.line.max(1), column: place.column.max(1) }, reason }
    }

    /// The plan does not lead where it should. The first edit is the best place to look at.
    fn unclear(plan: &Plan<'_>) -> Self {
        let (line, column) = plan.edits.first().map_or((1, 1), |edit| (edit.line, edit.column));
        Self {
            site: crate::note::Site { line, column },
            reason: "more than this line decides whether the call is allowed, and not all of it can be read".into(),
        }
    }
}

impl fmt::Display for FixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty; hand over the file in which the server is set up"),
            Self::UnknownSystem { file_name } => write!(
                f,
                "nothing in `{}` belongs to Express, Node, Flask, Django or ASP.NET Core; hand over the file in which the server is set up, or name its system",
                file_name
            ),
            Self::OtherSystem { name } => {
                write!(
                    f,
                    "this is {name}, whose options are others than those of Express, Node, Flask, Django and ASP.NET Core"
                )
            }
            Self::Unreadable(error) => error.fmt(f),
            Self::Obstacle { line, column, reason, .. } => write!(f, "line {line}, column {column}: {reason}"),
        }
    }
}

impl std::error::Error for FixError {}
