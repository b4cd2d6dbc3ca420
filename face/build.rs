//! Makes the style sheets small, for decks in shadow roots and for the parts of a face.

use std::{env, error::Error, fmt::Write, fs, path::Path};

/// The style sheets in the order of the cascade: later ones override earlier ones. Each has the parts of the face that need
/// it; what a part needs is loaded with it. What every face needs is in front.
const SHEETS: [(&str, &[&str]); 23] = [
    ("host", &[FRONT]),
    ("tokens", &[FRONT]),
    ("base", &[FRONT]),
    ("layout", &[FRONT]),
    ("header", &[FRONT]),
    ("controls", &[FRONT]),
    ("cards", &[FRONT]),
    ("forms", &["forms", "rare"]),
    ("lanes", &[FRONT]),
    ("schedules", &["rare"]),
    ("runs", &["runs"]),
    ("row", &["runs"]),
    ("details", &["rare"]),
    ("drawer", &["rare"]),
    ("output", &["rare"]),
    (PERFORMANCE, &["rare"]),
    ("overlay", &["rare"]),
    ("contrast", &[FRONT]),
    ("notifications", &["soon"]),
    ("bell", &[FRONT]),
    ("modal", &["soon"]),
    ("tray", &[FRONT]),
    ("widget", &[FRONT]),
];

/// Included only with the performance view.
const PERFORMANCE: &str = "performance";

const FRONT: &str = "front";

/// Writes a constant for all style sheets, and one for those of each part: each style sheet with its place.
fn main() -> Result<(), Box<dyn Error>> {
    let mut code = String::new();
    for part in ["all", FRONT, "runs", "soon", "forms", "rare"] {
        let name = part.to_uppercase();
        let sheets = sheets_of(part)?;
        writeln!(
            code,
            "#[allow(dead_code)]\npub(crate) const {name}: &[(usize, &str)] = &{sheets:?};"
        )?;
    }
    let to = Path::new(&env::var("OUT_DIR")?).join("styles.rs");
    fs::write(to, code)?;
    Ok(())
}

/// Returns the style sheets of a part with their places. Neighbours are one.
fn sheets_of(part: &str) -> Result<Vec<(usize, String)>, Box<dyn Error>> {
    let has_performance = env::var_os("CARGO_FEATURE_PERFORMANCE").is_some();
    let mut sheets: Vec<(usize, String)> = Vec::new();
    for (place, (sheet, parts)) in SHEETS.into_iter().enumerate() {
        let is_of_part = part == "all" || parts.contains(&part);
        if !is_of_part || (sheet == PERFORMANCE && !has_performance) {
            continue;
        }
        let path = format!("style/{sheet}.css");
        println!("cargo::rerun-if-changed={path}");
        let css = small(&fs::read_to_string(path)?);
        match sheets.last_mut() {
            Some((last, before)) if *last + 1 == place => {
                before.push_str(&css);
                *last = place;
            }
            _ => sheets.push((place, css)),
        }
    }
    Ok(sheets)
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
