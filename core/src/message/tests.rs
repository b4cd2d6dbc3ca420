use super::*;
use crate::message;

struct German;

impl Words for German {
    fn words(&self, key: &str) -> Option<String> {
        let own = match key {
            "{count} files" => "eine Datei|{count} Dateien",
            "{name}: {why}" => "{why} ({name})",
            "Server error" => "Serverfehler",
            _ => return None,
        };
        Some(own.to_owned())
    }

    fn number(&self, number: f64) -> String {
        plain(number).replace('.', ",")
    }
}

fn files(count: f64) -> Message {
    message!("1 file|{count} files", count = count)
}

#[test]
fn a_message_is_written_in_the_words_of_the_reader() {
    let said = [1.0, 2.5].map(|count| files(count).say(&German));
    assert_eq!(said, ["eine Datei", "2,5 Dateien"]);
    assert_eq!(
        [1.0, 2.5].map(|count| files(count).to_string()),
        ["1 file", "2.5 files"]
    );
}

#[test]
fn a_message_within_a_message_is_written_in_the_same_words() {
    let nested = message!(
        "{name}: {why}",
        name = "{why}",
        why = message!("Server error")
    );
    assert_eq!(nested.say(&German), "Serverfehler ({why})");
    assert_eq!(nested, "{why}: Server error");
}

#[test]
fn plain_text_is_never_taken_for_a_key() {
    assert_eq!(Message::from("Server error").say(&German), "Server error");
}

#[test]
fn a_message_that_was_sent_keeps_its_key_and_its_arguments() {
    let size = Arg::bytes(1_500_u32);
    let list = Arg::from_iter(["a", "b"]);
    let messages = [
        Message::EMPTY,
        files(3.0),
        message!("Server error"),
        message!("{size} of {list}", size = size, list = list),
        Message::lines([
            Message::from("x"),
            message!("{time}", time = Duration::from_secs(5)),
        ]),
    ];
    let english = ["", "3 files", "Server error", "1.5 kB of a, b", "x\n5 s"];
    for (message, english) in messages.into_iter().zip(english) {
        let sent = serde_json::to_string(&message).unwrap();
        let came: Message = serde_json::from_str(&sent).unwrap();
        assert_eq!(came, english);
        assert_eq!(came.say(&German), message.say(&German));
    }
}

#[test]
fn names_without_an_argument_stay() {
    let mut out = String::new();
    fill("a {b} {c} {d", &mut out, &mut |name, out| {
        out.push_str(if name == "b" { "{c}" } else { "" });
        name == "b"
    });
    assert_eq!(out, "a {c} {c} {d");
}

#[test]
fn messages_that_say_the_same_in_english_are_equal() {
    let filled = message!("{count} items", count = 3);
    let fixed = message!("3 items");
    assert_eq!(filled, Message::from("3 items"));
    assert_eq!(filled, fixed);
    assert_ne!(filled.key(), fixed.key());
    assert_ne!(filled, message!("{count} items", count = 4));
    let hash = |message: &Message| {
        let mut hasher = std::hash::DefaultHasher::new();
        message.hash(&mut hasher);
        std::hash::Hasher::finish(&hasher)
    };
    assert_eq!(hash(&filled), hash(&fixed));
}

#[test]
fn a_template_is_its_own_key_and_a_plural_has_its_last_form() {
    assert_eq!(
        message!("{name} is ready", name = "a").key(),
        Some("{name} is ready")
    );
    assert_eq!(files(1.0).key(), Some("{count} files"));
    assert_eq!(Message::from("{count} files").key(), None);
}

#[test]
fn a_message_without_arguments_takes_no_memory_of_its_own() {
    assert!(matches!(
        message!("Server error").0,
        Kind::Fixed("Server error")
    ));
}
