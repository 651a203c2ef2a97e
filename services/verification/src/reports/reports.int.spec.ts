import { fromBinary } from '@bufbuild/protobuf';
import { AccessAnchorPublishedSchema } from '@minzheng/contracts/verification';
import { AuditAnchors } from '@minzheng/platform/audit';
import { UnitOfWork } from '@minzheng/platform/persistence';
import type { RunningService } from '@minzheng/platform/start-service';
import { eventually } from '@minzheng/testing/servers';
import type { ServiceEnvironment } from '@minzheng/testing/service';
import type { JWK } from 'jose';
import type { DataSource } from 'typeorm';
import { newFamily, type Family } from '../requests/test/events.js';
import { verifiedFamily } from '../test/kit/verified-family.js';
import { ReportFindings1710000000311 } from '../statistics/migrations/1710000000311-report-findings.js';
import { findingOf } from '../statistics/report-finding.js';
import type { ReportBody } from './report-body.js';
import { verifyReport } from './report-signature.js';

const OFFICER = 'verification:conclusions:read verification:items:read';
const APPROVER = `${OFFICER} verification:finances:read verification:household-checks:read verification:verification-requests:read`;

interface ApiSchema {
  readonly $ref?: string;
  readonly allOf?: readonly ApiSchema[];
  readonly items?: ApiSchema;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly additionalProperties?: unknown;
}
interface ApiRoute {
  readonly summary?: string;
  readonly parameters: readonly { readonly name: string }[];
  readonly requestBody: {
    readonly content: {
      readonly 'application/json': { readonly examples: Record<string, { value: unknown }> };
    };
  };
}
interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiRoute>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ApiSchema>> };
}

