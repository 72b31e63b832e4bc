//! Every text as the browser prints it, for the tests: the places of URL, status and value filled in.

use std::fmt::Write;

use super::template::Template;
use super::translated;

const HEAD: &str = "\
# Firefox's texts in other languages than English, as its console prints them: language, reason, text.
# Written by `cargo xtask firefox-texts` from the language packs of Debian, which are under the Mozilla Public License, v. 2.0.
";

const URL: &str = "https://api.example.com/v1/todos";

/// A line for each text.
pub fn lines(templates: &[Template]) -> String {
    let mut lines = HEAD.to_owned();
    for template in translated(templates) {
        let url = if template.key == "CORSRequestNotHttp" { "file:///home/me/app/data.json" } else { URL };
        let text = template.filled(url, value(&template.key));
        writeln!(lines, "{}\t{}\t{text}", template.language, template.key).expect("a string takes everything");
    }
    lines
}

fn value(key: &str) -> &'static str {
    match key {
        "CORSDidNotSucceed" => "(null)",
        "CORSMissingAllowOrigin" => "200",
        "CORSPreflightDidNotSucceed" => "405",
        "CORSAllowOriginNotMatchingOrigin" => "https://app.example.com/",
        "CORSInvalidAllowMethod" => "PUT;",
        "CORSInvalidAllowHeader" => "x foo",
        "CORSMissingAllowHeaderFromPreflight" => "x-request-id",
        _ => "",
    }
}
