import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { recordIn } from '@minzheng/platform/access';
import type { Tx } from '@minzheng/platform/persistence';
import { DepartmentModule } from '../department/index.js';
import { publishRows } from '../test/policies.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  subjectVisitsController,
  VisitHost,
  VISITS,
  visitsController,
  VisitService,
  VisitsModule,
  type HouseVisit,
  type VisitDto,
  type VisitedSubject,
  type VisitSuspicion,
} from './index.js';

const REGION = '510802001';
const PLAN = '0198a000-0000-7000-8000-00000000000a';
const OTHER_PLAN = '0198a000-0000-7000-8000-00000000000b';
const [ELDER, DAUGHTER] = [
  '00000000-0000-8000-8000-000000000001',
  '00000000-0000-8000-8000-000000000002',
] as const;
const DWELLING = { latitude: 32.4355, longitude: 105.8436 };

/** What the second department visits for. */
class CarePlan {}

/** A host of a few lines: every plan has a household of its own. */
@Injectable()
class Plans extends VisitHost {
  readonly signedVisits: string[] = [];
  readonly suspicions: VisitSuspicion[] = [];

  override async open(_tx: Tx, _type: string, id: string): Promise<VisitedSubject> {
    return { region: REGION, caseRef: 'P-1', householdId: id, personKeys: [ELDER, DAUGHTER] };
  }

  override async signed(_tx: Tx, { id }: HouseVisit): Promise<void> {
    this.signedVisits.push(id);
  }

  override async suspected(tx: Tx, suspicion: VisitSuspicion): Promise<void> {
    await tx.query('select 1');
    this.suspicions.push(suspicion);
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), VisitsModule],
  controllers: [
    subjectVisitsController('eldercare', {
      ...{ name: 'carePlan', path: 'care-plans', record: CarePlan, readScope: 'eldercare:plans:read' },
    }),
    visitsController('eldercare', ['eldercare:plans:read']),
  ],
  providers: [Plans, { provide: VisitHost, useExisting: Plans }],
})
class EldercareModule {}

const PLANS = {
  records: [
    recordIn(CarePlan, `select '${REGION}' as region, '{}'::uuid[] as persons where $1::uuid is not null`),
  ],
};

