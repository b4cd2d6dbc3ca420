use super::*;

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const ABC_64: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";
const SHA1: &str = "a9993e364706816aba3e25717850c26c9cd0d89d";

/// Returns the entries of a list in which every line is understood.
fn all(text: &str) -> Vec<(Algorithm, String, Option<String>)> {
    let list = parse(text);
    assert_eq!(list.malformed, [], "{text}");
    let entries = list.entries.into_iter();
    entries.map(|e| (e.algorithm, e.digest, e.name)).collect()
}

fn named(algorithm: Algorithm, digest: &str, name: &str) -> (Algorithm, String, Option<String>) {
    (algorithm, digest.to_owned(), Some(name.to_owned()))
}

/// Every one of these lists names `hello.txt` with the SHA-256 digest of `abc`.
#[track_caller]
fn names_hello(text: &str) {
    assert_eq!(
        all(text),
        [named(Algorithm::Sha256, ABC, "hello.txt")],
        "{text}"
    );
}

/// Every one of these lists is one bare digest.
#[track_caller]
fn is_bare(text: &str) {
    assert_eq!(
        all(text),
        [(Algorithm::Sha256, ABC.to_owned(), None)],
        "{text}"
    );
}

#[test]
fn reads_what_coreutils_writes() {
    names_hello(&format!("{ABC}  hello.txt\n"));
    names_hello(&format!("{ABC} *hello.txt\n"));
    names_hello(&format!("{ABC} hello.txt\n"));
    names_hello(&format!("  {ABC}  hello.txt\r\n"));
    names_hello(&format!("{}  hello.txt", ABC.to_uppercase()));
    names_hello(&format!("\u{feff}{ABC}  hello.txt"));
    names_hello(&format!("SHA256 (hello.txt) = {ABC}\n"));
    names_hello(&format!("SHA256 (hello.txt) = {ABC_64}\n"));
    names_hello(&format!("{ABC_64}  hello.txt\n"));
    assert_eq!(
        all(&format!("{ABC}  two\nlines\0{MD5}  b\0")),
        [
            named(Algorithm::Sha256, ABC, "two\nlines"),
            named(Algorithm::Md5, MD5, "b")
        ],
        "sha256sum --zero"
    );
    assert_eq!(
        all(&format!("{ABC}   in front and behind \n")),
        [named(Algorithm::Sha256, ABC, " in front and behind ")]
    );
}

#[test]
fn reads_what_bsd_and_openssl_write() {
    names_hello(&format!("SHA256(hello.txt)= {ABC}"));
    names_hello(&format!("SHA2-256(hello.txt)= {ABC}"));
    names_hello(&format!("sha256 (hello.txt) = {ABC}"));
    let pairs: Vec<&str> = ABC
        .as_bytes()
        .chunks(2)
        .map(|p| str::from_utf8(p).unwrap())
        .collect();
    names_hello(&format!("SHA2-256(hello.txt)= {}", pairs.join(":")));
    assert_eq!(
        all(&format!(
            "SHA1 (a (1).txt) = {SHA1}\nMD5(b)= {MD5}\n(stdin)= {MD5}"
        )),
        [
            named(Algorithm::Sha1, SHA1, "a (1).txt"),
            named(Algorithm::Md5, MD5, "b"),
            named(Algorithm::Md5, MD5, "stdin"),
        ]
    );
    assert_eq!(
        all(&format!("\\SHA256 (a\\\\b\\nc) = {ABC}")),
        [named(Algorithm::Sha256, ABC, "a\\b\nc")]
    );
}

#[test]
fn reads_what_powershell_writes() {
    let path = "C:\\Users\\me\\my files\\hello.txt";
    let wanted = [named(Algorithm::Sha256, ABC, path)];
    let upper = ABC.to_uppercase();
    let table = format!(
        "\r\nAlgorithm       Hash                  Path\r\n---------       ----                  ----\r\n\
         SHA256          {upper}       {path}   \r\n\r\n\r\n"
    );
    assert_eq!(all(&table), wanted);
    let list = format!("\n\nAlgorithm : SHA256\nHash      : {upper}\nPath      : {path}\n\n\n");
    assert_eq!(all(&list), wanted);
    let (begin, end) = upper.split_at(40);
    let wrapped =
        format!("Algorithm : SHA256\nHash      : {begin}\n            {end}\nPath      : {path}\n");
    assert_eq!(all(&wrapped), wanted);
    let csv = format!(
        "#TYPE Microsoft.PowerShell.Commands.FileHashInfo\r\n\"Algorithm\",\"Hash\",\"Path\"\r\n\"SHA256\",\"{upper}\",\"{path}\"\r\n"
    );
    assert_eq!(all(&csv), wanted);
    let semicolons = format!("Hash;Path\n{upper};\"{path}\"\n");
    assert_eq!(all(&semicolons), wanted);
    let selected = format!("Hash   Path\n----   ----\n{upper} {path}\n");
    assert_eq!(all(&selected), wanted);
    let turned = format!("Path Hash\n---- ----\n{path}  {upper}\n");
    assert_eq!(all(&turned), wanted);
}

