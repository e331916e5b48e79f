//! Strings for each shape of the model: of any length, good or bad only as the model says.

use super::model::{allows, shape};

/// What a good value of the shape begins with; it goes on with letters.
fn beginning(shape_name: &str) -> &'static str {
    match shape_name {
        "url" => "https://idp.example.com/",
        "EmailId" => "ada@example.com",
        "DataBundleArn" => "arn:aws:finspace:us-east-1::data-bundle/",
        "FinSpaceTaggableArn" => "arn:aws:finspace:us-east-1:123456789012:environment/",
        "urn" => "urn:amazon:",
        "KmsKeyId" => "alias/",
        _ => "",
    }
}

/// A string of `length` characters that begins well.
pub fn of_length(shape_name: &str, length: usize) -> String {
    beginning(shape_name).chars().chain(std::iter::repeat('a')).take(length).collect()
}

/// A good value.
pub fn good(shape_name: &str) -> String {
    if let Some(name) = shape(shape_name)["enum"][0].as_str() {
        return name.to_owned();
    }
    let min = usize::try_from(shape(shape_name)["min"].as_u64().unwrap_or(1)).unwrap();
    let length = min.max(beginning(shape_name).len() + 3);
    let value = of_length(shape_name, length);
    assert!(allows(shape_name, &value), "{value} is no {shape_name}");
    value
}

/// Strings at and around every limit of a shape; the model tells which of them are good.
pub fn around_the_limits(shape_name: &str) -> Vec<String> {
    let shape = shape(shape_name);
    let mut strings = vec![good(shape_name)];
    for limit in [&shape["min"], &shape["max"]] {
        if let Some(limit) = limit.as_u64() {
            let limit = usize::try_from(limit).unwrap();
            for length in [limit.saturating_sub(1), limit, limit + 1] {
                strings.push(of_length(shape_name, length));
            }
            // Lengths are characters: two bytes each must not count twice.
            strings.push("é".repeat(limit));
        }
    }
    for stranger in [" ", "_", "@", "\n", "\u{0}", "é", "😀", "aws:", "-", ",", "%"] {
        strings.push(format!("{}{stranger}", good(shape_name)));
        strings.push(format!("{stranger}{}", good(shape_name)));
    }
    if let Some(names) = shape["enum"].as_array() {
        strings.extend(names.iter().map(|name| name.as_str().unwrap().to_owned()));
        strings.push(names[0].as_str().unwrap().to_lowercase());
    }
    strings
}
