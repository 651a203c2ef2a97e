"""What schemathesis must know of this API that its OpenAPI document cannot say."""

import json
import os
import re
import uuid
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import schemathesis
from hypothesis import strategies

# Written by contract.mjs: `url`, `token`, `observer`, `citizen` and `party` (tokens of others), and what world.mjs made.
WORLD = json.loads(Path(os.environ["CONTRACT_WORLD"]).read_text(encoding="utf-8"))
PROBLEMS = "https://minzheng.dev/problems/"


def stated(path):
    """What an official states who reads this: a record that is a matter of its own is read in that, all else in the case."""
    watched = re.match(r"/v1/(clues|monitored-subjects)\b", path)
    own = re.match(r"/v1/(?:clues|monitored-subjects|appeals|manual-facts|consents)/([0-9a-f-]{36})(?:/[a-z-]+)?$", path)
    return {
        "X-Purpose": "MONITORING" if watched else "DIBAO",
        "X-Case-Ref": own.group(1) if own else WORLD["caseRef"],
    }


def read(path, token=WORLD["observer"]):
    """What a GET answers, or None when it is refused."""
    headers = {"Authorization": f"Bearer {token}", **stated(path)}
    try:
        with urlopen(Request(f"{WORLD['url']}{path}", headers=headers)) as response:
            return json.load(response)
    except HTTPError:
        return None


PEOPLE = read("/v1/sandbox/people?seed=contract&count=200")["items"]

# Formats whose last character checks the others: a pattern cannot say that.
schemathesis.openapi.format("id-number", strategies.sampled_from([person["idNumber"] for person in PEOPLE]))
# Instants from 1900 to 2199: their pattern alone would have most of what is drawn thrown away.
schemathesis.openapi.format(
    "date-time",
    strategies.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(lambda instant: f"{instant.isoformat()}Z"),
)
schemathesis.openapi.format("uscc", strategies.sampled_from(WORLD["creditCodes"]))


class Known:
    """Ids of what exists, by the collection that lists it."""

    def __init__(self):
        # no collection lists these
        self.ids = {"/v1/facts": WORLD["factIds"]}
        self.turn = 0

    def one_of(self, collection):
        if collection not in self.ids:
            query = f"?limit=200&caseRef={quote(WORLD['caseRef'])}" if "reports" in collection else "?limit=200"
            found = read(f"{collection}{query}") or {}
            self.ids[collection] = [item["id"] for item in found.get("items", []) if "id" in item]
        ids = self.ids[collection]
        if not ids:
            return None
        self.turn += 1
        return ids[self.turn % len(ids)]


KNOWN = Known()