#[test]
fn several_files_of_powershell_are_several_entries() {
    let wanted = [
        named(Algorithm::Sha256, ABC, "C:\\a"),
        named(Algorithm::Md5, MD5, "C:\\b"),
    ];
    let table = format!(
        "Algorithm Hash Path\n--------- ---- ----\nSHA256 {ABC} C:\\a\nMD5 {MD5} C:\\b\n\n"
    );
    assert_eq!(all(&table), wanted);
    let list = format!(
        "Algorithm : SHA256\nHash : {ABC}\nPath : C:\\a\n\nAlgorithm : MD5\nHash : {MD5}\nPath : C:\\b\n"
    );
    assert_eq!(all(&list), wanted);
    assert_eq!(all(&list.replace("\n\n", "\n")), wanted);
}

#[test]
fn a_path_that_powershell_cut_off_is_not_taken_for_a_name() {
    is_bare(&format!(
        "Algorithm Hash Path\n--------- ---- ----\nSHA256 {ABC} C:\\Users\\me\\hel...\n"
    ));
    let cut = parse("Algorithm Hash Path\n--------- ---- ----\nSHA512 BA7816BF8F01... C:\\a\n");
    assert_eq!(
        cut.malformed[0].message().to_string(),
        "Line 3: the digest is cut off"
    );
}

#[test]
fn reads_what_certutil_writes() {
    let done = "CertUtil: -hashfile command completed successfully.";
    names_hello(&format!("SHA256 hash of hello.txt:\r\n{ABC}\r\n{done}\r\n"));
    let pairs: Vec<&str> = ABC
        .as_bytes()
        .chunks(2)
        .map(|p| str::from_utf8(p).unwrap())
        .collect();
    names_hello(&format!(
        "SHA256 hash of file hello.txt:\r\n{}\r\n{done}\r\n",
        pairs.join(" ")
    ));
    is_bare(&format!(
        "SHA256-Hash von hello.txt:\r\n{ABC}\r\nCertUtil: -hashfile-Befehl wurde erfolgreich ausgeführt.\r\n"
    ));
}

#[test]
fn a_bare_digest_is_one_without_a_name() {
    is_bare(ABC);
    is_bare(&format!("{ABC}\n"));
    is_bare(&format!("{ABC}  \r\n"));
    is_bare(&format!("sha256:{ABC}"));
    is_bare(&format!("sha256-{ABC_64}"));
    is_bare(&format!("SHA-256: {ABC}"));
    is_bare(&format!("SHA256 = {ABC}"));
    is_bare(&format!("SHA256:\n{ABC}"));
    assert_eq!(
        all(&format!("{ABC}  -")),
        [named(Algorithm::Sha256, ABC, "-")]
    );
}

#[test]
fn a_signature_is_not_part_of_the_list() {
    let pgp = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\nCharset: UTF-8\n\n{ABC}  hello.txt\n- {MD5}\n- -----\n\
         -----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"
    );
    let list = parse(&pgp);
    assert!(list.is_signed);
    let names: Vec<Option<&str>> = list.entries.iter().map(|e| e.name.as_deref()).collect();
    assert_eq!(names, [Some("hello.txt"), None]);
    assert_eq!(list.malformed.len(), 1);
    assert_eq!(list.malformed[0].line, 7);
    let signify = format!(
        "untrusted comment: verify with x.pub\nRWRoBbjnosJ/37llpve1XaNIrrQ=\nSHA256 (hello.txt) = {ABC}\n"
    );
    names_hello(&signify);
    assert!(parse(&signify).is_signed);
    assert!(!parse(&format!("{ABC}  a")).is_signed);
}

#[test]
fn a_name_is_read_as_it_was_written() {
    for path in [
        "plain",
        "two\nlines",
        "back\\slash",
        "*star",
        " space",
        "a\rb",
        "a (1) = b",
        "(x) = y",
    ] {
        assert_eq!(all(&line(ABC, path)), [named(Algorithm::Sha256, ABC, path)]);
    }
}

