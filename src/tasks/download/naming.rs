//! The name under which a download is saved.

use percent_encoding::percent_decode_str;

use super::{
    disposition,
    ending::{with_added_ending, with_ending_of},
    safe_name::safe_name,
};

/// What is known of a download besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Source<'a> {
    /// The address that answered, after redirects.
    pub(super) address: &'a str,
    /// Its Content-Disposition header, as `fetch` gives it.
    pub(super) disposition: Option<&'a str>,
    /// Its Content-Type header.
    pub(super) media_type: Option<&'a str>,
}

impl Source<'_> {
    /// Returns the name under which a browser would save it: the one in the header, else the end of the address with
    /// the ending of the media type, else the host.
    pub(super) fn name(&self) -> String {
        self.disposition
            .and_then(disposition::file_name)
            .or_else(|| self.address_name())
            .or_else(|| self.host_name())
            .map(|name| safe_name(&name))
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "download".to_owned())
    }

    fn address_name(&self) -> Option<String> {
        let (_, rest) = self.address.split_once("://")?;
        let rest = &rest[..rest.find('#').unwrap_or(rest.len())];
        let (rest, query) = rest
            .split_once('?')
            .map_or((rest, false), |(rest, _)| (rest, true));
        let (_, path) = rest.split_once('/')?;
        let last = path.trim_end_matches('/').rsplit('/').next()?;
        let last = without_session(last);
        // What is not UTF-8 stays encoded: its encoding is not known.
        let name = percent_decode_str(last)
            .decode_utf8()
            .map_or_else(|_| last.to_owned(), |name| name.into_owned());
        let media_type = self.media_type.unwrap_or_default();
        (!name.trim().is_empty()).then(|| with_ending_of(name, media_type, query))
    }

    fn host_name(&self) -> Option<String> {
        let (_, rest) = self.address.split_once("://")?;
        let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        Some(with_added_ending(
            host.to_owned(),
            self.media_type.unwrap_or_default(),
        ))
    }
}

/// Removes the parameters that some servers append to a name: `a.zip;jsessionid=1`.
fn without_session(name: &str) -> &str {
    match name.split_once(';') {
        Some((file, _)) if file.contains('.') => file,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(address: &str, disposition: Option<&str>, media_type: Option<&str>) -> String {
        let source = Source {
            address,
            disposition,
            media_type,
        };
        source.name()
    }

    #[test]
    fn a_download_is_named_as_the_server_says() {
        let named =
            |header: &str| name("https://a.example/x", Some(header), Some("application/pdf"));
        assert_eq!(named("attachment; filename=plain.txt"), "plain.txt");
        assert_eq!(named("attachment; filename=\"a\\\"b/c.txt\""), "a_b_c.txt");
        // A name that the server gives is whole.
        assert_eq!(named("attachment; filename=README"), "README");
        assert_eq!(named("attachment; filename=\"..\""), "download");
        assert_eq!(named("inline"), "x.pdf");
        assert_eq!(named("attachment; filename=\" \""), "x.pdf");
    }

    #[test]
    fn else_it_is_named_as_the_address_ends() {
        let named = |address: &str| name(address, None, None);
        assert_eq!(named("https://a.example/dir/b%20c.zip?x=/y#z"), "b c.zip");
        assert_eq!(named("https://a.example/dir/caf%C3%A9.txt#a?b"), "café.txt");
        assert_eq!(named("https://a.example/dir/"), "dir");
        assert_eq!(named("https://a.example/a%2Fb.txt"), "a_b.txt");
        assert_eq!(named("https://a.example/caf%E9.txt"), "caf%E9.txt");
        assert_eq!(named("https://a.example/b.zip;jsessionid=4"), "b.zip");
        assert_eq!(named("https://a.example/a;b=c.txt"), "a;b=c.txt");
        assert_eq!(named("https://a.example/%"), "%");
        assert_eq!(named("http://a.example:8080/"), "a.example_8080");
        assert_eq!(named("http://a.example:8080"), "a.example_8080");
        assert_eq!(named("nothing"), "download");
    }

    #[test]
    fn the_media_type_gives_an_ending_to_the_address() {
        let named = |address: &str, media_type: &str| name(address, None, Some(media_type));
        assert_eq!(named("https://a.example/get", "application/pdf"), "get.pdf");
        assert_eq!(
            named("https://a.example/get.php?file=x", "application/zip"),
            "get.zip"
        );
        assert_eq!(
            named("https://a.example/get.php", "application/zip"),
            "get.php"
        );
        assert_eq!(
            named("https://example.com/", "text/html; charset=utf-8"),
            "example.com.html"
        );
        assert_eq!(
            named("https://example.com/?q=a.b", "text/html"),
            "example.com.html"
        );
    }
}
