//! Whether an answer is one that the model declares for its operation.

use super::model::{MODEL, check};
use super::support::Raw;

/// What the front end answers before any operation is reached.
const UNDECLARED: [&str; 1] = ["SerializationException"];

/// Fails when status, headers or body are not what the model declares.
pub fn check_answer(operation: &str, answer: &Raw) {
    let declared = &MODEL["operations"][operation];
    let id = answer.headers.get("x-amzn-requestid").expect("a request id").to_str().unwrap();
    assert_eq!(id.len(), 36, "{id}");
    assert_eq!(answer.headers["content-type"], "application/json");
    let body = answer.json();
    let error = answer.error();
    if error.is_empty() {
        assert_eq!(answer.status.as_u16(), 200, "{operation}");
        let output = declared["output"]["shape"].as_str().unwrap();
        check(output, &body, operation);
        return;
    }
    assert!(!body["message"].as_str().unwrap().is_empty());
    assert_eq!(body.as_object().unwrap().len(), 1, "only a message: {body}");
    if UNDECLARED.contains(&error) {
        assert_eq!(answer.status.as_u16(), 400);
        return;
    }
    let errors = declared["errors"].as_array().unwrap();
    assert!(errors.iter().any(|own| own["shape"] == error), "{operation} declares no {error}");
    let status = &MODEL["shapes"][error]["error"]["httpStatusCode"];
    assert_eq!(*status, answer.status.as_u16(), "{error}");
}
