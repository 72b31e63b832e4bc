//! Several pasted calls in the place of the URL: each is checked, one after the other.

use preflight_pasted_call::{read, several};
use preflight_report::{Format, Page, Role, Span};

use super::{CheckArgs, CheckFormat, Failure};
use crate::exit::Exit;
use crate::output::Output;
use crate::pasted_command::command_of;
use crate::wrap::width;

/// So many pasted calls are checked.
const CALLS_LIMIT: usize = 5;

/// The checks of the calls, each alone; none where the arguments are one call. Programs get one document a run, about the first.
pub fn each(args: &CheckArgs) -> Vec<CheckArgs> {
    if args.format != CheckFormat::Report(Format::Text) || args.survey || args.watch {
        return Vec::new();
    }
    several(&args.url).into_iter().map(|url| CheckArgs { url, ..args.clone() }).collect()
}

/// Checks them; `tell` prints each report.
pub fn run(
    each: &[CheckArgs],
    check: fn(&CheckArgs) -> Result<Output, Failure>,
    tell: &mut dyn FnMut(Output) -> Result<(), Failure>,
) -> Result<Output, Failure> {
    let (checked, left) = each.split_at(each.len().min(CALLS_LIMIT));
    let mut exit = Exit::Good;
    for (place, args) in checked.iter().enumerate() {
        if place > 0 {
            tell(Output::Document("\n".to_owned(), Exit::Good))?;
        }
        let output = check(args)?;
        exit = exit.or_worse(output.exit());
        tell(output)?;
    }
    Ok(Output::Document(left_out(left), exit))
}

/// The calls that were not checked, each with its command.
fn left_out(left: &[CheckArgs]) -> String {
    if left.is_empty() {
        return String::new();
    }
    let mut page = Page::default();
    let title = format!("{CALLS_LIMIT} calls of the text were checked; these check the others:");
    page.line(0, [Span::new(Role::Odd, title)]);
    let commands = left.iter().filter_map(|args| read(&args.url)?.ok().map(|pasted| command_of(&pasted)));
    commands.for_each(|command| page.line(0, [Span::from(command)]));
    format!("\n{}", page.render(width()))
}
