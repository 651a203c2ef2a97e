import { eventually } from '@minzheng/testing/servers';
import { Assistance } from './kit/assistance.js';
import type { Client } from './kit/client.js';
import { guangyuanFamily, registeredIn } from './kit/family.js';
import { application, openWithConsents, succeeded, type CaseBody } from './kit/case-story.js';

/** 大石镇, 宝轮镇, and two that came to 宝轮镇: 赤化镇 in 2019, 三堆镇 in this story. */
const DASHI = '510802101';
const BAOLUN = '510802103';
const CHIHUA_VILLAGE = '510802104201';
const SANDUI = '510802105';
const SANDUI_VILLAGE = '510802105001';

interface RegionCase extends CaseBody {
  readonly region: string;
  readonly currentRegion: string;
}

/** Regions change, cases stay where they were stored: who is responsible follows the code of today. */
describe('a township that was merged into another', () => {
  let assistance: Assistance;

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
  });
  afterAll(() => assistance.drop());

  async function openCase(clerk: Client, village: string): Promise<string> {
    const { id, persons } = await openWithConsents(clerk, registeredIn(guangyuanFamily(village), village));
    return succeeded(201, await clerk.post<CaseBody>('/v1/cases', application(id, persons))).id;
  }

  const listed = async (clerk: Client, query = ''): Promise<string[]> =>
    succeeded(200, await clerk.get<{ items: { id: string }[] }>(`/v1/cases${query}`)).items.map(
      ({ id }) => id,
    );

  /** Sees the case nowhere, and cannot move it. */
  async function doesNotReach(clerk: Client, id: string): Promise<void> {
    expect(await listed(clerk)).not.toContain(id);
    expect((await clerk.get(`/v1/cases/${id}`)).status).toBe(404);
    expect((await clerk.command(`/v1/cases/${id}/accept`, 1)).status).toBe(404);
  }

  it('hands its old cases to the clerk of its successor, and to nobody else', async () => {
    const clerk = await assistance.clerk('clerk-baolun', BAOLUN);
    const id = await openCase(clerk, CHIHUA_VILLAGE);
    expect((await clerk.get<RegionCase>(`/v1/cases/${id}`)).body).toMatchObject({
      region: CHIHUA_VILLAGE,
      currentRegion: BAOLUN,
    });
    expect(await listed(clerk)).toEqual([id]);
    expect(await listed(clerk, `?region=${BAOLUN}`)).toEqual([id]);
    await doesNotReach(await assistance.clerk('clerk-dashi', DASHI), id);
    await doesNotReach(await assistance.clerk('clerk-chihua', CHIHUA_VILLAGE.slice(0, 9)), id);
    const moved = succeeded(200, await clerk.command<RegionCase>(`/v1/cases/${id}/accept`, 1));
    expect(moved).toMatchObject({ region: CHIHUA_VILLAGE, currentRegion: BAOLUN });
  });

  it('does so from the day of the change on, which one drafts and another publishes', async () => {
    const before = await assistance.clerk('clerk-sandui', SANDUI);
    const after = await assistance.clerk('clerk-baolun', BAOLUN);
    const id = await openCase(before, SANDUI_VILLAGE);
    const [drafter, publisher] = [
      await assistance.official('drafter', 'policies:write'),
      await assistance.official('publisher', 'policies:approve'),
    ];
    const merger = {
      kind: 'MERGE',
      from: [SANDUI],
      to: [{ code: BAOLUN }],
      effectiveOn: '2025-05-20',
      legalBasis: '行政区划管理条例 art. 9',
      docNo: '川府民政〔2025〕1号',
    };
    const draft = succeeded(201, await drafter.post('/v1/regions/changes', merger));
    succeeded(200, await publisher.command(`/v1/regions/changes/${draft.id}/publish`, draft.version));
    await doesNotReach(after, id);
    expect(await listed(before)).toEqual([id]);

    await assistance.moveClock('2025-05-20T01:00:00Z');
    await eventually('the day has come', async () => (await listed(after)).includes(id));
    await doesNotReach(before, id);
    const moved = succeeded(200, await after.command<RegionCase>(`/v1/cases/${id}/accept`, 1));
    expect(moved).toMatchObject({ region: SANDUI_VILLAGE, currentRegion: BAOLUN });
  });
});
