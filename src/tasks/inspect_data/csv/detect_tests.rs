use super::*;

fn found(name: &str, text: &str) -> Layout {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let hints = Hints {
        ending: ending.to_owned(),
        ..Hints::default()
    };
    layout(&hints, text, true)
}

#[test]
fn the_delimiter_is_the_one_that_explains_the_rows_and_their_cells() {
    let cases = [
        (b',', "a.csv", "a,b\n1,2"),
        (b';', "a.csv", "a;b\n1,5;2,5\n1;2"),
        (b';', "a.csv", "1,5;2,5\n3,5;4,5\n5,5;6,5\n"),
        (b';', "a.csv", "Item;Price, EUR\nTea;1,50\n"),
        (
            b';',
            "a.csv",
            "Name;Betrag;Datum\nA;1.234,50;01.02.2026\nB;2,00;13.02.2026\n",
        ),
        (b';', "a.csv", "a;b;c\n1,1;2,2;3,3\n4,4;5,5;6,6\n"),
        (b'\t', "a.txt", "a b\tc\n1, 2\t3"),
        (
            b'\t',
            "a.tsv",
            "City, State\tPopulation\nBoston, MA\t675647\nAustin, TX\t961855\n",
        ),
        (b'\t', "a.tsv", "x,y\tn\n1,2\t3\n4,5\t6\n"),
        (b'|', "a.txt", "a|b;c\n1|2"),
        (b'^', "a.txt", "a^b\n1^2\n3^4\n"),
        (b' ', "a.txt", "id x y\n1 2.5 3\n2 3.5 4\n"),
        (b',', "a.csv", "a,\"b;c;d\"\n1,2"),
        (b',', "a.csv", "a,b\n\"x;y\",1\n\"z;w\",2\n"),
        (b',', "a.csv", "a\nb"),
        (b',', "a.csv", ""),
        (b'\t', "a.tsv", "a\nb"),
    ];
    for (expected, name, text) in cases {
        let found = found(name, text).dialect.delimiter;
        assert_eq!(found as char, expected as char, "{text:?}");
    }
}

#[test]
fn what_is_one_column_is_not_cut() {
    for text in [
        "John Smith\nAnn Lee\nBob Stone\n",
        "2026-01-01 12:00:00\n2026-01-02 13:00:00\n",
        "zip\n02134\n10001\n",
        "Hello, world, this is a text.\nIt has several lines, of course.\nNothing here\nbut words.\n",
        "key: value\nname: x\nage: 5\n",
    ] {
        let layout = found("a.txt", text);
        let sample = Sample::read(layout.cut(), text, true, layout.width, 10);
        assert_eq!(layout.width, 1, "{text:?}");
        assert!(
            sample.rows.iter().all(|row| row.cells.len() == 1),
            "{text:?}"
        );
    }
}

#[test]
fn quotes_and_escapes_are_those_that_break_no_rule() {
    let quote = |name: &str, text: &str| {
        let dialect = found(name, text).dialect;
        (dialect.quote.map(char::from), dialect.backslash)
    };
    let double = Some('"');
    assert_eq!(quote("a.csv", "a,\"b, c\"\n1,2\n"), (double, false));
    let escaped = "\"id\",\"text\"\n\"1\",\"naka , \\\"who's there?\\\" shish\"\n\"2\",\"plain\"\n";
    assert_eq!(quote("a.csv", escaped), (double, true));
    let folders = "path,n\n\"C:\\dir\\\",1\n\"D:\\x\\\",2\n";
    assert_eq!(quote("a.csv", folders), (double, false));
    let single = "1,'di, x','a'\n2,'bu','i'\n3,'won't','o'\n";
    assert_eq!(quote("a.csv", single), (Some('\''), false));
    let titles = "id\ttitle\n1\t\"Girls\" in Crisis\n2\t\"Manos\" The Hands\n3\t\"Untitled\n4\tA \"quote\"\n";
    assert_eq!(quote("a.tsv", titles), (None, false));
}

#[test]
fn a_blank_after_every_delimiter_belongs_to_it() {
    let blank = |text: &str| found("a.csv", text).dialect.blank;
    assert!(blank("a, b, c\n1, \"x, y\", 3\n4, z, 6\n"));
    assert!(!blank("a, b, c\n1,2,3\n4,5,6\n"));
    assert!(!blank("City, State\tn\nBoston, MA\t1\n"));
}

#[test]
fn a_first_line_may_name_the_delimiter() {
    for (text, delimiter) in [
        ("sep=;\nOne;Two\n1;2\n", b';'),
        ("\"sep=;\"\r\na;b\r\n1;2\r\n", b';'),
        ("SEP=\t\na\tb\n1\t2\n", b'\t'),
        ("sep=,\na;b,c;d\n1;2,3;4\n", b','),
    ] {
        let layout = found("a.csv", text);
        assert_eq!(
            (layout.dialect.delimiter, layout.named_delimiter),
            (delimiter, Some(delimiter)),
            "{text:?}"
        );
        assert_eq!((layout.header, layout.first), (vec![2], 3), "{text:?}");
    }
}

