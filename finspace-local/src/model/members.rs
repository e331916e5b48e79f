//! The members of a JSON object, taken out one by one as their shapes ask.

use serde_json::{Map, Value};

use super::text::Text;
use super::violations::Violations;
use crate::error::{Error, ErrorKind};

/// An object of a request body. What nobody takes out was not declared, and is ignored; `null` counts as absent.
#[derive(Debug)]
pub(crate) struct Members {
    /// Where the object stands in the body, with a final dot; empty for the body itself.
    path: String,
    members: Map<String, Value>,
}

impl Members {
    /// Reads a whole body; an empty one is an empty object.
    pub fn of_body(body: &[u8]) -> Result<Self, Error> {
        let members = if body.is_empty() {
            Map::new()
        } else {
            let value = serde_json::from_slice(body)
                .map_err(|cause| serialization(format!("The body is not readable JSON: {cause}")))?;
            object(value, "the body")?
        };
        Ok(Self { path: String::new(), members })
    }

    /// Where the member `name` stands in the body.
    pub fn path_of(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// Takes the string `name`, if present.
    pub fn string(&mut self, name: &str, shape: &Text, violations: &mut Violations) -> Result<Option<String>, Error> {
        let text = self.any_string(name)?;
        if let Some(text) = &text {
            shape.check(&self.path_of(name), text, violations);
        }
        Ok(text)
    }

    /// Takes the string `name`, whatever it says, if present.
    pub fn any_string(&mut self, name: &str) -> Result<Option<String>, Error> {
        let path = self.path_of(name);
        self.take(name).map(|value| string(value, &path)).transpose()
    }

    /// Takes the string `name`, which must be there. What comes back when it is not does not matter: the refusal is noted.
    pub fn required_string(&mut self, name: &str, shape: &Text, violations: &mut Violations) -> Result<String, Error> {
        let found = self.string(name, shape, violations)?;
        if found.is_none() {
            violations.missing(&self.path_of(name));
        }
        Ok(found.unwrap_or_default())
    }

    /// Takes the structure `name`, if present.
    pub fn structure(&mut self, name: &str) -> Result<Option<Self>, Error> {
        let path = format!("{}.", self.path_of(name));
        let members = self.map(name)?;
        Ok(members.map(|members| Self { path, members }))
    }

    /// Takes the map `name`, if present.
    pub fn map(&mut self, name: &str) -> Result<Option<Map<String, Value>>, Error> {
        let path = self.path_of(name);
        self.take(name).map(|value| object(value, &path)).transpose()
    }

    /// Takes the list of strings `name`, if present.
    pub fn strings(
        &mut self,
        name: &str,
        shape: &Text,
        violations: &mut Violations,
    ) -> Result<Option<Vec<String>>, Error> {
        let path = self.path_of(name);
        let values = match self.take(name) {
            None => return Ok(None),
            Some(Value::Array(values)) => values,
            Some(other) => return Err(unexpected(&path, "a list", &other)),
        };
        let mut texts = Vec::with_capacity(values.len());
        for (index, value) in values.into_iter().enumerate() {
            let path = format!("{path}.{}.member", index + 1);
            let text = string(value, &path)?;
            shape.check(&path, &text, violations);
            texts.push(text);
        }
        Ok(Some(texts))
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }
}

/// `value` as a string, or the refusal that names where it stands.
pub(crate) fn string(value: Value, path: &str) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(unexpected(path, "a string", &other)),
    }
}

fn object(value: Value, path: &str) -> Result<Map<String, Value>, Error> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(unexpected(path, "an object", &other)),
    }
}

fn unexpected(path: &str, wanted: &str, found: &Value) -> Error {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    serialization(format!("Expected {wanted} at '{path}' but found {found}"))
}

/// The answer to a request that cannot be read at all.
pub(crate) fn serialization(message: impl Into<String>) -> Error {
    ErrorKind::Serialization.because(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::DESCRIPTION;

    fn description(body: &str) -> Result<Option<String>, Error> {
        let mut violations = Violations::default();
        let taken = Members::of_body(body.as_bytes())?.string("description", &DESCRIPTION, &mut violations)?;
        violations.refuse(ErrorKind::Validation)?;
        Ok(taken)
    }

    #[test]
    fn null_is_absent_and_strangers_are_ignored() {
        assert_eq!(description(""), Ok(None));
        assert_eq!(description("{}"), Ok(None));
        assert_eq!(description(r#"{"description":null,"stranger":[1]}"#), Ok(None));
        assert_eq!(description(r#"{"description":"a"}"#), Ok(Some("a".to_owned())));
    }

    #[test]
    fn wrong_types_are_serialization_errors_that_say_where() {
        for body in ["[]", "1", "{", "\u{feff}{}", r#"{"description":1}"#, r#"{"description":{}}"#] {
            assert_eq!(description(body).unwrap_err().kind, ErrorKind::Serialization, "{body}");
        }
        let error = description(r#"{"description":[1]}"#).unwrap_err();
        assert_eq!(error.message, "Expected a string at 'description' but found a list");
    }

    #[test]
    fn a_body_nested_without_end_is_refused() {
        let body = "[".repeat(100_000);
        assert_eq!(description(&body).unwrap_err().kind, ErrorKind::Serialization);
    }
}
