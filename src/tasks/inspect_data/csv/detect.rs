//! Detects how a CSV is written and where its table is, from its first 256 KB.
//!
//! The method is that of van den Burg, Nazábal and Sutton (*Wrangling messy CSV files by detecting row and type
//! patterns*, 2019): the text is cut by each dialect, and the one is taken whose rows are the most regular and whose
//! cells look the most like something.

use memchr::{memchr, memchr_iter, memmem};

use super::{
    dialect::{COMMENTS, DELIMITERS, Dialect},
    header,
    layout::{HeaderAt, Hints, Layout},
    looks::Looks,
    sample::Sample,
};

/// The bytes and rows that each dialect is tried on.
const TRIED: usize = 64 << 10;
const ROWS: usize = 200;

/// The rows from which the place and the width of the table are detected.
const ROWS_OF_TABLE: usize = 1000;

/// Returns the layout of a CSV that begins with this text. `is_whole` is whether the text is the whole file.
pub(in crate::tasks::inspect_data) fn layout(hints: &Hints, text: &str, is_whole: bool) -> Layout {
    let (named_delimiter, skipped) = match named_delimiter(text) {
        Some((delimiter, length)) => (Some(delimiter), length),
        None => (None, 0),
    };
    let body = &text[skipped..];
    let delimiter = hints.delimiter.or(named_delimiter);
    let (tried, is_all_tried) = beginning(body, is_whole);
    let sign = hints.comment.unwrap_or_else(|| likely_comment(tried));
    let uncommented = without_comments(tried, sign);
    let dialect = dialect(hints, delimiter, &uncommented, is_all_tried);

    let plain = without_comments(body, sign);
    let width = dialect.map_or(1, |dialect| {
        let rough = Sample::read(dialect, &plain, is_whole, 0, ROWS).width();
        Sample::read(dialect, &plain, is_whole, rough, ROWS_OF_TABLE).width()
    });
    let dialect = dialect.unwrap_or_else(|| one_column(hints, &uncommented));
    let mut sample = Sample::read(dialect, body, is_whole, width, ROWS_OF_TABLE);
    let comment = match hints.comment {
        Some(sign) => sign,
        None => sign.filter(|sign| is_comment(&sample, sign, width)),
    };
    let lines_before = u64::from(skipped > 0);
    for row in &mut sample.rows {
        row.line += lines_before;
        row.is_comment = comment.is_some_and(|sign| row.cells[0].starts_with(sign));
    }
    let found = header::find(&sample.rows, width);
    let (header, first) = match hints.header {
        None => (found.header, found.first),
        Some(HeaderAt::None) => {
            let first = found.header.first().copied().unwrap_or(found.first);
            (Vec::new(), first)
        }
        Some(HeaderAt::Lines(first, last)) => ((first..=last).collect(), last + 1),
    };
    Layout {
        dialect,
        comment,
        header,
        is_header_chosen: hints.header.is_some(),
        first: first.max(1 + lines_before),
        width,
        named_delimiter,
        is_uncut: width == 1 && delimiter.is_none(),
    }
}

/// Returns the delimiter that a first line like `sep=;` names, and the length of that line.
fn named_delimiter(text: &str) -> Option<(u8, usize)> {
    let stop = text.find(['\r', '\n'])?;
    let line = text[..stop].trim_matches('"');
    let name = line.get(..4)?;
    let rest = &line[4..];
    if !name.eq_ignore_ascii_case("sep=") || rest.len() != 1 {
        return None;
    }
    let length = stop
        + if text[stop..].starts_with("\r\n") {
            2
        } else {
            1
        };
    Some((rest.as_bytes()[0], length))
}

/// Returns the part of the text that dialects are tried on, and whether it is the whole file.
fn beginning(text: &str, is_whole: bool) -> (&str, bool) {
    if text.len() <= TRIED {
        return (text, is_whole);
    }
    let mut most = TRIED;
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    (&text[..most], false)
}

