//! Parts of the program that are loaded when they are first needed.
//!
//! A part is a module of its own. With the feature `split`, a tool cuts it off after the linker: see `script/split`. Without
//! the feature, as under `trunk serve`, the part is in the program, and is there at once.
//!
//! The boundary of a part is one function that lies in it and returns its entries, a struct of functions. Code in front of
//! the boundary calls no other item of the part, or the tool would leave that item in front.

mod loading;
mod source;
mod split;

pub use self::loading::{NotLoaded, Part, entries, load};
pub(crate) use self::loading::{PartLoader, PartState, loader_of};
#[doc(inline)]
pub use crate::__part as part;
