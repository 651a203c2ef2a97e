import { randomUUID } from 'node:crypto';
import { ClueDispatchedSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import {
  accessMatrix,
  askMatrix,
  declarationsOf,
  OPEN_REGIONS,
  platformParameters,
  type ApiDocument,
  type MatrixFixtures,
} from '@minzheng/testing/service';
import { Assistance, TOWNSHIP } from './kit/assistance.js';
import { CaseStory, succeeded, township, type Cast, type DecidedBody } from './kit/case-story.js';
import { clue } from './kit/messages.js';

/** Who may call what, for every route that there is: what is expected follows from what each declares. */
describe('every route, asked by everybody', () => {
  let assistance: Assistance;
  let document: ApiDocument;
  let fixtures: MatrixFixtures;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    document = (await (await fetch(`${assistance.url}/openapi.json`)).json()) as ApiDocument;
    const cast = await township(assistance);
    const story = await CaseStory.apply(assistance, cast);
    await story.toNotice('2025-05-12');
    const [visit] = (await cast.clerk.get<{ items: { id: string }[] }>(`${story.path}/visits`)).body.items;
    const [consent] = await assistance.query<{ id: string }>('select id from consent where person_key = $1', [
      story.persons[0],
    ]);
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await story.becomes('REPORTED');
    const decided = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
      outcome: 'APPROVED',
    });
    const owner = story.persons[0] ?? '';
    const [notice] = await assistance.query<{ id: string }>(
      'select id from public_notice where case_id = $1',
      [story.caseId],
    );
    fixtures = {
      region: TOWNSHIP,
      otherRegion: '510803',
      stranger: '86f9367c-2a08-8d62-9d75-d6dbe23270b8',
      records: {
        household: { id: story.householdId, owner },
        aidCase: { id: story.caseId, owner },
        houseVisit: { id: visit?.id ?? '', owner },
        consent: { id: consent?.id ?? '', owner },
        award: { id: succeeded(200, decided).awardId ?? '', owner },
        clueTask: { id: await taskOf(cast, story) },
      },
      parameters: {
        ...(await platformParameters((sql, values) => assistance.query(sql, values), TOWNSHIP)),
        '/v1/cases/{id}/notices/{noticeId}': { noticeId: notice?.id ?? '' },
      },
      openRegions: OPEN_REGIONS,
    };
  });
  afterAll(() => assistance.drop());

  const taskOf = async (cast: Cast, { householdId, persons }: CaseStory): Promise<string> => {
    const clueId = randomUUID();
    await assistance.hear(
      ClueDispatchedSchema,
      clue({ clueId, householdId, personKeys: persons.slice(0, 1) }),
    );
    return eventually('the task stands', async () => {
      const { body } = await cast.clerk.get<{ items: { id: string; clueId: string }[] }>('/v1/clue-tasks');
      return body.items.find((task) => task.clueId === clueId)?.id;
    });
  };

  it('declares what was agreed', () => {
    expect(declarationsOf(document)).toMatchSnapshot();
  });

  it('is answered as the route declares', async () => {
    const cases = accessMatrix(document, fixtures);
    const routes = new Set(cases.map(({ route }) => route));
    expect(routes.size).toBe(
      Object.values(document.paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0),
    );
    expect(routes.size).toBeGreaterThan(30);
    const deviations = await askMatrix(cases, assistance.url, (claims) =>
      assistance.environment.token(claims),
    );
    expect(deviations).toEqual([]);
  });
});
