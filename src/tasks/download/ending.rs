//! Endings of file names, and the media types that go with them.

/// Media types with the endings of their files, the usual one first.
const ENDINGS: &[(&str, &[&str])] = &[
    ("application/epub+zip", &["epub"]),
    ("application/gzip", &["gz", "tgz", "svgz"]),
    ("application/java-archive", &["jar"]),
    ("application/javascript", &["js", "mjs", "cjs"]),
    ("application/json", &["json", "map"]),
    ("application/ld+json", &["jsonld", "json"]),
    ("application/msword", &["doc", "dot"]),
    ("application/pdf", &["pdf"]),
    ("application/rtf", &["rtf"]),
    ("application/sql", &["sql"]),
    ("application/vnd.ms-excel", &["xls", "xlt", "csv"]),
    ("application/vnd.ms-powerpoint", &["ppt", "pps", "pot"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
    ("application/wasm", &["wasm"]),
    ("application/x-7z-compressed", &["7z"]),
    ("application/x-bzip2", &["bz2", "tbz2"]),
    ("application/x-gzip", &["gz", "tgz", "svgz"]),
    ("application/x-ndjson", &["ndjson", "jsonl"]),
    ("application/x-tar", &["tar"]),
    ("application/x-xz", &["xz", "txz"]),
    ("application/xhtml+xml", &["xhtml", "xht", "html", "htm"]),
    (
        "application/xml",
        &["xml", "xsl", "xsd", "rss", "atom", "svg"],
    ),
    ("application/yaml", &["yaml", "yml"]),
    ("application/zip", &["zip"]),
    ("application/zstd", &["zst"]),
    ("audio/aac", &["aac"]),
    ("audio/flac", &["flac"]),
    ("audio/mp4", &["m4a", "mp4"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/ogg", &["ogg", "oga", "opus"]),
    ("audio/wav", &["wav"]),
    ("audio/webm", &["weba", "webm"]),
    ("font/otf", &["otf"]),
    ("font/ttf", &["ttf"]),
    ("font/woff", &["woff"]),
    ("font/woff2", &["woff2"]),
    ("image/apng", &["apng", "png"]),
    ("image/avif", &["avif"]),
    ("image/bmp", &["bmp"]),
    ("image/gif", &["gif"]),
    ("image/heic", &["heic"]),
    ("image/jpeg", &["jpeg", "jpg", "jfif", "pjpeg"]),
    ("image/png", &["png", "apng"]),
    ("image/svg+xml", &["svg", "svgz"]),
    ("image/tiff", &["tiff", "tif"]),
    ("image/vnd.microsoft.icon", &["ico"]),
    ("image/webp", &["webp"]),
    ("image/x-icon", &["ico"]),
    ("text/calendar", &["ics"]),
    ("text/css", &["css"]),
    ("text/csv", &["csv"]),
    ("text/html", &["html", "htm", "shtml"]),
    ("text/javascript", &["js", "mjs", "cjs"]),
    ("text/markdown", &["md", "markdown"]),
    ("text/plain", &["txt", "text", "log"]),
    ("text/tab-separated-values", &["tsv"]),
    ("text/vcard", &["vcf"]),
    ("text/vtt", &["vtt"]),
    ("text/xml", &["xml", "xsl", "xsd", "rss", "atom", "svg"]),
    ("video/mp4", &["mp4", "m4v"]),
    ("video/mpeg", &["mpeg", "mpg"]),
    ("video/ogg", &["ogv", "ogg"]),
    ("video/quicktime", &["mov"]),
    ("video/webm", &["webm"]),
];

/// Endings of programs on a server, which do not name the type of the answer.
const PROGRAMS: [&str; 8] = ["asp", "aspx", "ashx", "cgi", "do", "jsp", "php", "pl"];

/// Gives a name from an address the ending of its media type, if it has none. With `query` the address is that of a
/// program, so another ending is replaced.
pub(super) fn with_ending_of(name: String, media_type: &str, query: bool) -> String {
    let Some(endings) = endings_of(media_type) else {
        return name;
    };
    let usual = endings[0];
    match name.rsplit_once('.') {
        None => format!("{name}.{usual}"),
        Some((stem, ending)) if query && !stem.is_empty() => {
            let ending = ending.to_ascii_lowercase();
            let fits = endings.contains(&ending.as_str());
            // Servers send any readable file as plain text.
            let is_specific = usual != "txt" || PROGRAMS.contains(&ending.as_str());
            match !fits && is_specific {
                true => format!("{stem}.{usual}"),
                false => name,
            }
        }
        Some(_) => name,
    }
}

/// Appends the ending of a media type to the name of a host, whose dots begin no ending.
pub(super) fn with_added_ending(name: String, media_type: &str) -> String {
    match endings_of(media_type) {
        Some(endings) => format!("{name}.{}", endings[0]),
        None => name,
    }
}

fn endings_of(media_type: &str) -> Option<&'static [&'static str]> {
    let essence = media_type
        .split([';', ','])
        .next()?
        .trim()
        .to_ascii_lowercase();
    let known = ENDINGS.binary_search_by(|(known, _)| (*known).cmp(essence.as_str()));
    known.ok().map(|at| ENDINGS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_order_to_be_found() {
        assert!(ENDINGS.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn a_name_without_an_ending_gets_one() {
        let named =
            |name: &str, media_type: &str| with_ending_of(name.to_owned(), media_type, false);
        assert_eq!(named("get", "application/zip"), "get.zip");
        assert_eq!(named("get", "IMAGE/PNG; x=y"), "get.png");
        assert_eq!(named("get", "image/jpeg"), "get.jpeg");
        assert_eq!(named("get", "application/octet-stream"), "get");
        assert_eq!(named("get", "binary/octet-stream"), "get");
        assert_eq!(named("get", ""), "get");
        assert_eq!(named("v1.2", "application/zip"), "v1.2");
        assert_eq!(named("get.php", "application/zip"), "get.php");
        assert_eq!(named("photo.jpg", "image/png"), "photo.jpg");
    }

    #[test]
    fn a_program_s_ending_gives_way_to_that_of_its_answer() {
        let named =
            |name: &str, media_type: &str| with_ending_of(name.to_owned(), media_type, true);
        assert_eq!(named("get.php", "application/zip"), "get.zip");
        assert_eq!(named("get.php", "text/plain; charset=utf-8"), "get.txt");
        assert_eq!(named("photo.jpg", "image/png"), "photo.png");
        assert_eq!(named("photo.jpg", "image/jpeg"), "photo.jpg");
        assert_eq!(named("x.tar.gz", "application/gzip"), "x.tar.gz");
        assert_eq!(named("a.HTM", "text/html"), "a.HTM");
        assert_eq!(named("a.csv", "text/plain"), "a.csv");
        assert_eq!(named("get.php", "application/octet-stream"), "get.php");
        assert_eq!(named(".x", "application/zip"), ".x");
    }
}
