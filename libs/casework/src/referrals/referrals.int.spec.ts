import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Module } from '@nestjs/common';
import { ServiceCode } from '@minzheng/contracts/common';
import {
  ReferralAcceptedSchema,
  ReferralDeclinedSchema,
  ReferralNeed,
  ReferralRaisedSchema,
  ReferralUrgency,
  ReferralWithdrawnSchema,
} from '@minzheng/contracts/referrals';
import { defineConsumer } from '@minzheng/platform/messaging';
import { eventually } from '@minzheng/testing/servers';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ClockLoop, CLOCKS, ClocksModule } from '../clocks/index.js';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  referralHandlers,
  REFERRALS,
  Referrals,
  referralsController,
  ReferralsModule,
  referralTopics,
  type NewReferral,
  type Referral,
  type ReferralDto,
} from './index.js';

const TOLD = defineConsumer({
  name: 'eldercare.commands',
  topics: referralTopics('eldercare'),
  deduplication: 'inbox',
});

class Limits1800000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into policy_row (id, key, region_prefix, effective_from, value, legal_basis, state, owner, sequence, published_at)
      values ('0198a000-0000-7000-8000-000000000001', 'eldercare.oneDoor.answerWd', '', '2020-01-01', '10', 'test', 'PUBLISHED',
              'eldercare', 1, clock_timestamp()),
             ('0198a000-0000-7000-8000-000000000002', 'eldercare.oneDoor.escalateWd', '', '2020-01-01', '15', 'test',
              'PUBLISHED', 'eldercare', 1, clock_timestamp());
    `);
  }
  async down(): Promise<void> {}
}

@Module({
  imports: [DepartmentModule.of('eldercare'), ClocksModule, ReferralsModule],
  controllers: [referralsController('eldercare'), referralHandlers(TOLD)],
})
class ElderCareModule {}

const MONDAY = '2025-05-12T01:00:00Z';
const REGION = '510802001';
const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const OFFICIAL = { sub: 'carer', scope: 'eldercare:referrals:read', region: '510802' };
const AGENCY = { sub: 'nhsa', scope: 'eldercare:referrals:write', region: '51' };

describe('referrals of a second department', () => {
  let eldercare: SecondDepartment;
  let referrals: Referrals;
  const told: string[] = [];
  const hear = (what: string, { id }: Referral, needs: readonly string[] = []): Promise<void> => {
    told.push([what, id, ...needs].join(' '));
    return Promise.resolve();
  };
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(
      ElderCareModule,
      [CLOCKS, REFERRALS, { migrations: [Limits1800000000001] }],
      MONDAY,
      [TOLD],
      { PAIRWISE_SECRET: 'test-pairwise-secret' },
    );
    referrals = eldercare.get(Referrals);
    referrals.hookIn({
      lock: (_tx, { id }) => {
        told.push(`lock ${id}`);
        return Promise.resolve();
      },
      received: async (_tx, referral, needs) => {
        await hear('received', referral, needs);
        return { type: 'report', id: referral.id };
      },
      withdrawn: (_tx, referral, needs) => hear('withdrawn', referral, needs),
      answered: (_tx, referral, answer) =>
        hear(answer.accepted ? 'accepted' : 'declined', referral, answer.needs),
      overdue: async (_tx, all) => {
        for (const referral of all) await hear('overdue', referral);
      },
      escalated: async (_tx, all) => {
        for (const referral of all) await hear('escalated', referral);
      },
    });
  });
  beforeEach(async () => {
    await eldercare.moveClock(MONDAY);
    told.length = 0;
  });
  afterAll(() => eldercare.drop());

  const form: NewReferral = {
    region: REGION,
    receiver: 'organizations',
    needs: ['CHARITY_AID', 'VOLUNTEER_SERVICE'],
    reasonCode: 'NEED_FOUND',
    urgency: 'NORMAL',
    personKeys: [PERSON],
    householdId: null,
    caseRef: 'R-1',
    origin: null,
    needText: '独居老人需要陪伴',
    consentId: randomUUID(),
  };
  const raise = (change: Partial<NewReferral> = {}) =>
    eldercare.inOne((tx) => referrals.raise(tx, { ...form, ...change }), 'carer');
  const read = async (id: string): Promise<ReferralDto> => {
    const { status, body } = await eldercare.read<ReferralDto>(`/v1/referrals/${id}`, OFFICIAL);
    expect(status).toBe(200);
    return body;
  };
  const becomes = (id: string, state: string) =>
    eventually(`the referral is ${state}`, async () => {
      const referral = await read(id);
      return referral.state === state && referral;
    });
  const about = (referralId: string) => ({
    occurredAt: timestampFromDate(new Date(MONDAY)),
    region: { code: REGION },
    referralId,
  });
  const accepted = (referralId: string, needs: ReferralNeed[], writer: 'organizations' | 'children') =>
    eldercare.hear(
      ReferralAcceptedSchema,
      {
        ...{ ...about(referralId), sender: ServiceCode.ELDERCARE, receiver: writer, needs },
        ...{ caseRef: 'O-7', handleByOn: '2025-06-01' },
      },
      writer,
    );
  const declined = (referralId: string, needs: ReferralNeed[]) =>
    eldercare.hear(
      ReferralDeclinedSchema,
      {
        ...{ ...about(referralId), sender: ServiceCode.ELDERCARE, receiver: 'organizations', needs },
        reasonCode: 'NO_PROJECT',
      },
      'organizations',
    );
  const incoming = (referralId: string, sender = ServiceCode.CHILDREN): Promise<void> =>
    eldercare.hear(
      ReferralRaisedSchema,
      {
        ...{
          ...about(referralId),
          sender,
          receiver: 'eldercare',
          personKeys: [PERSON],
        },
        ...{ caseRef: 'C-1', needs: [ReferralNeed.HOME_CARE, ReferralNeed.RESIDENTIAL_SUPPORT] },
        ...{ reasonCode: 'GRANDPARENT_ALONE', urgency: ReferralUrgency.NORMAL },
        answerDueAt: timestampFromDate(new Date('2025-05-26T16:00:00Z')),
      },
      'children',
    );
  const received = async (): Promise<string> => {
    const id = uuidv7();
    await incoming(id);
    await eventually('it has come', () => told.some((what) => what.startsWith(`received ${id}`)));
    return id;
  };
  const parked = (key: string) =>
    eventually('parked', async () => {
      const rows = await eldercare.query<{ reason: string }>(
        'select reason from parked_event where key = $1',
        [key],
      );
      return rows[0]?.reason;
    });
  const answer = (id: string, version: number, body: object) =>
    eldercare.post<ReferralDto>(`/v1/referrals/${id}/answer`, body, AGENCY, version);

  describe('sent to a service', () => {
    it('tells it what is needed and by when, and nothing in words', async () => {
      const { id } = await raise();
      const sent = await eventually('sent', async () => {
        const messages = await eldercare.published(ReferralRaisedSchema);
        return messages.find(({ referralId }) => referralId === id);
      });
      expect(sent).toMatchObject({
        ...{ sender: ServiceCode.ELDERCARE, receiver: 'organizations', personKeys: [PERSON], caseRef: 'R-1' },
        needs: [ReferralNeed.CHARITY_AID, ReferralNeed.VOLUNTEER_SERVICE],
        ...{ urgency: ReferralUrgency.NORMAL, consentId: form.consentId },
        answerDueAt: timestampFromDate(new Date('2025-05-26T16:00:00Z')),
      });
      expect(sent).not.toHaveProperty('needText');
      const [row] = await eldercare.query<{ need_text_enc: string }>(
        'select need_text_enc from referral where id = $1',
        [id],
      );
      expect(row?.need_text_enc).not.toContain('独居');
      expect(
        referrals.needTextOf(Object.assign(await raise(), { id, needTextEnc: row?.need_text_enc })),
      ).toBe(form.needText);
    });

    it('is answered need by need: it waits for the last, and the same answer again changes nothing', async () => {
      const { id } = await raise({ origin: { type: 'report', id: randomUUID() } });
      await declined(id, [ReferralNeed.CHARITY_AID]);
      await eventually('declined', () => told.includes(`declined ${id} CHARITY_AID`));
      expect((await read(id)).state).toBe('SENT');
      await declined(id, [ReferralNeed.CHARITY_AID]);
      await accepted(id, [ReferralNeed.VOLUNTEER_SERVICE], 'organizations');
      const { needs } = await becomes(id, 'ACCEPTED');
      expect(needs).toMatchObject([
        { need: 'CHARITY_AID', state: 'DECLINED', reasonCode: 'NO_PROJECT' },
        { need: 'VOLUNTEER_SERVICE', state: 'ACCEPTED', caseRef: 'O-7', handleByOn: '2025-06-01' },
      ]);
      expect(told.filter((what) => !what.startsWith('lock'))).toEqual([
        `declined ${id} CHARITY_AID`,
        `accepted ${id} VOLUNTEER_SERVICE`,
      ]);
    });

    it('is withdrawn when the need is gone', async () => {
      const { id } = await raise();
      await eldercare.inOne((tx) => referrals.withdraw(tx, id, 'CONSENT_WITHDRAWN', ['CHARITY_AID']));
      expect((await read(id)).state).toBe('SENT');
      await eldercare.inOne((tx) => referrals.withdraw(tx, id, 'NEED_GONE'));
      expect((await read(id)).state).toBe('WITHDRAWN');
      const sent = await eventually('sent', async () => {
        const messages = await eldercare.published(ReferralWithdrawnSchema);
        const mine = messages.filter(({ referralId }) => referralId === id);
        return mine.length === 2 && mine;
      });
      expect(sent.map(({ needs, reasonCode }) => [needs, reasonCode])).toEqual([
        [[ReferralNeed.CHARITY_AID], 'CONSENT_WITHDRAWN'],
        [[ReferralNeed.VOLUNTEER_SERVICE], 'NEED_GONE'],
      ]);
    });

    it('lets the receiver ask who is meant only while it is open', async () => {
      const { id } = await raise();
      const open = (receiver: string) =>
        eldercare.inOne((tx) => referrals.personsOpenTo(tx.manager, id, receiver));
      expect(await open('organizations')).toEqual([PERSON]);
      expect(await open('children')).toEqual([]);
      await eldercare.inOne((tx) => referrals.withdraw(tx, id, 'NEED_GONE'));
      expect(await open('organizations')).toEqual([]);
    });
  });

  describe('that has come from a service', () => {
    it('is there once, with the record that was opened for it', async () => {
      const id = await received();
      await incoming(id);
      const other = await received();
      expect(told.filter((what) => what.startsWith('received'))).toEqual([
        `received ${id} HOME_CARE RESIDENTIAL_SUPPORT`,
        `received ${other} HOME_CARE RESIDENTIAL_SUPPORT`,
      ]);
      expect(await read(id)).toMatchObject({ direction: 'IN', sender: 'children', state: 'SENT' });
      expect(await eldercare.query('select from parked_event where key = $1', [id])).toEqual([]);
    });

    it('is answered to its sender', async () => {
      const id = await received();
      await eldercare.inOne((tx) =>
        referrals.accept(tx, id, { needs: ['HOME_CARE'], caseRef: 'E-5', handleByOn: '2025-06-30' }),
      );
      await eldercare.inOne((tx) =>
        referrals.decline(tx, id, { needs: ['RESIDENTIAL_SUPPORT'], reasonCode: 'NO_BED' }),
      );
      expect((await read(id)).state).toBe('ACCEPTED');
      const [yes, no] = await eventually('sent', async () => {
        const mine = <T extends { referralId: string }>(all: readonly T[]) =>
          all.find(({ referralId }) => referralId === id);
        const found = [
          mine(await eldercare.published(ReferralAcceptedSchema)),
          mine(await eldercare.published(ReferralDeclinedSchema)),
        ];
        return found.every((message) => message !== undefined) && found;
      });
      expect(yes).toMatchObject({
        ...{ sender: ServiceCode.CHILDREN, receiver: 'eldercare', caseRef: 'E-5', handleByOn: '2025-06-30' },
        needs: [ReferralNeed.HOME_CARE],
      });
      expect(no).toMatchObject({ reasonCode: 'NO_BED', needs: [ReferralNeed.RESIDENTIAL_SUPPORT] });
      await eldercare.inOne((tx) => referrals.complete(tx, id, ['HOME_CARE']));
      expect((await read(id)).state).toBe('DONE');
    });

    it('may be taken back', async () => {
      const id = await received();
      const { HOME_CARE } = ReferralNeed;
      await eldercare.hear(
        ReferralWithdrawnSchema,
        { ...about(id), receiver: 'eldercare', needs: [HOME_CARE], reasonCode: 'NEED_GONE' },
        'children',
      );
      await eventually('taken back', () => told.includes(`withdrawn ${id} HOME_CARE`));
      expect((await read(id)).state).toBe('SENT');
    });

    it('is parked when it is not the sender’s to speak of, or nobody knows it', async () => {
      const forged = uuidv7();
      await incoming(forged, ServiceCode.DISASTER);
      expect(await parked(forged)).toBe('ForeignReferral');
      const { id } = await raise();
      await accepted(id, [], 'children');
      expect(await parked(id)).toBe('ForeignReferral');
      const unknown = uuidv7();
      await accepted(unknown, [], 'organizations');
      expect(await parked(unknown)).toBe('UnknownReferral');
    });
  });

  describe('sent to an agency outside', () => {
    const toAgency = () => raise({ receiver: 'NHSA', needs: ['MEDICAL_AID'] });

    it('is listed and answered here, with what was given as soon as that is known', async () => {
      const { id, version } = await toAgency();
      const { body } = await eldercare.read<{ items: ReferralDto[] }>(
        '/v1/referrals?receiver=NHSA&state=SENT',
        AGENCY,
      );
      expect(body.items.map((referral) => referral.id)).toContain(id);
      expect(await answer(id, version, { accepted: false })).toMatchObject({
        status: 422,
        problem: 'reason-missing',
      });
      const taken = await answer(id, version, { accepted: true, caseRef: 'N-9' });
      expect(taken.body).toMatchObject({ state: 'ACCEPTED', needs: [{ caseRef: 'N-9', amountFen: null }] });
      const done = await answer(id, taken.body.version, {
        accepted: true,
        caseRef: 'N-9',
        amountFen: '120000',
      });
      expect(done.body).toMatchObject({ state: 'DONE', needs: [{ amountFen: '120000' }] });
      const again = await answer(id, done.body.version, { accepted: false, reasonCode: 'LATE' });
      expect(again).toMatchObject({ status: 409, problem: 'illegal-transition' });
      await eventually('told on the own topic', async () => {
        const messages = await eldercare.published(ReferralAcceptedSchema);
        return messages.filter(({ referralId }) => referralId === id).length === 2;
      });
    });

    it('is there for that agency alone, which knows persons by keys of its own', async () => {
      const { id, version } = await toAgency();
      const [nhsa, edu] = ['NHSA', 'EDU'].map((party) => ({ ...AGENCY, party }));
      const seen = async (claims: object) =>
        (await eldercare.read<{ items: ReferralDto[] }>('/v1/referrals?limit=200', claims)).body.items;
      const mine = (await seen(nhsa!)).find((referral) => referral.id === id);
      expect(mine?.personKeys).toHaveLength(1);
      expect(mine?.personKeys).not.toContain(PERSON);
      expect((await seen(nhsa!)).every(({ receiver }) => receiver === 'NHSA')).toBe(true);
      expect((await seen(edu!)).map((referral) => referral.id)).not.toContain(id);
      const path = `/v1/referrals/${id}`;
      expect(await eldercare.read(path, edu!)).toMatchObject({ status: 404, problem: 'not-found' });
      const foreign = await eldercare.post(`${path}/answer`, { accepted: true }, edu!, version);
      expect(foreign).toMatchObject({ status: 404, problem: 'not-found' });
      const own = await eldercare.post(`${path}/answer`, { accepted: true }, nhsa!, version);
      expect(own.status).toBe(200);
    });

    it('of a service is answered by message alone', async () => {
      const { id, version } = await raise();
      expect(await answer(id, version, { accepted: true })).toMatchObject({
        status: 409,
        problem: 'illegal-transition',
      });
    });
  });

  it('is overdue when nobody answers, once, and goes up some days later', async () => {
    const silent = await raise({ urgency: 'URGENT' });
    const heard = await raise();
    await accepted(heard.id, [], 'organizations');
    await becomes(heard.id, 'ACCEPTED');
    const loop = eldercare.get(ClockLoop);
    const look = async (instant: string) => {
      await eldercare.moveClock(instant);
      await loop.round();
      await loop.round();
    };
    await look('2025-05-13T00:59:00Z');
    expect(await read(silent.id)).toMatchObject({ overdue: false });
    await look('2025-05-13T01:00:01Z');
    expect(await read(silent.id)).toMatchObject({ overdue: true, state: 'SENT' });
    await look('2025-06-30T00:00:00Z');
    expect(told.filter((what) => what.includes(silent.id))).toEqual([
      `overdue ${silent.id}`,
      `escalated ${silent.id}`,
    ]);
    expect(told.filter((what) => what.endsWith(heard.id))).toEqual([]);
  });
});