@schemathesis.serializer("application/x-ndjson")
def rows(context, value):
    """A part of a file: what is drawn is not the part that its manifest announced, whatever it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf8", "surrogatepass")


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


def is_stateful(case):
    return case.meta is not None and case.meta.phase.name.name == "STATEFUL_TESTING"


# What nobody but a department outside asks.
OF_PARTIES = ("/v1/pairwise-keys", "/v1/status-checks")


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers
    other = "citizen" if case.path.startswith("/v1/me/") else "party" if case.path in OF_PARTIES else None
    if other and headers and headers.get("Authorization", "").endswith(WORLD["token"]):
        headers["Authorization"] = f"Bearer {WORLD[other]}"
    if not is_positive(case):
        return
    # A citizen reads the own there and states nothing; the token is an official's.
    if case.method.upper() == "GET" and re.match(r"/v1/(appeals|consents)(/\{id\})?$", case.path):
        for name, value in stated(case.path).items():
            if headers is not None and name not in headers:
                headers[name] = value
    # Moved anywhere, the clock would leave nothing that still holds.
    if case.path == "/v1/sandbox/clock" and isinstance(case.body, dict):
        case.body = {"instant": WORLD["today"]}
    # A cursor comes from an answer (nextCursor) and from nowhere else.
    if case.query:
        case.query.pop("cursor", None)
    # Each command has a key of its own: a key that comes again repeats the first answer.
    if headers and "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    if not is_stateful(case):
        aim_at_what_exists(case, headers or {})


def aim_at_what_exists(case, headers):
    """Half of the well-formed requests name something that exists, and its present version."""
    KNOWN.turn += 1
    if KNOWN.turn % 2:
        return
    if case.path == "/v1/consents" and isinstance(case.body, dict):
        known = WORLD["personKeys"][KNOWN.turn // 2 % len(WORLD["personKeys"])]
        case.body.update(personKey=known, signerKey=known, signerRole="SELF")
    if case.path == "/v1/me/appeals" and isinstance(case.body, dict):
        case.body["factId"] = KNOWN.one_of("/v1/facts")
    if case.path == "/v1/subscriptions" and isinstance(case.body, dict):
        case.body["agreementId"] = WORLD["agreement"]
    if isinstance(case.body, dict):
        # as small a region as was drawn: a route may demand a county
        drawn = {name: case.body.get(name) for name in ("region", "regionPrefix")}
        case.body.update({name: WORLD["region"][: len(code)] for name, code in drawn.items() if isinstance(code, str)})
    if "X-Case-Ref" in headers:
        headers.update(stated(case.path))
        if case.query and "caseRef" in case.query:
            case.query["caseRef"] = WORLD["caseRef"]
    if not case.path_parameters or "id" not in case.path_parameters:
        return
    collection = case.path.split("/{id}")[0]
    found = KNOWN.one_of(collection)
    if found is None:
        return
    case.path_parameters["id"] = found
    if "X-Case-Ref" in headers:
        headers.update(stated(case.path.replace("{id}", found)))
    if "If-Match" in headers:
        version = (read(f"{collection}/{found}") or {}).get("version")
        if version is not None:
            headers["If-Match"] = f'"{version}"'


def everywhere(routes, *told):
    """The same of several routes."""
    return {(route, field, code) for route in routes for field, code in told}


SIMULATIONS = ("POST /v1/cases/{id}/simulate", "POST /v1/me/cases/{id}/simulate")
CALCULATIONS = (*SIMULATIONS, "POST /v1/public/calculations")
VISITS = ("POST /v1/cases/{id}/visits", "POST /v1/awards/{id}/visits", "POST /v1/clue-tasks/{id}/visits")
# Figures of somebody's means: which of them there are depends on the side, what a kind is on the registry.
FIGURES = (
    *((f"{figure}", "missing") for figure in ("amountFen", "valueFen", "fromMonth", "toMonth")),
    *(("kind", "is-kind"), ("personKey", "is-member"), ("toMonth", "min")),
)

# What is wrong between fields, or between a field and what is stored, no schema can say: (route, field, code).
BETWEEN_FIELDS = {
    # a day or month before another one of the request
    ("POST /v1/policies", "effectiveTo", "min"),
    ("POST /v1/inbound-files", "periodTo", "min"),
    ("POST /v1/agreements", "validTo", "min"),
    ("POST /v1/agreements", "validTo", "not-before-first-day"),
    ("POST /v1/cases/{id}/bills", "toMonth", "min"),
    ("POST /v1/price-indices", "month", "max"),
    *everywhere(
        ("GET /v1/reports/{code}", "GET /v1/cases/{id}/explanation", "GET /v1/me/cases/{id}/explanation"),
        ("to", "min"),
        ("to", "max"),
    ),
    # before, or after, today or what is stored
    ("POST /v1/cases/{id}/request-verification", "dueOn", "min"),
    ("POST /v1/awards/{id}/request-verification", "dueOn", "min"),
    ("POST /v1/verification-requests", "dueAt", "min"),
    ("POST /v1/consents", "validTo", "min"),
    ("POST /v1/consents", "signedAt", "max"),
    ("POST /v1/cases/{id}/notices", "postedOn", "min"),
    ("POST /v1/cases/{id}/record-refusal", "on", "max"),
    ("POST /v1/case-conferences", "heldOn", "max"),
    ("POST /v1/price-indices", "publishedOn", "max"),
    ("POST /v1/recoveries/{id}/record-payment", "receivedOn", "max"),
    ("POST /v1/payroll-runs", "month", "max"),
    ("POST /v1/clue-tasks/{id}/answer", "record.visitedAt", "max"),
    *everywhere(
        ("POST /v1/facts/{id}/appeals", "POST /v1/me/appeals", "POST /v1/verification-reports/{id}/appeals"),
        ("learnedOn", "not-future"),
    ),
    *everywhere(("POST /v1/awards/{id}/hold", "POST /v1/awards/{id}/cease"), ("fromMonth", "min"), ("fromMonth", "max")),
    *everywhere(("POST /v1/cases/{id}/record-evaluation",), ("heldOn", "min"), ("heldOn", "max")),
    *everywhere(
        ("POST /v1/letters/{id}/record-answer", "POST /v1/letters/{id}/record-service"),
        *((day, code) for day in ("answeredOn", "sentOn", "servedOn") for code in ("min", "max")),
    ),
    *everywhere(VISITS, ("visitedOn", "max")),
    *everywhere(CALCULATIONS, ("members.*.birthDate", "max"), ("newMembers.*.birthDate", "max")),
    # somebody of the household that is stored
    ("POST /v1/cases/{id}/bills", "personKey", "is-member"),
    *everywhere(SIMULATIONS, ("members.*.personKey", "is-member"), ("members.*.leaves", "one-applicant")),
    *everywhere(VISITS, ("present.*", "is-member"), ("carers.*", "is-member")),
    # one applicant and no other
    ("POST /v1/public/calculations", "members", "one-applicant"),
    # one of two, or what another field demands
    ("POST /v1/facts/{id}/appeals", "personKey", "missing"),
    ("POST /v1/tickets/{id}/answer", "reasonCode", "missing"),
    ("POST /v1/clue-tasks/{id}/answer", "muteUntilOn", "unknown"),
    ("POST /v1/clue-tasks/{id}/answer", "muteUntilOn", "max"),
    *everywhere(("POST /v1/visits/{id}/sign",), *((name, "missing") for name in ("method", "proof", "personKey", "witness"))),
    *everywhere(CALCULATIONS, ("members.*.assets.*.valueFen", "missing"), ("newMembers.*.assets.*.valueFen", "missing")),
    *everywhere(VISITS, *((f"findings.*.{name}", code) for name, code in FIGURES)),
    *everywhere(("POST /v1/letters/{id}/record-answer",), *((f"items.*.{name}", code) for name, code in FIGURES)),
    *everywhere(
        ("POST /v1/cases/{id}/assess", "POST /v1/reviews/{id}/conclude"),
        ("assetDecisions.*.assetId", "unknown"),
        ("assetDecisions.*.valueFen", "missing"),
    ),
    *everywhere(
        ("POST /v1/cases",),
        *((f"declaredItems.*.{name}", code) for name, code in FIGURES),
        *((f"declaredItems.*.{measure}", "not-of-side") for measure in ("amountFen", "valueFen", "count")),
        ("declaredItems.*.valueFen", "value-or-count"),
        ("declaredItems.*.noneDeclared", "none-and-some"),
    ),
    # the programmes that a department pays in cash: its sources of payments say which
    ("POST /v1/payroll-runs", "programme", "is-in"),
    # Any JSON that comes back as it was sent: not too long, and no number that a double would change.
    ("POST /v1/policies", "value", "is-policy-value"),
}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code != 400:
        return True
    errors = response.json().get("errors", [])
    # Refused whatever the schema says: JavaScript would take the member for the prototype of the object.
    if "__proto__" in str(case.body):
        others = [error for error in errors if error["code"] != "is-json"]
        if errors and not others:
            return False
        errors = others
    explained = {
        (case.operation.label, re.sub(r"\.\d+(?=\.|$)", ".*", error["field"]), error["code"]) for error in errors
    }
    return not explained or not explained <= BETWEEN_FIELDS


@schemathesis.check
def problem_is_documented(context, response, case):
    """A refusal is told as RFC 9457 demands, and is one that the route names (x-problems)."""
    if response.status_code < 400:
        return
    assert response.headers["content-type"][0].startswith("application/problem+json")
    body = response.json()
    assert body["status"] == response.status_code
    assert response.headers["content-language"][0] in ("zh-CN", "en")
    if response.status_code == 405:
        return
    name = body["type"].removeprefix(PROBLEMS)
    named = case.operation.definition.raw.get("x-problems", [])
    assert name in named, f"{name} is not among the problems of {case.operation.label}"
