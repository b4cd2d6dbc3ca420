//! The order of rows in the document.

use web_sys::{Element, Node};

/// Puts rows in this order inside their list. A row in the right place is not touched, and the focused row is
/// never moved, because it would lose focus.
pub(super) fn put_in_order(list: &Element, rows: &[Element], focused: Option<&Element>) {
    let mut at: Option<Node> = list.first_child();
    for row in rows {
        let row_node: &Node = row;
        if focused == Some(row) {
            // Every row between here and the focused one belongs after it.
            while let Some(other) = at.take_if(|other| *other != *row_node) {
                at = other.next_sibling();
                let _ = list.insert_before(&other, row_node.next_sibling().as_ref());
            }
        }
        if at.as_ref() == Some(row_node) {
            at = row_node.next_sibling();
        } else {
            let _ = list.insert_before(row_node, at.as_ref());
        }
    }
}
