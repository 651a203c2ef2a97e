import { Assistance } from './kit/assistance.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from './kit/case-story.js';
import { Client, type Stored } from './kit/client.js';

const DAY = '2025-05-12';
const DECIDED = '2025-05-24';
const STANDARD = 'assistance.dibao.standardMonthlyFen';
const SHIPPED_STANDARD = '0197c000-0001-7026-a893-672db218e711';
const EXTRAS = 'assistance.extra.bp';
const CITY_EXTRAS = { MINOR: 2000, AGE_70: 2500, SEVERE_DISABILITY: 3000, SERIOUS_ILLNESS: 3000 };
const MORE_EXTRAS = { ...CITY_EXTRAS, MINOR: 2500 };
const SCOPES = ['read', 'write', 'approve'].map((verb) => `assistance:policies:${verb}`).join(' ');

interface ReplayBody {
  readonly digest: string;
  readonly equal: boolean;
  readonly firstDifference?: string;
}

interface ExplanationBody {
  readonly policies: readonly {
    readonly id: string;
    readonly key: string;
    readonly value: unknown;
    readonly why?: { readonly code: string; readonly zh: string; readonly overRowId?: string };
  }[];
}

/** A policy is changed by two people while cases are open; what was decided stays what it was. */
describe('a case and the policies that it was decided under', () => {
  let assistance: Assistance;
  let cast: Cast;
  let story: CaseStory;
  let city: { readonly drafter: Client; readonly publisher: Client; readonly auditor: Client };
  const official = async (sub: string, scope: string, region = '5108') =>
    new Client(() => assistance.url, await assistance.environment.token({ sub, scope, region }), sub);
  const replay = (by: Client) => by.post<ReplayBody>(`${story.path}/replay`, {});
  const policyOf = async (wanted: string) =>
    succeeded(200, await cast.clerk.get<ExplanationBody>(`${story.path}/explanation`)).policies.find(
      ({ key }) => key === wanted,
    );
  /** The row of the city, under which the case is decided. */
  let cityRow: string;

  beforeAll(async () => {
    assistance = await Assistance.start(`${DAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    city = {
      drafter: await official('city-drafter', SCOPES),
      publisher: await official('city-publisher', SCOPES),
      auditor: await official('auditor', 'assistance:audit-entries:read'),
    };
    cityRow = await publish({ effectiveFrom: DAY, value: CITY_EXTRAS });
    story = await CaseStory.apply(assistance, cast);
  });
  afterAll(() => assistance.drop());

  const publish = async (change: object): Promise<string> => {
    const draft = succeeded(
      201,
      await city.drafter.post<Stored>('/v1/policies', {
        key: EXTRAS,
        regionPrefix: '5108',
        legalBasis: '广府规〔2025〕3号',
        ...change,
      }),
    );
    const published = await city.publisher.command<Stored>(`/v1/policies/${draft.id}/publish`, draft.version);
    return succeeded(200, published).id;
  };

  it('has nothing to be computed again before it is assessed', async () => {
    expect((await replay(city.auditor)).problem).toBe('assessment-missing');
  });

  it('is computed again as assessed and as decided', async () => {
    await story.toNotice(DAY);
    const assessed = succeeded(200, await replay(city.auditor));
    expect(assessed).toMatchObject({ equal: true });
    await assistance.moveClock(`${DECIDED}T01:00:00Z`);
    await story.becomes('REPORTED');
    const approval = { outcome: 'APPROVED' };
    succeeded(200, await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, approval));
    const decided = succeeded(200, await replay(cast.lead2));
    expect(decided).toMatchObject({ equal: true });
    expect(decided.digest).not.toBe(assessed.digest);
  });

  it('says why each row won', async () => {
    expect(await policyOf(STANDARD)).toMatchObject({
      id: SHIPPED_STANDARD,
      value: { URBAN: '59000', RURAL: '39000' },
      why: { code: 'ONLY_ONE' },
    });
    expect(await policyOf(EXTRAS)).toMatchObject({ id: cityRow, why: { code: 'MOST_SPECIFIC' } });
  });

  it('is not decided by a standard that was entered as a plain row, past what R10 asks', async () => {
    const value = { URBAN: '10000', RURAL: '10000' };
    const row = { key: STANDARD, regionPrefix: '5108', legalBasis: '广府规〔2025〕3号', value };
    for (const change of [
      { effectiveFrom: '2025-07-01' },
      { effectiveFrom: '2025-07-01', regionPrefix: '510802' },
      { effectiveFrom: '2019-01-01', supersedesRowId: SHIPPED_STANDARD },
    ]) {
      const refused = await city.drafter.post<{ route: string }>('/v1/policies', { ...row, ...change });
      expect([refused.status, refused.problem, refused.body.route]).toEqual([
        ...[422, 'policy-entered-elsewhere', 'POST /v1/standards'],
      ]);
    }
  });

  it('takes the first standard of a region as a plain row, above its poverty line', async () => {
    const [drafter, publisher] = [
      await official('drafter-33', SCOPES, '33'),
      await official('publisher-33', SCOPES, '33'),
    ];
    const enter = (key: string, value: unknown) =>
      drafter.post<Stored>('/v1/policies', {
        ...{ key, value, regionPrefix: '33', effectiveFrom: DECIDED, legalBasis: '浙民助〔2025〕1号' },
      });
    const standard = (urban: string) => enter(STANDARD, { URBAN: urban, RURAL: '60000' });
    expect((await standard('64000')).problem).toBe('policy-missing');
    const line = succeeded(201, await enter('assistance.poverty.lineAnnualFen', '700000'));
    succeeded(200, await publisher.command(`/v1/policies/${line.id}/publish`, line.version));
    expect((await standard('58300')).problem).toBe('below-poverty-line');
    expect((await standard('64050')).problem).toBe('policy-value-invalid');
    const first = succeeded(201, await standard('64000'));
    succeeded(200, await publisher.command(`/v1/policies/${first.id}/publish`, first.version));
    expect((await standard('65000')).problem).toBe('policy-entered-elsewhere');
  });

  it.each([
    ['assistance.payroll.payDay', 99],
    ['assistance.payroll.payDay', 0],
    ['assistance.payroll.buildDay', 29],
  ])('%s is a day that every month has: not %i', async (key, value) => {
    const refused = await city.drafter.post<object>('/v1/policies', {
      ...{ key, value, regionPrefix: '5108', effectiveFrom: '2025-07-01', legalBasis: 'test' },
    });
    expect([refused.status, refused.problem]).toEqual([422, 'policy-out-of-range']);
    expect(refused.body).toMatchObject({ key, minimum: 1, maximum: 28 });
  });

  it('stays as it was when rows are superseded, made more specific and corrected', async () => {
    const before = succeeded(200, await replay(city.auditor));
    const value = MORE_EXTRAS;
    await publish({ effectiveFrom: '2025-07-01', value, supersedesRowId: cityRow });
    await publish({ effectiveFrom: DECIDED, regionPrefix: '510802', value });
    await publish({ effectiveFrom: '2025-05-01', value, supersedesRowId: cityRow });
    expect(succeeded(200, await replay(city.auditor))).toEqual(before);
    expect(await policyOf(EXTRAS)).toMatchObject({ id: cityRow, why: { code: 'MOST_SPECIFIC' } });
  });

  it('is computed again by whoever may audit or approve in its region', async () => {
    expect((await replay(cast.clerk)).problem).toBe('scope-missing');
    const elsewhere = await official('elsewhere', 'assistance:audit-entries:read', '62');
    expect((await replay(elsewhere)).problem).toBe('not-found');
  });

  it('names the row that the county’s own one won over', async () => {
    const next = await CaseStory.apply(assistance, cast);
    await assistance.moveClock('2025-06-02T01:00:00Z');
    await next.toAssessed('2025-06-02');
    const { policies } = succeeded(200, await cast.clerk.get<ExplanationBody>(`${next.path}/explanation`));
    const extras = policies.find(({ key }) => key === EXTRAS);
    expect(extras).toMatchObject({ value: { MINOR: 2500 }, why: { code: 'MOST_SPECIFIC' } });
    expect(extras?.why?.overRowId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
