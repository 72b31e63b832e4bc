//! A cause's page: what is seen, why, how to look by hand, and what mends it in each framework. `docs/causes/PFnnn.md` and
//! `preflight explain PFnnn` are the same text.

use std::fmt::Write;

use super::Cause;
use super::detail::detail;
use crate::fixes::{Framework, Grant};

/// The page and the call of the examples.
const ORIGIN: &str = "https://app.example.com";

impl Cause {
    /// The page about this cause, in Markdown.
    pub fn page(self) -> String {
        let detail = detail(self);
        let mut page = format!("# {}: {}\n\n`{}`\n\n", self.code(), self.title(), self.id());
        let _ = write!(page, "## What you see\n\n{}.\n\n", capitalized(self.shows()));
        let _ = write!(page, "## Why\n\n{}\n\n", detail.why);
        if !detail.by_hand.is_empty() {
            let _ = write!(page, "## By hand\n\n```sh\n{}\n```\n\n{}\n\n", detail.by_hand, detail.read_it);
        }
        let _ = write!(page, "## What mends it\n\n{}.\n\n", capitalized(self.mends()));
        for (name, mend) in detail.elsewhere {
            let _ = writeln!(page, "* **{name}**: {mend}");
        }
        if !detail.elsewhere.is_empty() {
            page.push('\n');
        }
        if self.is_mended_by_configuration() {
            self.write_frameworks(&mut page);
        }
        page.push_str("## Sources\n\n");
        for source in detail.sources {
            let _ = writeln!(page, "* <{source}>");
        }
        page
    }

    fn write_frameworks(self, page: &mut String) {
        let mut grant = Grant::new(Some(ORIGIN));
        grant.allow_method(Some("PUT"));
        grant.allow_header("authorization");
        if matches!(self, Self::WildcardWithCredentials | Self::AllowCredentialsMissing) {
            grant.allow_credentials();
        }
        let with = if grant.credentials() { ", with credentials" } else { "" };
        let _ = write!(
            page,
            "What follows allows `{ORIGIN}` to `GET`, `POST` and `PUT`, and to set `Content-Type` and `Authorization`{with}; `preflight explain` and `preflight check` write it for your call.\n\n"
        );
        for framework in Framework::ALL {
            let _ = write!(
                page,
                "### {}\n\n```{}\n{}\n```\n\n",
                framework.title(),
                framework.language(),
                framework.snippet(&grant)
            );
        }
    }

    /// Whether a server's whole configuration is the mend; where a header is one of several, the page says less.
    fn is_mended_by_configuration(self) -> bool {
        self.is_mended_by_headers() && self != Self::ErrorWithoutCors
    }
}

fn capitalized(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
