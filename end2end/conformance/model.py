"""The model: what is declared, and whether an answer keeps to it."""

import json
import pathlib

MODEL = json.loads(
    (pathlib.Path(__file__).parent / "models/finspace/2021-03-12/service-2.json").read_text(encoding="utf-8")
)
OPERATIONS = [
    "CreateEnvironment", "GetEnvironment", "ListEnvironments", "UpdateEnvironment", "DeleteEnvironment",
    "ListTagsForResource", "TagResource", "UntagResource",
]
TYPES = {"string": str, "structure": dict, "map": dict, "list": list, "integer": int}


def declared_errors():
    """Every pair of operation and declared error, with the status of the error."""
    for operation in OPERATIONS:
        for error in MODEL["operations"][operation]["errors"]:
            name = error["shape"]
            yield operation, name, MODEL["shapes"][name]["error"]["httpStatusCode"]


def check_answer(operation, answer):
    """Fails when an answer is not of the declared output shape."""
    check(MODEL["operations"][operation]["output"]["shape"], answer, operation)


def check(shape_name, value, where):
    shape = MODEL["shapes"][shape_name]
    assert isinstance(value, TYPES[shape["type"]]), f"{where} is {value!r}"
    if shape["type"] == "structure":
        for name, member in value.items():
            assert name in shape["members"], f"{where} has an undeclared {name}"
            check(shape["members"][name]["shape"], member, f"{where}.{name}")
    elif shape["type"] == "map":
        for key, member in value.items():
            check(shape["key"]["shape"], key, f"{where} key")
            check(shape["value"]["shape"], member, f"{where}.{key}")
    elif shape["type"] == "list":
        for member in value:
            check(shape["member"]["shape"], member, f"{where} member")
    elif shape["type"] == "string":
        assert shape.get("min", 0) <= len(value) <= shape.get("max", len(value)), f"{where} is {value[:80]!r}"
        assert value in shape.get("enum", [value]), f"{where} is {value!r}"