describe('reports over HTTP', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let dataSource: DataSource;
  let family: Family;
  let requestId: string;
  let reportId: string;
  let tokens: Record<'officer' | 'approver' | 'operator' | 'auditor' | 'elsewhere', string>;

  beforeAll(async () => {
    ({ environment, service, dataSource, family, requestId, reportId } = await verifiedFamily());
    tokens = {
      officer: await environment.token({ sub: 'officer', scope: OFFICER, region: '510802' }),
      approver: await environment.token({ sub: 'approver', scope: APPROVER, region: '510802' }),
      operator: await environment.token({
        sub: 'operator',
        scope: `${APPROVER} verification:operations:write`,
        region: '510802',
      }),
      auditor: await environment.token({
        sub: 'auditor',
        scope: 'verification:audit-entries:read',
        region: '51',
      }),
      elsewhere: await environment.token({ sub: 'elsewhere', scope: APPROVER, region: '510803' }),
    };
  });
  afterAll(async () => {
    await service?.stop();
    await environment?.drop();
  });

  interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown>;
  }
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    token: string,
    headers: Record<string, string> = { 'x-purpose': 'DIBAO', 'x-case-ref': family.caseRef },
    body?: unknown,
  ): Promise<Answer> => {
    const response = await fetch(`${service.url}/v1/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const entries = async (actor: string): Promise<number> => {
    const [row] = await dataSource.query<{ n: number }[]>(
      'select count(distinct at)::int as n from audit_entry where actor = $1',
      [actor],
    );
    return row?.n ?? 0;
  };

  const limitReads = (limit: number) =>
    dataSource.query(
      `update policy_row set value = $1, recorded_at = clock_timestamp()
        where key = 'verification.access.dailyReadsPerUser'`,
      [JSON.stringify(limit)],
    );

  it('shows a report as far as the scopes go, and logs each read once', async () => {
    const before = await entries('officer');
    const officer = await call('GET', `verification-reports/${reportId}`, tokens.officer);
    expect(officer).toMatchObject({
      status: 200,
      body: {
        state: 'ISSUED',
        result: 'COMPLETE',
        validTo: '2025-10-13',
        conclusions: [{ conclusion: 'WITHIN_LIMITS' }],
      },
    });
    expect(officer.body['members']).toHaveLength(3);
    expect(JSON.stringify(officer.body)).not.toContain('financialAssetsFen":');
    expect(officer.body['redacted']).toContain('members.financialAssetsFen');
    expect(await entries('officer')).toBe(before + 1);
    const logged = await dataSource.query<Record<string, unknown>[]>(
      `select subject, action, purpose, case_ref, report_id, target, fields from audit_entry
        where actor = 'officer' and report_id is not null`,
    );
    expect(logged.map(({ subject }) => subject).toSorted()).toEqual(
      [family.husband, family.wife, family.child].toSorted(),
    );
    expect(logged[0]).toMatchObject({
      action: 'GET /v1/verification-reports/{id}',
      purpose: 'DIBAO',
      case_ref: family.caseRef,
      report_id: reportId,
      target: `verification-reports/${reportId}`,
      fields: ['conclusion', 'items'],
    });
    const approver = await call('GET', `verification-reports/${reportId}`, tokens.approver);
    expect(JSON.stringify(approver.body)).toContain('financialAssetsFen');
    const list = await call('GET', `verification-reports?caseRef=${family.caseRef}`, tokens.officer);
    expect(list).toMatchObject({
      status: 200,
      body: { items: [{ id: reportId, sequence: 1 }], nextCursor: null },
    });
  });

  it.each<[string, Record<string, string>, keyof typeof tokens, number, string]>([
    ['without a purpose', { 'x-case-ref': 'any' }, 'approver', 400, 'purpose-required'],
    ['without a case', { 'x-purpose': 'DIBAO' }, 'approver', 400, 'purpose-required'],
    [
      'for no known purpose',
      { 'x-purpose': 'CURIOSITY', 'x-case-ref': 'any' },
      'approver',
      400,
      'validation',
    ],
    ['in another case', { 'x-purpose': 'DIBAO', 'x-case-ref': '510802-1' }, 'approver', 403, 'no-case'],
    ['from another county', { 'x-purpose': 'DIBAO', 'x-case-ref': 'any' }, 'elsewhere', 403, 'out-of-region'],
    ['without the scope', { 'x-purpose': 'DIBAO', 'x-case-ref': 'any' }, 'auditor', 403, 'scope-missing'],
  ])('shows nothing %s', async (_case, headers, who, status, problem) => {
    const answer = await call('GET', `verification-reports/${reportId}`, tokens[who], headers);
    expect(answer).toMatchObject({ status, body: { type: `https://minzheng.dev/problems/${problem}` } });
  });

  it.each([
    ['another purpose than the case is checked for', { 'x-purpose': 'FUNERAL' }, 'approver', ''],
    ['a case that nobody asked about', {}, 'approver', 'unknown'],
    ['a case of another county', {}, 'elsewhere', ''],
  ] as const)('lists no reports for %s', async (_what, headers, who, suffix) => {
    const [{ case_ref: caseRef } = { case_ref: '' }] = await dataSource.query<{ case_ref: string }[]>(
      'select case_ref from verification_request where id = $1',
      [requestId],
    );
    const answer = await call('GET', `verification-reports?caseRef=${caseRef}${suffix}`, tokens[who], {
      'x-purpose': 'DIBAO',
      'x-case-ref': `${caseRef}${suffix}`,
      ...headers,
    });
    expect(answer).toMatchObject({ status: 403, body: { type: 'https://minzheng.dev/problems/no-case' } });
  });

  it('tells the auditor at once of whoever looked where he has no business', async () => {
    const alerts = await eventually('both are told of', async () => {
      const rows = await dataSource.query<{ actor: string }[]>(
        `select actor from audit_alert where kind = 'OUTSIDE_READS' order by actor`,
      );
      return rows.length >= 2 && rows;
    });
    expect(alerts).toEqual([{ actor: 'approver' }, { actor: 'elsewhere' }]);
  });

  it('ends an official’s reports of a day at the policy’s number', async () => {
    const curious = await environment.token({ sub: 'curious', scope: OFFICER, region: '510802' });
    await limitReads(2);
    const statuses: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      statuses.push((await call('GET', `verification-reports/${reportId}`, curious)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    await limitReads(300);
  });

  it('anchors the audit, and publishes each head', async () => {
    await eventually('all is sealed', async () => {
      const [row] = await dataSource.query<{ n: number }[]>(
        'select count(*)::int as n from audit_entry where seq is null',
      );
      return row?.n === 0;
    });
    const anchors = await service.app
      .get(UnitOfWork)
      .run('test', (tx) => service.app.get(AuditAnchors).anchor(tx));
    const shards = [family.husband, family.wife, family.child].map((personKey) => personKey.slice(0, 1));
    expect(anchors.map(({ shard }) => shard)).toEqual(expect.arrayContaining(shards));
    const published = await dataSource.query<{ key: string; payload: Buffer }[]>(
      `select key, payload from outbox where ce_type = 'minzheng.verification.v1.AccessAnchorPublished'`,
    );
    const heads = published.map(({ payload }) => fromBinary(AccessAnchorPublishedSchema, payload));
    for (const { shard, headSha256, signature } of anchors) {
      expect(heads).toContainEqual(expect.objectContaining({ shard, headSha256, signature }));
    }
    const auditor = tokens.auditor;
    expect(await call('POST', 'audit-entries/verify', auditor)).toMatchObject({
      status: 200,
      body: { ok: true },
    });
  });

  it('proves a report and computes it again', async () => {
    const { body: proof } = await call('GET', `verification-reports/${reportId}/proof`, tokens.approver);
    const header = await verifyReport(
      String(proof['body']),
      String(proof['signature']),
      proof['publicKey'] as JWK,
    );
    expect(header).toMatchObject({ number: proof['number'], sequence: 1, validTo: '2025-10-13' });
    expect(proof['publicKey']).not.toHaveProperty('d');
    const { body: officers } = await call('GET', `verification-reports/${reportId}/proof`, tokens.officer);
    expect(officers).toMatchObject({ digest: proof['digest'], redacted: ['body'] });
    const replay = await call('POST', `verification-reports/${reportId}/replay`, tokens.auditor);
    expect(replay).toEqual({ status: 200, body: { digest: proof['digest'], equal: true } });
  });

  it('is counted as it was issued, and what was issued before it was counted alike', async () => {
    const { body: proof } = await call('GET', `verification-reports/${reportId}/proof`, tokens.approver);
    const body = JSON.parse(String(proof['body'])) as ReportBody;
    const publicKey = proof['publicKey'] as JWK;
    const finding = {
      report_id: reportId,
      hukou_type: 'URBAN',
      ...findingOf(body),
      signed_with: publicKey.x,
    };
    expect(finding.kinds).not.toEqual([]);
    const kept = () => dataSource.query('select * from report_finding where report_id = $1', [reportId]);
    expect(await kept()).toEqual([finding]);
    await dataSource.query('drop table report_finding');
    await new ReportFindings1710000000311().up(dataSource.createQueryRunner());
    expect(await kept()).toEqual([finding]);
  });

  it('tells how far a request is', async () => {
    const answer = await call('GET', `verification-requests/${requestId}`, tokens.approver);
    expect(answer).toMatchObject({ status: 200, body: { state: 'ISSUED', sequence: 1 } });
    expect(answer.body['progress']).toContainEqual({
      agency: 'BANK',
      core: true,
      persons: { FRESH: 3 },
      query: expect.objectContaining({ attempts: 0 }),
    });
  });

  it('opens every purpose to an audit, and an audit to auditors alone', async () => {
    const audit = { 'x-purpose': 'AUDIT', 'x-case-ref': family.caseRef };
    expect(await call('GET', `verification-reports/${reportId}`, tokens.approver, audit)).toMatchObject({
      status: 403,
      body: {
        type: 'https://minzheng.dev/problems/scope-missing',
        required: ['verification:audit-entries:read'],
      },
    });
    const replay = `verification-reports/${reportId}/replay`;
    expect(await call('POST', replay, tokens.auditor, audit)).toMatchObject({ status: 200 });
  });

  describe('in the API document', () => {
    let document: ApiDocument;

    beforeAll(async () => {
      document = (await (await fetch(`${service.url}/openapi.json`)).json()) as ApiDocument;
    });

    /** Paths of what an answer holds and its schema does not name. */
    const undocumented = (value: unknown, schema: ApiSchema | undefined, path: string): string[] => {
      if (schema === undefined) return [path];
      const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
      if (reference !== undefined) {
        return undocumented(value, document.components.schemas[reference.split('/').at(-1) ?? ''], path);
      }
      if (Array.isArray(value)) return value.flatMap((item) => undocumented(item, schema.items, `${path}[]`));
      if (typeof value !== 'object' || value === null || schema.additionalProperties) return [];
      return Object.entries(value).flatMap(([name, part]) =>
        undocumented(part, schema.properties?.[name], `${path}.${name}`),
      );
    };

    it('a report is described with all its parts', async () => {
      const { body } = await call('GET', `verification-reports/${reportId}`, tokens.operator);
      expect(body).toMatchObject({ computation: expect.anything(), totals: expect.anything() });
      const reference = { $ref: '#/components/schemas/VerificationReportDto' };
      expect([...new Set(undocumented(body, reference, 'report'))]).toEqual([]);
    });

    it('the purpose has its values, and a check an example that is answered', async () => {
      const operation = document.paths['/v1/household-checks']!['post']!;
      expect(operation.parameters).toContainEqual(
        expect.objectContaining({
          name: 'X-Purpose',
          schema: expect.objectContaining({ enum: expect.arrayContaining(['DIBAO', 'AUDIT']) }),
        }),
      );
      const [example] = Object.values(operation.requestBody.content['application/json'].examples);
      expect(
        await call('POST', 'household-checks', tokens.approver, undefined, example?.value),
      ).toMatchObject({ status: 422, body: { type: 'https://minzheng.dev/problems/consent-missing' } });
    });

    it('every route says what it does', () => {
      const silent = Object.entries(document.paths).flatMap(([path, routes]) =>
        Object.entries(routes).flatMap(([verb, { summary }]) => (summary ? [] : [`${verb} ${path}`])),
      );
      expect(silent).toEqual([]);
    });

    it('the region of a list is a choice', () => {
      const region = document.paths['/v1/clues']!['get']!.parameters.find(({ name }) => name === 'region');
      expect(region).toMatchObject({ required: false });
    });
  });

  describe('a household check', () => {
    const question = (rest: object = {}) => ({
      household: {
        region: '510802',
        hukouType: 'URBAN',
        members: [
          { personKey: family.husband, relation: 'APPLICANT', birthDate: '1985-03-01' },
          { personKey: family.wife, relation: 'SPOUSE', birthDate: '1986-04-01' },
        ].map((member) => ({ ...member, hukouRegion: '510802', capacity: 'FULL', study: 'NONE' })),
        ...rest,
      },
      purposes: ['DIBAO'],
    });

    it('answers from what is known, and stores nothing but who asked', async () => {
      const [before] = await dataSource.query('select count(*)::int as n from verification_request');
      const answer = await call('POST', 'household-checks', tokens.approver, undefined, question());
      expect(answer).toMatchObject({
        status: 200,
        body: {
          conclusions: [{ purpose: 'DIBAO', conclusion: 'EXCEEDS_INCOME' }],
          perCapitaMonthly: { numerator: '72000', denominator: '1' },
          perCapitaMonthlyFen: '72000',
          completeness: { complete: true },
        },
      });
      expect(await dataSource.query('select count(*)::int as n from verification_request')).toEqual([before]);
    });

    it.each([
      ['no household', { purposes: ['DIBAO'] }, [{ field: 'household', code: 'missing' }]],
      [
        'members that are none',
        () => question({ members: 'a' }),
        [{ field: 'household.members', code: 'is-array' }],
      ],
      [
        'a member that is none',
        () => question({ members: [null] }),
        [{ field: 'household.members.0', code: 'missing' }],
      ],
    ])('names what is wrong with %s', async (_what, body, errors) => {
      const sent = typeof body === 'function' ? body() : body;
      expect(await call('POST', 'household-checks', tokens.approver, undefined, sent)).toMatchObject({
        status: 400,
        body: { errors },
      });
    });

    it('refuses without consent, and a household that is none', async () => {
      const stranger = newFamily();
      const members = [
        {
          personKey: stranger.husband,
          relation: 'APPLICANT',
          birthDate: '1985-03-01',
          hukouRegion: '510802',
          capacity: 'FULL',
          study: 'NONE',
        },
      ];
      const missing = await call(
        'POST',
        'household-checks',
        tokens.approver,
        undefined,
        question({ members }),
      );
      expect(missing).toMatchObject({
        status: 422,
        body: {
          type: 'https://minzheng.dev/problems/consent-missing',
          refusals: [{ personKey: stranger.husband, problem: 'consent-missing' }],
        },
      });
      const twice = await call(
        'POST',
        'household-checks',
        tokens.approver,
        undefined,
        question({ members: [...members, ...members] }),
      );
      expect(twice).toMatchObject({
        status: 422,
        body: { type: 'https://minzheng.dev/problems/household-invalid' },
      });
    });
  });
});
