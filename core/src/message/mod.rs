//! Texts that become words when they are shown.

mod from;
mod template;
#[cfg(test)]
mod tests;
mod written;

use std::{
    borrow::Cow,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use self::template::names;
pub use self::template::{check, fill, form, key};
use crate::{
    Amount,
    format::{self, number::plain},
};

/// A text for people that becomes words when it is shown: a template in English with its arguments, or plain text
/// that comes from elsewhere.
///
/// The template is the key under which a catalogue has the same text in another language, so a text that was kept can
/// change its language later. Most messages have no arguments and take no memory of their own. [`message!`] makes one;
/// every text becomes one with `into()`, and is then shown as it is.
///
/// ```
/// use taskdeck_core::{Message, message};
///
/// let failed = message!("{name} could not be read", name = "notes.txt");
/// assert_eq!(failed.to_string(), "notes.txt could not be read");
///
/// // The forms of a plural stand side by side; `count` chooses.
/// let files = |count: usize| message!("1 file|{count} files", count = count);
/// assert_eq!(files(1), "1 file");
/// assert_eq!(files(3), "3 files");
/// assert_eq!(files(3).key(), Some("{count} files"));
///
/// assert_eq!(Message::from("Server says no").key(), None);
/// ```
///
/// [`message!`]: crate::message!
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "written::Written", into = "written::Written")]
pub struct Message(Kind);

#[derive(Clone)]
enum Kind {
    /// A template without arguments.
    Fixed(&'static str),
    /// All else is behind one pointer: what drops and clones a message is everywhere, and small.
    Shared(Arc<Shared>),
}

enum Shared {
    Filled(Filled),
    Lines(Vec<Message>),
    Plain(Arc<str>),
}

struct Filled {
    template: Cow<'static, str>,
    /// In the order in which their names first stand in the template.
    args: Box<[Arg]>,
}

/// What stands in the braces of a [`Message`], written when the message is shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Arg {
    /// A text, or a message within the message.
    Text(Message),
    /// A number.
    Number(f64),
    /// A count of bytes.
    Bytes(f64),
    /// How long something takes.
    Time(Duration),
    /// Several texts.
    List(Vec<Message>),
}

/// Makes a [`Message`](crate::Message) from a template and its arguments: texts, numbers, durations and messages by
/// their type, bytes as [`Arg::Bytes`](crate::Arg::Bytes).
///
/// The arguments are given in the order in which their names first stand in the template; another order, a name that
/// is missing and one that is not used do not compile.
///
/// ```
/// use taskdeck_core::message;
///
/// let running = message!("{taken} of {limit} running", taken = 3, limit = 4);
/// assert_eq!(running, "3 of 4 running");
/// ```
///
/// ```compile_fail
/// # use taskdeck_core::message;
/// let running = message!("{taken} of {limit} running", limit = 4, taken = 3);
/// ```
#[macro_export]
macro_rules! message {
    ($english:literal $(,)?) => {
        const { $crate::Message::fixed($english) }
    };
    ($english:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        const { $crate::check_message($english, &[$(stringify!($name)),+]) };
        $crate::Message::filled($english, [$($crate::Arg::from($value)),+])
    }};
}

/// How a language writes messages. What is not overridden is English.
pub trait Words {
    /// The words in place of the template with this [key](Message::key), with the same names in braces; `None` where
    /// there are none.
    fn words(&self, key: &str) -> Option<String>;

    /// The form of a plural for this number, of a template whose forms stand between `|`.
    fn form<'a>(&self, template: &'a str, count: f64) -> &'a str {
        form(template, count)
    }

    /// A number; a whole one with its thousands set apart.
    fn number(&self, number: f64) -> String {
        if number >= 1_000.0 && number.fract() == 0.0 && number < 1e15 {
            format::count(number as u64)
        } else {
            plain(number)
        }
    }

    /// A count of bytes, with its unit.
    fn bytes(&self, bytes: f64) -> String {
        format::bytes(bytes.max(0.0) as u64)
    }

    /// How long something takes.
    fn time(&self, time: Duration) -> String {
        format::length(time)
    }
}

impl Message {
    /// No text.
    pub const EMPTY: Self = Self(Kind::Fixed(""));

    /// Messages in lines of their own.
    #[must_use]
    pub fn lines(lines: impl Into<Vec<Self>>) -> Self {
        Self::shared(Shared::Lines(lines.into()))
    }

