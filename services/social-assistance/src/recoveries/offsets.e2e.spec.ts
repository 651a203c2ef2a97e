import {
  OverpaymentCause,
  OverpaymentDetectedSchema,
  OverpaymentRecoveredSchema,
  RecoveryWay,
  type OverpaymentRecovered,
} from '@minzheng/contracts/common';
import {
  FactQuality,
  IncomeFactSchema,
  IncomeKind,
  StatusFactSchema,
  StatusKind,
} from '@minzheng/contracts/facts';
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
  const familyForm = withOwnAccount(guangyuanFamily());

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    await assistance.learnConsentPolicy();
    cast = await township(assistance);
    clerk = await assistance.official('clerk-pay', 'payroll-runs:write', COUNTY);
    finance = await assistance.official('finance-liu', 'payroll-runs:approve', COUNTY);
    supervisor = await assistance.official('supervisor-he', 'supervision:write', '5108');
    const days = { posted: '2025-05-12', decided: '2025-05-20' };
    alone = await AwardStory.approved(assistance, cast, form, days, { perCapita: '2000' });
    family = await AwardStory.approved(assistance, cast, familyForm, days, { perCapita: '40000' });
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
      // of the child alone: the others have had theirs
      const parts = await assistance.query(
        `select of_each.person_key, of_each.fen::int as fen from payment_line l
          cross join lateral unnest(l.beneficiaries, l.parts_fen) as of_each(person_key, fen)
          where l.subject_id = $1 and l.component = 'ARREARS' and l.part = 'BASE' and of_each.fen > 0`,
        [family.awardId],
      );
      expect(parts).toEqual([{ person_key: child, fen: 19_000 }]);
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

  /** In March a run is built, and its lists are not frozen. */
  describe('for persons who are guaranteed alone, of lines that are planned', () => {
    const full = ['BASE 2026-03 57000 - 0', 'EXTRA 2026-03 11800 - 0', 'EXTRA 2026-03 17700 - 0'];
    let march: Run;
    let registered: string;

    const told = async (personKey: string, change: Parameters<typeof status>[3]): Promise<string> => {
      const fact = status(personKey, StatusKind.DECEASED, '2026-02-10', change);
      await assistance.hear(StatusFactSchema, fact, 'inbound');
      await eventually('it is taken in', async () => {
        const rows = await assistance.query('select from status_copy where fact_id = $1', [fact.factId]);
        return rows.length === 1;
      });
      return fact.factId;
    };
    const planned = async (): Promise<string[]> =>
      (await linesOf(march.id, family))
        .filter(({ state }) => state === 'PLANNED')
        .map((line) => `${line.component} ${line.month} ${line.amountFen} - ${line.offsetFen}`)
        .sort();

    it('gives none up by a death that is only reported', async () => {
      await assistance.moveClock('2026-03-02T01:00:00Z');
      march = await build('2026-03');
      expect(await planned()).toEqual(full);
      const before = await linesOf(march.id, family);
      await told(family.persons[1]!, { quality: FactQuality.DECLARED, observedOn: '2026-03-02' });
      expect(await linesOf(march.id, family)).toEqual(before);
    });

    it('plans what the living have again in the same run, by a death that is registered', async () => {
      registered = await told(family.persons[2]!, { observedOn: '2026-03-02' });
      await eventually('the living are planned again', async () => (await planned()).length === 2);
      expect(await planned()).toEqual(['BASE 2026-03 38000 - 0', 'EXTRA 2026-03 17700 - 0']);
    });

    it('plans it with whom the death was taken back of, and the run is paid', async () => {
      await told(family.persons[2]!, {
        ...{ supersedes: registered, retracted: true, observedOn: '2026-03-02' },
      });
      await eventually('all are planned again', async () => String(await planned()) === String(full));
      const { body } = await clerk.get<Run>(`/v1/payroll-runs/${march.id}`);
      await answer(body, await send(body));
      const paid = (await linesOf(march.id, family)).filter(({ state }) => state === 'PAID');
      expect(paid.map(({ amountFen }) => amountFen).sort()).toEqual(['11800', '17700', '57000']);
    });
  });

  /** The child dies on 2026-01-10, which is known on 2026-03-20 and taken back on 2026-06-03. */
  describe('for a debt that turns out to be none', () => {
    const DEATH = { child: () => family.persons[2]!, day: '2026-01-10' };
    let debt: Order;
    let april: Run;
    let may: Run;
    let inFlight: Awaited<ReturnType<typeof send>>;
    let june: Run;
    let death: string;
    const debtNow = async (): Promise<Order> =>
      succeeded(200, await supervisor.get<Order>(`/v1/recoveries/${debt.id}`));
    const consented = async (awardId: string, months: readonly string[]): Promise<Order> =>
      succeeded(
        201,
        await supervisor.post<Order>('/v1/recoveries', {
          ...{ awardId, months, basis: 'ERROR', reason: '多发', consentSha256: 'd'.repeat(64) },
        }),
      );
    const reissue = async (runId: string, component: string): Promise<Line> => {
      const line = (await linesOf(runId, family)).find(
        (each) => each.state === 'RETURNED' && each.component === component,
      )!;
      return succeeded(
        201,
        await clerk.command<Line>(`/v1/payment-lines/${line.id}/reissue`, line.version, {
          payee: {
            ...{ holderIdNumber: familyForm.members[0]?.idNumber, bankCode: '104' },
            account: `6228480402564${line.id.replaceAll(/\D/g, '').padEnd(6, '0').slice(-6)}`,
          },
        }),
      );
    };

    it('is owed 616.00 for the months after the death', async () => {
      await assistance.moveClock('2026-03-20T01:00:00Z');
      const fact = status(DEATH.child(), StatusKind.DECEASED, DEATH.day, { observedOn: '2026-03-20' });
      death = fact.factId;
      await assistance.hear(StatusFactSchema, fact, 'inbound');
      await eventually('it is detected', async () => {
        const told = ofType(await assistance.published(), OverpaymentDetectedSchema);
        return told.some(({ months, amountFen }) => months[0] === '2026-02' && amountFen === 61_600n);
      });
      debt = await consented(family.awardId, ['2026-02', '2026-03']);
      expect(debt).toMatchObject({ refundFen: '61600', route: 'OFFSET', state: 'ISSUED' });
    });

    it('is paid again line by line, each by what is left to be kept back of the month', async () => {
      await assistance.moveClock('2026-04-02T01:00:00Z');
      april = await build('2026-04');
      expect(await shown(april.id, family)).toEqual([
        'BASE 2026-04 26860 - 11140',
        'EXTRA 2026-04 17700 - 0',
      ]);
      await answer(april, await send(april), ({ amountFen }) =>
        ['26860', '17700'].includes(amountFen) ? 'DORMANT' : undefined,
      );
      // a fifth of what is due for the month, not of this line
      const extra = await reissue(april.id, 'EXTRA');
      expect(extra).toMatchObject({ amountFen: '6560', offsetFen: '11140' });
      const first = await becomes(extra.runId, 'BUILT');
      const file = await send(first);
      await answer(first, file);
      const base = await reissue(april.id, 'BASE');
      expect(base).toMatchObject({ amountFen: '38000', offsetFen: '0' });
      const { body } = await clerk.get(`/v1/payroll-runs/${first.id}`);
      const path = `/v1/payroll-runs/${first.id}/import-results`;
      succeeded(
        200,
        await finance.upload(
          path,
          body.version,
          answerTo(file, () => 'ACCOUNT_CLOSED'),
        ),
      );
      expect(await debtNow()).toMatchObject({ paidFen: '0' });
      // the base stands in the same run, and stays as it is
      const again = await reissue(first.id, 'EXTRA');
      expect(again).toMatchObject({ runId: base.runId, amountFen: '6560', offsetFen: '11140' });
      expect(await shown(base.runId, family)).toEqual([
        'BASE 2026-04 38000 - 0',
        'EXTRA 2026-04 6560 - 11140',
      ]);
      const second = await becomes(base.runId, 'BUILT');
      await answer(second, await send(second));
      expect(await debtNow()).toMatchObject({ state: 'PAYING', paidFen: '11140' });
    });

    it('is given up with the line it was to be kept back from', async () => {
      // of somebody else: 370.00 too much in April
      await assistance.query(
        `with cut as (
           update award_segment set months = daterange('2025-09-01', '2026-04-01')
            where award_id = $1 and superseded_at is null and upper_inf(months) returning *)
         insert into award_segment (id, award_id, months, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen,
                                    extra_fen, standard_fen, cause, created_by)
         select gen_random_uuid(), award_id, daterange(part.first, part.after), person_keys, array[part.fen], extras_fen,
                extra_kinds, part.fen, extra_fen, standard_fen, 'TEST', 'test'
           from cut, (values ('2026-04-01'::date, '2026-05-01'::date, 20000::bigint),
                             ('2026-05-01', null, 57000)) as part(first, after, fen)`,
        [alone.awardId],
      );
      const other = await consented(alone.awardId, ['2026-04']);
      await assistance.moveClock('2026-05-02T01:00:00Z');
      const frozen = await build('2026-05');
      expect(await shown(frozen.id, alone)).toEqual(['BASE 2026-05 45600 - 11400']);
      const path = `/v1/payroll-runs/${frozen.id}`;
      const locked = succeeded(200, await clerk.command(`${path}/lock`, frozen.version));
      const waive = `/v1/recoveries/${other.id}/waive`;
      succeeded(200, await supervisor.command(waive, other.version, { reason: '困难' }));
      const open = () =>
        assistance.query(
          `select state, recovered_fen::int as fen from overpayment where award_id = $1 and amount_fen = 37000`,
          [alone.awardId],
        );
      expect(await open()).toEqual([{ state: 'OPEN', fen: 25_600 }]);
      succeeded(200, await clerk.command(`${path}/cancel`, locked.version, { reason: '名册有误' }));
      expect(await open()).toEqual([{ state: 'RECOVERED', fen: 37_000 }]);
      may = await build('2026-05');
      expect(await shown(may.id, alone)).toEqual(['BASE 2026-05 57000 - 0']);
    });

    it('is withdrawn, and what was kept back is due again, from lines that are out too', async () => {
      expect(await shown(may.id, family)).toEqual(['BASE 2026-05 26860 - 11140', 'EXTRA 2026-05 17700 - 0']);
      inFlight = await send(may);
      await assistance.moveClock('2026-06-02T01:00:00Z');
      june = await build('2026-06');
      expect(await shown(june.id, family)).toEqual(['BASE 2026-06 26860 - 11140', 'EXTRA 2026-06 17700 - 0']);
      await assistance.moveClock('2026-06-03T01:00:00Z');
      await assistance.hear(
        StatusFactSchema,
        status(DEATH.child(), StatusKind.DECEASED, DEATH.day, {
          ...{ supersedes: death, retracted: true, observedOn: '2026-06-03' },
        }),
        'inbound',
      );
      await eventually('it is withdrawn', async () => (await debtNow()).state === 'WAIVED');
      expect(await debtNow()).toMatchObject({ paidFen: '0' });
      expect(
        await assistance.query(
          `select state from overpayment where award_id = $1 and amount_fen = 61600 and parts ->0 ->> 'month' = '2026-02'`,
          [family.awardId],
        ),
      ).toEqual([{ state: 'VOID' }]);
      await answer(may, inFlight);
      expect(await debtNow()).toMatchObject({ state: 'WAIVED', paidFen: '0' });
      const planned = [
        ...['ARREARS 2026-04 11140 - 0', 'ARREARS 2026-04 11800 - 0', 'ARREARS 2026-04 19000 - 0'],
        ...['ARREARS 2026-05 11800 - 0', 'ARREARS 2026-05 30140 - 0'],
        ...['BASE 2026-06 57000 - 0', 'EXTRA 2026-06 11800 - 0', 'EXTRA 2026-06 17700 - 0'],
      ];
      await eventually(
        'June is planned again',
        async () => (await standing(june.id)).join() === planned.join(),
      );
    });

    /** Lines of the family that were not given up. */
    const standing = async (runId: string): Promise<string[]> =>
      (await linesOf(runId, family))
        .filter(({ state }) => state !== 'CANCELLED')
        .map((line) => `${line.component} ${line.month} ${line.amountFen} - ${line.offsetFen}`)
        .sort();

    it('has got what was due, and so it is told', async () => {
      june = await becomes(june.id, 'BUILT');
      await answer(june, await send(june));
      const sums = await assistance.query(
        `select month, sum(amount_fen)::int as paid,
                (select sum(f.amount_fen)::int from payment_fact f where f.subject_id = l.subject_id and f.month = l.month) as told
           from payment_line l where subject_id = $1 and state = 'PAID' and month >= '2026-02' group by subject_id, month
          order by month`,
        [family.awardId],
      );
      expect(sums).toEqual(
        ['2026-02', '2026-03', '2026-04', '2026-05', '2026-06'].map((month) => ({
          ...{ month, paid: 86_500, told: 86_500 },
        })),
      );
      // the child's own share is the child's, and nobody was paid too much
      const open = await assistance.query(`select from overpayment where award_id = $1 and state <> 'VOID'`, [
        family.awardId,
      ]);
      expect(open).toEqual([]);
    });

    it('is void also when it was paid back already, and nobody is asked for it any more', async () => {
      await assistance.moveClock('2026-06-20T01:00:00Z');
      const person = alone.persons[0]!;
      const fact = status(person, StatusKind.DECEASED, '2026-05-10', { observedOn: '2026-06-20' });
      await assistance.hear(StatusFactSchema, fact, 'inbound');
      const ofDeath = () =>
        assistance.query<{ state: string }>(
          `select state, recovered_fen::int as recovered from overpayment where award_id = $1 and cause = 'DEATH'`,
          [alone.awardId],
        );
      await eventually('it is detected', async () => (await ofDeath()).length === 1);
      const form = { awardId: alone.awardId, months: ['2026-06'], basis: 'ERROR', reason: '死亡' };
      const asked = succeeded(201, await supervisor.post<Order>('/v1/recoveries', form));
      const payment = { amountFen: asked.refundFen, way: 'REPAYMENT', receivedOn: '2026-06-20' };
      const path = `/v1/recoveries/${asked.id}`;
      const settled = succeeded(
        200,
        await supervisor.command<Order>(`${path}/record-payment`, asked.version, payment),
      );
      expect(settled).toMatchObject({ state: 'SETTLED', paidFen: '57000' });
      expect(await ofDeath()).toEqual([{ state: 'RECOVERED', recovered: 57_000 }]);
      const change = { supersedes: fact.factId, retracted: true, observedOn: '2026-06-21' };
      await assistance.hear(
        StatusFactSchema,
        status(person, StatusKind.DECEASED, '2026-05-10', change),
        'inbound',
      );
      await eventually('it is void', async () => (await ofDeath())[0]?.state === 'VOID');
      // what was paid back by hand is given back by hand
      expect(succeeded(200, await supervisor.get<Order>(path))).toMatchObject({
        ...{ state: 'WAIVED', paidFen: '57000' },
      });
      await alone.becomes('ACTIVE');
    });
  });
});
