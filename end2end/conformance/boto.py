"""The API through boto3."""

import boto3
import botocore.config
import botocore.exceptions
from botocore import xform_name

from model import MODEL
from refused import Refused


class Boto:
    def __init__(self, url, key="AKIDEXAMPLE", secret="secret", token=None, region="us-east-1"):
        config = botocore.config.Config(
            retries={"total_max_attempts": 1}, connect_timeout=10, read_timeout=60, parameter_validation=True
        )
        self.client = boto3.client(
            "finspace",
            endpoint_url=url,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=config,
        )

    def call(self, operation, **members):
        try:
            answer = getattr(self.client, xform_name(operation))(**members)
        except botocore.exceptions.ClientError as error:
            details = error.response
            assert details["ResponseMetadata"]["RequestId"], "every answer has a request id"
            if details["Error"]["Code"] in MODEL["shapes"]:
                assert details["message"] == details["Error"]["Message"], "the message is in lower case"
            status = details["ResponseMetadata"]["HTTPStatusCode"]
            raise Refused(details["Error"]["Code"], details["Error"]["Message"], status) from error
        except botocore.exceptions.HTTPClientError as error:
            raise Refused("no answer", str(error)) from error
        metadata = answer.pop("ResponseMetadata")
        assert metadata["RequestId"], "every answer has a request id"
        assert metadata["HTTPStatusCode"] == 200
        return answer
