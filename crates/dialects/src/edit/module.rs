//! Whether a source of JavaScript or TypeScript imports its packages or requires them.

use std::path::Path;

/// Whether a source is a module, in which there is no `require`: by the ending of its name, or by what it imports and exports.
pub(super) fn is_module(text: &str, file_name: &str) -> bool {
    let ending = Path::new(file_name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("mjs" | "mts") => return true,
        Some("cjs" | "cts") => return false,
        _ => {}
    }
    let is_of_module = |line: &str| (line.starts_with("import ") || line.starts_with("export ")) && !requires(line);
    let is_typed = matches!(ending.as_deref(), Some("ts" | "tsx"));
    text.lines().any(is_of_module) || is_typed && !requires(text)
}

fn requires(text: &str) -> bool {
    text.contains("require(")
}

#[cfg(test)]
mod tests {
    use super::is_module;

    #[test]
    fn a_module_is_known_by_its_name_and_its_imports() {
        for (text, name, expected) in [
            ("import express from 'express'\n", "server.js", true),
            ("export default app\n", "-", true),
            ("app.use(x)\n", "server.mjs", true),
            ("app.use(x)\n", "src/index.ts", true),
            ("import express = require('express')\n", "index.ts", false),
            ("const express = require('express')\n", "index.ts", false),
            ("const express = require('express')\n", "server.js", false),
            ("const x = await import('x')\n", "server.cjs", false),
            ("app.use(x)\n", "server.js", false),
        ] {
            assert_eq!(is_module(text, name), expected, "{name}: {text}");
        }
    }
}
