//! What every operation can answer when it does not work, as the description tells it. What an operation has, such as a
//! body, says how it can fail.

use utoipa::openapi::{
    OpenApi, Ref, RefOr, Response, content::ContentBuilder, path::Operation, path::Parameter, path::ParameterIn,
};

use super::problem;

/// What a status means here, in a few words.
const MEANINGS: [(&str, &str); 15] = [
    ("400", "A parameter, a header or the JSON makes no sense."),
    ("401", "There is no token that works."),
    ("403", "The token’s scopes or its owner’s rights do not reach so far."),
    ("404", "It is not there, or not for the owner of the token."),
    ("406", "The answer is JSON, and the call takes none."),
    ("408", "The rest of the body did not arrive."),
    ("409", "It is in a state that forbids this, or changed meanwhile, or the key was used for something else."),
    ("412", "If-Match names another version than the one that is there."),
    ("413", "The body is longer than anything that makes sense here."),
    ("415", "The body is not application/json."),
    ("422", "Inputs are wrong; `errors` names each by its place."),
    ("500", "The portal failed; its log says more, under `request_id`."),
    ("502", "FinSpace refused or could not be reached, and `detail` says what that means."),
    ("503", "The portal is busy, or its database is away: try again after the time in `Retry-After`."),
    ("504", "It took too long; look at what became of it before sending it again."),
];

/// Adds what each operation can answer when it does not work; what it says itself stays.
pub fn with_problems(mut document: OpenApi) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        let reads = item.get.as_mut().map(|operation| (operation, false));
        let changes = [&mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten();
        for (operation, changes) in reads.into_iter().chain(changes.map(|operation| (operation, true))) {
            let answered = statuses(operation, changes);
            let responses = &mut operation.responses.responses;
            for (status, words) in MEANINGS.into_iter().filter(|(status, _)| answered.contains(status)) {
                responses.entry(status.to_owned()).or_insert_with(|| described(words));
            }
            responses.insert("4XX".into(), described("The call asks for what cannot be; `detail` says why."));
            responses.insert("5XX".into(), described("The portal or FinSpace could not do it; `detail` says more."));
        }
    }
    document
}

/// What an operation can answer, by what it has.
fn statuses(operation: &Operation, changes: bool) -> Vec<&'static str> {
    let takes = |kind: &ParameterIn, name: Option<&str>| {
        parameters(operation).any(|one| one.parameter_in == *kind && name.is_none_or(|name| one.name == name))
    };
    let has_body = operation.request_body.is_some();
    let is_asked = takes(&ParameterIn::Query, None);
    let may: [(bool, &[&'static str]); 7] = [
        (true, &["401", "403", "404", "406", "500", "503", "504"]),
        (is_asked || takes(&ParameterIn::Header, Some("Idempotency-Key")), &["400"]),
        (is_asked && changes, &["422"]),
        (takes(&ParameterIn::Header, Some("If-Match")), &["412"]),
        (has_body, &["400", "408", "413", "415", "422"]),
        (changes, &["409"]),
        (operation.tags.iter().flatten().any(|tag| tag == "environments" || tag == "tags"), &["502"]),
    ];
    may.into_iter().filter(|(does, _)| *does).flat_map(|(_, statuses)| statuses.iter().copied()).collect()
}

fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

fn described(words: &str) -> RefOr<Response> {
    let reference = RefOr::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(reference)).build();
    let mut described = Response::new(words);
    described.content.insert(problem::MEDIA_TYPE.into(), RefOr::T(content));
    RefOr::T(described)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::api::document;

    #[test]
    fn every_operation_has_a_name_of_its_own_and_says_how_it_fails() {
        let document = serde_json::to_value(document()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let mut names = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            assert!(path.starts_with("/api/v1/"), "{path}");
            for (method, operation) in item.as_object().unwrap() {
                assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{method} {path}");
                assert!(operation["summary"].is_string(), "{method} {path}");
                let problem = &operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"];
                assert_eq!(problem["$ref"], "#/components/schemas/Problem", "{method} {path}");
            }
        }
        assert_eq!(names.len(), 22);
    }

    #[test]
    fn an_operation_can_answer_what_it_has_something_for() {
        let document = serde_json::to_value(document()).unwrap();
        let of = |method: &str, path: &str| -> BTreeSet<String> {
            let responses = &document["paths"][format!("/api/v1{path}")][method]["responses"];
            responses.as_object().unwrap().keys().filter(|status| !status.ends_with("XX")).cloned().collect()
        };
        let known = |statuses: &[&str]| statuses.iter().map(|status| (*status).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(of("get", "/me"), known(&["200", "401", "403", "404", "406", "500", "503", "504"]));
        assert_eq!(
            of("post", "/requests/{request}/approve"),
            known(&["200", "401", "403", "404", "406", "409", "412", "428", "500", "503", "504"])
        );
        let asked = of("post", "/requests");
        assert!(["201", "400", "409", "413", "415", "422"].iter().all(|status| asked.contains(*status)), "{asked:?}");
        assert!(!asked.contains("412") && !asked.contains("502"), "{asked:?}");
        assert!(of("get", "/environments/{connection}/{id}").contains("502"));
    }
}
