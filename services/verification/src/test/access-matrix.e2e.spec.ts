import { randomUUID } from 'node:crypto';
import {
  accessMatrix,
  askMatrix,
  declarationsOf,
  OPEN_REGIONS,
  platformParameters,
  type ApiDocument,
} from '@minzheng/testing/service';
import { HOUSEHOLD_CHECK_EXAMPLES } from '../requests/household-checks.examples.js';
import { verifiedFamily, type VerifiedFamily } from './kit/verified-family.js';

/** Who may call what, for every route that there is: what is expected follows from what each declares. */
describe('every route, asked by everybody', () => {
  const clueId = randomUUID();
  let verified: VerifiedFamily;

  beforeAll(async () => {
    verified = await verifiedFamily();
    await verified.dataSource.query(
      `insert into clue (id, region, version, created_by, state, subject, department, direction, severity, due_on, attempt, revision)
       values ($1, '510802001', 1, 'test', 'DISPATCHED', $2, 'assistance', 'OVER', 'YELLOW', '2025-08-01', 1, 1)`,
      [clueId, verified.family.husband],
    );
    await verified.dataSource.query(
      `with known as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802001', 'URBAN', clock_timestamp(), 1, '[]', '[]') returning id)
       insert into household_person (household_id, person_key) select id, $2 from known`,
      [randomUUID(), verified.family.husband],
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
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as ApiDocument;
    const cases = accessMatrix(document, {
      region: '510802',
      otherRegion: '510803',
      stranger: '86f9367c-2a08-8d62-9d75-d6dbe23270b8',
      records: {
        clue: { id: clueId },
        verificationRequest: { id: requestId, isKnownElsewhere: true },
        verificationReport: { id: reportId, isKnownElsewhere: true },
      },
      parameters: {
        ...(await platformParameters((sql, values) => verified.dataSource.query(sql, values), '510802')),
        '/v1/profiles/{personKey}': { personKey: family.husband },
      },
      openRegions: OPEN_REGIONS,
      headers: { 'x-purpose': 'DIBAO', 'x-case-ref': caseRef },
      queries: { '/v1/verification-reports': `caseRef=${caseRef}` },
    });
    const routes = new Set(cases.map(({ route }) => route));
    expect(routes.size).toBe(
      Object.values(document.paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0),
    );
    const deviations = await askMatrix(cases, service.url, (claims) => environment.token(claims));
    expect(deviations).toEqual([]);
  });
});
