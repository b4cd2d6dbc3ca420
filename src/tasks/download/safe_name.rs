//! File names that every file system accepts and that hide nothing.

/// The longest name, in bytes. File systems allow 255, and a browser adds ` (1)` and an ending while it saves.
const LONGEST: usize = 240;

/// The longest ending that a cut preserves, in bytes.
const LONGEST_ENDING: usize = 24;

/// Endings of compressed files, which may follow another one.
const COMPRESSED: [&str; 9] = ["bz", "bz2", "gz", "lz", "lzma", "lzo", "xz", "z", "zst"];

/// Replaces characters that a file system or a reader could misread, and cuts a name that is too long. The result may
/// be empty.
pub(super) fn safe_name(name: &str) -> String {
    let letter = |letter: char| match letter {
        '\t' | '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{3000}' => ' ',
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        letter if letter.is_control() || is_hidden(letter) => '_',
        letter => letter,
    };
    let name: String = name.chars().map(letter).collect();
    let is_end = |letter: char| letter == '.' || letter == ' ';
    cut(name.trim_start_matches(is_end).trim_end_matches(is_end))
}

/// Returns whether a character is invisible, or changes the direction of the text around it. Joiners are kept:
/// letters and emoji need them.
fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Cuts the stem of a name that is too long, never its ending and never a character.
fn cut(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = long_ending(name);
    let (stem, ending) = match name.len() - ending {
        0 => (name, ""),
        _ if ending > LONGEST_ENDING => (name, ""),
        at => name.split_at(at),
    };
    let mut end = LONGEST - ending.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let stem = stem[..end].trim_end_matches(['.', ' ', '\u{200d}']);
    format!("{stem}{ending}")
}

/// Returns the length of a name's ending with its dot: `.txt`, or `.tar.gz` as a whole.
fn long_ending(name: &str) -> usize {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return 0;
    };
    let lower = ending.to_ascii_lowercase();
    let inner = match stem.rsplit_once('.') {
        Some((_, inner)) if COMPRESSED.contains(&lower.as_str()) => inner,
        _ => "",
    };
    let is_ending =
        (1..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_alphanumeric());
    ending.len() + 1 + if is_ending { inner.len() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_and_hides_nothing() {
        assert_eq!(safe_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(safe_name("C:\\a\\b.txt"), "C__a_b.txt");
        assert_eq!(safe_name("a*b?c\"d<e>f|g"), "a_b_c_d_e_f_g");
        assert_eq!(safe_name("a\u{202e}gpj.exe"), "a_gpj.exe");
        assert_eq!(safe_name("a\u{feff}b\u{200b}c\0d\ne"), "a_b_c_d_e");
        assert_eq!(safe_name("a\tb\u{a0}c"), "a b c");
        assert_eq!(safe_name("👩\u{200d}🔬.txt"), "👩\u{200d}🔬.txt");
    }

    #[test]
    fn dots_and_blanks_around_a_name_are_dropped() {
        assert_eq!(safe_name(".bashrc"), "bashrc");
        assert_eq!(safe_name(" a.txt. . "), "a.txt");
        assert_eq!(safe_name(" ... "), "");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        for (stem, ending) in [
            ("a", ".tar.gz"),
            ("ä", ".tar.gz"),
            ("漢", ".txt"),
            ("🍵", ".user.json"),
            ("a.b", ".TAR.BZ2"),
        ] {
            let name = safe_name(&format!("{}{ending}", stem.repeat(300)));
            let kept = if ending == ".user.json" {
                ".json"
            } else {
                ending
            };
            assert!(name.ends_with(kept), "{name}");
            assert!(name.len() <= LONGEST && name.len() > LONGEST - 8, "{name}");
            let stem_left = name.trim_end_matches(kept);
            assert!(stem.repeat(300).starts_with(stem_left), "{name}");
        }
        assert_eq!(safe_name(&"a".repeat(300)).len(), LONGEST);
        assert_eq!(safe_name(&format!("a.{}", "b".repeat(300))).len(), LONGEST);
        let fits = format!("{}.tar.gz", "a".repeat(LONGEST - 7));
        assert_eq!(safe_name(&fits), fits);
    }
}
