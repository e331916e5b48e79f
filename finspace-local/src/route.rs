//! Which operation a method and a raw path mean; labels are decoded after matching, so that an encoded slash stays inside its label.

use axum::http::Method;

use crate::error::ErrorKind;
use crate::query::decoded;

/// The eight operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    CreateEnvironment,
    GetEnvironment,
    ListEnvironments,
    UpdateEnvironment,
    DeleteEnvironment,
    ListTagsForResource,
    TagResource,
    UntagResource,
}

impl Operation {
    pub const ALL: [Self; 8] = [
        Self::CreateEnvironment,
        Self::GetEnvironment,
        Self::ListEnvironments,
        Self::UpdateEnvironment,
        Self::DeleteEnvironment,
        Self::ListTagsForResource,
        Self::TagResource,
        Self::UntagResource,
    ];

    /// The name in the model.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateEnvironment => "CreateEnvironment",
            Self::GetEnvironment => "GetEnvironment",
            Self::ListEnvironments => "ListEnvironments",
            Self::UpdateEnvironment => "UpdateEnvironment",
            Self::DeleteEnvironment => "DeleteEnvironment",
            Self::ListTagsForResource => "ListTagsForResource",
            Self::TagResource => "TagResource",
            Self::UntagResource => "UntagResource",
        }
    }

    /// The operation of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// What a request with bad members is refused with: the tag operations declare no `ValidationException`.
    pub fn refusal(self) -> ErrorKind {
        match self {
            Self::ListTagsForResource | Self::TagResource | Self::UntagResource => ErrorKind::InvalidRequest,
            _ => ErrorKind::Validation,
        }
    }
}

/// An operation and the label in its path, decoded; empty for the two operations without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub operation: Operation,
    pub label: String,
}

impl Route {
    /// The route of a request, if it is one of the API's.
    pub fn of(method: &Method, raw_path: &str) -> Option<Self> {
        let mut segments = raw_path.strip_prefix('/')?.split('/');
        let (resource, label, rest) = (segments.next(), segments.next(), segments.next());
        if rest.is_some() || label == Some("") {
            return None;
        }
        let operation = match (resource?, label.is_some(), method) {
            ("environment", false, &Method::POST) => Operation::CreateEnvironment,
            ("environment", false, &Method::GET) => Operation::ListEnvironments,
            ("environment", true, &Method::GET) => Operation::GetEnvironment,
            ("environment", true, &Method::PUT) => Operation::UpdateEnvironment,
            ("environment", true, &Method::DELETE) => Operation::DeleteEnvironment,
            ("tags", true, &Method::GET) => Operation::ListTagsForResource,
            ("tags", true, &Method::POST) => Operation::TagResource,
            ("tags", true, &Method::DELETE) => Operation::UntagResource,
            _ => return None,
        };
        Some(Self { operation, label: label.map(decoded).unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_model_has_its_route() {
        let model: serde_json::Value = serde_json::from_str(include_str!("../tests/model.json")).unwrap();
        let operations = model["operations"].as_object().unwrap();
        assert_eq!(operations.len(), Operation::ALL.len());
        for (name, operation) in operations {
            let method: Method = operation["http"]["method"].as_str().unwrap().parse().unwrap();
            let uri = operation["http"]["requestUri"].as_str().unwrap();
            let path = uri.replace("{environmentId}", "x%2Fy").replace("{resourceArn}", "x%2Fy");
            let route = Route::of(&method, &path).unwrap();
            assert_eq!(route.operation.name(), name);
            assert_eq!(route.label == "x/y", uri.contains('{'), "{name}");
        }
    }

    #[test]
    fn strangers_have_no_route() {
        for (method, path) in [
            (Method::GET, "/"),
            (Method::PATCH, "/environment"),
            (Method::GET, "/environment/"),
            (Method::GET, "/environment/a/b"),
            (Method::GET, "/tags"),
            (Method::GET, "/tags/arn:aws:finspace:us-east-1:1:environment/a"),
            (Method::GET, "/kx/environments"),
            (Method::POST, "*"),
        ] {
            assert_eq!(Route::of(&method, path), None, "{method} {path}");
        }
    }
}
