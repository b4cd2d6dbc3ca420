//! Texts that replace the English ones.

use leptos::prelude::*;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{
    fill::{fill, found},
    text::Text,
};

/// The texts of a face and its locale: a handle that is copied into every closure.
///
/// The texts live as long as the reactive owner in which they were created. After that, and where
/// none were given, they are English.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts(Option<StoredValue<Given>>);

#[derive(Debug)]
struct Given {
    /// In the order of the list; `None` where the text is English.
    words: Vec<Option<Box<str>>>,
    locale: Option<Box<str>>,
}

/// Provides texts to everything below the current owner.
pub(crate) fn provide_texts(texts: Texts) {
    provide_context(texts);
}

/// Returns the texts of the current component, or the English ones if none were provided.
pub(crate) fn use_texts() -> Texts {
    use_context().unwrap_or_default()
}

impl Texts {
    /// English texts and no locale.
    pub const ENGLISH: Self = Self(None);

    /// Creates texts for the current reactive owner. Each pair is a text of
    /// [`all_texts`](super::all_texts) and its replacement, with the same names in braces. Without
    /// a locale, numbers are written as in English, and times as by the browser's default.
    #[must_use]
    pub fn new(given: &[(String, String)], locale: Option<&str>) -> Self {
        let words = Text::all().map(|text| {
            let own = given.iter().find(|(english, _)| english == text.english());
            own.map(|(_, words)| words.as_str().into())
        });
        Self(Some(StoredValue::new(Given {
            words: words.collect(),
            // A locale that the browser does not understand would throw at each use.
            locale: locale
                .filter(|locale| write_number(0.0, locale).is_some())
                .map(Into::into),
        })))
    }

    /// Lets `tr!` accept any value with a method of this name.
    pub(crate) fn texts(self) -> Self {
        self
    }

    /// Returns a text with its placeholders replaced.
    pub(crate) fn say(self, text: Text, with: &[(&str, &str)]) -> String {
        self.given(|given| Some(fill(given.words[text.place()].as_deref()?, with)))
            .unwrap_or_else(|| fill(text.english(), with))
    }

    /// Returns the replacement of an English text that comes from elsewhere, such as the
    /// supervisor.
    pub(crate) fn of(self, english: impl Into<String>) -> String {
        let english = english.into();
        let other = self.given(|given| {
            Text::heard().find_map(|text| {
                let words = given.words[text.place()].as_deref()?;
                Some(fill(words, &found(&english, text.english())?))
            })
        });
        other.unwrap_or(english)
    }

    /// Returns the locale, or the name for the browser's default.
    pub(crate) fn locale(self) -> String {
        self.own_locale().unwrap_or_else(|| "default".to_owned())
    }

    /// Formats a number for the locale, with at most `places` decimals. Returns `None` without a
    /// locale.
    pub(crate) fn number(self, number: f64, places: i32) -> Option<String> {
        let locale = self.own_locale()?;
        let scale = 10_f64.powi(places);
        write_number((number * scale).round() / scale, &locale)
    }

    fn own_locale(self) -> Option<String> {
        self.given(|given| given.locale.as_deref().map(str::to_owned))
    }

    fn given<T>(self, read: impl FnOnce(&Given) -> Option<T>) -> Option<T> {
        self.0?.try_with_value(read)?
    }
}

fn write_number(number: f64, locale: &str) -> Option<String> {
    to_locale_string(number, locale).ok()
}

#[wasm_bindgen]
extern "C" {
    // js-sys has the method, but without `catch`.
    #[wasm_bindgen(catch, js_namespace = ["Number", "prototype", "toLocaleString"], js_name = call)]
    fn to_locale_string(number: f64, locale: &str) -> Result<String, JsValue>;
}

#[cfg(test)]
mod tests {
    use super::{super::tr, *};

    fn german() -> Texts {
        let given = [
            ("Cancel {title}", "{title} abbrechen"),
            ("{label} is needed", "{label} fehlt"),
        ];
        Texts::new(
            &given.map(|(english, own)| (english.to_owned(), own.to_owned())),
            None,
        )
    }

    #[test]
    fn what_is_not_given_is_english() {
        Owner::new().with(|| {
            assert_eq!(
                tr!(german(), "Cancel {title}", title = "Export"),
                "Export abbrechen"
            );
            assert_eq!(
                tr!(german(), "Retry {title}", title = "Export"),
                "Retry Export"
            );
            assert_eq!(
                tr!(Texts::default(), "Cancel {title}", title = "Export"),
                "Cancel Export"
            );
        });
    }

    #[test]
    fn what_the_supervisor_says_is_said_in_the_given_words() {
        Owner::new().with(|| {
            assert_eq!(german().of("Address is needed"), "Address fehlt");
            assert_eq!(german().of("no such thing"), "no such thing");
        });
    }

    #[test]
    fn after_its_owner_is_gone_it_is_english() {
        let owner = Owner::new();
        let texts = owner.with(german);
        owner.cleanup();
        assert_eq!(
            tr!(texts, "Cancel {title}", title = "Export"),
            "Cancel Export"
        );
    }
}
