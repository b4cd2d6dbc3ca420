//! Joins the style sheets into one small text, for decks in shadow roots.

use std::{env, error::Error, fs, path::Path};

/// The style sheets in the order of the cascade: later ones override earlier ones.
const SHEETS: [&str; 22] = [
    "host",
    "tokens",
    "base",
    "layout",
    "header",
    "controls",
    "cards",
    "forms",
    "lanes",
    "schedules",
    "runs",
    "row",
    "details",
    "drawer",
    "output",
    PERFORMANCE,
    "overlay",
    "notifications",
    "bell",
    "modal",
    "tray",
    "widget",
];

/// Included only with the performance view.
const PERFORMANCE: &str = "performance";

fn main() -> Result<(), Box<dyn Error>> {
    let mut all = String::new();
    let wanted =
        |sheet: &str| sheet != PERFORMANCE || env::var_os("CARGO_FEATURE_PERFORMANCE").is_some();
    for sheet in SHEETS.into_iter().filter(|sheet| wanted(sheet)) {
        let path = format!("style/{sheet}.css");
        println!("cargo::rerun-if-changed={path}");
        all.push_str(&small(&fs::read_to_string(path)?));
    }
    let to = Path::new(&env::var("OUT_DIR")?).join("widget.css");
    fs::write(to, all)?;
    Ok(())
}

/// Returns the style sheet without comments and redundant white space.
fn small(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut text = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for sign in ["{", "}", ";", ","] {
        text = text
            .replace(&format!(" {sign}"), sign)
            .replace(&format!("{sign} "), sign);
    }
    text.replace(": ", ":").replace(";}", "}")
}
