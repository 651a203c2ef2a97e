import { RecoveryOrderedSchema } from '@minzheng/contracts/assistance';
import { StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { splitFen } from '@minzheng/kernel/money';
import { monthsBetween } from '@minzheng/kernel/months';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { said, transition } from '../messages.js';
import { RecoveryOrder, RECOVERY_LIFECYCLE } from '../recoveries/recovery-order.entity.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { Assistance } from '../test/kit/assistance.js';
import { status } from '../test/kit/award-story.js';
import { succeeded } from '../test/kit/case-story.js';
import type { Client, Stored } from '../test/kit/client.js';
import { COUNTY, SimulatedCounty, type Family } from './test/simulated-county.js';
import { StraightCount, type Counted, type CountedRows } from './test/straight-count.js';

const MONTHS = ['2025-05', '2025-06', '2025-07'];
const SNAPSHOT = '2025-08-02';
const POVERTY_LINE = 400_000n;
const POLICY = { legalBasis: '川民发〔2025〕1号', effectiveFrom: '2025-05-12' };

interface CellBody {
  readonly cell: string;
  readonly unit: string;
  readonly suppressed: boolean;
  readonly numerator?: string;
  readonly denominator?: string;
  readonly value?: string;
}
interface ReportBody {
  readonly months: readonly { readonly month: string; readonly source: string; readonly takenOn?: string }[];
  readonly rows: readonly {
    readonly region: string;
    readonly hukouType: string;
    readonly month: string;
    readonly item: string;
    readonly cells: readonly CellBody[];
  }[];
}

/** Whole numbers below the argument; the same each time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The parts of each cell, as the straight count writes them. */
const partsOf = (report: ReportBody): CountedRows =>
  new Map(
    report.rows.map(({ region, hukouType, month, item, cells }) => [
      `${region}|${hukouType}|${month}|${item}`,
      Object.fromEntries(cells.map((cell) => [cell.cell, parts(cell)])),
    ]),
  );

function parts({ unit, suppressed, numerator = '', denominator, value }: CellBody): string {
  if (suppressed) return 'hidden';
  if (unit === 'WORKING_DAYS') return numerator === '0' ? '0' : `${numerator} with ${value}`;
  return denominator === undefined ? numerator : `${numerator}/${denominator}`;
}

/** Rows and cells that both have, as one object. */
const only = (
  rows: CountedRows,
  isMeant: (key: string) => boolean = () => true,
  cells?: readonly string[],
): Record<string, Counted> =>
  Object.fromEntries(
    [...rows]
      .filter(([key]) => isMeant(key))
      .map(([key, row]) => [
        key,
        cells ? Object.fromEntries(cells.map((cell) => [cell, row[cell] ?? ''])) : { ...row },
      ]),
  );

/**
 * A county over three months, simulated from a seed: its reports from the snapshot of a morning, against what its events
 * come to when they are added up one by one.
 */
describe('the reports of a simulated county', () => {
  let assistance: Assistance;
  let county: SimulatedCounty;
  let analyst: Client;
  let straight: StraightCount;
  const poor = new Map<string, { householdId: string; since: string }>();
  const offered = new Set<string>();
  const tickets: { region: string; month: string }[] = [];

  beforeAll(async () => {
    assistance = await Assistance.start('2025-05-12T01:00:00Z');
    county = new SimulatedCounty(assistance, random(20_250_512));
    analyst = await assistance.official('analyst-sun', 'reports:read reports:write', '51');
    await policy('assistance.poverty.lineAnnualFen', POVERTY_LINE.toString());
    // nothing is hidden, so that each figure can be compared
    await policy('assistance.reports.suppressUnder', 1);
    const first = await county.settle(120);
    await may(first);
    const second = await june(first);
    await july(first, second);
    await snapshot();
    straight = new StraightCount(await assistance.published());
  }, 180_000);
  afterAll(() => assistance.drop());

  const policy = async (key: string, value: unknown): Promise<void> => {
    const [drafter, publisher] = [
      await assistance.official('province-1', 'policies:write', '51'),
      await assistance.official('province-2', 'policies:approve', '51'),
    ];
    const row = succeeded(
      201,
      await drafter.post<Stored>('/v1/policies', { ...POLICY, key, value, regionPrefix: '51' }),
    );
    succeeded(200, await publisher.command(`/v1/policies/${row.id}/publish`, row.version));
  };

  /** Applications, some of them accepted too late; a first round of decisions. */
  const may = async (families: Family[]): Promise<void> => {
    await county.apply(families);
    await ask('510802001001', '2025-05', 5);
    await assistance.moveClock('2025-05-13T01:00:00Z');
    await county.accept(families.slice(0, 15), true);
    await county.accept(families.slice(15, 30), false);
    await assistance.moveClock('2025-05-19T01:00:00Z');
    await county.accept(families.slice(30), false);
    await assistance.moveClock('2025-05-20T01:00:00Z');
    await county.assess(families);
    await assistance.moveClock('2025-05-27T01:00:00Z');
    await county.report(families);
    await assistance.moveClock('2025-05-29T01:00:00Z');
    await county.approve(families.slice(0, 20), '2025-06');
    await county.approve(families.slice(20, 24), '2025-06', 'RIGID_DEDUCTION');
    await county.approve(families.slice(24, 27), '2025-06', 'SINGLE_PERSON');
    await county.approve(families.slice(27, 29), '2025-06', 'ILLNESS');
    await county.reject(families.slice(29, 33), true);
    await county.reject(families.slice(33, 35), false);
    for (const { caseId } of families.slice(29, 33)) offered.add(caseId);
    await nowPoor(families.slice(0, 6), '2025-05-20');
    await nowPoor(families.slice(30, 32), '2025-05-20');
  };

  /** The first payments with what comes back of them; decisions that are late; awards that are held, end or run out. */
  const june = async (families: Family[]): Promise<Family[]> => {
    await county.begin('2025-06-02T02:00:00Z');
    const second = await county.settle(80);
    await county.apply(second);
    await ask('510802002001', '2025-06', 3);
    await assistance.moveClock('2025-06-04T01:00:00Z');
    await county.accept(second, false);
    const returned = await county.pay({ month: '2025-06', seq: 0, settledOn: '2025-06-09' }, (_, index) =>
      index % 12 === 3 ? 'ACCOUNT_CLOSED' : undefined,
    );
    await county.assess(second);
    await assistance.moveClock('2025-06-16T01:00:00Z');
    for (const line of returned.slice(0, 2)) await reissue(line, families);
    await county.pay({ month: '2025-06', seq: 1, settledOn: '2025-06-18' }, () => undefined);
    await county.report(second);
    await assistance.moveClock('2025-06-20T01:00:00Z');
    await county.approve(families.slice(35), '2025-07');
    await county.approve(second.slice(0, 20), '2025-07');
    await county.reject(second.slice(20), true);
    for (const { caseId } of second.slice(20)) offered.add(caseId);
    await nowPoor(second.slice(0, 4), '2025-06-15');
    await flagged(families);
    await assistance.moveClock('2025-06-23T01:00:00Z');
    await county.awards(families.slice(0, 3), (awards, tx, award) =>
      awards.hold(tx, award, { fromMonth: '2025-07', cause: 'REVIEW' }),
    );
    await county.awards(families.slice(3, 6), (awards, tx, award) =>
      awards.cease(tx, award, { fromMonth: '2025-07', cause: 'INCOME' }),
    );
    await county.awards(families.slice(6, 8), (awards, tx, award) =>
      awards.startGradualExit(tx, award, {
        months: monthsBetween('2025-07', '2025-12').map((month) => ({ month, baseFen: award.baseFen })),
        ceasedFrom: '2026-01',
        cause: { code: 'EMPLOYMENT', id: uuidv7() },
        standardFen: 59_000n,
        policyVersionIds: [],
      }),
    );
    return second;
  };

  /** A payment that comes too late; an award that goes on, one that never should have; a new standard. */
  const july = async (families: Family[], second: Family[]): Promise<void> => {
    await county.begin('2025-07-02T01:00:00Z');
    await county.awards(families.slice(0, 1), (awards, tx, award) => awards.release(tx, award, 'RESOLVED'));
    await county.pay({ month: '2025-07', seq: 0, settledOn: '2025-07-11' }, (_, index) =>
      index === 7 ? 'DORMANT' : undefined,
    );
    await county.awards(second.slice(5, 7), (awards, tx, award, { persons }) => {
      const perPerson = splitFen(40_000n * BigInt(persons.length), persons.length);
      const parts = persons.map((personKey, index) => ({
        ...{ personKey, baseFen: perPerson[index] ?? 0n, extraFen: 0n, extraKinds: [] },
      }));
      const amount = { subtype: 'HOUSEHOLD', parts, assessed: award.assessed!, standardFen: 59_000n };
      return awards.adjust(tx, award, {
        ...{ fromMonth: '2025-07', amount, cause: { code: 'REVIEW', id: uuidv7() }, policyVersionIds: [] },
      });
    });
    await newStandard();
    await assistance.moveClock('2025-07-16T01:00:00Z');
    await county.awards(families.slice(8, 9), (awards, tx, award) =>
      awards.cease(tx, award, { fromMonth: '2025-07', cause: 'INELIGIBLE' }),
    );
    await ordered(families.slice(8, 9));
    await nowPoor(second.slice(20, 23), '2025-07-05');
  };

  const ask = async (region: string, month: string, count: number): Promise<void> => {
    const clerk = await assistance.official('clerk-wang', 'tickets:write', COUNTY);
    for (let index = 0; index < count; index += 1) {
      const form = { channel: 'COUNTER', region, needs: ['DIBAO'], text: '家中无收入来源' };
      succeeded(201, await clerk.post('/v1/tickets', form));
      tickets.push({ region, month });
    }
  };

  const nowPoor = async (families: readonly Family[], since: string): Promise<void> => {
    for (const { id, persons } of families) {
      for (const person of persons) {
        await assistance.hear(StatusFactSchema, status(person, StatusKind.REGISTERED_POOR, since), 'inbound');
        poor.set(person, { householdId: id, since });
      }
    }
    await eventually('the statuses are here', async () => {
      const rows = await assistance.query(`select from status_copy where kind = 'registeredPoor'`);
      return rows.length === poor.size;
    });
  };

  const reissue = async (lineId: string, families: readonly Family[]): Promise<void> => {
    const clerk = await assistance.official('clerk-pay', 'payroll-runs:write', COUNTY);
    const [line] = await assistance.query<{ subject_id: string; version: number }>(
      'select subject_id, version from payment_line where id = $1',
      [lineId],
    );
    const family = families.find(({ awardId }) => awardId === line?.subject_id);
    const payee = {
      holderIdNumber: family?.applicantNumber,
      bankCode: '103',
      account: '6228480402564890034',
    };
    succeeded(201, await clerk.command(`/v1/payment-lines/${lineId}/reissue`, line?.version ?? 0, { payee }));
  };

  /** Cases that are looked into, by offices of every level. */
  const flagged = async (families: readonly Family[]): Promise<void> => {
    const supervision = assistance.provider(SupervisionService);
    const items = await county.inOne((tx) =>
      supervision.flagAll(
        tx,
        families.slice(0, 12).map(({ caseId, region }, index) => ({
          kind: (['RELATIVE', 'SAMPLE', 'REENTRY'] as const)[index % 3]!,
          subject: { type: 'case', id: caseId },
          ...{ region, reason: 'SIMULATED' },
        })),
      ),
    );
    const offices = ['510802001', '510802', '5108', '51'];
    await county.inOne(async (tx) => {
      for (const [index, { id, version }] of items.slice(0, 8).entries()) {
        const finding = index % 4 === 0 ? 'CONFIRMED' : 'NOT_CONFIRMED';
        await supervision.check(tx, id, version, { finding, text: '已核查', region: offices[index % 4]! });
      }
    }, 'supervisor-he');
  };

  const ordered = (families: readonly Family[]): Promise<void> =>
    county.inOne(async (tx) => {
      for (const { awardId, region } of families) {
        const at = new Date('2025-07-16T01:00:00Z');
        const order = await tx.begin(
          Object.assign(new RecoveryOrder(), {
            ...{ id: uuidv7(), region, awardId, months: ['2025-07'], basis: 'FRAUD', route: 'COURT' },
            ...{ refundFen: 57_000n, fineFen: 57_000n, paidFen: 0n, consentSha256: null, plan: [] },
            ...{ overpaymentIds: [], orderedOn: '2025-07-16', reason: '隐瞒收入', policyVersionIds: [] },
          }),
          RECOVERY_LIFECYCLE,
          'order',
          at,
        );
        const told = { orderId: order.id, awardId, refundFen: order.refundFen, fineFen: order.fineFen };
        tx.announce(
          RecoveryOrderedSchema,
          { ...said(region, at), ...told, transition: transition('recoveryOrder', order, '', order.state) },
          order,
        );
      }
    }, 'supervisor-he');

  /** Urban 649.00 since July. */
  const newStandard = async (): Promise<void> => {
    await assistance.moveClock('2025-07-15T01:00:00Z');
    const [drafter, publisher] = [
      await assistance.official('officer-1', 'policies:write', '5108'),
      await assistance.official('officer-2', 'policies:approve', '5108'),
    ];
    const form = { region: '5108', hukouType: 'URBAN', monthlyFen: '64900', effectiveMonth: '2025-07' };
    const drafted = succeeded(
      201,
      await drafter.post<Stored>('/v1/standards', { ...form, docNo: '广府规〔2025〕12号' }),
    );
    const path = `/v1/standards/${drafted.id}`;
    const checked = succeeded(200, await drafter.command<Stored>(`${path}/check`, drafted.version));
    const answer = await publisher.command<{ jobId: string }>(`${path}/publish`, checked.version);
    await eventually('the awards are computed again', async () => {
      const { body } = await publisher.get<{ state: string }>(`/v1/jobs/${answer.body.jobId}`);
      return body.state === 'DONE';
    });
  };

  /** At 05:00 of the second of August. */
  const snapshot = async (): Promise<void> => {
    await county.begin(`2025-08-01T22:00:00Z`);
    await eventually('the figures of the day are stored', async () => {
      const rows = await assistance.query(
        `select from job where name = 'report-taking' and period = $1 and state = 'DONE'`,
        [SNAPSHOT],
      );
      return rows.length === 1;
    });
  };

  const read = async (code: string, region = COUNTY, more = ''): Promise<ReportBody> =>
    succeeded(
      200,
      await analyst.get<ReportBody>(`/v1/reports/${code}?region=${region}&from=2025-05&to=2025-07${more}`),
    );

  it('are those of the morning', async () => {
    const { months } = await read('DB-01');
    expect(months.slice(1)).toMatchObject([
      { month: '2025-06', source: 'DAILY', takenOn: SNAPSHOT },
      { month: '2025-07', source: 'DAILY', takenOn: SNAPSHOT },
    ]);
  });

  it('DB-01: who is there, has come and has gone', async () => {
    const counted = only(straight.recipients(MONTHS));
    expect(counted[`${COUNTY}|ALL|2025-06|`]?.['end']).toMatch(/^[1-9]\d+$/);
    expect(counted[`${COUNTY}|ALL|2025-07|`]?.['exited']).toMatch(/^[1-9]\d*$/);
    expect(only(partsOf(await read('DB-01')))).toEqual(counted);
  });

  it('DB-02: who of them is registered poor', async () => {
    const counted = only(straight.poverty(MONTHS, poor));
    expect(counted[`${COUNTY}|ALL|2025-07|`]?.['newlyCovered']).toMatch(/^[1-9]\d*$/);
    expect(only(partsOf(await read('DB-02')))).toEqual(counted);
  });

  it('DB-03: the standard, and how it has grown', async () => {
    const report = await read('DB-03');
    const [before, line] = [
      { URBAN: 59_000n, RURAL: 39_000n },
      { fen: POVERTY_LINE, since: '2025-06' },
    ];
    const counted = only(straight.standards(MONTHS, COUNTY, before, line));
    expect(only(partsOf(report))).toEqual(counted);
    const urban = report.rows.find(({ hukouType, month }) => hukouType === 'URBAN' && month === '2025-07');
    const values = Object.fromEntries((urban?.cells ?? []).map(({ cell, value }) => [cell, value]));
    expect(values).toEqual({ standard: '64900', growth: '10.00', growthWhole: '10', margin: '378800' });
  });

  it('DB-04: what they get', async () => {
    const counted = only(straight.benefits(MONTHS));
    expect(counted[`${COUNTY}|ALL|2025-07|`]).toMatchObject({ gradualExits: '2' });
    expect(only(partsOf(await read('DB-04')))).toEqual(counted);
  });

  it('DB-05: how hard they have it', async () => {
    const counted = only(straight.hardship(MONTHS, offered));
    expect(counted[`${COUNTY}|ALL|2025-05|`]).toMatchObject({ rejected: '6', offered: '4' });
    expect(only(partsOf(await read('DB-05')))).toEqual(counted);
  });

  it('OD-01: how long they have waited', async () => {
    const counted = straight.oneDoor(MONTHS, { acceptance: 1, decision: 10 }, tickets);
    const told = partsOf(await read('OD-01'));
    const steps = new Set(['', 'caseAcceptance', 'caseDecision', 'delegatedDecision']);
    const isTold = (key: string): boolean => steps.has(key.split('|')[3] ?? '');
    expect(only(told, isTold)).toEqual(only(counted, isTold));
    expect(counted.get(`${COUNTY}|ALL|2025-05|caseAcceptance`)).toMatchObject({ onTime: '30/120' });
    // who did it comes to what was done
    const handled = [...told].filter(([key]) => key.startsWith(`${COUNTY}|ALL|2025-05|caseAcceptance/`));
    expect(handled.map(([key, row]) => [key.split('/')[1], row['due']])).toEqual([['clerk-wang', '120']]);
  });

  it('FU-01: what has reached them', async () => {
    const counted = only(straight.funds(MONTHS, 10));
    expect(counted[`${COUNTY}|ALL|2025-06|DIBAO`]?.['reissued']).toMatch(/^2\/[3-9]/);
    expect(only(partsOf(await read('FU-01')))).toEqual(counted);
    const city = partsOf(await read('FU-01', '5108'));
    expect(city.get('5108|ALL|2025-06|DIBAO')).toMatchObject({ allocated: '60000000000' });
    expect(city.get('510800|ALL|2025-06|PRICE_SUBSIDY')).toMatchObject({ allocated: '6000000000' });
  });

  it('SV-01: what was looked into', async () => {
    const told = partsOf(await read('SV-01'));
    const cells = ['flagged', 'orders', 'refund', 'fine'];
    const isTold = (key: string): boolean => key.includes('|ALL|') && !key.includes('|VISITOR/');
    expect(only(told, isTold, cells)).toEqual(only(straight.supervision(MONTHS), isTold, cells));
    const [relative, sample] = ['RELATIVE', 'SAMPLE'].map((kind) =>
      told.get(`${COUNTY}|ALL|2025-06|${kind}`),
    );
    expect(relative).toMatchObject({ flagged: '4', checkedShare: '3/4', confirmed: '1' });
    expect(sample).toMatchObject({ byTownship: '1', byCounty: '1', byProvince: '1' });
  });

  it('hide few where the policy says so, whoever asks', async () => {
    await assistance.moveClock('2025-08-03T22:00:00Z');
    const [drafter, publisher] = [
      await assistance.official('city-1', 'policies:write', '5108'),
      await assistance.official('city-2', 'policies:approve', '5108'),
    ];
    const row = succeeded(
      201,
      await drafter.post<Stored>('/v1/policies', {
        ...{ key: 'assistance.reports.suppressUnder', value: 5, regionPrefix: '5108' },
        ...{ effectiveFrom: '2025-08-04', legalBasis: '个人信息保护法 art. 51' },
      }),
    );
    succeeded(200, await publisher.command(`/v1/policies/${row.id}/publish`, row.version));
    const counted = straight.recipients(MONTHS);
    const shown = partsOf(await read('DB-01'));
    const few = [...counted].filter(([, { exited = '0' }]) => Number(exited) > 0 && Number(exited) < 5);
    expect(few.length).toBeGreaterThan(0);
    for (const [key] of few) expect([key, shown.get(key)?.['exited']]).toEqual([key, 'hidden']);
  });

  it('stay as they were frozen, until the next version', async () => {
    const before = partsOf(await read('DB-04'));
    const freeze = async (reason?: string): Promise<void> => {
      const form = { month: '2025-07', region: COUNTY, ...(reason === undefined ? {} : { reason }) };
      const { jobId } = succeeded(
        202,
        await analyst.post<{ jobId: string }>('/v1/reports/DB-04/freeze', form),
      );
      await eventually('it is frozen', async () => {
        const { body } = await analyst.get<{ state: string }>(`/v1/jobs/${jobId}`);
        return body.state === 'DONE';
      });
    };
    await freeze();
    const running = county.families.filter(({ awardId }) => awardId !== '').slice(10, 11);
    await county.awards(running, (awards, tx, award) =>
      awards.cease(tx, award, { fromMonth: '2025-07', cause: 'INELIGIBLE' }),
    );
    expect(partsOf(await read('DB-04'))).toEqual(before);
    await freeze('补录停发');
    const corrected = partsOf(await read('DB-04'));
    expect(corrected).not.toEqual(before);
    const july = (rows: CountedRows) => rows.get(`${COUNTY}|ALL|2025-07|`);
    expect(july(partsOf(await read('DB-04', COUNTY, '&version=1')))).toEqual(july(before));
    expect(july(corrected)?.['persons']).toBe(
      String(Number(july(before)?.['persons']) - (running[0]?.persons.length ?? 0)),
    );
  });
});
