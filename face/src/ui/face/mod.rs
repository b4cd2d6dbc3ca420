//! A face in a box of another page. A shadow root isolates its styles.

mod component;
mod embedded;
mod mount;
mod options;
mod panel_sides;
mod style;
mod tray;

#[cfg(feature = "split")]
pub(crate) use self::style::add_style;
#[cfg(feature = "split")]
pub(in crate::ui) use self::style::sheets;
pub use self::{
    component::Face,
    mount::{MountedFace, MountedTray, mount_dashboard, mount_face, mount_tray_panel},
    options::{Controls, FaceOptions, Header, Variant},
};
pub(super) use self::{embedded::Embedded, options::FaceParts};
