import { Assistance, TOWNSHIP } from './kit/assistance.js';
import { CaseStory, succeeded, township, type Cast } from './kit/case-story.js';
import type { Client, Stored } from './kit/client.js';
import { guangyuanFamily, registeredIn } from './kit/family.js';

const DAY = '2025-05-12';
const OTHER_TOWNSHIP = '510803001';

interface ListBody {
  readonly items: readonly (Stored & { readonly householdId?: string; readonly personKey?: string })[];
  readonly nextCursor: string | null;
}

interface LogBody {
  readonly items: readonly {
    readonly version: number;
    readonly command: string;
    readonly from: string | null;
    readonly to: string;
    readonly actor: string;
  }[];
  readonly nextCursor: string | null;
}

const idsOf = ({ items }: ListBody): string[] => items.map(({ id }) => id);

/** CONVENTIONS, "HTTP", lists: pages, filters, and whose things are in them. */
describe('lists', () => {
  let assistance: Assistance;
  let cast: Cast;
  let others: Cast;
  let first: CaseStory;
  let second: CaseStory;
  let elsewhere: CaseStory;
  let citizen: Client;

  const list = async (who: Client, path: string): Promise<ListBody> =>
    succeeded(200, await who.get<ListBody>(path));

  beforeAll(async () => {
    assistance = await Assistance.start(`${DAY}T01:00:00Z`);
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    others = await township(assistance, OTHER_TOWNSHIP);
    first = await CaseStory.apply(assistance, cast);
    await first.toNotice(DAY);
    second = await CaseStory.apply(assistance, cast);
    const village = `${OTHER_TOWNSHIP}001`;
    elsewhere = await CaseStory.apply(assistance, others, registeredIn(guangyuanFamily(village), village));
    citizen = await assistance.citizen(first.persons[0] ?? '');
  });
  afterAll(() => assistance.drop());

  it('come page by page, the newest first, each thing once', async () => {
    const page1 = await list(cast.clerk, '/v1/cases?limit=1');
    expect(idsOf(page1)).toEqual([second.caseId]);
    const page2 = await list(cast.clerk, `/v1/cases?limit=1&cursor=${page1.nextCursor}`);
    expect([idsOf(page2), page2.nextCursor]).toEqual([[first.caseId], null]);
  });

  it.each(['nonsense', Buffer.from('["x"]').toString('base64url'), Buffer.from('[1]').toString('base64url')])(
    'refuse a cursor of another list: %s',
    async (cursor) => {
      const { status, problem } = await cast.clerk.get(`/v1/households?cursor=${cursor}`);
      expect([status, problem]).toEqual([400, 'validation']);
    },
  );

  it.each(['cases', 'households', 'consents', 'awards', 'clue-tasks'])(
    '%s of another region are not for asking',
    async (things) => {
      const { status, problem } = await cast.clerk.get(`/v1/${things}?region=${OTHER_TOWNSHIP}`);
      expect([status, problem]).toEqual([403, 'out-of-region']);
    },
  );

  it('are of the caller’s region', async () => {
    expect(idsOf(await list(others.clerk, '/v1/cases'))).toEqual([elsewhere.caseId]);
    expect(idsOf(await list(others.clerk, '/v1/households'))).toEqual([elsewhere.householdId]);
    expect(idsOf(await list(cast.clerk, `/v1/households?region=${TOWNSHIP}001`))).toEqual([
      second.householdId,
      first.householdId,
    ]);
    const consents = await list(others.clerk, '/v1/consents');
    expect(consents.items.every(({ personKey }) => elsewhere.persons.includes(personKey ?? ''))).toBe(true);
    expect(consents.items).toHaveLength(2);
  });

  it('take the filters that they share, and their own', async () => {
    expect(idsOf(await list(cast.clerk, '/v1/cases?state=NOTICE'))).toEqual([first.caseId]);
    expect(idsOf(await list(cast.clerk, '/v1/cases?programme=EDGE'))).toEqual([]);
    expect(idsOf(await list(cast.clerk, '/v1/cases?from=2099-01-01'))).toEqual([]);
    expect(idsOf(await list(cast.clerk, '/v1/cases?to=2020-01-01'))).toEqual([]);
    expect(idsOf(await list(cast.clerk, '/v1/cases?from=2020-01-01&to=2099-01-01'))).toHaveLength(2);
    const signed = await list(cast.clerk, `/v1/consents?state=VALID&personKey=${first.persons[0]}`);
    expect(signed.items.map(({ personKey }) => personKey)).toEqual([first.persons[0]]);
    expect((await cast.clerk.get('/v1/cases?state=LOST')).problem).toBe('validation');
  });

  it('show a citizen what is his or her own, also under /v1/me', async () => {
    for (const path of ['/v1/cases', '/v1/me/cases']) {
      expect(idsOf(await list(citizen, path))).toEqual([first.caseId]);
    }
    for (const path of ['/v1/households', '/v1/me/households']) {
      expect(idsOf(await list(citizen, path))).toEqual([first.householdId]);
    }
    for (const path of ['/v1/consents', '/v1/me/consents']) {
      const { items } = await list(citizen, path);
      expect(items.map(({ personKey }) => personKey)).toEqual([first.persons[0]]);
    }
    expect((await cast.clerk.get('/v1/me/cases')).problem).toBe('scope-missing');
  });

  it('hide what is in them of persons behind the mask', async () => {
    const { text } = await cast.clerk.get('/v1/households');
    expect(text).not.toMatch(/\d{17}[\dX]/u);
    expect(text).not.toContain('陈建国');
  });

  it('show the notices of a case to its region and its family', async () => {
    const posted = await list(cast.clerk, `${first.path}/notices`);
    expect(posted.items).toMatchObject([{ caseId: first.caseId, state: 'POSTED', endsOn: '2025-05-19' }]);
    expect(await list(citizen, `${first.path}/notices`)).toEqual(posted);
    expect((await others.clerk.get(`${first.path}/notices`)).status).toBe(404);
  });

  it('show the log of a case: who, from, to, by which command', async () => {
    const path = `${first.path}/log`;
    const newest = succeeded(200, await cast.clerk.get<LogBody>(`${path}?limit=3`));
    expect(newest.items).toMatchObject([
      { command: 'postNotice', from: 'ASSESSED', to: 'NOTICE', actor: 'lead-1' },
      { command: 'giveOpinion', from: 'ASSESSED', to: 'ASSESSED', actor: 'lead-1' },
      { command: 'assess', from: 'INVESTIGATING', to: 'ASSESSED', actor: 'clerk-wang' },
    ]);
    const rest = succeeded(200, await citizen.get<LogBody>(`${path}?cursor=${newest.nextCursor}`));
    expect(rest.items.map(({ command, from }) => [command, from])).toEqual([
      ['requestVerification', 'ACCEPTED'],
      ['accept', 'SUBMITTED'],
      ['submit', null],
    ]);
    expect([...newest.items, ...rest.items].map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(rest.nextCursor).toBeNull();
    expect((await others.clerk.get(path)).status).toBe(404);
  });

  it('tell which cases are late, once their day has passed', async () => {
    expect(idsOf(await list(cast.clerk, '/v1/cases?overdue=true'))).toEqual([]);
    expect(idsOf(await list(cast.clerk, '/v1/cases?overdue=false'))).toEqual([second.caseId, first.caseId]);
    await assistance.moveClock('2025-06-11T01:00:00Z');
    expect(idsOf(await list(cast.clerk, '/v1/cases?overdue=true'))).toEqual([first.caseId]);
    expect(idsOf(await list(cast.clerk, '/v1/cases?overdue=false'))).toEqual([second.caseId]);
  });

  it('show awards once a case is decided', async () => {
    await first.becomes('REPORTED');
    const decided = succeeded(
      200,
      await cast.lead2.command<{ awardId: string }>(`${first.path}/decide`, first.version, {
        outcome: 'APPROVED',
      }),
    );
    for (const [who, path] of [
      [cast.lead1, '/v1/awards'],
      [cast.lead1, '/v1/awards?state=PENDING_START&programme=DIBAO'],
      [citizen, '/v1/awards'],
      [citizen, '/v1/me/awards'],
    ] as const) {
      expect(idsOf(await list(who, path))).toEqual([decided.awardId]);
    }
    expect(idsOf(await list(cast.lead1, '/v1/awards?state=ACTIVE'))).toEqual([]);
    expect(idsOf(await list(others.lead1, '/v1/awards'))).toEqual([]);
  });
});
