//! The formats, and which renderer writes each.

use crate::report::Report;
use crate::{github, json, jsonl, junit, sarif};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document, that of the command.
    Json,
    /// A JSON object a line: each entry, its findings, a summary at the end.
    Jsonl,
    /// Annotations of a workflow of GitHub.
    Github,
    /// A JUnit document in XML.
    Junit,
    /// SARIF 2.1.0.
    Sarif,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Text, Self::Json, Self::Jsonl, Self::Github, Self::Junit, Self::Sarif];

    /// A stable name, that of the argument.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Github => "github",
            Self::Junit => "junit",
            Self::Sarif => "sarif",
        }
    }

    /// What it is, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "for people",
            Self::Json => "one JSON document",
            Self::Jsonl => "JSON lines: each result, each finding, a summary at the end",
            Self::Github => "annotations of a GitHub workflow",
            Self::Junit => "a JUnit document in XML",
            Self::Sarif => "SARIF 2.1.0",
        }
    }
}

/// The report as one document that ends with a newline. The text has colours, which whoever prints it removes where there is
/// no terminal, and is wrapped at this width.
pub fn render(report: &Report, format: Format, width: Option<usize>) -> String {
    match format {
        Format::Text => report.page.render(width),
        Format::Json => json::document(report),
        Format::Jsonl => jsonl::document(report),
        Format::Github => github::document(report),
        Format::Junit => junit::document(report),
        Format::Sarif => sarif::document(report),
    }
}
