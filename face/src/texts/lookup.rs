//! Texts that replace the English ones.

use std::time::Duration;

use leptos::prelude::*;
use taskdeck_core::{Message, Unit, Words, plural_form, template_key};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use super::{english::Text, fill::fill};
use crate::format::{amount, count, period};

/// The texts of a face and its locale: a handle that is copied into every closure.
///
/// The texts live as long as the reactive owner in which they were created. After that, and where
/// none were given, they are English.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts(Option<StoredValue<Given>>);

#[derive(Debug)]
struct Given {
    /// The replacements with the names of their texts, sorted.
    pairs: Box<[(String, String)]>,
    locale: Option<Box<str>>,
}

impl Given {
    /// Returns the replacement of the text of this name.
    fn own(&self, name: &str) -> Option<&str> {
        let found = self
            .pairs
            .binary_search_by(|(english, _)| english.as_str().cmp(name));
        Some(&self.pairs[found.ok()?].1)
    }
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
        let mut pairs: Box<[_]> = given.into();
        pairs.sort();
        Self(Some(StoredValue::new(Given {
            pairs,
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
        self.say_form(text, f64::NAN, with)
    }

    /// Returns the form of a text for `number`, which also replaces its placeholder `count`.
    pub(crate) fn say_count(self, text: Text, number: usize, with: &[(&str, &str)]) -> String {
        let written = count(self, number);
        let with: Vec<_> = with.iter().copied().chain([("count", &*written)]).collect();
        self.say_form(text, number as f64, &with)
    }

    fn say_form(self, text: Text, count: f64, with: &[(&str, &str)]) -> String {
        let say = |words: &str| fill(plural_form(words, count), with);
        self.given(|given| Some(say(given.own(template_key(text.english()))?)))
            .unwrap_or_else(|| say(text.english()))
    }

    /// Renders a message in these texts and this locale.
    pub(crate) fn render(self, message: &Message) -> String {
        message.say(&self)
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

impl Words for Texts {
    fn words(&self, key: &str) -> Option<String> {
        self.given(|given| given.own(key).map(str::to_owned))
    }

    fn number(&self, number: f64) -> String {
        amount(*self, number, &Unit::Count)
    }

    fn bytes(&self, bytes: f64) -> String {
        amount(*self, bytes, &Unit::Bytes)
    }

    fn time(&self, time: Duration) -> String {
        period(*self, time)
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
    use taskdeck_core::message;

    use super::{super::tr, *};

    fn german() -> Texts {
        let given = [
            ("Cancel {title}", "{title} abbrechen"),
            ("{label} is required", "{label} fehlt"),
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
    fn a_message_is_said_in_the_given_words() {
        Owner::new().with(|| {
            let missing = message!("{label} is required", label = "Address");
            assert_eq!(german().render(&missing), "Address fehlt");
            let gone = message!("The run is no longer kept");
            assert_eq!(german().render(&gone), "The run is no longer kept");
            let plain = Message::from("{label} is required");
            assert_eq!(german().render(&plain), "{label} is required");
        });
    }

    #[test]
    fn a_number_chooses_the_form() {
        Owner::new().with(|| {
            let rows = |number: usize| tr!(german(), "1 row|{count} rows", count: number);
            assert_eq!([1, 1_200].map(rows), ["1 row", "1,200 rows"]);
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
