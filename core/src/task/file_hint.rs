//! What is known of a file before it is read.

/// What is known of a file before it is read: its path, whose folders are separated by `/`, and its media type, which
/// may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileHint<'a> {
    /// The path inside the folder, or the name of a file without one.
    pub path: &'a str,
    /// The media type; empty when unknown.
    pub media_type: &'a str,
}
