import { BusinessClock } from '@minzheng/platform/clock';
import { UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import { eventually } from '@minzheng/testing/servers';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../../applications/application.entity.js';
import {
  announceAccepted,
  announceAssessed,
  announceDecided,
  announceReported,
  announceSubmitted,
} from '../../applications/application.events.js';
import { CASE_LIFECYCLE, type CaseCommand } from '../../applications/application.lifecycle.js';
import type { Assessment } from '../../applications/assessment.js';
import type { CaseMove } from '../../applications/case-moves.js';
import { Award } from '../../awards/award.entity.js';
import { AwardService, type AwardAmount } from '../../awards/award.service.js';
import { baseOnly } from '../../awards/award-segments.js';
import type { Assistance } from '../../test/kit/assistance.js';
import { answerTo, type FileLine } from '../../test/kit/bank.js';
import { succeeded } from '../../test/kit/case-story.js';
import type { Stored } from '../../test/kit/client.js';
import {
  ADDRESS,
  idNumber,
  withOwnAccount,
  type HouseholdForm,
  type MemberForm,
} from '../../test/kit/family.js';

export const COUNTY = '510802';
const VILLAGES = ['510802001001', '510802001002', '510802002001', '510802003001'] as const;
/** Requests under way. */
const AT_ONCE = 8;
const STANDARD = { URBAN: 59_000n, RURAL: 39_000n } as const;

/** A household of the county and what becomes of it. */
export interface Family {
  readonly id: string;
  readonly region: string;
  readonly hukouType: 'URBAN' | 'RURAL';
  /** Ascending. */
  readonly persons: readonly string[];
  readonly applicantNumber: string;
  readonly perCapita: bigint;
  readonly scoreCenti: number;
  caseId: string;
  awardId: string;
}

/** A county whose people apply, are paid and leave: by the service's own rooms, with what they publish. */
export class SimulatedCounty {
  readonly families: Family[] = [];
  #cases = 0;

  constructor(
    private readonly assistance: Assistance,
    /** Whole numbers below the argument; the same each time. */
    private readonly draw: (below: number) => number,
  ) {}

  inOne<T>(work: (tx: Tx) => Promise<T>, actor = 'clerk-wang'): Promise<T> {
    return this.assistance.provider(UnitOfWork).run(actor, work);
  }

  /** Households move in. */
  async settle(count: number): Promise<Family[]> {
    const clerk = await this.assistance.clerk('clerk-wang', COUNTY);
    const forms = Array.from({ length: count }, () => ({
      form: this.#form(),
      perCapita: BigInt(1_000 * (5 + this.draw(25))),
      scoreCenti: this.draw(10_001),
    }));
    const settled: Family[] = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const opened = forms.slice(from, from + AT_ONCE).map(async ({ form, perCapita, scoreCenti }) => {
        const { id, members } = succeeded(
          201,
          await clerk.post<Stored & { members: { personKey: string }[] }>('/v1/households', form),
        );
        return {
          ...{
            id,
            region: form.region,
            hukouType: form.hukouType as 'URBAN' | 'RURAL',
            perCapita,
            scoreCenti,
          },
          persons: members.map(({ personKey }) => personKey).sort(),
          applicantNumber: form.members[0]?.idNumber ?? '',
          ...{ caseId: '', awardId: '' },
        };
      });
      settled.push(...(await Promise.all(opened)));
    }
    this.families.push(...settled);
    return settled;
  }

  /** They apply. */
  apply(families: readonly Family[]): Promise<void> {
    return this.inOne(async (tx) => {
      const at = this.#now();
      for (const family of families) {
        this.#cases += 1;
        const aidCase = Object.assign(new AidCase(), {
          ...{ id: uuidv7(), region: family.region, caseNo: `SIM-${this.#cases}`, householdId: family.id },
          ...{ programme: 'DIBAO', channel: 'COUNTER', ticketId: null, referralId: null, clueId: null },
          ...{ delegated: false, declaredItems: [], missingPapers: [], defects: [], policyVersionIds: [] },
          ...{ earlierDecisions: [], reopenedOn: null },
        });
        await tx.begin(aidCase, CASE_LIFECYCLE, 'submit', at);
        announceSubmitted(tx, aidCase, at);
        family.caseId = aidCase.id;
      }
    });
  }

  accept(families: readonly Family[], delegated: boolean): Promise<void> {
    return this.#each(
      families,
      'accept',
      (tx, aidCase, move, at) => {
        announceAccepted(tx, aidCase, move, at);
      },
      { delegated, acceptedOn: this.#today(), dueOn: '2025-12-31' },
    );
  }

  /** Up to the report to who decides, all at one instant. */
  async assess(families: readonly Family[]): Promise<void> {
    const familyOf = new Map(families.map((family) => [family.caseId, family]));
    await this.#each(families, 'requestVerification');
    await this.inOne(async (tx) => {
      for (const { caseId } of families) {
        const aidCase = await tx.loadForUpdate(AidCase, caseId);
        const family = familyOf.get(caseId)!;
        aidCase.assessment = this.#assessment(family);
        const at = this.#now();
        announceAssessed(
          tx,
          aidCase,
          await tx.move(aidCase, CASE_LIFECYCLE, 'assess', at),
          aidCase.assessment,
          at,
        );
      }
    });
    await this.#each(families, 'postNotice');
  }

  report(families: readonly Family[]): Promise<void> {
    return this.#each(families, 'report', announceReported, {}, 'notice-closer');
  }

  /** Approved, from the month. */
  approve(
    families: readonly Family[],
    month: string,
    subtype: AwardAmount['subtype'] = 'HOUSEHOLD',
  ): Promise<void> {
    return this.inOne(async (tx) => {
      for (const family of families) {
        const aidCase = await tx.loadForUpdate(AidCase, family.caseId);
        const amount = this.#amount(family, subtype);
        const awards = this.assistance.provider(AwardService);
        family.awardId = await awards.start(tx, aidCase, amount, { from: month });
        const decision = { reasonCodes: [], awardId: family.awardId, effectiveMonth: month };
        aidCase.decision = {
          ...decision,
          by: tx.actor,
          outcome: 'APPROVED',
          decidedOn: this.#today(),
        };
        const at = this.#now();
        announceDecided(
          tx,
          aidCase,
          await tx.move(aidCase, CASE_LIFECYCLE, 'approve', at),
          decision,
          family.persons,
          at,
        );
      }
    }, 'lead-2');
  }

  /** Rejected, and offered temporary aid. */
  reject(families: readonly Family[], isOffered: boolean): Promise<void> {
    return this.inOne(async (tx) => {
      for (const { caseId, persons } of families) {
        const aidCase = await tx.loadForUpdate(AidCase, caseId);
        const decision = { reasonCodes: ['INCOME_NOT_BELOW'] };
        const offers = isOffered
          ? [{ need: 'TEMP_AID', flags: [], reason: { code: 'IN_HARDSHIP' } as never }]
          : [];
        aidCase.decision = {
          ...decision,
          by: tx.actor,
          outcome: 'REJECTED',
          decidedOn: this.#today(),
          offers,
        };
        const at = this.#now();
        announceDecided(
          tx,
          aidCase,
          await tx.move(aidCase, CASE_LIFECYCLE, 'reject', at),
          decision,
          persons,
          at,
        );
      }
    }, 'lead-2');
  }

  /** Something happens to awards. */
  awards(
    families: readonly Family[],
    what: (awards: AwardService, tx: Tx, award: Award, family: Family) => Promise<unknown>,
  ): Promise<void> {
    return this.inOne(async (tx) => {
      for (const family of families) {
        const award = await tx.loadForUpdate(Award, family.awardId);
        await what(this.assistance.provider(AwardService), tx, award, family);
      }
    }, 'county-chen');
  }

  /** The month has begun, and awards that waited for it run. */
  async begin(instant: string): Promise<void> {
    await this.assistance.moveClock(instant);
    await eventually('awards run', async () => {
      const rows = await this.assistance.query(
        `select from award where state = 'PENDING_START' and effective_month <= $1`,
        [instant.slice(0, 7)],
      );
      return rows.length === 0;
    });
  }

  /** A run of the county, built today and answered by the bank on a day. @returns ids of the lines that came back */
  async pay(
    { month, seq, settledOn }: { readonly month: string; readonly seq: number; readonly settledOn: string },
    codeOf: (line: FileLine, index: number) => string | undefined,
  ): Promise<string[]> {
    const [clerk, finance] = [
      await this.assistance.official('clerk-pay', 'payroll-runs:write', COUNTY),
      await this.assistance.official('finance-liu', 'payroll-runs:approve', COUNTY),
    ];
    const form = { countyCode: COUNTY, programme: 'DIBAO', month, seq };
    // a supplementary run that a corrected account has opened is there already
    const known = await this.assistance.query<{ id: string }>(
      `select id from payroll_run where month = $1 and seq = $2`,
      [month, seq],
    );
    const id = known[0]?.id ?? succeeded(202, await clerk.post('/v1/payroll-runs', form)).id;
    const path = `/v1/payroll-runs/${id}`;
    const becomes = (state: string): Promise<Stored> =>
      eventually(`the run is ${state}`, async () => {
        const { body } = await clerk.get(path);
        return body.state === state && body;
      });
    const locked = succeeded(200, await clerk.command(`${path}/lock`, (await becomes('BUILT')).version));
    succeeded(200, await finance.command(`${path}/approve`, locked.version));
    const file = await finance.get(`${path}/bank-file`);
    const sent = await becomes('SENT');
    await this.assistance.moveClock(`${settledOn}T03:00:00Z`);
    const returned: string[] = [];
    let index = 0;
    const answer = answerTo(file, (line) => {
      const code = codeOf(line, index);
      index += 1;
      if (code !== undefined) returned.push(line.id);
      return code;
    }).replace(`,${month}-02`, `,${settledOn}`);
    succeeded(200, await finance.upload(`${path}/import-results`, sent.version, answer));
    await becomes('CLOSED');
    return returned;
  }

  async #each(
    families: readonly Family[],
    command: CaseCommand,
    announce?: (tx: Tx, aidCase: AidCase, move: CaseMove, at: Date) => void,
    change: Partial<AidCase> = {},
    actor = 'clerk-wang',
  ): Promise<void> {
    await this.inOne(async (tx) => {
      for (const { caseId } of families) {
        const aidCase = Object.assign(await tx.loadForUpdate(AidCase, caseId), change);
        const at = this.#now();
        const move = await tx.move(aidCase, CASE_LIFECYCLE, command, at);
        announce?.(tx, aidCase, move, at);
      }
    }, actor);
  }

  #now(): Date {
    return this.assistance.provider(BusinessClock).now();
  }

  #today(): string {
    return new Date(this.#now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  }

  #form(): HouseholdForm {
    const region = VILLAGES[this.draw(VILLAGES.length)]!;
    const adult = { hukouRegion: region, capacity: 'FULL', labour: 'FULL', study: 'NONE' };
    const size = 1 + this.draw(4);
    const applicant = idNumber('1975-03-11');
    const members: MemberForm[] = [{ ...adult, idNumber: applicant, name: '陈建国', relation: 'APPLICANT' }];
    if (size > 1)
      members.push({ ...adult, idNumber: idNumber('1977-09-02'), name: '李秀英', relation: 'SPOUSE' });
    for (let child = 2; child < size; child += 1) {
      members.push({
        ...{ hukouRegion: region, idNumber: idNumber('2013-10-20'), name: '陈小雨', relation: 'CHILD' },
        ...{ capacity: 'LIMITED', labour: 'NONE', study: 'SCHOOL', guardianIdNumber: applicant },
      });
    }
    const payee = { holderIdNumber: applicant, bankCode: '103', account: '' };
    const hukouType = this.draw(2) === 0 ? 'URBAN' : 'RURAL';
    return withOwnAccount({ region, hukouType, address: ADDRESS, members, payee });
  }

  #assessment({ scoreCenti, perCapita, persons }: Family): Assessment {
    const perCapitaMonthly = { numerator: perCapita.toString(), denominator: '1' };
    return {
      ...{ reportId: uuidv7(), reportNumber: 'SIM', reportValidTo: '2025-12-31', assessedBy: 'clerk-wang' },
      ...{ assessedOn: this.#today(), memberCount: persons.length, perCapitaMonthly },
      ...{ perCapitaAfterRigid: perCapitaMonthly, householdClass: 'DIBAO', reasons: [], alternatives: [] },
      // of every third household no evaluation was held
      ...(scoreCenti % 3 === 0
        ? {}
        : {
            hardship: {
              ...{ mode: 'advisory', exact: { numerator: String(scoreCenti), denominator: '100' } },
              ...{ scoreCenti, items: [], outcome: 'MEANS_DECIDE' },
            },
          }),
    };
  }

  #amount({ persons, perCapita, hukouType }: Family, subtype: AwardAmount['subtype']): AwardAmount {
    const standardFen = STANDARD[hukouType];
    const perPerson = standardFen - perCapita;
    const parts = baseOnly(perPerson * BigInt(persons.length), persons).map((part, index) =>
      index === 0 ? { ...part, extraFen: 11_800n, extraKinds: ['MINOR'] } : part,
    );
    return {
      ...{ subtype, parts, standardFen },
      assessed: {
        subtype: subtype as 'HOUSEHOLD',
        memberCount: persons.length,
        perCapita: { numerator: perCapita.toString(), denominator: '1' },
        members: persons.map((personKey) => ({
          ...{ personKey, birthDate: '1975-03-11', isSeriouslyIll: false },
          ownMonthly: { numerator: perCapita.toString(), denominator: '1' },
        })),
      },
    };
  }
}
