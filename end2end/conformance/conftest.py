"""One endpoint for the tests, emptied before each, and the client that CLIENT names."""

import os
import pathlib

import pytest

from endpoint import Endpoint

CLIENT = os.environ.get("CLIENT", "pinned")
HERE = pathlib.Path(__file__).parent

# Nothing of the person who runs the tests may leak in.
for variable in list(os.environ):
    if variable.startswith("AWS_"):
        del os.environ[variable]
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
if CLIENT == "newest":
    # The newest boto3 has no FinSpace of its own any more.
    os.environ["AWS_DATA_PATH"] = str(HERE / "models")


@pytest.fixture(scope="session")
def client_of():
    """Makes a client for a URL."""
    if CLIENT == "awscli":
        from cli import Cli

        return Cli
    from boto import Boto

    return Boto


@pytest.fixture(scope="session")
def running():
    endpoint = Endpoint("--faults", "--create-time", "1h", "--delete-time", "1h", "--quota", "5")
    yield endpoint
    endpoint.stop()


@pytest.fixture
def endpoint(running):
    running.control("DELETE", "")
    return running


@pytest.fixture
def client(endpoint, client_of):
    return client_of(endpoint.url)


@pytest.fixture
def environment(endpoint, client):
    """An environment that is CREATED."""
    created = client.call("CreateEnvironment", name="research-eu", tags={"team": "quant"})
    endpoint.settle(created["environmentId"])
    return created
