//! Names that collide: nothing is lost, and renamed columns are noted.

use super::*;

#[test]
fn a_member_called_as_the_column_of_names_is_keeps_its_name() {
    let text = r#"{"x":{"$key":"mine","v":1},"y":{"$key":"yours","v":2}}"#;
    let seen = whole(Form::Json, Form::Csv, text);
    assert_eq!(seen.written, "$key_2,$key,v\r\nx,mine,1\r\ny,yours,2\r\n");
    let what = "A member “$key”: the other column “$key” is called $key_2";
    assert_eq!(seen.problems, [(1, 6, what.to_owned())]);
    let seen = whole(Form::Json, Form::Ndjson, text);
    let rows = [
        r#"{"$key_2":"x","$key":"mine","v":1}"#,
        r#"{"$key_2":"y","$key":"yours","v":2}"#,
    ];
    assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn a_member_that_collides_late_renames_the_other_column_in_every_row() {
    let text = r#"{"x":{"v":1},"y":{"$key":"yours"}}"#;
    let seen = whole(Form::Json, Form::Csv, text);
    assert_eq!(seen.written, "$key_2,v,$key\r\nx,1,\r\ny,,yours\r\n");
    let seen = whole(Form::Json, Form::Ndjson, text);
    assert_eq!(
        seen.written,
        "{\"$key_2\":\"x\",\"v\":1}\n{\"$key_2\":\"y\",\"$key\":\"yours\"}\n"
    );
    let seen = whole(Form::Json, Form::Csv, r#"[1, {"value": 2}, "x"]"#);
    assert_eq!(seen.written, "value_2,value\r\n1,\r\n,2\r\nx,\r\n");
}

#[test]
fn members_of_one_name_have_a_column_each() {
    let seen = whole(Form::Json, Form::Csv, r#"[{"a":1,"a":2}]"#);
    assert_eq!(seen.written, "a,a_2\r\n1,2\r\n");
    let what = "A second member “a”: called a_2";
    assert_eq!(seen.problems, [(1, 13, what.to_owned())]);
    let text = "{\"a\":1,\"a\":2,\"a\":3}\n{\"a_2\":4}\n{\"a\":5,\"a\":{\"b\":1,\"b\":2}}\n";
    let seen = whole(Form::Ndjson, Form::Csv, text);
    let rows = [
        "a,a_2_2,a_3,a_2",
        "1,2,3,",
        ",,,4",
        "5,\"{\"\"b\"\":1,\"\"b\"\":2}\",,",
    ];
    assert_eq!(seen.written, rows.map(|row| format!("{row}\r\n")).concat());
    let seen = whole(Form::Ndjson, Form::Ndjson, text);
    let rows = [
        r#"{"a":1,"a_2_2":2,"a_3":3}"#,
        r#"{"a_2":4}"#,
        r#"{"a":5,"a_2_2":{"b":1,"b":2}}"#,
    ];
    assert_eq!(seen.written.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn fields_without_a_name_have_a_column_each() {
    let text = "a,b,c\n1,2\n1,2,3,4\n\n5,6,7\n";
    let seen = whole(Form::Csv, Form::Csv, text);
    assert_eq!(seen.written, "a,b,c\r\n1,2\r\n1,2,3,4\r\n5,6,7\r\n");
    assert_eq!(seen.problems.len(), 2);
    let seen = whole(Form::Csv, Form::Ndjson, "column_3,b\n1,2,3\n");
    assert_eq!(seen.written, "{\"column_3\":1,\"b\":2,\"column_3_2\":3}\n");
    let seen = whole(Form::Csv, Form::Ndjson, ",column_1,b\n1,2,3\n");
    assert_eq!(seen.written, "{\"column_1_2\":1,\"column_1\":2,\"b\":3}\n");
}

#[test]
fn names_are_as_they_are_in_a_csv_and_told_apart_in_json() {
    let text = "a,,a,A,a ,a_3,\r\n1,2,3,4,5,6,7\r\n";
    let seen = whole(Form::Csv, Form::Csv, text);
    assert_eq!(seen.written, text);
    assert_eq!(seen.problems, [(1, 4, "A second column “a”".to_owned())]);
    assert_eq!(seen.columns[2][0], "a");
    let seen = whole(Form::Csv, Form::Ndjson, text);
    let row = r#"{"a":1,"column_2":2,"a_4":3,"A":4,"a ":5,"a_3":6,"column_7":7}"#;
    assert_eq!(seen.written.trim_end(), row);
    assert_eq!(
        seen.problems,
        [(1, 4, "A second column “a”: called a_4".to_owned())]
    );
    assert_eq!(seen.columns[2][0], "a_4");
}
