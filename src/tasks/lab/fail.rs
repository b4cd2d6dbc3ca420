//! Tasks that fail.

use std::time::Duration;

use taskdeck_core::{Field, Retry, RunContext, Task, TaskError, message};

/// How many runs one storm has.
const STORM: usize = 200;

/// How long the hostile text is, in bytes.
const HOSTILE_LENGTH: usize = 1_000_000;

pub(super) fn fails() -> Task {
    Task::new("fails", "Fails", async |ctx: RunContext| {
        ctx.log(message!("About to fail"));
        let message = ctx.params().text("message").unwrap_or_default();
        Err::<(), _>(
            TaskError::new(message)
                .caused_by(message!("The lab asked for it"))
                .caused_by(message!("Run was pressed")),
        )
    })
    .icon("octagon")
    .description(message!("Fails with a message and two causes"))
    .field(
        Field::text("message", message!("Message"))
            .required()
            .default("This task fails on purpose"),
    )
}

pub(super) fn fails_with_hostile_text() -> Task {
    Task::new(
        "fails-with-hostile-text",
        "Fails with hostile text",
        async |ctx: RunContext| {
            ctx.log("\u{202e}a log line from right to left");
            Err::<(), _>(TaskError::new(hostile_text()).caused_by(message!("<b>not bold</b>")))
        },
    )
    .icon("octagon")
    .description(message!(
        "Fails with a megabyte of markup, right-to-left text and emoji"
    ))
}

pub(super) fn fails_twice_then_succeeds() -> Task {
    Task::new(
        "fails-twice-then-succeeds",
        "Fails twice, then succeeds",
        async |ctx: RunContext| match ctx.attempt() {
            attempt @ ..=2 => Err(TaskError::new(message!(
                "Attempt {attempt} fails on purpose",
                attempt = attempt
            ))),
            attempt => Ok(message!(
                "Attempt {attempt} has succeeded",
                attempt = attempt
            )),
        },
    )
    .icon("flask")
    .description(message!("Is tried again after 2 seconds, and after 4 more"))
    .retry(Retry::new(3).delay(Duration::from_secs(2)))
}

pub(super) fn error_storm() -> Task {
    Task::new("error-storm", "Error storm", async |_: RunContext| {
        Err::<(), _>(TaskError::new(message!("One of a storm of errors")))
    })
    .icon("warning")
    .description(message!("200 runs that fail at the same moment"))
    .split(|params| vec![params; STORM])
}

/// Returns a megabyte of markup that would run, right-to-left text and emoji.
fn hostile_text() -> String {
    let mut text = String::with_capacity(HOSTILE_LENGTH + 256);
    text.push_str("<img src=x onerror=\"document.title='owned'\"> ");
    text.push_str("</pre></dialog><script>document.title='owned'</script> ");
    text.push_str("\u{202e}desrever si siht\u{202c} \u{2067}שלום עולם\u{2069} مرحبا بالعالم 👩‍👩‍👧‍👦🏴‍☠️ ");
    while text.len() < HOSTILE_LENGTH {
        text.push_str("<img src=x onerror=alert(1)>نص👾");
    }
    text
}

#[cfg(test)]
mod tests {
    use taskdeck_core::Params;

    use super::*;

    #[test]
    fn hostile_text_is_a_megabyte() {
        assert!(hostile_text().len() >= HOSTILE_LENGTH);
    }

    #[test]
    fn a_storm_is_two_hundred_runs() {
        assert_eq!(error_storm().split_params(Params::new()).len(), 200);
    }
}
