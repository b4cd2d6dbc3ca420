//! Runs *Inspect data* on the files of a folder, outside of a browser:
//! `cargo run --release --example inspect_natively FOLDER TO`.
//!
//! It converts each file to CSV in the folder `TO`, and writes `report.tsv` there: name, problems, notes, the first
//! problems. `script/pollock` scores the result.

#[cfg(not(target_arch = "wasm32"))]
use std::{env, error::Error, fs, path::Path};

#[cfg(not(target_arch = "wasm32"))]
use taskdeck_app::tasks::inspect_natively;

/// Does nothing: a page has no folders.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = env::args().skip(1);
    let (Some(from), Some(to)) = (folders.next(), folders.next()) else {
        return Err("Usage: inspect_natively FOLDER TO".into());
    };
    fs::create_dir_all(&to)?;
    let mut report = String::new();
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let line = match inspect_natively(&name, &fs::read(&path)?) {
            Ok(found) => {
                fs::write(Path::new(&to).join(&*name), found.csv)?;
                let (count, first) = found.problems;
                let notes = found.notes.join(" ");
                format!("{count}\t{}: {notes}\t{}", found.form, first.join(" | "))
            }
            Err(why) => format!("failed\t\t{why}"),
        };
        report.push_str(&format!("{name}\t{}\n", line.replace(['\n', '\r'], " ")));
    }
    fs::write(Path::new(&to).join("report.tsv"), report)?;
    Ok(())
}