describe('visits of another department', () => {
  let eldercare: SecondDepartment;
  const official = (sub: string) => ({ sub, scope: 'eldercare:visits:write', region: REGION });
  const plans = (): Plans => eldercare.get(Plans);

  const form = {
    visitedOn: '2025-05-12',
    mode: 'IN_PERSON',
    investigators: [
      { userId: 'nurse', role: 'CLERK' },
      { userId: 'lead', role: 'TOWNSHIP_LEAD' },
    ],
    observations: { income: '养老金', assets: '无', housing: '瓦房', food: '清淡', clothing: '整洁' },
  };
  const record = (change: object = {}, plan = PLAN) =>
    eldercare.post<VisitDto>(`/v1/care-plans/${plan}/visits`, { ...form, ...change }, official('nurse'));
  const sign = (who: string, { id, version }: VisitDto, change: object = {}) =>
    eldercare.post<VisitDto>(
      `/v1/visits/${id}/sign`,
      { method: 'E_SIGN', proof: 'b'.repeat(64), ...change },
      official(who),
      version,
    );

  beforeAll(async () => {
    eldercare = await SecondDepartment.start(EldercareModule, [VISITS, PLANS], '2025-05-12T01:00:00Z');
    await publishRows(eldercare, {
      'clock.visitSignDays': 3,
      'visit.requiredRoles': ['TOWNSHIP_LEAD'],
      'visit.geoMetres': 2_000,
      'emergency.active': false,
    });
  });
  afterAll(() => eldercare.drop());

  it('are signed by who visited, and by the members who were there or would not', async () => {
    const { status, body: entered } = await record({ present: [ELDER, DAUGHTER] });
    expect([status, entered]).toMatchObject([
      201,
      { state: 'DRAFT', subjectType: 'carePlan', subjectId: PLAN },
    ]);
    expect((await sign('neighbour', entered)).problem).toBe('signer-not-on-visit');
    const { body: one } = await sign('nurse', entered);
    const { body: two } = await sign('lead', one);
    expect(two).toMatchObject({ state: 'DRAFT', signedBy: ['nurse', 'lead'] });
    const { body: three } = await sign('nurse', two, { personKey: ELDER });
    expect((await sign('nurse', three, { personKey: ELDER })).problem).toBe('visit-signed');
    const refuses = { personKey: DAUGHTER, refusedToSign: true };
    expect((await sign('nurse', three, refuses)).status).toBe(400);
    expect((await sign('nurse', three, { ...refuses, witness: 'lead' })).status).toBe(400);
    const { body: signed } = await sign('nurse', three, { ...refuses, witness: 'neighbour' });
    expect(signed).toMatchObject({ state: 'SIGNED', signedByMembers: [ELDER], refusedToSign: [DAUGHTER] });
    expect(plans().signedVisits).toEqual([entered.id]);
    expect((await sign('nurse', signed)).problem).toBe('visit-signed');
    expect(signed.contentSha256).toBe(entered.contentSha256);
    const attempts = plans().suspicions.filter(({ visitId }) => visitId === entered.id);
    expect(attempts.map(({ reasons }) => reasons)).toEqual([
      ['signer-not-on-visit'],
      ['visit-signed'],
      ['visit-signed'],
    ]);
  });

  it('are made by two of the public staff, with those whose roles are required', async () => {
    const bought = [form.investigators[1]!, { userId: 'worker', role: 'PURCHASED' }];
    expect((await record({ investigators: bought })).problem).toBe('two-investigators');
    const noLead = [form.investigators[0]!, { userId: 'cadre', role: 'STATIONED_CADRE' }];
    expect((await record({ investigators: noLead })).problem).toBe('two-investigators');
    const third = [...form.investigators, { userId: 'worker', role: 'PURCHASED' }];
    expect((await record({ investigators: third })).status).toBe(201);
    expect((await record({ mode: 'VIDEO' })).problem).toBe('remote-visit-not-allowed');
    expect((await record({ present: ['00000000-0000-8000-8000-000000000009'] })).status).toBe(400);
  });

  it('are the same visit when a device uploads it again', async () => {
    const uploadId = randomUUID();
    const first = await record({ uploadId });
    const again = await record({ uploadId });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const other = await record({ uploadId, observations: { ...form.observations, food: '油腻' } });
    expect(other.problem).toBe('visit-signed');
  });

  it('are flagged where a photo was used before, or was taken elsewhere', async () => {
    const photo = (sha: string, place?: object) => ({ sha256: sha.repeat(64), ...(place ? { place } : {}) });
    const first = await record({ photos: [photo('1', DWELLING)], place: DWELLING });
    expect(first.body.flags).toEqual([]);
    expect((await record({ photos: [photo('1')] })).body.flags).toEqual(['PHOTO_USED_BEFORE']);
    expect((await record({ photos: [photo('1')] }, OTHER_PLAN)).body.flags).toEqual([
      'PHOTO_OF_OTHER_HOUSEHOLD',
    ]);
    const far = { ...DWELLING, latitude: DWELLING.latitude + 0.03 };
    const { body } = await record({ photos: [photo('2', far)], place: DWELLING });
    expect(body.flags).toEqual(['FAR_FROM_DWELLING']);
    expect(plans().suspicions).toContainEqual({
      ...{ subjectType: 'carePlan', subjectId: PLAN, region: REGION, visitId: body.id },
      reasons: ['FAR_FROM_DWELLING'],
    });
  });

  it('are signed in three days', async () => {
    const { body: entered } = await record();
    await eldercare.moveClock('2025-05-15T16:00:01Z');
    expect((await sign('nurse', entered)).problem).toBe('visit-sign-expired');
  });

  it('keep what was seen encrypted, also what stood in clear before', async () => {
    const id = randomUUID();
    await eldercare.query(
      `insert into house_visit (id, region, version, created_by, subject_type, subject_id, person_keys, visited_on, mode,
                                investigators, observations, photo_hashes, signatures, content_sha256, state)
       values ($1, $2, 1, 'old', 'carePlan', $3, '{}', '2024-01-01', 'IN_PERSON', '[]', $4, '{}', '[]', '', 'SIGNED')`,
      [id, REGION, PLAN, JSON.stringify(form.observations)],
    );
    const visits = eldercare.get(VisitService);
    await visits.onApplicationBootstrap();
    const rows = await eldercare.query<{ content_enc: string; observations: object | null }>(
      'select content_enc, observations from house_visit',
    );
    expect(
      rows.every(({ content_enc, observations }) => /^k1\./.test(content_enc) && observations === null),
    ).toBe(true);
    const [old] = await eldercare
      .inOne((tx) => visits.signedVisits(tx.manager, 'carePlan', PLAN))
      .then((found) => found.filter((visit) => visit.id === id));
    expect(visits.contentOf(old!)?.observations).toEqual(form.observations);
  });
});
