import { randomUUID } from 'node:crypto';
import { fromBinary, type DescMessage } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { HouseholdChangeCause, HouseholdChangedSchema } from '@minzheng/contracts/assistance';
import { keyOf, topicsOf } from '@minzheng/contracts/catalogue';
import {
  HouseholdRelation,
  HukouType,
  LabourAbility,
  LegalCapacity,
  ServiceCode,
  StudyLevel,
} from '@minzheng/contracts/common';
import { StatusKind } from '@minzheng/contracts/facts';
import { ClueDispatchedSchema, ClueDirection, ClueSeverity } from '@minzheng/contracts/verification';
import { buildService, type RunningService } from '@minzheng/platform/start-service';
import type { Received } from '@minzheng/platform/messaging';
import { eventually } from '@minzheng/testing/servers';
import { ServiceEnvironment } from '@minzheng/testing/service';
import type { Producer } from 'kafkajs';
import { received, status, wage } from '../facts/test/facts.js';
import { VERIFICATION } from '../verification.definition.js';
import { statedFor } from './kit/stated.js';
import { VERIFICATION_TABLES } from './kit/database.js';

const DISPATCHED = 'minzheng.verification.assistance.v1';

describe('a fact about a monitored household', () => {
  let environment: ServiceEnvironment;
  let service: RunningService;
  let producer: Producer;
  const [husband, wife, householdId] = [randomUUID(), randomUUID(), randomUUID()];

  beforeAll(async () => {
    environment = await ServiceEnvironment.create(
      [
        ...topicsOf('inbound'),
        ...(VERIFICATION.consumers ?? []).flatMap(({ topics }) => topics),
        ...topicsOf('verification'),
      ],
      VERIFICATION_TABLES,
    );
    service = await buildService(
      VERIFICATION,
      environment.settings({ REPORT_SIGNING_KEY_FILE: environment.reportSigningKeyFile }),
    );
    producer = await environment.topics.producer();
    await moveClock('2025-08-12T02:00:00Z');
  });
  afterAll(async () => {
    await producer.disconnect();
    await service.stop();
    await environment.drop();
  });

  const moveClock = async (instant: string): Promise<void> => {
    const response = await fetch(`${service.url}/v1/sandbox/clock`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await environment.token({ scope: 'sandbox:clock:write' })}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ instant }),
    });
    expect(response.status).toBe(200);
  };

  const send = async (topic: string, event: Received<DescMessage>, sequence = 1): Promise<void> => {
    const { schema, message, payload, envelope } = event;
    await producer.send({
      topic: environment.topics.prefix + topic,
      messages: [
        {
          key: keyOf(schema, message),
          value: Buffer.from(payload),
          headers: {
            ce_id: envelope.id,
            ce_type: schema.typeName,
            ce_source: envelope.source,
            ce_subject: envelope.subject,
            ce_sequence: String(sequence),
          },
        },
      ],
    });
  };

  const dispatched = async () => {
    const events = await environment.topics.readAll([DISPATCHED]);
    return events
      .filter(({ headers }) => headers['ce_type'] === ClueDispatchedSchema.typeName)
      .map(({ value }) => fromBinary(ClueDispatchedSchema, value ?? new Uint8Array()));
  };

  const evaluated = (person: string, text: string): Promise<string> =>
    eventually('evaluated', async () => {
      const { DataSource } = await import('typeorm');
      const [row] = await service.app
        .get(DataSource)
        .query('select summary from profile where person_key = $1', [person]);
      return row?.summary.includes(text) && (row.summary as string);
    });

  it('raises and dispatches one clue for the first wage of a member without work, and none for the old one', async () => {
    await send(
      'minzheng.assistance.verification.v1',
      received(HouseholdChangedSchema, {
        householdId,
        occurredAt: timestampFromDate(new Date()),
        region: { code: '510802001001' },
        cause: HouseholdChangeCause.OPENED,
        snapshot: {
          household: { service: ServiceCode.ASSISTANCE, householdId, region: { code: '510802001001' } },
          asOf: timestampFromDate(new Date('2025-05-12T00:00:00Z')),
          hukouType: HukouType.URBAN,
          members: [husband, wife].map((personKey, index) => ({
            personKey,
            relation: index === 0 ? HouseholdRelation.APPLICANT : HouseholdRelation.SPOUSE,
            birthDate: '1985-01-01',
            hukouRegion: { code: '510802001001' },
            capacity: LegalCapacity.FULL,
            labour: LabourAbility.FULL,
            study: StudyLevel.NONE,
          })),
        },
      }),
    );
    await send('minzheng.inbound.verification.v1', wage(husband, { month: '2024-05', toMonth: '2025-04' }));
    for (const person of [husband, wife]) {
      await send('minzheng.inbound.all.v1', status(person, StatusKind.INSURED_MEDICAL, '2025-01-01', 'NHSA'));
      await evaluated(person, '"insuredMedical"');
      await send('minzheng.assistance.all.v1', status(person, StatusKind.DIBAO, '2025-07-01'));
    }
    await evaluated(husband, '"wage"');
    await evaluated(wife, '"dibao"');
    expect(await dispatched()).toEqual([]);

    const first = wage(wife, { month: '2025-07', payerKey: '91510802MA62A7XK18' });
    await send('minzheng.inbound.verification.v1', first);
    await send(
      'minzheng.inbound.verification.v1',
      wage(wife, { month: '2025-08', payerKey: '91510802MA62A7XK18' }),
    );
    const [clue] = await eventually('dispatched', async () => {
      const clues = await dispatched();
      return clues.length > 0 && clues;
    });
    expect(clue).toMatchObject({
      department: ServiceCode.ASSISTANCE,
      direction: ClueDirection.OVER,
      severity: ClueSeverity.YELLOW,
      personKeys: [wife],
      attempt: 1,
      revision: 1,
      hits: [{ indicator: 'C3', episodeKey: '91510802MA62A7XK18', months: ['2025-07'] }],
      identityHolders: ['assistance'],
    });
    // where the household lives, and not only whose office looks into it
    expect(clue?.household).toMatchObject({ householdId, region: { code: '510802001001' } });
    // verification.ind.C3.severity, verification.clue.dueWd.YELLOW
    expect(clue?.policyVersionIds).toEqual(
      expect.arrayContaining([
        '0198a000-4fcf-7c2f-8df0-6f2a22d6cdbe',
        '0198a000-ffc5-72b6-8f6a-35bce621a73a',
      ]),
    );
    // YELLOW: ten working days after Tue 2025-08-12, to the end of the day in Asia/Shanghai
    expect(timestampDate(clue!.dueAt!).toISOString()).toBe('2025-08-26T16:00:00.000Z');

    await evaluated(wife, '2025-08');
    expect(await dispatched()).toHaveLength(1);
  });

  it('shows the clue to the office of its region, in words and without amounts', async () => {
    const token = await environment.token({
      scope: 'verification:clues:read',
      org: 'county-civil-affairs',
      region: '510802',
    });
    const response = await fetch(`${service.url}/v1/clues?state=DISPATCHED`, {
      headers: { authorization: `Bearer ${token}`, ...statedFor('') },
    });
    const { items } = (await response.json()) as {
      items: { id: string; redacted: string[]; hits: object[] }[];
    };
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      region: '510802001',
      dueOn: '2025-08-26',
      redacted: ['hits.amountFen', 'hits.factIds', 'outcomes.amountFen'],
      hits: [{ indicator: 'C3', explanation: { zh: expect.stringContaining('2025-07') } }],
    });
    const elsewhere = await environment.token({
      scope: 'verification:clues:read',
      org: 'county-civil-affairs',
      region: '510803',
    });
    const hidden = await fetch(`${service.url}/v1/clues/${items[0]?.id}`, {
      headers: { authorization: `Bearer ${elsewhere}`, ...statedFor(items[0]?.id ?? '') },
    });
    expect(hidden.status).toBe(404);
  });

  it('shows it to its own department’s office, and its facts to a coordinator', async () => {
    const listed = async (claims: { scope: string; org?: string }, query = '') => {
      const token = await environment.token({ region: '510802', ...claims });
      const path = `/v1/clues?state=DISPATCHED${query}`;
      const response = await fetch(service.url + path, {
        headers: { authorization: `Bearer ${token}`, ...statedFor('') },
      });
      const { items } = (await response.json()) as {
        items: {
          id: string;
          dueOn: string;
          redacted: string[];
          hits: { factIds?: string[]; months: string[] }[];
        }[];
      };
      return items;
    };
    const office = (org?: string) => ({
      scope: 'verification:clues:read',
      ...(org !== undefined && { org }),
    });
    const [clue] = await listed(office('assistance'));
    expect(clue?.hits[0]).not.toHaveProperty('factIds');
    for (const org of ['veterans', 'nobody-known', undefined]) expect(await listed(office(org))).toEqual([]);
    const veterans = await environment.token({ region: '510802', ...office('veterans') });
    for (const part of ['', '/log']) {
      const hidden = await fetch(`${service.url}/v1/clues/${clue?.id}${part}`, {
        headers: { authorization: `Bearer ${veterans}`, ...statedFor(clue?.id ?? '') },
      });
      expect(hidden.status).toBe(404);
    }
    const coordinator = { scope: 'verification:clues:approve' };
    const [whole] = await listed(coordinator, '&department=assistance&dueBy=2025-08-26&order=DUE');
    expect(whole).toMatchObject({
      ...{ id: clue?.id, redacted: ['hits.amountFen', 'outcomes.amountFen'] },
      hits: [{ months: ['2025-07'], factIds: [expect.any(String)] }],
    });
    expect(await listed(coordinator, '&department=veterans')).toEqual([]);
    expect(await listed(coordinator, '&dueBy=2025-08-25')).toEqual([]);
  });

  it('shows what happened to the clue', async () => {
    const token = await environment.token({
      scope: 'verification:clues:read',
      org: 'county-civil-affairs',
      region: '510802',
    });
    const get = async (path: string) => {
      const response = await fetch(service.url + path, {
        headers: { authorization: `Bearer ${token}`, ...statedFor(path) },
      });
      expect(response.status).toBe(200);
      return (await response.json()) as { items: { id: string }[]; nextCursor: string | null };
    };
    const { items } = await get('/v1/clues');
    expect(await get(`/v1/clues/${items[0]?.id}/log`)).toMatchObject({
      items: [{ version: 1, command: 'raise', from: null, to: 'DISPATCHED', actor: expect.any(String) }],
      nextCursor: null,
    });
    expect((await get('/v1/clues?overdue=true')).items).toEqual([]);
  });

  it('lets its lateness go up: to the county on the first day, to the city after three, to the province after seven', async () => {
    const token = await environment.token({
      scope: 'verification:clues:read',
      org: 'county-civil-affairs',
      region: '51',
    });
    const late = async (level: string) => {
      const path = `/v1/clues?overdueLevel=${level}&limit=200`;
      const response = await fetch(service.url + path, {
        headers: { authorization: `Bearer ${token}`, ...statedFor(path) },
      });
      const { items } = (await response.json()) as {
        items: { hits: { indicator: string }[]; overdueLevel: string; dueOn: string }[];
      };
      return items.filter(({ hits }) => hits.some(({ indicator }) => indicator === 'C3'));
    };
    // due on Tue 2025-08-26; the days after a working day are still its own until it is over
    for (const [instant, level, above] of [
      ['2025-08-27T02:00:00Z', 'COUNTY', 'CITY'],
      ['2025-08-30T02:00:00Z', 'CITY', 'PROVINCE'],
      ['2025-09-05T02:00:00Z', 'PROVINCE', undefined],
    ] as const) {
      await moveClock(instant);
      await eventually(`shown to ${level}`, async () => (await late(level)).length > 0);
      expect(await late(level)).toMatchObject([{ dueOn: '2025-08-26', overdueLevel: level }]);
      if (above) expect(await late(above)).toEqual([]);
    }
    const { DataSource } = await import('typeorm');
    const rows = await service.app.get(DataSource).query<{ level: string; days: number }[]>(
      `select o.level, count(*)::int as days from clue_overdue o join clue c on c.id = o.clue_id
        where c.due_on = '2025-08-26' group by o.level order by o.level`,
    );
    expect(rows).toEqual(['CITY', 'COUNTY', 'PROVINCE'].map((level) => ({ level, days: 1 })));
  });
});
