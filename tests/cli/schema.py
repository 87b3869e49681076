"""schema.py NAPKIN SOURCE: the JSON Schema knows what the parser knows.

A real validator accepts every shipped scenario by the schema, refuses each with a key misspelt, and the
parser knows every key that the schema has for a kind, and no other.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

napkin, source = sys.argv[1], pathlib.Path(sys.argv[2])
failures = []


def fail(words):
    failures.append(words)
    print("FAILED:", words)


class Core(yaml.SafeLoader):
    """YAML 1.2: `on` is a word, only true and false are truth values, 5 is a number."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(null|~|)$"), ["n", "~", ""])
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
Core.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def run(*arguments):
    return subprocess.run([napkin, *arguments], capture_output=True, text=True)


def validated(text):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(text)
        file.flush()
        return run("validate", file.name)


def misspelt(tree):
    """Copies of the tree, each with one key misspelt, where the schema names the keys."""
    if isinstance(tree, dict):
        for key in tree:
            yield {(k + "_x" if k == key else k): v for k, v in tree.items()}
            for other in misspelt(tree[key]):
                yield {**tree, key: other}
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            for other in misspelt(item):
                yield tree[:index] + [other] + tree[index + 1:]


schema_text = run("schema").stdout
schema = json.loads(schema_text)
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)

# 1. Every shipped scenario, and what the parser refuses of it.
files = sorted((source / "scenarios").rglob("*.yaml"))
refused = mutants = 0
for path in files:
    text = path.read_text()
    schema_line = text.splitlines()[0]
    wanted = "# yaml-language-server: $schema="
    if not schema_line.startswith(wanted):
        fail(f"{path} does not name its schema in the first line")
    elif not (path.parent / schema_line[len(wanted):]).exists():
        fail(f"{path} names a schema that is not there: {schema_line}")
    scenario = yaml.load(text, Core)
    for error in validator.iter_errors(scenario):
        fail(f"{path}: {list(error.absolute_path)}: {error.message[:200]}")
    if "help" not in path.parts or "extends" in scenario:
        continue  # the examples of the help have every section, and are small
    for mutant in misspelt(scenario):
        mutants += 1
        if validator.is_valid(mutant):
            # A name of the author's choice is misspelt as a name: the parser takes the map, too.
            if validated(json.dumps(mutant)).stderr.count("unknown key"):
                fail(f"{path}: the schema accepts a key that the parser does not: {json.dumps(mutant)}")
        else:
            refused += 1
print(f"{len(files)} scenarios accepted; {refused} of {mutants} with a misspelt key refused")
if refused < mutants / 2 or not files:
    fail("the schema refuses too little")

# 2. The keys of each kind, and of the sections.
shown = run("list", "kinds").stdout
kinds = re.findall(r"^  (\w+)", shown, re.M)
checked = 0
for kind in kinds:
    keys = schema["definitions"][f"kind_{kind}"]["properties"].keys() - {"kind"}
    part = {"kind": kind, **{key: None for key in keys}}
    told = validated(json.dumps({"napkin": 1, "name": "x", "components": {"a": part}})).stderr
    for key in keys:
        checked += 1
        if f'unknown key "{key}"' in told:
            fail(f"{kind}: the schema has the key {key}, the parser has not")
    part = {"kind": kind, "no_such_key": 1}
    told = validated(json.dumps({"napkin": 1, "name": "x", "components": {"a": part}})).stderr
    if 'unknown key "no_such_key"' not in told:
        fail(f"{kind}: the parser takes any key: {told}")
    help_text = run("help", kind).stdout.split("\nExample ")[0]
    helped = set(re.findall(r"^  ([a-z]\w*) ", help_text, re.M))
    if helped != set(keys):
        fail(f"{kind}: help and schema differ: {helped ^ set(keys)}")
print(f"{checked} keys of {len(kinds)} kinds are known to both")
if checked < 50 or len(kinds) < 8:
    fail("too few keys were compared")

# 3. The copy for those who have no napkin yet.
committed = source / "scenarios/napkin.schema.json"
if committed.read_text() != schema_text:
    fail("scenarios/napkin.schema.json is old; renew it: scripts/run schema > " + str(committed))

sys.exit(1 if failures else 0)