#[test]
fn the_header_is_found_by_what_stands_below_it() {
    let sentence =
        "This is far longer than any name of a column that has ever been seen in a table";
    let below_a_name = format!("Notes,,\n{sentence},x,y\n{sentence}!,z,w\n");
    let below_a_title = format!("Notes\n{sentence},x,y\n{sentence}!,z,w\n");
    let cases: [(&[u64], u64, &str); 26] = [
        (&[1], 2, &below_a_name),
        (&[2], 3, &below_a_title),
        (&[], 2, "Report\n1,2\n3,4\n5,6\n"),
        (
            &[1],
            2,
            "name,age\nAnn,unknown\nBob,33\nEve,41\nJoe,25\nSue,30\nTim,31\n",
        ),
        (
            &[1],
            2,
            "month,sales\nJan,closed\nFeb,closed\nMar,10\nApr,20\nMay,15\nJun,12\n",
        ),
        (
            &[1],
            2,
            "id,name,age\na,Ann,<5\nb,Bob,33\nc,Eve,41\nd,Joe,25\n",
        ),
        (
            &[1],
            2,
            "id\tdue\tprice\n1\tTBD\tTBD\n2\t2024-01-02\t5\n3\t2024-01-03\t6\n4\t2024-01-04\t7\n",
        ),
        (
            &[1, 2],
            3,
            "time,temp,hum\ns,C,%\n1,20.5,40\n2,20.6,41\n3,20.7,42\n",
        ),
        (&[1], 2, "a,b\n1,2\n"),
        (&[1], 2, "a,b\nc,d\n"),
        (&[1], 2, "a,b"),
        (&[1], 2, "country,2019\n7,1.5\n"),
        (&[1], 2, "country,2019,2020\nDE,1,2\nFR,3,4\n"),
        (&[1], 2, "Land;2018;2019\nDE;1,5;2,5\nFR;3;4\n"),
        (&[1], 2, ",0,1,2\n0,1.5,2.5,3.5\n1,4.5,5.5,6.5\n"),
        (&[1], 2, "name,2026-01-01,2026-01-02\na,1,2\nb,3,4\n"),
        (&[1], 2, "name,a,b\nx,NA,NA\ny,1,2\nz,3,4\n"),
        (&[1], 2, "commit,author\n4e12345,a\n1234567,b\nab12cde,c\n"),
        (&[], 1, "1,2\n3,4\n"),
        (&[], 1, "2019,5\n2020,6\n2021,7\n"),
        (
            &[],
            1,
            "08/01/2016;A;-21.419,06\n12/01/2016;A;-21.375,00\n13/01/2016;A;-15.000,00\n",
        ),
        (&[], 1, "A,debit\nB,credit\nA,debit\nC,debit\n"),
        (
            &[4],
            5,
            "Report: sales\nCreated: 2026-01-01\n\nname,age,city\nJohn,25,New York\nAnn,31,Boston\n",
        ),
        (
            &[4],
            5,
            "Bank statement\nAccount;123\n;\nDate;Text;Amount\n01.02.2026;Rent, flat;-500,00\n02.02.2026;Food;-20,50\n",
        ),
        (
            &[2],
            3,
            "Meetings,,,\nMinister,Date,Name,Purpose\nA B,Oct-14,x,y\n,,z,\nC D,Nov-14,u,v\n",
        ),
        (
            &[1, 2],
            3,
            "north,,south,\nX,Y,X,Y\n1.5,2,3,4\n5,6,7,8\n9,8,7,6\n",
        ),
    ];
    for (header, first, text) in cases {
        let layout = found("a.csv", text);
        assert_eq!(
            (&layout.header[..], layout.first),
            (header, first),
            "{text:?}"
        );
    }
}

#[test]
fn comments_are_lines_with_a_sign_that_are_no_rows() {
    let cases = [
        (
            Some("#"),
            "# made by x\n# on 2026\na,b\n1,2\n# middle\n3,4\n",
        ),
        (Some("//"), "// x\na,b\n1,2\n"),
        (Some("%"), "% x\na,b\n1,2\n"),
        (None, "#id,name\n1,a\n2,b\n"),
        (None, "tag,n\n#red,1\n#blue,2\n"),
        (None, "id,n\n#1,1\n#2,2\n#3,3,oops\n4,4\n"),
    ];
    for (expected, text) in cases {
        assert_eq!(found("a.csv", text).comment, expected, "{text:?}");
    }
    let named = found("a.csv", "#DEVICE: x\n#DATE: y, z\n##T,t,x\n1,2,3\n4,5,6\n");
    assert_eq!((named.header, named.first), (vec![3], 4));
}

#[test]
fn what_is_chosen_is_taken() {
    let text = "# x\nfirst;second\na;1\nb;2\n";
    let hints = Hints {
        delimiter: Some(b','),
        quote: Some(None),
        comment: Some(None),
        header: Some(HeaderAt::Lines(2, 2)),
        ..Hints::default()
    };
    let layout = layout(&hints, text, true);
    assert_eq!(layout.dialect.delimiter, b',');
    assert_eq!(layout.dialect.quote, None);
    assert_eq!(
        (layout.header, layout.first, layout.comment),
        (vec![2], 3, None)
    );
}
