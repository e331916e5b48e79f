//! What FinSpace or something in its place can answer, and what the port makes of it.

use std::time::Duration;

use domain::{
    environment::EnvironmentChange,
    error::{Refusal, RefusalKind},
    id::{ConnectionName, EnvironmentId},
    ports::{CallError, FinSpace},
};
use server::finspace::{ConnectionSettings, Connections, Patience, StaticCredentials};

use super::wire::{Fault, Wire};

struct Stage {
    wire: Wire,
    finspace: Connections,
    connection: ConnectionName,
    id: EnvironmentId,
}

impl Stage {
    async fn new() -> Self {
        Self::with(Patience { attempts: 2, ..Patience::default() }).await
    }

    async fn with(patience: Patience) -> Self {
        let nobody = "127.0.0.1:9".parse().unwrap();
        let wire = Wire::to(nobody).await;
        let connection = ConnectionName::parse("stage").unwrap();
        let settings = ConnectionSettings {
            name: connection.clone(),
            region: "eu-west-1".into(),
            endpoint_url: Some(wire.url()),
            profile: None,
            role_arn: None,
            external_id: None,
            credentials: Some(StaticCredentials {
                access_key_id: "AKID".into(),
                secret_access_key: "secret".to_owned().into(),
            }),
        };
        let finspace = Connections::open(&[settings], patience).await;
        Self { wire, finspace, connection, id: EnvironmentId::parse("abc").unwrap() }
    }

    async fn get(&self, fault: Fault) -> CallError {
        self.wire.mend();
        self.wire.meet("", fault, usize::MAX);
        self.finspace.get(&self.connection, &self.id).await.unwrap_err()
    }

    async fn update(&self, fault: Fault) -> CallError {
        self.wire.mend();
        self.wire.meet("", fault, usize::MAX);
        self.finspace.update(&self.connection, &self.id, &EnvironmentChange::default()).await.unwrap_err()
    }
}

fn refusal(error: CallError) -> Refusal {
    let CallError::Refused(refusal) = error else { panic!("{error:?}") };
    refusal
}

