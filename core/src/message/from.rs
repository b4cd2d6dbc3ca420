//! What becomes a message, or stands in one.

use std::{borrow::Cow, sync::Arc, time::Duration};

use super::{Arg, Message, Shared};

macro_rules! plain {
    ($($text:ty),*) => {$(
        /// Plain text, which is shown as it is.
        impl From<$text> for Message {
            fn from(text: $text) -> Self {
                Self::shared(Shared::Plain(text.into()))
            }
        }
    )*};
}

plain!(&str, String, Box<str>, Arc<str>, Cow<'_, str>);

impl From<&String> for Message {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Arc<str>> for Message {
    fn from(text: &Arc<str>) -> Self {
        text.clone().into()
    }
}

impl From<&Message> for Message {
    fn from(message: &Message) -> Self {
        message.clone()
    }
}

impl<T: Into<Message>> From<T> for Arg {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

impl From<Duration> for Arg {
    fn from(time: Duration) -> Self {
        Self::Time(time)
    }
}

impl<M: Into<Message>> FromIterator<M> for Arg {
    fn from_iter<I: IntoIterator<Item = M>>(texts: I) -> Self {
        Self::List(texts.into_iter().map(Into::into).collect())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize, i32, i64, f64);
