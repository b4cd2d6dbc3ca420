//! The position of a deck among the decks of its page.

use std::cell::RefCell;

use super::deck::Deck;
use crate::{
    texts::{Texts, tr},
    ui::lean::*,
};

thread_local! {
    /// The positions that are taken.
    static TAKEN: RefCell<Vec<bool>> = const { RefCell::new(Vec::new()) };
}

/// The position of a deck among the decks of its page, from 0. Regions of the first deck have plain names;
/// those of a further one end with its position, so that a list of landmarks tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ordinal(usize);

impl Ordinal {
    /// Takes the lowest free position until the current owner ends.
    pub(super) fn take() -> Self {
        let own = TAKEN.with_borrow_mut(lowest_free);
        on_cleanup(move || TAKEN.with_borrow_mut(|taken| taken[own] = false));
        Self(own)
    }

    /// Returns the part of a name that only a further deck has: *, deck 2*.
    fn suffix(self, texts: Texts) -> Option<String> {
        let number = (self.0 > 0).then(|| (self.0 + 1).to_string())?;
        Some(format!(
            ", {}",
            tr!(texts, "deck {number}", number = number)
        ))
    }

    /// Returns the name of a region in this deck.
    fn name(self, texts: Texts, plain: String) -> String {
        plain + &self.suffix(texts).unwrap_or_default()
    }

    /// Returns whether the page has a deck before this one.
    pub(super) fn is_further(self) -> bool {
        self.0 > 0
    }
}

/// Returns the part of a heading that only a further deck has. It is read, and not shown.
pub(super) fn name_suffix(deck: Deck) -> Option<AnyView> {
    let suffix = deck.ordinal.suffix(deck.texts())?;
    Some(view! { <span class="td-unseen">{suffix}</span> }.into_any())
}

/// Returns the name of a region, in a component that may be used without a deck.
pub(super) fn name_in_deck(texts: Texts, plain: String) -> String {
    match use_context::<Deck>() {
        Some(deck) => deck.ordinal.name(texts, plain),
        None => plain,
    }
}

fn lowest_free(taken: &mut Vec<bool>) -> usize {
    let free = taken.iter().position(|taken| !taken);
    let own = free.unwrap_or(taken.len());
    match free {
        Some(free) => taken[free] = true,
        None => taken.push(true),
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_that_was_given_back_is_taken_again() {
        let mut taken = Vec::new();
        assert_eq!([lowest_free(&mut taken), lowest_free(&mut taken)], [0, 1]);
        taken[0] = false;
        assert_eq!([lowest_free(&mut taken), lowest_free(&mut taken)], [0, 2]);
    }

    #[test]
    fn only_a_further_deck_has_a_number_in_its_names() {
        let name = |at| Ordinal(at).name(Texts::ENGLISH, "Runs".to_owned());
        assert_eq!([name(0), name(1)], ["Runs", "Runs, deck 2"]);
    }
}
