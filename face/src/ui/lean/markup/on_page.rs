//! What Leptos asks of a view besides being drawn.

/// Implements for a view what only a server, or a page that a server has drawn, would call. Attributes are spread onto the
/// `AnyView` around it.
macro_rules! only_on_a_page {
    ($view:ident $shown:ident) => {
        const _: () = {
            use leptos::tachys::{
                html::attribute::{Attribute, any_attribute::AnyAttribute},
                hydration::Cursor,
                view::{Position, PositionState},
            };

            impl AddAnyAttr for $view {
                type Output<A: Attribute> = Self;

                fn add_any_attr<A: Attribute>(self, _: A) -> Self {
                    self
                }
            }

            impl RenderHtml for $view {
                type AsyncOutput = Self;
                type Owned = Self;
                const MIN_LENGTH: usize = 0;

                fn dry_resolve(&mut self) {}

                async fn resolve(self) -> Self {
                    self
                }

                fn to_html_with_buf(
                    self,
                    _: &mut String,
                    _: &mut Position,
                    _: bool,
                    _: bool,
                    _: Vec<AnyAttribute>,
                ) {
                }

                fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> $shown {
                    self.build()
                }

                fn into_owned(self) -> Self {
                    self
                }
            }
        };
    };
}

pub(crate) use only_on_a_page;
