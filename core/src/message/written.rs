//! Messages on their way between programs: a template stays a key.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{Arg, Filled, Kind, Message};

#[derive(Serialize, Deserialize)]
pub(super) enum Written {
    Plain(Box<str>),
    Ours(Cow<'static, str>, Vec<Arg>),
    Lines(Vec<Message>),
}

impl From<Message> for Written {
    fn from(message: Message) -> Self {
        match message.0 {
            Kind::Plain(text) => Self::Plain((&*text).into()),
            Kind::Fixed(template) => Self::Ours(Cow::Borrowed(template), Vec::new()),
            Kind::Filled(filled) => Self::Ours(filled.template.clone(), filled.args.to_vec()),
            Kind::Lines(lines) => Self::Lines(lines.to_vec()),
        }
    }
}

impl From<Written> for Message {
    fn from(written: Written) -> Self {
        Self(match written {
            Written::Plain(text) => Kind::Plain(text.into()),
            Written::Ours(template, args) => Kind::Filled(Arc::new(Filled {
                template,
                args: args.into(),
            })),
            Written::Lines(lines) => Kind::Lines(lines.into()),
        })
    }
}
