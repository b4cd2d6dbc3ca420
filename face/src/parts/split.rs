//! Where the tool cuts.

/// Declares the function `open` of a part: it loads the part, and returns its entries.
///
/// The name of the part is what `script/split` calls it. The entries are `'static`, because a pointer is what a function of
/// another module can return.
#[doc(hidden)]
#[macro_export]
macro_rules! __part {
    ($name:ident, $entries:ty, $value:expr $(, style: $style:expr)?) => {
        #[cfg(feature = "split")]
        #[$crate::__wasm_split($name, wasm_split_path = $crate::__split, preload(preload), fallible)]
        fn entries_of_part() -> ::core::result::Result<&'static $entries, $crate::__split::SplitLoaderError> {
            const ENTRIES: &$entries = &$value;
            $($crate::ui::add_style($style);)?
            Ok(ENTRIES)
        }

        fn open() -> $crate::LocalBoxFuture<'static, ::core::option::Option<&'static dyn ::core::any::Any>> {
            #[cfg(feature = "split")]
            return ::std::boxed::Box::pin(async { Some(entries_of_part().await.ok()? as _) });
            #[cfg(not(feature = "split"))]
            return ::std::boxed::Box::pin(async {
                const ENTRIES: &$entries = &$value;
                Some(ENTRIES as _)
            });
        }
    };
}
