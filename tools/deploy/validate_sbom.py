"""Validates a bill of materials (CycloneDX JSON) by CycloneDX's own schema: python validate_sbom.py <file>"""

import json
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
version = SchemaVersion.from_version(json.loads(text)["specVersion"])
problem = JsonStrictValidator(version).validate_str(text)
if problem is not None:
    sys.exit(str(problem.data))
