//! Messages on their way between programs: a template stays a key.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Arg, Filled, Kind, Message, Shared};

#[derive(Serialize, Deserialize)]
pub(super) enum Written {
    Plain(Box<str>),
    Ours(Cow<'static, str>, Vec<Arg>),
    Lines(Vec<Message>),
}

impl From<Message> for Written {
    fn from(message: Message) -> Self {
        match message.0 {
            Kind::Fixed(template) => Self::Ours(Cow::Borrowed(template), Vec::new()),
            Kind::Shared(shared) => match &*shared {
                Shared::Plain(text) => Self::Plain((&**text).into()),
                Shared::Filled(filled) => Self::Ours(filled.template.clone(), filled.args.to_vec()),
                Shared::Lines(lines) => Self::Lines(lines.clone()),
            },
        }
    }
}

impl From<Written> for Message {
    fn from(written: Written) -> Self {
        Self::shared(match written {
            Written::Plain(text) => Shared::Plain(text.into()),
            Written::Ours(template, args) => Shared::Filled(Filled {
                template,
                args: args.into(),
            }),
            Written::Lines(lines) => Shared::Lines(lines),
        })
    }
}
