//! Inputs and the fields that they are.

use super::*;

#[test]
fn every_field_is_found_by_its_input() {
    let rows = [
        Field::AttributeKey(3),
        Field::AttributeValue(0),
        Field::DataBundle(12),
        Field::TagKey(49),
        Field::TagValue(7),
    ];
    for field in Field::SINGLE.into_iter().chain(rows) {
        assert_eq!(Field::of_input(&field.input()), Some(field));
    }
    assert_eq!(Field::of_input("step"), None);
}

#[test]
fn an_empty_optional_input_has_no_flaw_and_an_empty_name_has_one() {
    assert_eq!(Field::KmsKey.flaw(" "), None);
    assert!(Field::Name.flaw("").is_some());
    assert!(Field::TagValue(0).flaw("é").is_some());
}
