"""Every operation does what it says, and answers in the declared shape."""

import re

import pytest

from model import check_answer
from refused import Refused

DOCUMENT = "<EntityDescriptor>" + "é\n" * 600 + "</EntityDescriptor>"
EVERYTHING = {
    "name": "research-eu",
    "description": "Research. Team 4",
    "kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
    "tags": {"team": "quant", "cost:center": "a@b 1"},
    "federationMode": "FEDERATED",
    "federationParameters": {
        "samlMetadataDocument": DOCUMENT,
        "samlMetadataURL": "https://idp.example.com/metadata",
        "federationProviderName": "IAM Identity Center",
        "attributeMap": {"Email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"},
    },
    "superuserParameters": {"emailAddress": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace"},
    "dataBundles": ["arn:aws:finspace:us-east-1::data-bundle/capital-markets-sample"],
}


def test_create_answers_three_members_and_no_status(client):
    created = client.call("CreateEnvironment", **EVERYTHING)
    check_answer("CreateEnvironment", created)
    assert set(created) == {"environmentId", "environmentArn", "environmentUrl"}
    identity = created["environmentId"]
    assert re.fullmatch("[a-z2-7]{22}", identity)
    assert created["environmentArn"] == f"arn:aws:finspace:us-east-1:123456789012:environment/{identity}"
    assert re.fullmatch(rf"{identity}\.us-east-1\.amazonfinspace\.localhost:\d+", created["environmentUrl"])


def test_a_federated_environment_gets_its_urn_and_callback_once_created(client, endpoint):
    identity = client.call("CreateEnvironment", **EVERYTHING)["environmentId"]
    before = client.call("GetEnvironment", environmentId=identity)["environment"]
    assert before["status"] == "CREATE_REQUESTED"
    assert "federationURN" not in before["federationParameters"]
    assert "sageMakerStudioDomainUrl" not in before
    endpoint.settle(identity)
    answer = client.call("GetEnvironment", environmentId=identity)
    check_answer("GetEnvironment", answer)
    after = answer["environment"]
    assert after["status"] == "CREATED"
    for name in ("name", "description", "kmsKeyId", "federationMode"):
        assert after[name] == EVERYTHING[name]
    federation = after["federationParameters"]
    assert federation.pop("federationURN").startswith("urn:amazon:")
    assert federation.pop("applicationCallBackURL").endswith("/saml2/idpresponse")
    assert federation == EVERYTHING["federationParameters"]
    assert re.fullmatch(r"https://d-\w{12}\.studio\.us-east-1\.sagemaker\.aws", after["sageMakerStudioDomainUrl"])
    assert re.fullmatch(r"\d{12}", after["dedicatedServiceAccountId"])
    assert after["awsAccountId"] == "123456789012"


def test_the_least_environment_is_local(client):
    identity = client.call("CreateEnvironment", name="ab", tags={})["environmentId"]
    environment = client.call("GetEnvironment", environmentId=identity)["environment"]
    assert environment["federationMode"] == "LOCAL"
    assert environment["federationParameters"] == {}
    assert "description" not in environment


def test_pages_hold_every_environment_once_in_the_order_of_creation(client):
    created = [client.call("CreateEnvironment", name=f"env-{n}")["environmentId"] for n in range(5)]
    seen, token, pages = [], {}, 0
    while True:
        page = client.call("ListEnvironments", maxResults=2, **token)
        check_answer("ListEnvironments", page)
        seen += [environment["environmentId"] for environment in page["environments"]]
        pages += 1
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert seen == created
    assert pages == 3
    assert len(client.call("ListEnvironments", maxResults=0)["environments"]) == 5


def test_an_empty_list_is_a_list(client):
    assert client.call("ListEnvironments") == {"environments": []}


def test_update_changes_what_it_names(client, environment):
    identity = environment["environmentId"]
    answer = client.call("UpdateEnvironment", environmentId=identity, description="New words")
    check_answer("UpdateEnvironment", answer)
    assert answer["environment"]["description"] == "New words"
    assert answer["environment"]["name"] == "research-eu"
    unchanged = client.call("UpdateEnvironment", environmentId=identity)
    assert unchanged == client.call("GetEnvironment", environmentId=identity)
    federated = client.call(
        "UpdateEnvironment", environmentId=identity, federationMode="FEDERATED",
        federationParameters={"samlMetadataURL": "https://idp.example.com/m"},
    )["environment"]
    assert federated["federationParameters"]["samlMetadataURL"] == "https://idp.example.com/m"


def test_delete_ends_in_deleted_and_leaves_the_list(client, endpoint, environment):
    identity = environment["environmentId"]
    assert client.call("DeleteEnvironment", environmentId=identity) == {}
    status = client.call("GetEnvironment", environmentId=identity)["environment"]["status"]
    assert status == "DELETE_REQUESTED"
    endpoint.settle(identity)
    assert client.call("GetEnvironment", environmentId=identity)["environment"]["status"] == "DELETED"
    assert client.call("ListEnvironments")["environments"] == []


def test_tags_are_added_overwritten_and_removed(client, environment):
    arn = environment["environmentArn"]
    assert client.call("TagResource", resourceArn=arn, tags={"team": "risk", "a+b": "c d"}) == {}
    answer = client.call("ListTagsForResource", resourceArn=arn)
    check_answer("ListTagsForResource", answer)
    assert answer["tags"] == {"team": "risk", "a+b": "c d"}
    assert client.call("UntagResource", resourceArn=arn, tagKeys=["a+b", "absent"]) == {}
    assert client.call("ListTagsForResource", resourceArn=arn)["tags"] == {"team": "risk"}


def test_a_document_of_ten_million_characters_comes_back(client):
    document = "é" * 10_000_000
    parameters = {"samlMetadataDocument": document}
    identity = client.call(
        "CreateEnvironment", name="huge-document", federationMode="FEDERATED", federationParameters=parameters
    )["environmentId"]
    environment = client.call("GetEnvironment", environmentId=identity)["environment"]
    assert environment["federationParameters"]["samlMetadataDocument"] == document
    listed = client.call("ListEnvironments")["environments"][0]
    assert "samlMetadataDocument" not in listed["federationParameters"]
    with pytest.raises(Refused) as refused:
        parameters["samlMetadataDocument"] += "é"
        client.call(
            "CreateEnvironment", name="too-huge", federationMode="FEDERATED", federationParameters=parameters
        )
    assert refused.value.code == "ValidationException"
