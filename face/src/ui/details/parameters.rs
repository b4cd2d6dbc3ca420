//! The parameters of a run.

use serde_json::Value;
use taskdeck_core::{Field, FieldKind, RunId};

use super::section::Section;
use crate::{
    format::{bytes, compact_json, count},
    texts::{Texts, tr},
    ui::{copy_button::CopyButton, deck::Deck, lean::*, output::LongText},
};

/// Replaces a secret. It does not reveal the length.
const MASK: &str = "••••••";
/// The number of files that are listed.
const NAMED: usize = 20;

/// The parameters of a run. Secrets are masked, also in the copied text.
#[component]
pub(super) fn Parameters(run: RunId) -> impl IntoView {
    let deck = Deck::of_context();
    let supervisor = deck.supervisor();
    let fields = supervisor
        .run(run)
        .snapshot()
        .and_then(|run| supervisor.task(&run.task?))
        .map(|task| task.fields().to_vec())
        .unwrap_or_default();
    let params = supervisor.run(run).params().unwrap_or_default();
    let lines: Vec<(String, String)> = params
        .values()
        .map(|(name, value)| {
            let field = fields.iter().find(|field| field.name == name);
            let label = field.map(|field| deck.texts().render(&field.label));
            (
                label.unwrap_or_else(|| name.to_owned()),
                shown(deck.texts(), field, value),
            )
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let copied: String = lines
        .iter()
        .map(|(label, value)| format!("{label}: {value}\n"))
        .collect();
    let lines = lines
        .into_iter()
        .map(|(label, value)| {
            view! {
                <dt>{label}</dt>
                <dd>
                    <LongText text=value.into() />
                </dd>
            }
        })
        .collect_view();
    let copy = view! {
        <CopyButton label=tr!(deck, "Copy") name=tr!(deck, "Copy the parameters") text=move || copied.clone() />
    };
    Some(view! {
        <Section title=tr!(deck, "Parameters") tools=copy.into_any()>
            <dl class="td-facts">{lines}</dl>
        </Section>
    })
}

fn shown(texts: Texts, field: Option<&Field>, value: &Value) -> String {
    if field.is_some_and(|field| field.secret) {
        return MASK.to_owned();
    }
    match (field.map(|field| &field.kind), value) {
        (Some(FieldKind::Files { .. }), Value::Array(files)) => files_text(texts, files),
        (Some(FieldKind::Choice(options)), Value::String(chosen)) => options
            .iter()
            .find(|(option, _)| option == chosen)
            .map_or_else(|| chosen.clone(), |(_, label)| texts.render(label)),
        (_, Value::Bool(on)) => {
            if *on {
                tr!(texts, "On")
            } else {
                tr!(texts, "Off")
            }
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => compact_json(other),
    }
}

fn files_text(texts: Texts, files: &[Value]) -> String {
    let name = |file: &Value| {
        let path = file
            .get("path")
            .and_then(Value::as_str)
            .unwrap_or("?")
            .to_owned();
        match file.get("size").and_then(Value::as_f64) {
            Some(size) => format!("{path} ({})", bytes(texts, size)),
            None => path,
        }
    };
    let mut names: Vec<String> = files.iter().take(NAMED).map(name).collect();
    if files.len() > NAMED {
        names.push(tr!(
            texts,
            "and {count} more",
            count = count(texts, files.len() - NAMED)
        ));
    }
    names.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_is_masked_whatever_its_length() {
        let field = Field::text("token", "Token").secret();
        assert_eq!(shown(Texts::ENGLISH, Some(&field), &json!("a")), MASK);
        assert_eq!(
            shown(Texts::ENGLISH, Some(&field), &json!("a much longer one")),
            MASK
        );
    }

    #[test]
    fn a_choice_is_shown_by_its_label() {
        let field = Field::choice("sum", "Sum", &[("sha256", "SHA-256")]);
        assert_eq!(
            shown(Texts::ENGLISH, Some(&field), &json!("sha256")),
            "SHA-256"
        );
    }

    #[test]
    fn files_are_listed_with_their_sizes() {
        let field = Field::files("files", "Files", "");
        let value = json!([{ "path": "a/b.txt", "size": 1_500 }]);
        assert_eq!(
            shown(Texts::ENGLISH, Some(&field), &value),
            "a/b.txt (1.5 kB)"
        );
    }
}
