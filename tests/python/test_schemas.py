"""The published JSON Schemas, by the reference validator: what Dryf's own examples say is of them, and faults are not."""

import json
import os
import subprocess
import tomllib

import pytest
from jsonschema import Draft202012Validator


def printed(*words):
    return subprocess.run([os.environ["DRYF_BIN"], "schema", *words], check=True, capture_output=True, text=True).stdout


def validator(name):
    schema = json.loads(printed(name))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["config", "rules", "monitoring-rules", "search"])
def test_the_example_is_of_its_schema(name):
    faults = list(validator(name).iter_errors(tomllib.loads(printed(name, "--example"))))
    assert not faults


@pytest.mark.parametrize(
    ("fault", "is_of_it"),
    [
        ('[space]\n"svc.C" = { low = 0.1, high = 10, log = true }', True),
        ('[space.svc]\nkernel = ["linear", "rbf"]', True),
        ('[space]\n"svc.C" = { low = -1.0, high = 10 }', False),
        ('[space]\n"svc.kernel" = ["linear", "cubic"]', False),
        ('[space]\n"svc.kernel" = { low = 1, high = 2 }', False),
        ('[space]\n"svc.c" = [1.0]', False),
        ("[study]\nn_trials = 0", False),
    ],
)
def test_what_a_space_may_hold(fault, is_of_it):
    assert validator("search").is_valid(tomllib.loads(fault)) == is_of_it