#[tokio::test]
async fn codes_decide_before_statuses() {
    let stage = Stage::new().await;
    for (status, header, kind) in [
        (404, "x-amzn-errortype: ResourceNotFoundException\r\n", RefusalKind::NotFound),
        (400, "x-amzn-errortype: ResourceNotFoundException:http://x/\r\n", RefusalKind::NotFound),
        (400, "x-amzn-errortype: ValidationException\r\n", RefusalKind::Invalid),
        (400, "x-amzn-errortype: InvalidRequestException\r\n", RefusalKind::Invalid),
        (402, "x-amzn-errortype: ServiceQuotaExceededException\r\n", RefusalKind::Quota),
        (403, "x-amzn-errortype: UnrecognizedClientException\r\n", RefusalKind::Denied),
        (403, "x-amzn-errortype: ExpiredTokenException\r\n", RefusalKind::Denied),
        (400, "x-amzn-errortype: IncompleteSignature\r\n", RefusalKind::Denied),
        (400, "x-amzn-errortype: ThrottlingException\r\n", RefusalKind::Throttled),
        (404, "x-amzn-errortype: UnknownOperationException\r\n", RefusalKind::Other),
        (418, "x-amzn-errortype: TeapotException\r\n", RefusalKind::Other),
    ] {
        let refusal = refusal(stage.get(Fault::Says(status, header, r#"{"message":"said so"}"#)).await);
        assert_eq!((refusal.kind, refusal.said.as_str()), (kind, "said so"), "{header}");
    }
}

#[tokio::test]
async fn without_a_code_the_status_decides_and_the_words_are_ours() {
    let stage = Stage::new().await;
    for (status, kind, words) in [
        (301, RefusalKind::Other, "sends elsewhere"),
        (400, RefusalKind::Invalid, "400"),
        (401, RefusalKind::Denied, "401"),
        (404, RefusalKind::Other, "does not know FinSpace"),
        (407, RefusalKind::Denied, "proxy"),
        (413, RefusalKind::Invalid, "413"),
        (429, RefusalKind::Throttled, "429"),
        (500, RefusalKind::Internal, "500"),
        (504, RefusalKind::Internal, "504"),
    ] {
        let refusal = refusal(stage.get(Fault::Says(status, "", "<html><body>SECRET BODY</body></html>")).await);
        assert_eq!(refusal.kind, kind, "{status}");
        assert!(refusal.said.contains(words) && !refusal.said.contains("SECRET"), "{status}: {}", refusal.said);
    }
}

#[tokio::test]
async fn the_request_id_and_only_one_line_of_the_words_are_kept() {
    let stage = Stage::new().await;
    let headers = "x-amzn-errortype: ValidationException\r\nx-amzn-requestid: 1-2-3\r\n";
    let refusal = refusal(stage.get(Fault::Says(400, headers, r#"{"message":"one\ntwo\u0007"}"#)).await);
    assert_eq!(refusal.request_id.as_deref(), Some("1-2-3"));
    assert_eq!(refusal.said, "one two");
}

#[tokio::test]
async fn a_fault_inside_leaves_a_change_open_and_a_question_answered() {
    let stage = Stage::new().await;
    let internal = Fault::Says(
        500,
        "x-amzn-errortype: InternalServerException\r\nx-amzn-requestid: 7\r\n",
        r#"{"message":"boom"}"#,
    );
    for fault in [internal, Fault::Says(502, "", ""), Fault::Says(200, "", "<html>"), Fault::Says(200, "", "{}")] {
        let changed = stage.update(fault).await;
        let CallError::Unanswered(words) = changed else { panic!("{fault:?}: {changed:?}") };
        assert!(!words.contains("<html>"), "{words}");
        assert_eq!(refusal(stage.get(fault).await).kind, RefusalKind::Internal, "{fault:?}");
    }
    let CallError::Unanswered(words) = stage.update(internal).await else { panic!() };
    assert!(words.contains("boom") && words.contains('7'), "{words}");
    assert!(matches!(stage.update(Fault::Says(408, "", "")).await, CallError::Unanswered(_)));
}

#[tokio::test]
async fn questions_are_asked_again_and_changes_are_not() {
    let stage = Stage::new().await;
    stage.get(Fault::Says(503, "", "")).await;
    assert_eq!(stage.wire.count("GET"), 2);
    stage.update(Fault::Says(503, "", "")).await;
    stage.update(Fault::Lost).await;
    assert_eq!(stage.wire.count("PUT"), 2);
}

#[tokio::test]
async fn a_change_that_nobody_answers_is_not_sent_again() {
    let stage = Stage::with(Patience { attempt: Duration::from_secs(1), attempts: 2, ..Patience::default() }).await;
    assert!(matches!(stage.update(Fault::Silence).await, CallError::Unanswered(_)));
    assert_eq!(stage.wire.count("PUT"), 1);
}

#[tokio::test]
async fn a_wrong_document_of_another_service_is_no_environment() {
    let stage = Stage::new().await;
    for body in
        [r#"{"environment":{}}"#, r#"{"environment":{"environmentId":"has space"}}"#, r#"{"environment":null}"#, "[]"]
    {
        assert_eq!(refusal(stage.get(Fault::Says(200, "", body)).await).kind, RefusalKind::Internal, "{body}");
    }
    stage.wire.mend();
    let odd = r#"{"environments":[{"environmentId":"ok1","status":"RESTING","federationMode":"NEW"},{"name":"no-id"}],"nextToken":""}"#;
    stage.wire.meet("GET /environment", Fault::Says(200, "", odd), 1);
    let page = stage.finspace.list(&stage.connection, None).await.unwrap();
    assert_eq!(page.environments.len(), 1, "one that cannot be addressed is left out");
    assert_eq!((page.environments[0].status.as_str(), page.next), ("RESTING", None));
}

#[tokio::test]
async fn an_unknown_connection_is_a_refusal_in_words() {
    let stage = Stage::new().await;
    let other = ConnectionName::parse("other").unwrap();
    let refusal = refusal(stage.finspace.get(&other, &stage.id).await.unwrap_err());
    assert!(refusal.said.contains("“other”"), "{}", refusal.said);
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_unreachable_and_never_unknown() {
    let stage = Stage::new().await;
    let settings = ConnectionSettings {
        name: stage.connection.clone(),
        region: "eu-west-1".into(),
        endpoint_url: Some("http://finspace.invalid:4567".into()),
        profile: None,
        role_arn: None,
        external_id: None,
        credentials: Some(StaticCredentials { access_key_id: "A".into(), secret_access_key: "s".to_owned().into() }),
    };
    let patience = Patience { attempts: 1, ..Patience::default() };
    let finspace = Connections::open(&[settings], patience).await;
    let error = finspace.update(&stage.connection, &stage.id, &EnvironmentChange::default()).await.unwrap_err();
    let refusal = refusal(error);
    assert_eq!(refusal.kind, RefusalKind::Unreachable, "{}", refusal.said);
}
