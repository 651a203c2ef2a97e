import { randomUUID } from 'node:crypto';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { IncomeFactSchema, IncomeKind, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import {
  FactConfirmedSchema,
  FactCorrectedSchema,
  FactDisputedSchema,
} from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { Module } from '@nestjs/common';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment, TOLD } from '../test/second-department.js';
import {
  announceIncome,
  announceStatus,
  factDisputeHandlers,
  factDisputesController,
  factIdOf,
  FACTS,
  FactsModule,
  type FactDisputeDto,
} from './index.js';

@Module({
  imports: [DepartmentModule.of('eldercare'), FactsModule],
  controllers: [factDisputesController('eldercare'), factDisputeHandlers(TOLD)],
})
class ElderCareModule {}

const REGION = '510802001';
const ELDER = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const CLERK = { sub: 'clerk', scope: 'eldercare:fact-disputes:write', region: '510802' };
const JUNE = { fromMonth: '2025-06', toMonth: '2025-06' } as const;

describe('disputes of a second department’s facts', () => {
  let eldercare: SecondDepartment;
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(ElderCareModule, [FACTS], '2025-07-03T01:00:00Z');
  });
  afterAll(() => eldercare.drop());

  const paid = (record: string) =>
    eldercare.inOne((tx) =>
      Promise.resolve(
        announceIncome(tx, {
          ...{ personKey: ELDER, region: REGION, record, at: new Date('2025-07-01T01:00:00Z') },
          ...{ kind: IncomeKind.OLD_AGE_ALLOWANCE, amountFen: 5_000n, period: JUNE, payerKey: '*' },
          ...{ item: record, caseRef: 'E-1' },
        }),
      ),
    );
  const dispute = async (factId: string): Promise<FactDisputeDto> => {
    const message = {
      occurredAt: timestampFromDate(new Date('2025-07-02T01:00:00Z')),
      region: { code: REGION },
      ...{ receiver: 'eldercare', factId, personKey: ELDER, appealId: randomUUID() },
      dueAt: timestampFromDate(new Date('2025-07-16T16:00:00Z')),
    };
    await eldercare.hear(FactDisputedSchema, message);
    await eldercare.hear(FactDisputedSchema, message);
    return eventually('the dispute stands', () => disputeOf(message.appealId));
  };
  const disputeOf = async (appealId: string): Promise<FactDisputeDto | undefined> => {
    const { body } = await eldercare.read<{ items: FactDisputeDto[] }>('/v1/fact-disputes', CLERK);
    const [found, ...others] = body.items.filter((each) => each.appealId === appealId);
    expect(others).toEqual([]);
    return found;
  };
  const command = (
    { id, version }: FactDisputeDto,
    verb: string,
    body: object = {},
    claims: object = CLERK,
  ) => eldercare.post<FactDisputeDto>(`/v1/fact-disputes/${id}/${verb}`, body, claims, version);
  const incomesOf = async (factId: string) =>
    (await eldercare.published(IncomeFactSchema)).filter((fact) => fact.supersedesFactId === factId);

  it('stand once with what the fact says and until when it is answered', async () => {
    const factId = await paid('line/1');
    expect(await dispute(factId)).toMatchObject({
      ...{ factId, personKey: ELDER, state: 'OPEN', dueAt: '2025-07-16T16:00:00.000Z' },
      fact: { type: 'IncomeFact', kind: 'oldAgeAllowance', dataset: 'eldercare.incomes', caseRef: 'E-1' },
    });
  });

  it('are answered by standing by the fact, with evidence', async () => {
    const factId = await paid('line/2');
    const open = await dispute(factId);
    const evidenceSha256 = 'd'.repeat(64);
    expect(await command(open, 'confirm', {})).toMatchObject({ problem: 'validation' });
    const elsewhere = { ...CLERK, region: '510803' };
    expect(await command(open, 'confirm', { evidenceSha256 }, elsewhere)).toMatchObject({
      problem: 'not-found',
    });
    const confirmed = await command(open, 'confirm', { evidenceSha256 });
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'CONFIRMED' } });
    const told = await eventually('it is told', async () =>
      (await eldercare.published(FactConfirmedSchema)).find((each) => each.factId === factId),
    );
    expect(told).toMatchObject({ personKey: ELDER, appealId: open.appealId, evidenceSha256 });
    expect(await incomesOf(factId)).toEqual([]);
  });

  it('are answered by taking the fact back: it is replaced, once', async () => {
    const factId = await paid('line/3');
    const open = await dispute(factId);
    const retracted = await command(open, 'retract');
    expect(retracted).toMatchObject({ status: 200, body: { state: 'RETRACTED' } });
    const [fact] = await eventually('it is told', async () => {
      const facts = await incomesOf(factId);
      return facts.length > 0 && facts;
    });
    expect(fact).toMatchObject({
      ...{ personKey: ELDER, amountFen: 0n, retracted: true, kind: IncomeKind.OLD_AGE_ALLOWANCE },
      source: { dataset: 'eldercare.incomes' },
    });
    const observedAt = fact?.source?.observedAt;
    expect(observedAt && timestampDate(observedAt) >= new Date('2025-07-03T01:00:00Z')).toBe(true);
    expect(await command(retracted.body, 'retract')).toMatchObject({ problem: 'illegal-transition' });
  });

  it('of a fact that another has replaced since take nothing back', async () => {
    const status = {
      ...{ personKey: ELDER, region: REGION, record: 'stay/1', at: new Date('2025-07-01T01:00:00Z') },
      ...{ kind: StatusKind.IN_RESIDENTIAL_CARE, from: '2025-06-01' },
    };
    const factId = await eldercare.inOne((tx) => Promise.resolve(announceStatus(tx, status)));
    const open = await dispute(factId);
    await eldercare.inOne((tx) =>
      Promise.resolve(announceStatus(tx, { ...status, version: 2, to: '2025-06-09' })),
    );
    expect(await command(open, 'retract')).toMatchObject({ status: 200 });
    const [next, ...others] = await eventually('the next is told', async () => {
      const facts = (await eldercare.published(StatusFactSchema)).filter(
        ({ supersedesFactId }) => supersedesFactId === factId,
      );
      return facts.length > 0 && facts;
    });
    expect(next?.factId).toBe(factIdOf('statuses', 'stay/1', 2));
    expect(others).toEqual([]);
  });

  it('that were upheld ask for the register to be corrected', async () => {
    const open = await dispute(await paid('line/4'));
    const newFactId = randomUUID();
    await eldercare.hear(FactCorrectedSchema, {
      region: { code: REGION },
      ...{ receiver: 'eldercare', factId: open.factId, personKey: ELDER, appealId: open.appealId, newFactId },
    });
    const upheld = await eventually('it is upheld', async () => {
      const now = await disputeOf(open.appealId);
      return now?.state === 'UPHELD' && now;
    });
    expect(upheld.newFactId).toBe(newFactId);
    expect(await command(upheld, 'settle')).toMatchObject({ status: 200, body: { state: 'SETTLED' } });
  });
});