/// Returns the sign of comments that the first line begins with. `#` may also begin a few later lines alone.
fn likely_comment(text: &str) -> Option<&'static str> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    COMMENTS.iter().find_map(|(.., sign)| {
        let sign = (*sign)?;
        let count = lines.iter().filter(|line| line.starts_with(sign)).count();
        let at_top = lines.first().is_some_and(|line| line.starts_with(sign));
        let is_seldom = sign == "#" && count * 5 <= lines.len();
        (count > 0 && count < lines.len() && (at_top || is_seldom)).then_some(sign)
    })
}

/// Removes the lines that begin with this sign. A line with a quote stays: it may be the end of a field.
fn without_comments(text: &str, sign: Option<&str>) -> String {
    let Some(sign) = sign else {
        return text.to_owned();
    };
    text.split_inclusive('\n')
        .filter(|line| !line.starts_with(sign) || line.contains('"'))
        .collect()
}

/// Returns whether lines that begin with this sign are comments: most of them do not have the width of the table.
fn is_comment(sample: &Sample, sign: &str, width: usize) -> bool {
    let mut signed = sample
        .rows
        .iter()
        .filter(|row| row.cells[0].starts_with(sign));
    if width == 1 {
        return signed
            .any(|row| row.cells[0][sign.len()..].starts_with([' ', '\t', '!', '-', '=']));
    }
    let (others, all) = signed.fold((0, 0), |(others, all), row| {
        (others + usize::from(row.cells.len() != width), all + 1)
    });
    others * 2 > all
}

/// Returns the dialect that explains the text best; `None` if it is one column.
fn dialect(hints: &Hints, delimiter: Option<u8>, text: &str, is_whole: bool) -> Option<Dialect> {
    let mut best = (one_column_score(text), None);
    for candidate in DELIMITERS.iter().map(|known| known.sign) {
        let is_chosen = delimiter == Some(candidate);
        if (delimiter.is_some() && !is_chosen) || memchr(candidate, text.as_bytes()).is_none() {
            continue;
        }
        let dialect = quoting(hints, candidate, text, is_whole);
        let score = score(hints, dialect, text, is_whole);
        if score > best.0 || is_chosen {
            best = (score, Some(dialect));
        }
    }
    match (best.1, delimiter) {
        (None, Some(delimiter)) => Some(quoting(hints, delimiter, text, is_whole)),
        (best, _) => best,
    }
}

/// Returns the dialect of a text that is one column.
fn one_column(hints: &Hints, text: &str) -> Dialect {
    let usual = if is_tabbed(hints) { b'\t' } else { b',' };
    quoting(hints, usual, text, true)
}

fn is_tabbed(hints: &Hints) -> bool {
    matches!(&*hints.ending, "tsv" | "tab")
}

/// Returns the quotes with which a delimiter explains the text best.
fn quoting(hints: &Hints, delimiter: u8, text: &str, is_whole: bool) -> Dialect {
    let plain = Dialect {
        delimiter,
        quote: None,
        backslash: false,
        blank: is_followed_by_blanks(delimiter, text),
    };
    // Quotes that hide line ends make the width of plain lines wrong; stray quotes make that of quoted rows wrong. The
    // width with fewer faults is right.
    let plain_width = Sample::read(plain, text, is_whole, 0, ROWS).width();
    let read = |quote: u8, backslash: bool| {
        let dialect = Dialect {
            quote: Some(quote),
            backslash,
            ..plain
        };
        let own_width = Sample::read(dialect, text, is_whole, 0, ROWS).width();
        let by_own = Sample::read(dialect, text, is_whole, own_width, ROWS);
        let by_plain = Sample::read(dialect, text, is_whole, plain_width, ROWS);
        let is_own = by_own.faults < by_plain.faults
            || (by_own.faults == by_plain.faults && own_width >= plain_width);
        (dialect, if is_own { by_own } else { by_plain })
    };
    let escaped = |quote: u8| {
        let (simple, sample) = read(quote, false);
        if memmem::find(text.as_bytes(), &[b'\\', quote]).is_none() {
            return (simple, sample);
        }
        let (backslash, other) = read(quote, true);
        if other.faults < sample.faults && other.quoted > 0 {
            (backslash, other)
        } else {
            (simple, sample)
        }
    };
    match hints.quote {
        Some(None) => return plain,
        Some(Some(quote)) => return escaped(quote).0,
        None => {}
    }
    let has_double = memchr(b'"', text.as_bytes()).is_some();
    let (double, by_double) = escaped(b'"');
    if has_double && by_double.quoted > 0 {
        let is_worse = by_double.faults > by_double.quoted;
        return if is_worse { plain } else { double };
    }
    if memchr(b'\'', text.as_bytes()).is_some() {
        let (single, by_single) = escaped(b'\'');
        if by_single.quoted > 1 && by_single.quoted >= 2 * by_single.faults {
            return single;
        }
    }
    let broken = by_double.faults + by_double.inner;
    let has_own = broken >= 3 || (by_double.faults > 0 && is_tabbed(hints));
    if has_own { plain } else { double }
}

