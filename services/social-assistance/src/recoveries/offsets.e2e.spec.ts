import {
  OverpaymentCause,
  OverpaymentDetectedSchema,
  OverpaymentRecoveredSchema,
  RecoveryWay,
  type OverpaymentRecovered,
} from '@minzheng/contracts/common';
import { IncomeFactSchema, IncomeKind, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { eventually } from '@minzheng/testing/servers';
import { Assistance, ofType } from '../test/kit/assistance.js';
import { AwardStory, status } from '../test/kit/award-story.js';
import { answerTo, type FileLine } from '../test/kit/bank.js';
import { succeeded, township, type Cast } from '../test/kit/case-story.js';
import type { Client, Stored } from '../test/kit/client.js';
import { guangyuanFamily, livingAlone, withOwnAccount } from '../test/kit/family.js';

const COUNTY = '510802';
const DIED = '2025-06-03';

interface Order extends Stored {
  readonly refundFen: string;
  readonly paidFen: string;
  readonly route: string;
  readonly plan: readonly { readonly month: string; readonly amountFen: string }[];
}

interface Line extends Stored {
  readonly subjectId: string;
  readonly month: string;
  readonly component: string;
  readonly amountFen: string;
  readonly offsetFen: string;
  readonly runId: string;
}

interface Run extends Stored {
  readonly totalFen: string;
}

/** Social assistance, R22 and the catalogue's 6.2: what is kept back from awards, and shares that end by a death. */
describe('payments of an award that owes something', () => {
  let assistance: Assistance;
  let cast: Cast;
  let clerk: Client;
  let finance: Client;
  let supervisor: Client;
  let alone: AwardStory;
  let family: AwardStory;
  let order: Order;
  let october: Run;
  let deathId: string;
  const form = withOwnAccount(livingAlone());

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    clerk = await assistance.official('clerk-pay', 'payroll-runs:write', COUNTY);
    finance = await assistance.official('finance-liu', 'payroll-runs:approve', COUNTY);
    supervisor = await assistance.official('supervisor-he', 'supervision:write', '5108');
    const days = { posted: '2025-05-12', decided: '2025-05-20' };
    alone = await AwardStory.approved(assistance, cast, form, days, { perCapita: '2000' });
    const other = withOwnAccount(guangyuanFamily());
    family = await AwardStory.approved(assistance, cast, other, days, { perCapita: '40000' });
    // as if each were guaranteed alone, with a base of the own
    await assistance.query(`update award set subtype = 'SINGLE_PERSON' where id = $1`, [family.awardId]);
    await assistance.moveClock('2025-06-01T01:00:00Z');
    await Promise.all([alone.becomes('ACTIVE'), family.becomes('ACTIVE')]);
    for (const month of ['2025-06', '2025-07', '2025-08']) await pay(month);
    await assistance.moveClock('2025-08-20T01:00:00Z');
  });
  afterAll(() => assistance.drop());

  const becomes = (id: string, state: string): Promise<Run> =>
    eventually(`the run is ${state}`, async () => {
      const { body } = await clerk.get<Run>(`/v1/payroll-runs/${id}`);
      return body.state === state && body;
    });
  const build = async (month: string, seq = 0): Promise<Run> => {
    const key = { countyCode: COUNTY, programme: 'DIBAO', month, seq };
    const { id } = succeeded(202, await clerk.post('/v1/payroll-runs', key));
    return becomes(id, 'BUILT');
  };
  const linesOf = async (runId: string, { awardId }: AwardStory): Promise<Line[]> => {
    const { body } = await clerk.get<{ items: Line[] }>(
      `/v1/payment-lines?runId=${runId}&subjectId=${awardId}&limit=200`,
    );
    return [...body.items];
  };
  const shown = async (runId: string, story: AwardStory): Promise<string[]> =>
    (await linesOf(runId, story))
      .map((line) => `${line.component} ${line.month} ${line.amountFen} - ${line.offsetFen}`)
      .sort();
  const send = async ({ id, version }: Run): Promise<Awaited<ReturnType<Client['get']>>> => {
    const path = `/v1/payroll-runs/${id}`;
    const locked = succeeded(200, await clerk.command(`${path}/lock`, version));
    succeeded(200, await finance.command(`${path}/approve`, locked.version));
    return finance.get(`${path}/bank-file`);
  };
  const answer = async (
    { id }: Run,
    file: Awaited<ReturnType<typeof send>>,
    codeOf?: (line: FileLine) => string | undefined,
  ): Promise<void> => {
    const { body } = await clerk.get(`/v1/payroll-runs/${id}`);
    const path = `/v1/payroll-runs/${id}/import-results`;
    succeeded(200, await finance.upload(path, body.version, answerTo(file, codeOf)));
    await becomes(id, 'CLOSED');
  };
  const pay = async (month: string): Promise<Run> => {
    await assistance.moveClock(`${month}-02T01:00:00Z`);
    const run = await build(month);
    await answer(run, await send(run));
    return run;
  };
  const tell = async (personKey: string, change: Parameters<typeof status>[3] = {}): Promise<string> => {
    const fact = status(personKey, StatusKind.DECEASED, DIED, { observedOn: '2025-08-20', ...change });
    await assistance.hear(StatusFactSchema, fact, 'inbound');
    return fact.factId;
  };
  const orderNow = async (): Promise<Order> =>
    succeeded(200, await supervisor.get<Order>(`/v1/recoveries/${order.id}`));
  /** What was told of what came in, oldest first. */
  const recovered = async (count: number): Promise<OverpaymentRecovered[]> =>
    eventually(`${count} are told`, async () => {
      const told = ofType(await assistance.published(), OverpaymentRecoveredSchema).filter(
        ({ personKey }) => personKey === alone.persons[0],
      );
      return told.length === count && told;
    });

  /** The child of those who are guaranteed alone dies on 06-03, which is known on 08-20. */
  describe('for one of several who are guaranteed alone', () => {
    it('ends with the month of the death, and the others go on', async () => {
      const child = family.persons[2]!;
      deathId = await tell(child);
      const detected = await eventually('detected', async () => {
        const told = ofType(await assistance.published(), OverpaymentDetectedSchema);
        return told.length > 0 && told;
      });
      expect(detected).toMatchObject([
        {
          ...{ personKey: child, months: ['2025-07', '2025-08'] },
          ...{ amountFen: 61_600n, cause: OverpaymentCause.DEATH },
        },
      ]);
      expect(await family.review('DEATH')).toMatchObject({ dueOn: '2025-09-03' });
      expect(await family.read()).toMatchObject({ state: 'ACTIVE', baseFen: '57000', heldFrom: null });
    });
  });

  describe('with written consent', () => {
    it('is ordered to pay 510.00 back by 4 × 114.00 and 54.00 (22.3)', async () => {
      // 400.00 were due in these months
      await assistance.query(
        `with cut as (
           update award_segment set months = daterange('2025-09-01', null) where award_id = $1 returning *)
         insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen,
                                    extra_fen, standard_fen, cause, created_by)
         select gen_random_uuid(), award_id, daterange('2025-06-01', '2025-09-01'), person_keys, '{40000}', extras_fen,
                extra_kinds, 40000, extra_fen, standard_fen, 'TEST', 'test' from cut`,
        [alone.awardId],
      );
      order = succeeded(
        201,
        await supervisor.post<Order>('/v1/recoveries', {
          ...{ awardId: alone.awardId, months: ['2025-06', '2025-07', '2025-08'], basis: 'ERROR' },
          ...{ reason: '收入核算有误', consentSha256: 'c'.repeat(64) },
        }),
      );
      expect(order).toMatchObject({ refundFen: '51000', route: 'OFFSET', state: 'ISSUED' });
      expect(order.plan.map(({ month, amountFen }) => [month, amountFen])).toEqual([
        ...['2025-09', '2025-10', '2025-11', '2025-12'].map((month) => [month, '11400']),
        ['2026-01', '5400'],
      ]);
      const byHand = await supervisor.command(`/v1/recoveries/${order.id}/record-payment`, order.version, {
        ...{ amountFen: '11400', way: 'OFFSET', receivedOn: '2025-08-20' },
      });
      expect([byHand.status, byHand.problem]).toEqual([400, 'validation']);
    });

    it('is paid 114.00 less, once, however often its run is built', async () => {
      await assistance.moveClock('2025-09-02T01:00:00Z');
      const first = await build('2025-09');
      expect(await shown(first.id, alone)).toEqual(['BASE 2025-09 45600 - 11400']);
      const cancelled = `/v1/payroll-runs/${first.id}/cancel`;
      succeeded(200, await clerk.command(cancelled, first.version, { reason: '名册有误' }));
      const run = await build('2025-09');
      expect(await shown(run.id, alone)).toEqual(['BASE 2025-09 45600 - 11400']);
      const again = await build('2025-09', 1);
      expect(await shown(again.id, alone)).toEqual([]);
      // without the share of the dead child, and its extra
      expect(await shown(run.id, family)).toEqual(['BASE 2025-09 38000 - 0', 'EXTRA 2025-09 17700 - 0']);
      const file = await send(run);
      expect(file.text).toContain(',45600,2025-09,BASE');
      // what is under way is owed to nobody else
      const { version } = await orderNow();
      const tooMuch = await supervisor.command<{ balanceFen: string }>(
        `/v1/recoveries/${order.id}/record-payment`,
        version,
        { amountFen: '39601', way: 'REPAYMENT', receivedOn: '2025-09-02' },
      );
      expect([tooMuch.problem, tooMuch.body.balanceFen]).toEqual(['more-than-owed', '39600']);
      expect(await orderNow()).toMatchObject({ state: 'ISSUED', paidFen: '0' });
      await answer(run, file);
      expect(await orderNow()).toMatchObject({ state: 'PAYING', paidFen: '11400' });
      expect(await recovered(1)).toMatchObject([
        { amountFen: 11_400n, balanceFen: 39_600n, way: RecoveryWay.OFFSET },
      ]);
    });

    it('has got what was due: verification is told of 570.00', async () => {
      const fact = await eventually('September is told', async () =>
        ofType(await assistance.published(), IncomeFactSchema).find(
          ({ personKey, kind, period }) =>
            personKey === alone.persons[0] &&
            kind === IncomeKind.DIBAO_BENEFIT &&
            period?.fromMonth === '2025-09',
        ),
      );
      expect(fact.amountFen).toBe(57_000n);
    });

    it('has the share of somebody back whose death was taken back, with its arrears', async () => {
      const child = family.persons[2]!;
      await assistance.moveClock('2025-09-15T01:00:00Z');
      await tell(child, { supersedes: deathId, retracted: true, observedOn: '2025-09-15' });
      await eventually('nothing is owed', async () => {
        const told = ofType(await assistance.published(), OverpaymentRecoveredSchema);
        return told.some(({ personKey, way }) => personKey === child && way === RecoveryWay.WRITTEN_OFF);
      });
      await assistance.moveClock('2025-10-02T01:00:00Z');
      october = await build('2025-10');
      expect(await shown(october.id, family)).toEqual([
        'ARREARS 2025-09 11800 - 0',
        'ARREARS 2025-09 19000 - 0',
        'BASE 2025-10 57000 - 0',
        'EXTRA 2025-10 11800 - 0',
        'EXTRA 2025-10 17700 - 0',
      ]);
    });

    it('owes again what was kept back from a line that comes back, before it was paid or after', async () => {
      const file = await send(october);
      await answer(october, file, ({ amountFen }) => (amountFen === '45600' ? 'DORMANT' : undefined));
      expect(await orderNow()).toMatchObject({ paidFen: '11400' });

      const first = await reissued(october, 1);
      expect(await orderNow()).toMatchObject({ paidFen: '22800' });
      expect(await recovered(2)).toMatchObject([{}, { amountFen: 11_400n, balanceFen: 28_200n }]);

      // the bank turns it back after it had paid
      const { body } = await clerk.get(`/v1/payroll-runs/${first.run.id}`);
      const path = `/v1/payroll-runs/${first.run.id}/import-results`;
      succeeded(
        200,
        await finance.upload(
          path,
          body.version,
          answerTo(first.file, () => 'ACCOUNT_CLOSED'),
        ),
      );
      expect(await orderNow()).toMatchObject({ state: 'PAYING', paidFen: '11400' });
      expect(await recovered(3)).toMatchObject([{}, {}, { amountFen: 0n, balanceFen: 39_600n }]);

      await reissued(first.run, 2);
      expect(await orderNow()).toMatchObject({ paidFen: '22800' });
      // what was told before is not told twice
      expect(await recovered(4)).toMatchObject([{}, {}, {}, { amountFen: 0n, balanceFen: 28_200n }]);
    });

    /** The line that came back is paid by the supplementary run. */
    const reissued = async (from: Run, seq: number) => {
      const line = (await linesOf(from.id, alone)).find(({ state }) => state === 'RETURNED')!;
      const holderIdNumber = form.members[0]?.idNumber;
      const again = succeeded(
        201,
        await clerk.command<Line>(`/v1/payment-lines/${line.id}/reissue`, line.version, {
          payee: {
            holderIdNumber,
            bankCode: '104',
            account: `622848040256489${String(seq).padStart(4, '0')}`,
          },
        }),
      );
      expect(again).toMatchObject({ amountFen: '45600', offsetFen: '11400' });
      const run = await becomes(again.runId, 'BUILT');
      expect(run.totalFen).toBe('45600');
      const file = await send(run);
      await answer(run, file);
      return { run, file };
    };

    it('is paid in full once the refund is in', async () => {
      for (const [month, paidFen] of [
        ['2025-11', '34200'],
        ['2025-12', '45600'],
      ] as const) {
        await pay(month);
        expect(await orderNow()).toMatchObject({ state: 'PAYING', paidFen });
      }
      expect(await shown((await pay('2026-01')).id, alone)).toEqual(['BASE 2026-01 51600 - 5400']);
      expect(await orderNow()).toMatchObject({ state: 'SETTLED', paidFen: '51000' });
      const [overpayment] = await assistance.query(
        `select state, recovered_fen::text as fen from overpayment where award_id = $1`,
        [alone.awardId],
      );
      expect(overpayment).toEqual({ state: 'RECOVERED', fen: '51000' });
      expect(await shown((await pay('2026-02')).id, alone)).toEqual(['BASE 2026-02 57000 - 0']);
    });
  });
});