    fn shared(shared: Shared) -> Self {
        Self(Kind::Shared(Arc::new(shared)))
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn fixed(template: &'static str) -> Self {
        check(template, &[]);
        Self(Kind::Fixed(template))
    }

    #[doc(hidden)]
    #[must_use]
    pub fn filled<const N: usize>(template: &'static str, args: [Arg; N]) -> Self {
        Self::of_args(template, Box::new(args))
    }

    #[inline(never)]
    fn of_args(template: &'static str, args: Box<[Arg]>) -> Self {
        Self::shared(Shared::Filled(Filled {
            template: Cow::Borrowed(template),
            args,
        }))
    }

    /// The name under which a catalogue has the text: the template, of a plural its last form. `None` for plain text
    /// and for lines.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match &self.0 {
            Kind::Fixed(template) => Some(template),
            Kind::Shared(shared) => match &**shared {
                Shared::Filled(filled) => Some(key(&filled.template)),
                Shared::Lines(_) | Shared::Plain(_) => None,
            },
        }
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.0 {
            Kind::Fixed(text) => text.is_empty(),
            Kind::Shared(shared) => match &**shared {
                Shared::Filled(_) => false,
                Shared::Lines(lines) => lines.is_empty(),
                Shared::Plain(text) => text.is_empty(),
            },
        }
    }

    /// The text in English.
    #[must_use]
    pub fn english(&self) -> Cow<'_, str> {
        match &self.0 {
            Kind::Fixed(text) => Cow::Borrowed(text),
            Kind::Shared(shared) => match &**shared {
                Shared::Plain(text) => Cow::Borrowed(text),
                _ => Cow::Owned(self.say(&English)),
            },
        }
    }

    /// The text in these words; what they do not have is said in English.
    #[must_use]
    pub fn say(&self, words: &dyn Words) -> String {
        let mut out = String::new();
        self.write(words, &mut out);
        out
    }

    fn write(&self, words: &dyn Words, out: &mut String) {
        match &self.0 {
            Kind::Fixed(template) => match words.words(template) {
                Some(own) => out.push_str(&own),
                None => out.push_str(template),
            },
            Kind::Shared(shared) => match &**shared {
                Shared::Plain(text) => out.push_str(text),
                Shared::Lines(lines) => join(lines, "\n", words, out),
                Shared::Filled(filled) => filled.write(words, out),
            },
        }
    }
}

impl Filled {
    fn write(&self, words: &dyn Words, out: &mut String) {
        let own = words.words(key(&self.template));
        let names = names(key(&self.template));
        let value = |name: &str| {
            let place = names.iter().position(|known| *known == name)?;
            self.args.get(place)
        };
        let count = match value("count") {
            Some(Arg::Number(count)) => *count,
            _ => f64::NAN,
        };
        let template = words.form(own.as_deref().unwrap_or(&self.template), count);
        fill(template, out, &mut |name, out| {
            value(name).map(|arg| arg.write(words, out)).is_some()
        });
    }
}

impl Arg {
    /// A count of bytes.
    #[must_use]
    pub fn bytes(bytes: impl Amount) -> Self {
        Self::Bytes(bytes.amount())
    }

    fn write(&self, words: &dyn Words, out: &mut String) {
        match self {
            Self::Text(text) => text.write(words, out),
            Self::Number(number) => out.push_str(&words.number(*number)),
            Self::Bytes(bytes) => out.push_str(&words.bytes(*bytes)),
            Self::Time(time) => out.push_str(&words.time(*time)),
            Self::List(texts) => join(texts, ", ", words, out),
        }
    }
}

fn join(texts: &[Message], between: &str, words: &dyn Words, out: &mut String) {
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        text.write(words, out);
    }
}

/// Two messages are equal when they say the same in English.
impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.english() == other.english()
    }
}

impl Eq for Message {}

impl Hash for Message {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.english().hash(state);
    }
}

struct English;

impl Words for English {
    fn words(&self, _key: &str) -> Option<String> {
        None
    }
}

impl Default for Message {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.english(), f)
    }
}

impl PartialEq<str> for Message {
    fn eq(&self, other: &str) -> bool {
        self.english() == other
    }
}

impl PartialEq<&str> for Message {
    fn eq(&self, other: &&str) -> bool {
        self.english() == *other
    }
}

impl PartialEq<Message> for &str {
    fn eq(&self, other: &Message) -> bool {
        other == self
    }
}
