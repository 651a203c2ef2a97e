import { Assistance } from './kit/assistance.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from './kit/case-story.js';
import { Client, type Stored } from './kit/client.js';

const DAY = '2025-05-12';
const DECIDED = '2025-05-24';
const STANDARD = 'assistance.dibao.standardMonthlyFen';
const SHIPPED_STANDARD = '0197c000-0001-7026-a893-672db218e711';
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
  const standardOf = async () =>
    succeeded(200, await cast.clerk.get<ExplanationBody>(`${story.path}/explanation`)).policies.find(
      ({ key }) => key === STANDARD,
    );

  beforeAll(async () => {
    assistance = await Assistance.start(`${DAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    city = {
      drafter: await official('city-drafter', SCOPES),
      publisher: await official('city-publisher', SCOPES),
      auditor: await official('auditor', 'assistance:audit-entries:read'),
    };
    story = await CaseStory.apply(assistance, cast);
  });
  afterAll(() => assistance.drop());

  const publish = async (change: object): Promise<string> => {
    const draft = succeeded(
      201,
      await city.drafter.post<Stored>('/v1/policies', {
        key: STANDARD,
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
    expect(await standardOf()).toMatchObject({
      id: SHIPPED_STANDARD,
      value: { URBAN: '59000', RURAL: '39000' },
      why: { code: 'ONLY_ONE' },
    });
  });

  it('stays as it was when rows are superseded, made more specific and corrected', async () => {
    const before = succeeded(200, await replay(city.auditor));
    const rise = { URBAN: '65000', RURAL: '45000' };
    await publish({ effectiveFrom: '2025-07-01', value: rise, supersedesRowId: SHIPPED_STANDARD });
    await publish({ effectiveFrom: DECIDED, regionPrefix: '510802', value: rise });
    await publish({ effectiveFrom: '2020-01-01', value: rise, supersedesRowId: SHIPPED_STANDARD });
    expect(succeeded(200, await replay(city.auditor))).toEqual(before);
    expect(await standardOf()).toMatchObject({ id: SHIPPED_STANDARD, why: { code: 'ONLY_ONE' } });
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
    const standard = policies.find(({ key }) => key === STANDARD);
    expect(standard).toMatchObject({ value: { URBAN: '65000' }, why: { code: 'MOST_SPECIFIC' } });
    expect(standard?.why?.overRowId).toMatch(/^[0-9a-f-]{36}$/);
  });
});
