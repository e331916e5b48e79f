//! Everything that is wrong with a request, said at once in the words AWS's front ends use.

use crate::error::{Error, ErrorKind};

/// The constraints that a request's members break.
#[derive(Debug, Default)]
pub(crate) struct Violations {
    found: Vec<String>,
}

/// How many broken constraints a message names before it only counts.
const NAMED_AT_MOST: usize = 20;

impl Violations {
    /// Notes that the member at `path` breaks a constraint. The value itself is never repeated: it may be secret or huge.
    pub fn note(&mut self, path: &str, constraint: impl AsRef<str>) {
        self.found.push(format!("Value at '{path}' failed to satisfy constraint: {}", constraint.as_ref()));
    }

    /// Notes that the required member at `path` is missing.
    pub fn missing(&mut self, path: &str) {
        self.note(path, "Member must not be null");
    }

    /// Notes when `length` lies outside `min..=max`.
    pub fn check_length(&mut self, path: &str, length: usize, min: usize, max: usize) {
        if length < min {
            self.note(path, format!("Member must have length greater than or equal to {min}"));
        } else if length > max {
            self.note(path, format!("Member must have length less than or equal to {max}"));
        }
    }

    /// Refuses with `kind` when anything was noted.
    pub fn refuse(self, kind: ErrorKind) -> Result<(), Error> {
        let count = self.found.len();
        if count == 0 {
            return Ok(());
        }
        let errors = if count == 1 { "error" } else { "errors" };
        let named = &self.found[..count.min(NAMED_AT_MOST)];
        let named = named.join("; ");
        Err(kind.because(format!("{count} validation {errors} detected: {named}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_noted_is_no_refusal() {
        assert!(Violations::default().refuse(ErrorKind::Validation).is_ok());
    }

    #[test]
    fn all_broken_constraints_are_said_at_once() {
        let mut violations = Violations::default();
        violations.missing("name");
        violations.check_length("description", 0, 1, 1000);
        violations.check_length("description", 1, 1, 1000);
        let error = violations.refuse(ErrorKind::Validation).unwrap_err();
        assert_eq!(
            error.message,
            "2 validation errors detected: Value at 'name' failed to satisfy constraint: Member must not be null; \
             Value at 'description' failed to satisfy constraint: Member must have length greater than or equal to 1"
        );
    }
}