/// Returns whether a blank follows each delimiter that is not at the end of a line.
fn is_followed_by_blanks(delimiter: u8, text: &str) -> bool {
    if !matches!(delimiter, b',' | b';' | b'|') {
        return false;
    }
    let bytes = text.as_bytes();
    let is_quoted = |line: &[u8], at: usize| memchr_iter(b'"', &line[..at]).count() % 2 == 1;
    let (mut all, mut blank) = (0, 0);
    for line in bytes.split(|byte| *byte == b'\n').take(ROWS) {
        for at in memchr_iter(delimiter, line) {
            if is_quoted(line, at) {
                continue;
            }
            match line.get(at + 1..) {
                None | Some([] | [b'\r', ..]) => {}
                Some([b' ', b' ', ..]) => all += 1,
                Some([b' ', ..]) => (all, blank) = (all + 1, blank + 1),
                Some(_) => all += 1,
            }
        }
    }
    blank > 0 && blank * 1000 >= all * 995
}

/// Returns how well a dialect explains the text, from 0 to about 1: how many rows have the same number of fields, how
/// many fields those are, and how much their cells look like something.
fn score(hints: &Hints, dialect: Dialect, text: &str, is_whole: bool) -> f64 {
    let rough = Sample::read(dialect, text, is_whole, 0, ROWS).width();
    let sample = Sample::read(dialect, text, is_whole, rough, ROWS);
    let width = sample.width();
    if width < 2 {
        return 0.0;
    }
    let mut regular = 0;
    let (mut cells, mut weight) = (0_usize, 0.0);
    let mut has_type = false;
    for row in sample.rows.iter().filter(|row| row.cells.len() == width) {
        regular += 1;
        cells += width;
        for cell in &row.cells {
            let looks = Looks::of(cell);
            has_type |= looks.is_typed();
            weight += looks.weight();
        }
    }
    let share = f64::from(regular) / sample.rows.len() as f64;
    let types = weight / cells as f64;
    share * (1.0 - 1.0 / width as f64) * types * prior(hints, dialect, has_type)
}

/// Returns how likely a delimiter is in any text. Blanks and colons occur within cells too.
fn prior(hints: &Hints, dialect: Dialect, has_type: bool) -> f64 {
    let usual = match dialect.delimiter {
        b',' | b';' | b'\t' | b'|' => 1.0,
        b' ' if dialect.quote.is_some() && has_type => 0.6,
        b' ' | b':' => 0.4,
        _ => 0.8,
    };
    let named = match &*hints.ending {
        "tsv" | "tab" => b'\t',
        "psv" => b'|',
        _ => return usual,
    };
    if dialect.delimiter == named {
        usual * 1.3
    } else {
        usual * 0.9
    }
}

/// Returns how well one column explains the text.
fn one_column_score(text: &str) -> f64 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(ROWS)
        .collect();
    let weight: f64 = lines.iter().map(|line| Looks::of(line).weight()).sum();
    0.35 * weight / lines.len().max(1) as f64
}

#[cfg(test)]
#[path = "detect_tests.rs"]
mod tests;
