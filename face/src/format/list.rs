//! Lists.

/// Writes things of one kind in one line: *3 done, 1 failed*.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, ", ")
}

/// Writes facts of different kinds in one line: *3 running · 12 waiting*.
pub fn facts<T: AsRef<str>>(facts: &[T]) -> String {
    joined(facts, " · ")
}

fn joined<T: AsRef<str>>(items: &[T], between: &str) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(between);
        }
        text.push_str(item.as_ref());
    }
    text
}
