//! A face in a box of somebody else's page: in a shadow root, so that no style leaks in or out.

mod component;
mod embedded;
mod mount;
mod options;
mod place;
mod style;
mod tray;

pub(super) use self::embedded::Embedded;
pub use self::{
    component::Face,
    mount::{MountedFace, mount_face},
    options::{FaceOptions, Variant},
};
