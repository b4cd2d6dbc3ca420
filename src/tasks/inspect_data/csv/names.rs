//! The names of columns, in one row or over several.

/// Joins the rows of a header into one name for each column. A name above several columns belongs to all of them up
/// to the next one, like a merged cell of a spreadsheet.
pub(super) fn join(rows: &[Vec<String>]) -> Vec<String> {
    let Some((last, above)) = rows.split_last() else {
        return Vec::new();
    };
    if above.is_empty() {
        return last.clone();
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let cell = |row: &[String], column: usize| {
        row.get(column)
            .map(|cell| cell.trim().to_owned())
            .filter(|cell| !cell.is_empty())
    };
    let mut names = vec![Vec::new(); width];
    for (index, row) in rows.iter().enumerate() {
        let (above, below) = (&rows[..index], &rows[index + 1..]);
        let mut group = None;
        for (column, parts) in names.iter_mut().enumerate() {
            let is_in = |rows: &[Vec<String>]| rows.iter().any(|row| cell(row, column).is_some());
            let own = cell(row, column);
            // A group ends where the next one above it begins, and reaches only over columns with a name below it.
            if own.is_some() || is_in(above) {
                group.clone_from(&own);
            }
            let inherited = group.clone().filter(|_| is_in(below));
            parts.extend(own.or(inherited));
        }
    }
    names.into_iter().map(|parts| parts.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(rows: &[&[&str]]) -> Vec<String> {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect();
        join(&rows)
    }

    #[test]
    fn a_name_above_several_columns_stands_before_each_of_theirs() {
        let groups: &[&str] = &["Date", "Travel", "", "Total"];
        assert_eq!(
            joined(&[groups, &["", "Air", "Rail", ""]]),
            ["Date", "Travel Air", "Travel Rail", "Total"]
        );
        assert_eq!(
            joined(&[&["a", "", "b", ""], &["X", "Y", "X", "Y"]]),
            ["a X", "a Y", "b X", "b Y"]
        );
        let three: &[&[&str]] = &[
            &["id", "staff", "", "", ""],
            &["", "old", "", "new", ""],
            &["", "m", "f", "m", "f"],
        ];
        assert_eq!(
            joined(three),
            [
                "id",
                "staff old m",
                "staff old f",
                "staff new m",
                "staff new f"
            ]
        );
    }

    #[test]
    fn one_row_stays_as_it_is() {
        assert_eq!(joined(&[&[" a", ""]]), [" a", ""]);
    }
}