#[test]
fn blank_lines_and_comments_are_ignored() {
    assert_eq!(
        parse("\n  \n# made by hand\n; and with care\n"),
        List::default()
    );
    names_hello(&format!("\n# one\n; two\n{ABC}  hello.txt\n\n"));
}

#[test]
fn a_line_that_is_none_says_its_number_and_the_others_count() {
    let wrong = |second: &str| {
        let list = parse(&format!("{ABC}  a\n{second}\n{MD5}  b\n"));
        assert_eq!(list.entries.len(), 2, "{second}");
        assert_eq!(list.entries[1].line, 3);
        let [malformed] = &list.malformed[..] else {
            panic!("{second}: {:?}", list.malformed)
        };
        malformed.message().to_string()
    };
    assert!(wrong("nonsense").starts_with("Line 2: a digest, two spaces"));
    assert!(wrong("this is no digest").starts_with("Line 2: a digest has only"));
    assert!(wrong("xyz  name").starts_with("Line 2: a digest has only"));
    assert!(wrong("abc123  name").starts_with("Line 2: a digest has 64"));
    assert!(wrong("abc123").starts_with("Line 2: a digest has 64"));
    assert!(wrong(&format!("SHA256 () = {ABC}")).starts_with("Line 2: the name"));
    assert!(wrong(&format!("MD5 (a) = {ABC}")).starts_with("Line 2: the digest does not have"));
    assert!(wrong(&format!("SHA512/256 (a) = {ABC}")).starts_with("Line 2: SHA512/256 is not"));
    assert!(wrong(&format!("HMAC-SHA2-256(a)= {ABC}")).starts_with("Line 2: HMAC-SHA2-256 is not"));
    assert!(wrong(&format!("\\{ABC}  a\\qb")).starts_with("Line 2: after a backslash"));
}

#[test]
fn the_algorithm_follows_from_the_digest() {
    for (digits, algorithm) in [
        (32, Algorithm::Md5),
        (40, Algorithm::Sha1),
        (56, Algorithm::Sha224),
        (64, Algorithm::Sha256),
        (96, Algorithm::Sha384),
        (128, Algorithm::Sha512),
    ] {
        let digest = "a".repeat(digits);
        assert_eq!(
            all(&format!("{digest}  x")),
            [named(algorithm, &digest, "x")]
        );
    }
}

#[test]
fn a_list_is_known_in_every_encoding() {
    let text = format!("{ABC}  grüße.txt\n");
    let units =
        |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (little, big) = (units(u16::to_le_bytes), units(u16::to_be_bytes));
    assert_eq!(decode(text.as_bytes()), text);
    assert_eq!(decode(&[&[0xff, 0xfe][..], &little].concat()), text);
    assert_eq!(decode(&[&[0xfe, 0xff][..], &big].concat()), text);
    assert_eq!(decode(&little), text);
    assert_eq!(decode(&big), text);
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    assert_eq!(decode(&latin), text);
    assert_eq!(decode(b""), "");
}

#[test]
fn lists_are_known_by_their_names() {
    for name in [
        "SHA256SUMS",
        "sha256sums.txt",
        "SHA1SUMS",
        "MD5SUMS",
        "SHA512SUMS.asc",
        "SHA256SUM",
        "SHA256",
        "SHA256.sig",
        "CHECKSUM",
        "checksums.txt",
        "tool_1.2_checksums.txt",
        "terraform_1.0_SHA256SUMS",
        "SHASUMS256.txt",
        "Fedora-41-CHECKSUM",
        "disk.iso.sha256",
        "disk.iso.sha256sum",
        "disk.md5",
        "disk.iso.sha512.txt",
        "x.sha1",
    ] {
        assert!(is_list_name(name), "{name}");
    }
    for name in [
        "hello.txt",
        "checksum.rs",
        "lorem-ipsum.txt",
        "sums.xlsx",
        "sha256.js",
        "consumers",
    ] {
        assert!(!is_list_name(name), "{name}");
    }
    for name in ["notes", "Hashes.TXT", "release.asc", "hashes.csv"] {
        assert!(may_be_list(name), "{name}");
    }
    for name in ["photo.jpg", "archive.tar.gz", "page.txt.html"] {
        assert!(!may_be_list(name), "{name}");
    }
    assert_eq!(covered_name("Disk.ISO.SHA256"), Some("Disk.ISO"));
    assert_eq!(covered_name("disk.iso.md5.txt"), Some("disk.iso"));
    assert_eq!(covered_name("SHA256SUMS"), None);
    assert_eq!(covered_name("hello.txt"), None);
}
