//! Declared parameters: an error names the field and the right values.

use taskdeck_core::{Field, Params, complete_params};

fn wrong(field: &Field, params: &Params) -> String {
    field.check(params).unwrap_err().to_string()
}

#[test]
fn a_required_field_must_be_given_and_empty_is_not_given() {
    let name = Field::text("name", "Name").required();
    assert_eq!(wrong(&name, &Params::new()), "Name is required");
    assert_eq!(
        wrong(&name, &Params::new().with("name", "")),
        "Name is required"
    );
    let files = Field::files("files", "Files", "").required();
    assert_eq!(wrong(&files, &Params::new()), "Choose at least one file");
    assert!(Field::text("name", "Name").check(&Params::new()).is_ok());
}

#[test]
fn a_number_is_a_whole_one_within_its_bounds() {
    let least = Field::number("year", "Year", 2000.0, f64::MAX);
    let most = Field::number("year", "Year", f64::MIN, 2000.0);
    let year = |year: i32| Params::new().with("year", year);
    assert_eq!(wrong(&least, &year(1)), "Year must be at least 2,000");
    assert_eq!(wrong(&most, &year(2001)), "Year must be at most 2,000");
    let edge = Field::number("edge", "Longest edge", 16.0, 8192.0);
    let with = |value: serde_json::Value| Params::new().with("edge", value);
    for right in [16, 8192] {
        assert!(edge.check(&with(right.into())).is_ok());
    }
    for out in [15, 8193] {
        let text = wrong(&edge, &with(out.into()));
        assert_eq!(text, "Longest edge must be between 16 and 8,192");
    }
    assert_eq!(
        wrong(&edge, &with(16.5.into())),
        "Longest edge must be a whole number"
    );
    assert_eq!(
        wrong(&edge, &with("16".into())),
        "Longest edge must be a number"
    );
}

#[test]
fn a_choice_is_one_of_its_values_and_the_first_by_default() {
    let format = Field::choice("format", "Format", &[("png", "PNG"), ("jpeg", "JPEG")]);
    let text = wrong(&format, &Params::new().with("format", "gif"));
    assert_eq!(text, "Format must be one of png, jpeg");
    let completed = complete_params(&[format], Params::new()).unwrap();
    assert_eq!(completed.text("format"), Some("png"));
}

#[test]
fn a_text_is_counted_in_characters() {
    let field = Field::text("name", "Name");
    assert!(
        field
            .check(&Params::new().with("name", "ä".repeat(2_000)))
            .is_ok()
    );
    let text = wrong(&field, &Params::new().with("name", "ä".repeat(2_001)));
    assert_eq!(text, "Name has 2,001 characters; at most 2,000 are allowed");
}

#[test]
fn the_error_of_a_further_check_names_the_right_values() {
    let address = Field::text("address", "Address").checked(|value| {
        let https = value
            .as_str()
            .is_some_and(|text| text.starts_with("https://"));
        https
            .then_some(())
            .ok_or_else(|| "Address must begin with https://".to_owned())
    });
    let text = wrong(
        &address,
        &Params::new().with("address", "ftp://example.org"),
    );
    assert_eq!(text, "Address must begin with https://");
    assert!(address.check(&Params::new()).is_ok(), "it is not required");
}

#[test]
fn every_field_that_is_wrong_is_named() {
    let fields = [
        Field::text("name", "Name").required(),
        Field::number("count", "Count", 1.0, 9.0),
    ];
    let errors = complete_params(&fields, Params::new().with("count", 10)).unwrap_err();
    let names: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(names, ["name", "count"]);
}

#[test]
fn a_secret_is_not_in_the_debug_form_of_parameters() {
    let params = Params::new()
        .with("token", "s3cret")
        .attach("file", "contents");
    assert_eq!(format!("{params:?}"), r#"["token", "file"]"#);
}

#[test]
fn parameters_serialize_from_a_struct_and_parse_back() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Export {
        format: String,
        rows: u32,
    }

    let export = Export {
        format: "csv".to_owned(),
        rows: 12,
    };
    let params = Params::from_serialize(&export).unwrap();
    assert_eq!(params.number("rows"), Some(12.0));
    assert_eq!(params.parse::<Export>().unwrap(), export);
    assert!(Params::from_serialize(&7).is_err());
}

#[test]
fn an_attachment_is_handed_through_by_its_type() {
    let params = Params::new().attach("files", vec!["a.txt"]);
    assert_eq!(
        params.attachment::<Vec<&str>>("files"),
        Some(&vec!["a.txt"])
    );
    assert_eq!(params.attachment::<String>("files"), None);
    assert_eq!(params.attachment::<Vec<&str>>("other"), None);
}
