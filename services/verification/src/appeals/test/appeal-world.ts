import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { topicName } from '@minzheng/contracts/catalogue';
import { AssetKind } from '@minzheng/contracts/facts';
import { FactConfirmedSchema } from '@minzheng/contracts/verification';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import { AuthenticatedCaller, type TokenClaims } from '@minzheng/platform/access';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { PeriodicJobs } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { JsonLogger } from '@minzheng/platform/telemetry';
import { received, wage } from '../../facts/test/facts.js';
import { ManualFactDaysJob } from '../../manual-facts/manual-fact-days.job.js';
import { ManualFacts } from '../../manual-facts/manual-fact.service.js';
import { newFamily, type Family } from '../../requests/test/events.js';
import { requestWorld, thing } from '../../requests/test/request-world.js';
import { Appeal, factsOf, type AppealedFact } from '../appeal.entity.js';
import { AppealService, type AppealDecision } from '../appeal.service.js';
import { AppealDaysJob } from '../appeal-days.job.js';
import { AppealSubmission } from '../appeal-submission.js';
import { ClueAppeals } from '../clue-appeals.js';
import { SourceReplies } from '../source-replies.js';

export const CLAIM = {
  claim: '该车辆已于2024年11月出售',
  evidence: ['c'.repeat(64)],
  learnedOn: '2025-07-14',
};

const caller = (claims: Partial<TokenClaims> & { readonly subject: string }): AuthenticatedCaller =>
  new AuthenticatedCaller({ scopes: new Set(), ...claims });
export const OFFICER = caller({ subject: 'officer', region: '510802' });
export const FIRST = caller({ subject: 'first reviewer', region: '51' });
export const SECOND = caller({ subject: 'second reviewer', region: '51' });
export const steward = (org: string) => caller({ subject: `steward ${org}`, region: '51', org });
export const citizen = (person: string) => caller({ subject: `citizen ${person}`, person });

/** Appeals in a database of their own, with the requests that they reopen and a clock that the test sets. */
export async function appealWorld() {
  const world = await requestWorld();
  const { dataSource, unitOfWork, clock, appeals: requests } = world;
  const policies = new PolicyStore(dataSource, unitOfWork, 'verification');
  const cipher = new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1');
  const relatives = new OfficialRelatives(clock);
  const submission = new AppealSubmission(policies, relatives, cipher, clock);
  const service = new AppealService(policies, requests, relatives, cipher, clock);
  const replies = new SourceReplies(cipher, clock);
  const manualFacts = new ManualFacts(policies, relatives, cipher, clock);
  const unscheduled = { register: () => undefined } as unknown as PeriodicJobs;
  const days = new AppealDaysJob(unscheduled, clock);
  const manualDays = new ManualFactDaysJob(unscheduled, manualFacts, clock);
  new ClueAppeals(submission, unitOfWork, new JsonLogger('test', 'silent')).onModuleInit();

  const run = <T>(work: (tx: Tx) => Promise<T>, actor = 'test'): Promise<T> => unitOfWork.run(actor, work);
  const by = <T>(who: AuthenticatedCaller, work: (tx: Tx) => Promise<T>): Promise<T> =>
    run(work, who.subject);
  const latest = (id: string) => dataSource.manager.findOneByOrFail(Appeal, { id });

  return {
    ...world,
    ...{ cipher, manualFacts, policies, run, by, latest },
    factsOf: (id: string): Promise<AppealedFact[]> => factsOf(dataSource.manager, id),
    /** A family whose report says that it exceeds the property limits, for a car that PSB knows. */
    async withCar(family: Family = newFamily(), agency = 'PSB') {
      const car = thing(family.husband, AssetKind.PASSENGER_CAR, agency, {
        count: 1,
        recordId: 'plate',
        itemKey: 'plate',
      });
      const income = { month: '2024-07', toMonth: '2025-06', amountFen: 2_160_000n };
      const requestId = await world.send(family);
      await world.storeFacts([wage(family.husband, income), car]);
      await world.answer([family.husband, family.wife, family.child]);
      await world.drain();
      const [report] = await world.reportsOf(requestId);
      if (!report) throw new Error('no report');
      const { factId } = car.message as { factId: string };
      return { family, requestId, report, factId, person: family.husband };
    },
    /** PSB's register, looked at once more. */
    observed: (person: string, rest: Parameters<typeof thing>[3]) =>
      world.storeFacts([
        thing(person, AssetKind.PASSENGER_CAR, 'PSB', { recordId: 'plate', itemKey: 'plate', ...rest }),
      ]),
    submit: (
      factId: string,
      who: AuthenticatedCaller,
      rest: { personKey?: string; learnedOn?: string } = {},
    ) => by(who, (tx) => submission.againstFact(tx, factId, { ...CLAIM, ...rest }, who)),
    object: (reportId: string, factIds: readonly string[], who: AuthenticatedCaller) =>
      by(who, (tx) => submission.againstReport(tx, reportId, { ...CLAIM, factIds }, who)),
    async accept(id: string, who = FIRST) {
      const { version } = await latest(id);
      return by(who, (tx) => service.accept(tx, id, version, who));
    },
    async decide(id: string, decision: AppealDecision, who = SECOND, expected?: number) {
      const version = expected ?? (await latest(id)).version;
      return by(who, (tx) => service.decide(tx, id, version, decision, who));
    },
    async withdraw(id: string, who: AuthenticatedCaller) {
      const { version } = await latest(id);
      return by(who, (tx) => service.withdraw(tx, id, version, who));
    },
    async reply(id: string, org: string, reply: 'STANDS' | 'WRONG', text = '已转移登记') {
      const { version } = await latest(id);
      return by(steward(org), (tx) => replies.record(tx, id, version, { reply, text }, steward(org)));
    },
    confirm: (appealId: string, factId: string, personKey: string, writer: 'assistance' | 'eldercare') => {
      const message = {
        ...{ appealId, factId, personKey, evidenceSha256: 'f'.repeat(64), region: { code: '510802' } },
        occurredAt: timestampFromDate(clock.now()),
      };
      const origin = { source: `/service/${writer}`, topic: topicName(writer, 'verification') };
      return run((tx) => replies.confirmed(tx, received(FactConfirmedSchema, message, origin)));
    },
    async dayPasses(): Promise<void> {
      await run((tx) => days.chunk(tx));
      await run((tx) => manualDays.chunk(tx));
    },
  };
}

export type AppealWorld = Awaited<ReturnType<typeof appealWorld>>;
