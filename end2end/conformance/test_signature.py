"""With credentials, only right signatures get in, and AWS's own codes tell why."""

import pytest

from endpoint import Endpoint
from refused import Refused

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
OTHER = "AKIDOTHER:other-secret:210987654321"


@pytest.fixture(scope="module")
def guarded():
    endpoint = Endpoint("--create-time", "0s", "--credential", f"{KEY}:{SECRET}", "--credential", OTHER)
    yield endpoint
    endpoint.stop()


def code(client):
    with pytest.raises(Refused) as refused:
        client.call("ListEnvironments")
    assert refused.value.status in (None, 403)
    return refused.value.code


def test_every_operation_verifies(guarded, client_of):
    client = client_of(guarded.url, KEY, SECRET)
    created = client.call("CreateEnvironment", name="signed-one", tags={"a": "é".encode().hex()})
    identity, arn = created["environmentId"], created["environmentArn"]
    client.call("GetEnvironment", environmentId=identity)
    client.call("UpdateEnvironment", environmentId=identity, description="Words with spaces")
    client.call("CreateEnvironment", name="signed-two")
    page = client.call("ListEnvironments", maxResults=1)
    client.call("ListEnvironments", maxResults=1, nextToken=page["nextToken"])
    client.call("TagResource", resourceArn=arn, tags={"x+y:z/1": "a b"})
    client.call("UntagResource", resourceArn=arn, tagKeys=["x+y:z/1", "a"])
    assert client.call("ListTagsForResource", resourceArn=arn)["tags"] == {}
    client.call("DeleteEnvironment", environmentId=identity)


def test_the_account_is_the_keys_and_the_region_the_signatures(guarded, client_of):
    created = client_of(guarded.url, KEY, SECRET, region="eu-west-1").call("CreateEnvironment", name="irish")
    assert created["environmentArn"].startswith("arn:aws:finspace:eu-west-1:123456789012:")
    other = client_of(guarded.url, "AKIDOTHER", "other-secret", region="eu-west-1")
    assert other.call("ListEnvironments")["environments"] == []
    assert other.call("CreateEnvironment", name="other")["environmentArn"].split(":")[4] == "210987654321"


def test_a_wrong_secret_is_an_invalid_signature(guarded, client_of):
    assert code(client_of(guarded.url, KEY, "wrong")) == "InvalidSignatureException"


def test_an_unknown_key_is_an_unrecognized_client(guarded, client_of):
    assert code(client_of(guarded.url, "AKIDNOBODY", SECRET)) == "UnrecognizedClientException"


def test_a_session_token_belongs_to_no_permanent_key(guarded, client_of):
    assert code(client_of(guarded.url, KEY, SECRET, token="token")) == "UnrecognizedClientException"
