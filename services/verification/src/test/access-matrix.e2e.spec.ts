import { randomUUID } from 'node:crypto';
import {
  accessMatrix,
  askMatrix,
  declarationsOf,
  OPEN_REGIONS,
  platformParameters,
  type ApiDocument,
} from '@minzheng/testing/service';
import { FieldCipher } from '@minzheng/platform/encryption';
import { HOUSEHOLD_CHECK_EXAMPLES } from '../requests/household-checks.examples.js';
import { statedFor } from './kit/stated.js';
import { verifiedFamily, type VerifiedFamily } from './kit/verified-family.js';

/** Who may call what, for every route that there is: what is expected follows from what each declares. */
describe('every route, asked by everybody', () => {
  const [clueId, subjectId, runId] = [randomUUID(), randomUUID(), randomUUID()];
  const simulationId = randomUUID();
  const relationId = randomUUID();
  const agreementId = randomUUID();
  const subscriptionId = randomUUID();
  const [appealId, manualFactId] = [randomUUID(), randomUUID()];
  let verified: VerifiedFamily;

  beforeAll(async () => {
    verified = await verifiedFamily();
    await verified.dataSource.query(
      `insert into clue (id, region, version, created_by, state, subject, department, direction, severity, due_on, attempt, revision)
       values ($1, '510802001', 1, 'test', 'DISPATCHED', $2, 'assistance', 'OVER', 'YELLOW', '2025-08-01', 1, 1)`,
      [clueId, verified.family.husband],
    );
    await verified.dataSource.query(
      `insert into official_relative (id, region, version, created_by, state, official, role, relative_key, relation, valid_from)
       values ($1, '510802', 1, 'test', 'FILED', 'officer-li', 'HANDLER', $2, 'SIBLING', '2020-01-01')`,
      [relationId, verified.family.wife],
    );
    await verified.dataSource.query(
      `insert into data_agreement (id, region, version, created_by, state, agency, dataset, direction, mode, purposes, kinds, fields,
                                   legal_basis, consent_gated, rate_per_second, daily_quota, valid_from, valid_to)
       values ($1, '510802', 1, 'test', 'DRAFT', 'TAX', 'TAX', 'IN', 'HTTP', '{}', '{}', '{}', 'test', false, 1, 1, '2025-07-01',
               '2025-07-31')`,
      [agreementId],
    );
    await verified.dataSource.query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, '[]', '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2 from known`,
      [randomUUID(), verified.family.husband],
    );
    await verified.dataSource.query(
      `insert into monitored_subject (id, region, version, created_by, state, person_key, periods, categories, entered_on)
       values ($1, '510802001', 1, 'test', 'MONITORED', $2, '[]', '{}', '2025-07-01')
       on conflict (person_key) do update set id = excluded.id, region = excluded.region`,
      [subjectId, verified.family.wife],
    );
    await verified.dataSource.query(
      `insert into bulk_run (id, region, version, created_by, state, mode, valid_at, ended_at)
       values ($1, '510802', 1, 'test', 'CANCELLED', 'FULL', '2025-07-01', clock_timestamp())`,
      [runId],
    );
    await verified.dataSource.query(
      `insert into simulation (id, region, version, created_by, state, purpose, overrides, valid_at)
       values ($1, '510802', 1, 'test', 'ASKED', 'DIBAO', '[]', '2025-07-01')`,
      [simulationId],
    );
  });
  beforeAll(async () => {
    const cipher = verified.service.app.get(FieldCipher);
    await verified.dataSource.query(
      `insert into appeal (id, region, version, created_by, state, person_key, appellant, learned_on, claim_enc, evidence_sha256,
                           accept_due_on, due_on)
       values ($1, '510802', 1, 'test', 'SUBMITTED', $2, 'OFFICER', '2025-07-01', $3, '{}', '2025-07-17', '2025-08-12')`,
      [appealId, verified.family.wife, cipher.encrypt('test', `appeal/${appealId}/claim`)],
    );
    await verified.dataSource.query(
      `insert into manual_fact (id, region, version, created_by, state, person_key, fact, evidence_sha256, evidence_valid_to,
                                reason_enc)
       values ($1, '510802', 1, 'test', 'PROPOSED', $2, '{}', '{test}', '2025-12-31', $3)`,
      [manualFactId, verified.family.wife, cipher.encrypt('test', `manual_fact/${manualFactId}/reason`)],
    );
  });
  beforeAll(async () => {
    await verified.dataSource.query(
      `with known as (
         insert into subscription (id, region, version, created_by, state, agreement_id, party, event_types, url, pause_reason, secret_enc)
         values ($1, '510802', 1, 'test', 'PAUSED', $2, 'TAX', '{test}', 'https://receiver.example/', 'BY_OWNER', $3) returning id)
       insert into subscription_progress (subscription_id, cursor) select id, 0 from known`,
      [
        ...[subscriptionId, agreementId],
        verified.service.app.get(FieldCipher).encrypt('whsec_', `subscription/${subscriptionId}/secret`),
      ],
    );
  });
  afterAll(async () => {
    await verified.service.stop();
    await verified.environment.drop();
  });

  it('declares what was agreed', async () => {
    const document = (await (await fetch(`${verified.service.url}/openapi.json`)).json()) as ApiDocument;
    expect(declarationsOf(document)).toMatchSnapshot();
  });

  it('has officials state what for and in which case they read of persons', async () => {
    const document = (await (await fetch(`${verified.service.url}/openapi.json`)).json()) as ApiDocument;
    const unstated = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) => {
        const { 'x-discloses': shown = [], 'x-scopes': scopes = [], parameters = [] } = operation;
        const names = new Set(parameters.map(({ name }) => name));
        const isCommand = names.has('If-Match') || names.has('Idempotency-Key');
        const isStated = names.has('X-Purpose') && names.has('X-Case-Ref');
        const isRead = shown.length > 0 && scopes.length > 0 && !isCommand;
        return isRead && !isStated ? [`${method.toUpperCase()} ${path}`] : [];
      }),
    );
    expect(unstated.sort()).toEqual([
      // of officials: what the auditor reads is no data of a case
      'GET /v1/audit-entries',
      // of no case: the purpose stands in the query, the agreement is the ground
      'GET /v1/events',
      'GET /v1/official-relatives',
      'GET /v1/official-relatives/{id}',
      // the gateway tells whom a party has named: what for is in the gateway's own entry
      'POST /v1/party-keys',
      // up to 1,000 persons of as many cases: the purpose stands in the body, the agreement is the ground
      'POST /v1/status-checks',
    ]);
  });

  it('shows no profile and checks no household of another county', async () => {
    const { service, environment, family } = verified;
    const token = await environment.token({
      sub: 'elsewhere',
      scope: 'verification:items:read verification:household-checks:read',
      region: '510803',
    });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-purpose': 'DIBAO',
      'x-case-ref': 'any',
    };
    const profile = await fetch(`${service.url}/v1/profiles/${family.husband}`, { headers });
    expect(profile.status).toBe(404);
    const [example] = Object.values(HOUSEHOLD_CHECK_EXAMPLES);
    const check = await fetch(`${service.url}/v1/household-checks`, {
      method: 'POST',
      headers,
      body: JSON.stringify(example?.value),
    });
    expect([check.status, await check.json()]).toMatchObject([
      403,
      { type: 'https://minzheng.dev/problems/out-of-region' },
    ]);
  });

  it('is answered as the route declares', async () => {
    const { service, environment, family, requestId, reportId } = verified;
    const [household] = await verified.dataSource.query<{ case_ref: string }[]>(
      'select case_ref from verification_request where id = $1',
      [requestId],
    );
    const caseRef = household?.case_ref ?? '';
    const [{ id: consentId } = { id: '' }] = await verified.dataSource.query<{ id: string }[]>(
      'select id from consent where person_key = $1',
      [family.wife],
    );
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as ApiDocument;
    const cases = accessMatrix(document, {
      region: '510802',
      otherRegion: '510803',
      stranger: '86f9367c-2a08-8d62-9d75-d6dbe23270b8',
      records: {
        clue: { id: clueId },
        monitoredSubject: { id: subjectId },
        bulkRun: { id: runId },
        simulation: { id: simulationId },
        officialRelative: { id: relationId },
        dataAgreement: { id: agreementId },
        subscription: { id: subscriptionId },
        verificationRequest: { id: requestId, isKnownElsewhere: true },
        verificationReport: { id: reportId, isKnownElsewhere: true },
        consent: { id: consentId, owner: family.wife },
        appeal: { id: appealId, owner: family.wife },
        manualFact: { id: manualFactId },
      },
      parameters: {
        ...(await platformParameters((sql, values) => verified.dataSource.query(sql, values), '510802')),
        '/v1/profiles/{personKey}': { personKey: family.husband },
        '/v1/agencies/{code}/set-circuit': { code: 'TAX' },
        '/v1/reports/{code}': { code: 'VF-01' },
        '/v1/reports/{code}/freeze': { code: 'VF-01' },
        '/v1/facts/{id}/appeals': { id: randomUUID() },
      },
      openRegions: OPEN_REGIONS,
      headers: { 'x-purpose': 'DIBAO', 'x-case-ref': caseRef },
      headersOf: {
        '/v1/clues': statedFor(''),
        '/v1/clues/{id}': statedFor(clueId),
        ...Object.fromEntries(
          ['dispatch', 'send-back', 'close', 'reopen'].map((verb) => [
            `/v1/clues/{id}/${verb}`,
            statedFor(clueId),
          ]),
        ),
        '/v1/monitored-subjects': statedFor(''),
        '/v1/monitored-subjects/{id}': statedFor(subjectId),
        '/v1/appeals/{id}': statedFor(appealId),
        '/v1/manual-facts/{id}': statedFor(manualFactId),
      },
      queries: { '/v1/verification-reports': `caseRef=${caseRef}` },
    });
    const routes = new Set(cases.map(({ route }) => route));
    expect(routes.size).toBe(
      Object.values(document.paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0),
    );
    // an office sees the clues of its own department, and requests of others than its own by what offices see
    const deviations = await askMatrix(cases, service.url, (claims) => {
      const isOffice = claims.scope?.includes('verification:clues:read') ?? false;
      const isReader = claims.scope === 'verification:verification-requests:read';
      return environment.token({
        ...claims,
        ...(isOffice && { org: 'assistance' }),
        ...(isReader && { scope: `${claims.scope} verification:items:read` }),
      });
    });
    expect(deviations).toEqual([]);
  });
});
