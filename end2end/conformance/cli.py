"""The API through the AWS CLI: the whole program, in a process of its own for each command.

The process is forked after the CLI is loaded, for loading it takes longer than all the rest.
"""

import json
import multiprocessing
import os
import re
import sys
import tempfile

import awscli.clidriver

from refused import Refused

REFUSAL = re.compile(
    r"An error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: \d+\))?: (.*)", re.DOTALL
)
FORK = multiprocessing.get_context("fork")
ENDS_WITHIN = 120


def command_of(operation):
    """CreateEnvironment is the command create-environment."""
    return re.sub("(?<!^)([A-Z])", r"-\1", operation).lower()


def run(arguments, environment, out, err):
    """What the `aws` script does, with its output in two files."""
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.update(environment)
    sys.stdout, sys.stderr = open(1, "w", encoding="utf-8"), open(2, "w", encoding="utf-8")
    code = awscli.clidriver.create_clidriver().main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class Cli:
    def __init__(self, url, key="AKIDEXAMPLE", secret="secret", token=None, region="us-east-1"):
        self.url = url
        self.environment = {
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_DEFAULT_REGION": region,
            "AWS_MAX_ATTEMPTS": "1",
        }
        if token is not None:
            self.environment["AWS_SESSION_TOKEN"] = token

    def call(self, operation, **members):
        with (
            tempfile.NamedTemporaryFile("w", suffix=".json") as request,
            tempfile.TemporaryFile("w+", encoding="utf-8") as out,
            tempfile.TemporaryFile("w+", encoding="utf-8") as err,
        ):
            json.dump(members, request)
            request.flush()
            arguments = [
                "finspace", command_of(operation), "--endpoint-url", self.url, "--output", "json",
                "--cli-input-json", f"file://{request.name}",
            ]
            process = FORK.Process(target=run, args=(arguments, self.environment, out.fileno(), err.fileno()))
            process.start()
            process.join(ENDS_WITHIN)
            if process.is_alive():
                process.kill()
                raise AssertionError(f"aws {arguments} did not end")
            out.seek(0)
            err.seek(0)
            return answered(operation, process.exitcode, out.read(), err.read())


def answered(operation, code, out, err):
    """The answer that the CLI printed, or its error."""
    if code == 0:
        return json.loads(out) if out.strip() else {}
    refusal = REFUSAL.search(err)
    if refusal is None:
        raise Refused("no answer", err)
    assert refusal[2] == operation
    raise Refused(refusal[1], refusal[3].strip())
