"""Every declared error reaches the client by its name, and the natural ones arise by themselves."""

import pytest

from model import declared_errors
from refused import Refused

UNKNOWN = "a" * 22
ARN = f"arn:aws:finspace:us-east-1:123456789012:environment/{UNKNOWN}"
CALLS = {
    "CreateEnvironment": {"name": "research-eu"},
    "GetEnvironment": {"environmentId": UNKNOWN},
    "ListEnvironments": {},
    "UpdateEnvironment": {"environmentId": UNKNOWN},
    "DeleteEnvironment": {"environmentId": UNKNOWN},
    "ListTagsForResource": {"resourceArn": ARN},
    "TagResource": {"resourceArn": ARN, "tags": {"a": "b"}},
    "UntagResource": {"resourceArn": ARN, "tagKeys": ["a"]},
}


def refusal(client, operation, **members):
    with pytest.raises(Refused) as refused:
        client.call(operation, **members)
    return refused.value


@pytest.mark.parametrize(("operation", "error", "status"), list(declared_errors()))
def test_every_declared_error_arrives(client, endpoint, operation, error, status):
    order = {"operation": operation, "refuse": error, "message": f"Ordered {error}."}
    endpoint.control("POST", "/faults", order)
    refused = refusal(client, operation, **CALLS[operation])
    assert refused.code == error
    assert refused.message == f"Ordered {error}."
    assert refused.status in (None, status)


@pytest.mark.parametrize(
    ("prefix", "error"),
    [
        ("throttle", "ThrottlingException"),
        ("error-500", "InternalServerException"),
        ("denied", "AccessDeniedException"),
        ("invalid", "ValidationException"),
        ("quota", "ServiceQuotaExceededException"),
        ("limit", "LimitExceededException"),
        ("drop-before", "no answer"),
    ],
)
def test_names_provoke_errors(client, prefix, error):
    assert refusal(client, "CreateEnvironment", name=f"{prefix}-x").code == error
    assert client.call("ListEnvironments")["environments"] == []


def test_an_answer_lost_after_the_commit_leaves_the_environment(client):
    assert refusal(client, "CreateEnvironment", name="drop-after-x").code == "no answer"
    assert len(client.call("ListEnvironments")["environments"]) == 1


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        ("GetEnvironment", "ResourceNotFoundException"),
        ("UpdateEnvironment", "ResourceNotFoundException"),
        ("DeleteEnvironment", "ResourceNotFoundException"),
        ("ListTagsForResource", "ResourceNotFoundException"),
        ("TagResource", "ResourceNotFoundException"),
        ("UntagResource", "ResourceNotFoundException"),
    ],
)
def test_what_is_not_there_is_not_found(client, operation, error):
    assert refusal(client, operation, **CALLS[operation]).code == error


def test_managed_kdb_and_foreign_places_are_not_found(client):
    for arn in (
        "arn:aws:finspace:us-east-1:123456789012:kxEnvironment/abc/kxDatabase/db/kxDataview/v",
        f"arn:aws:finspace:eu-west-1:123456789012:environment/{UNKNOWN}",
        f"arn:aws:finspace:us-east-1:210987654321:environment/{UNKNOWN}",
    ):
        assert refusal(client, "ListTagsForResource", resourceArn=arn).code == "ResourceNotFoundException"


def test_malformed_comes_before_missing(client):
    assert refusal(client, "GetEnvironment", environmentId="a_b").code == "ValidationException"
    assert refusal(client, "GetEnvironment", environmentId="a" * 27).code == "ValidationException"
    bad_arn = "arn:aws:finspace:us-east-1:abc:environment/x"
    assert refusal(client, "ListTagsForResource", resourceArn=bad_arn).code == "InvalidRequestException"
    refused = refusal(client, "UntagResource", resourceArn=ARN, tagKeys=["aws:x"])
    assert refused.code == "InvalidRequestException"


@pytest.mark.parametrize(
    "members",
    [
        {"name": "a"},
        {"name": "no_underscore"},
        {"name": "a" * 256},
        {"name": "ab", "description": "no, comma"},
        {"name": "ab", "kmsKeyId": "alias/under_score"},
        {"name": "ab", "federationMode": "SOMETIMES"},
        {"name": "ab", "federationMode": "FEDERATED"},
        {"name": "ab", "federationParameters": {"samlMetadataURL": "https://a.b"}},
        {"name": "ab", "tags": {"aws:x": "y"}},
        {"name": "ab", "tags": {f"k{n}": "v" for n in range(51)}},
        {"name": "ab", "dataBundles": ["arn:aws:finspace:us-east-1::bundle/abc"]},
        {"name": "ab", "superuserParameters": {"emailAddress": "x", "firstName": "A", "lastName": "B"}},
        {"name": "ab", "superuserParameters": {"emailAddress": "x@y.z", "firstName": "Zoë", "lastName": "B"}},
    ],
)
def test_bad_input_is_a_validation_exception(client, members):
    assert refusal(client, "CreateEnvironment", **members).code == "ValidationException"
    assert client.call("ListEnvironments")["environments"] == []


def test_the_quota_is_402(client):
    for n in range(5):
        client.call("CreateEnvironment", name=f"env-{n}")
    refused = refusal(client, "CreateEnvironment", name="one-more")
    assert refused.code == "ServiceQuotaExceededException"
    assert refused.status in (None, 402)


def test_wrong_states_are_validation_exceptions(client, endpoint):
    identity = client.call("CreateEnvironment", name="research-eu")["environmentId"]
    assert refusal(client, "UpdateEnvironment", environmentId=identity, name="other").code == "ValidationException"
    assert refusal(client, "DeleteEnvironment", environmentId=identity).code == "ValidationException"
    endpoint.control("POST", f"/environments/{identity}/status", {"status": "SUSPENDED"})
    assert refusal(client, "UpdateEnvironment", environmentId=identity, name="other").code == "ValidationException"


def test_a_fifty_first_tag_is_refused(client, environment):
    arn = environment["environmentArn"]
    client.call("TagResource", resourceArn=arn, tags={f"k{n}": "v" for n in range(49)})
    refused = refusal(client, "TagResource", resourceArn=arn, tags={"one-more": "v"})
    assert refused.code == "InvalidRequestException"
    assert len(client.call("ListTagsForResource", resourceArn=arn)["tags"]) == 50


def test_a_foreign_token_is_refused(client):
    for token in ("x", "0" * 80, "é"):
        assert refusal(client, "ListEnvironments", nextToken=token).code == "ValidationException"


def test_too_large_a_page_is_refused(client):
    assert refusal(client, "ListEnvironments", maxResults=101).code == "ValidationException"


def test_a_new_environment_can_come_late_to_the_list(client, endpoint):
    endpoint.control("POST", "/list-lag", {"lists": 2})
    client.call("CreateEnvironment", name="late-one")
    lengths = [len(client.call("ListEnvironments")["environments"]) for _ in range(3)]
    assert lengths == [0, 0, 1]
    assert endpoint.calls("ListEnvironments") == 3
