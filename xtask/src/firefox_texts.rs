//! The table of Firefox's texts in other languages than English: from the language packs that Debian ships to the runs of words
//! by which `explain` knows them.

mod filled;
/// The reader's own, so that the table is made of the letters that the reader sees.
#[path = "../../crates/diagnosis/src/console/localized/letter.rs"]
mod letter;
mod packs;
mod run;
mod table;
mod template;
mod words;

use std::fs;

use self::template::Template;
use crate::failure::Failure;
use crate::process::root;

const TABLE: &str = "crates/diagnosis/src/console/localized/texts.tsv";
/// What browsers said in English.
const CONSOLE: &str = "corpus/console.json";
const FILLED: &str = "corpus/firefox-texts.tsv";

/// Downloads the packs, and writes the table and the lines that its test reads.
pub fn run() -> Result<(), Failure> {
    let templates = packs::templates()?;
    let console = fs::read_to_string(root().join(CONSOLE))
        .map_err(|error| Failure::found(format!("{CONSOLE} cannot be read: {error}")))?;
    let console: Vec<String> = console.split('"').map(words::letters).collect();
    write(TABLE, &table::table(&templates, &console))?;
    write(FILLED, &filled::lines(&templates))
}

fn write(name: &str, text: &str) -> Result<(), Failure> {
    fs::write(root().join(name), text).map_err(|error| Failure::found(format!("{name} cannot be written: {error}")))?;
    println!("{name}: {} lines", text.lines().count());
    Ok(())
}

/// The templates that the reader of English cannot read.
fn translated(templates: &[Template]) -> impl Iterator<Item = &Template> {
    templates.iter().filter(|template| !template.is_english())
}
