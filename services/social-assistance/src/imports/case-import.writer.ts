import { Injectable } from '@nestjs/common';
import { Payees } from '@minzheng/casework/payments';
import { PersonRegister } from '@minzheng/casework/persons';
import { monthOf } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';
import { Award } from '../awards/award.entity.js';
import { announceStarted } from '../awards/award.events.js';
import { AWARD_LIFECYCLE } from '../awards/award.lifecycle.js';
import { addSegmentsOfAll, baseOf, extrasOf, sharesOf } from '../awards/award-segments.js';
import { coverAll } from '../awards/award-statuses.js';
import { Household, HouseholdMember } from '../households/household.entity.js';
import { announceHouseholdChanged } from '../households/household.events.js';
import { HOUSEHOLD_LIFECYCLE } from '../households/household.lifecycle.js';
import { householdNumber } from '../households/household.service.js';
import { RecomputationService } from '../standards/recomputation.service.js';
import { holdStandards } from '../standards/standard-lock.js';
import type { PlannedAward, PlannedHousehold, PlannedMember } from './case-import-household.rules.js';
import type { CaseImport } from './case-import.entity.js';

/** A household of the file that can be loaded. */
export interface LoadedHousehold {
  readonly reference: string;
  readonly plan: PlannedHousehold;
}

/** A household with the rows that are made of it. */
interface Made extends LoadedHousehold {
  readonly household: Household;
  readonly members: readonly HouseholdMember[];
  readonly aidCase: AidCase;
  readonly awards: readonly (readonly [PlannedAward, Award])[];
}

const CAUSE = 'IMPORT';

/**
 * Stores households with their persons, payees, cases and awards, and announces them as the counter does: set-based, a few
 * statements for all of them.
 */
@Injectable()
export class CaseImportWriter {
  constructor(
    private readonly persons: PersonRegister,
    private readonly payees: Payees,
    private readonly recomputation: RecomputationService,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  async write(
    tx: Tx,
    { id: importId }: CaseImport,
    accepted: readonly LoadedHousehold[],
    requestedBy: string,
  ): Promise<void> {
    if (accepted.length === 0) return;
    await holdStandards(tx);
    const at = this.clock.now();
    const numbers = await tx.query<{ number: string }>(
      `select nextval('case_number')::text as number from generate_series(1, $1)`,
      [accepted.length],
    );
    const made = accepted.map((each, index) => this.#make(each, numbers[index]?.number ?? '', requestedBy));
    await this.#storeHouseholds(tx, made, at);
    await tx.beginAll(
      made.map(({ aidCase }) => aidCase),
      CASE_LIFECYCLE,
      'takeOver',
      at,
    );
    await this.#startAwards(tx, made, at);
    await tx.execute(
      `update case_import_household h set household_id = n.id
         from unnest($2::text[], $3::uuid[]) as n(reference, id)
        where h.import_id = $1 and h.household_ref = n.reference`,
      [importId, made.map(({ reference }) => reference), made.map(({ household }) => household.id)],
    );
  }

  #make(loaded: LoadedHousehold, number: string, requestedBy: string): Made {
    const { plan } = loaded;
    const { decision } = plan;
    const id = uuidv7();
    const household = Object.assign(new Household(), {
      ...{
        id,
        region: decision.region,
        hukouType: decision.hukouType,
        createdBy: requestedBy,
        payeeEnc: null,
      },
      householdNo: householdNumber(decision.region, this.clock.today(), number),
      addressEnc: this.cipher.encrypt(decision.address, `household/${id}/address`),
    });
    const keyOf = new Map(plan.members.map(({ idNumber, personKey }) => [idNumber, personKey]));
    const caseId = uuidv7();
    const awards = plan.awards.map(
      (planned) => [planned, this.#award(planned, plan, household, caseId, requestedBy)] as const,
    );
    return {
      ...loaded,
      household,
      members: plan.members.map((member, place) => toMember(member, place, id, keyOf)),
      aidCase: toCase(caseId, plan, household, awards, requestedBy),
      awards,
    };
  }

  #award(
    planned: PlannedAward,
    { decision, policyVersionIds }: PlannedHousehold,
    { id: householdId, region, hukouType }: Household,
    caseId: string,
    createdBy: string,
  ): Award {
    const { programme, subtype, personKeys, effectiveMonth, validTo, amount } = planned;
    const parts = amount?.parts ?? [];
    const isOpen = amount !== undefined && amount.from <= monthOf(this.clock.today());
    return Object.assign(new Award(), {
      ...{ id: uuidv7(), region, householdId, caseId, createdBy, hukouType, programme, subtype },
      ...{ effectiveMonth, validTo, approvedOn: decision.decidedOn, endMonth: null },
      personKeys: [...personKeys],
      policyVersionIds: [...policyVersionIds],
      ...{ baseFen: baseOf(parts), extrasFen: extrasOf(parts), shares: sharesOf(parts) },
      assessed: amount?.assessed ?? null,
      ...{ reviewCategory: planned.reviewCategory, nextReviewDue: planned.nextReviewDue },
      ...{ heldFrom: null, heldBefore: null, holdCause: null, holdEndsOn: null, ceaseCause: null },
      settleFrom: isOpen ? amount.from : null,
    });
  }

  async #storeHouseholds(tx: Tx, made: readonly Made[], at: Date): Promise<void> {
    await tx.beginAll(
      made.map(({ household }) => household),
      HOUSEHOLD_LIFECYCLE,
      'open',
      at,
    );
    const people = made.flatMap(({ plan }) => plan.members);
    await this.persons.takeIn(tx, people, (index) => String(people[index]?.line));
    await tx.manager.insert(
      HouseholdMember,
      made.flatMap(({ members }) => [...members]),
    );
    await this.payees.setFirst(
      tx,
      made.flatMap(({ household, plan }) =>
        plan.members.flatMap(({ payee, personKey }) =>
          payee
            ? [
                {
                  ...{ subject: { type: 'household' as const, id: household.id }, householdId: household.id },
                  ...{ holderKey: personKey, holderKind: 'MEMBER' as const, ...payee },
                },
              ]
            : [],
        ),
      ),
      at,
    );
    for (const { household, members } of made) {
      announceHouseholdChanged(tx, { household, members, obligors: [] }, 'OPENED', at);
    }
  }

  async #startAwards(tx: Tx, made: readonly Made[], at: Date): Promise<void> {
    const awards = made.flatMap(({ aidCase, awards: own }) =>
      own.map(([planned, award]) => ({ planned, award, caseRef: aidCase.caseNo })),
    );
    await tx.beginAll(
      awards.map(({ award }) => award),
      AWARD_LIFECYCLE,
      'takeOver',
      at,
    );
    await addSegmentsOfAll(
      tx,
      awards.flatMap(({ award, planned: { amount } }) =>
        amount
          ? [
              {
                awardId: award.id,
                segment: {
                  months: { from: amount.from },
                  parts: amount.parts,
                  standardFen: amount.standardFen,
                  cause: { code: CAUSE, id: award.caseId },
                  policyVersionIds: award.policyVersionIds,
                },
              },
            ]
          : [],
      ),
    );
    for (const { award } of awards) {
      announceStarted(tx, award, { fromMonth: award.effectiveMonth, cause: CAUSE }, at);
    }
    await coverAll(
      tx,
      awards.map(({ award, caseRef }) => ({
        award: { ...award, caseRef },
        personKeys: award.personKeys,
        from: award.effectiveMonth,
      })),
      at,
    );
    await this.#bringUpToDate(tx, awards);
  }

  /** What a new standard or an age has changed since the month that was paid last is paid from the first month here. */
  async #bringUpToDate(
    tx: Tx,
    awards: readonly { readonly planned: PlannedAward; readonly award: Award }[],
  ): Promise<void> {
    const byMonth = Map.groupBy(awards, ({ planned }) => planned.amount?.from);
    for (const [month, begun] of byMonth) {
      if (month === undefined) continue;
      const ids = begun.map(({ award }) => award.id);
      await this.recomputation.recomputeAwards(tx, ids, month, { code: 'RULES' });
    }
  }
}

function toMember(
  person: PlannedMember,
  place: number,
  householdId: string,
  keyOf: ReadonlyMap<string, string>,
): HouseholdMember {
  const { personKey, relation, birthDate, hukouRegion, capacity, labour, study, fiscalPaid } = person;
  return Object.assign(new HouseholdMember(), {
    ...{ id: uuidv7(), householdId, personKey, place, relation, birthDate, hukouRegion },
    ...{ capacity, labour, study, fiscalPaid, counted: person.counted, reasonCode: person.reasonCode },
    livesTogetherSince: person.livesTogetherSince ?? null,
    guardianKey: keyOf.get(person.guardianIdNumber ?? '') ?? null,
    disabilityKind: person.disability?.kind ?? null,
    disabilityGrade: person.disability?.grade ?? null,
    cardValidTo: person.disability?.validTo ?? null,
    majorIllnessCode: person.majorIllnessCode ?? null,
    open: true,
  });
}

/** Decided elsewhere, on other papers: there is no report and no assessment of this system. */
function toCase(
  id: string,
  { decision, awards: planned, policyVersionIds }: PlannedHousehold,
  { id: householdId, region }: Household,
  awards: readonly (readonly [PlannedAward, Award])[],
  createdBy: string,
): AidCase {
  const [first] = awards;
  const amount = planned.find((award) => award.amount)?.amount;
  return Object.assign(new AidCase(), {
    ...{ id, region, householdId, createdBy, caseNo: decision.caseNo, programme: decision.programme },
    ...{ channel: 'IMPORT' as const, delegated: false, acceptedOn: null, dueOn: null, evidenceDueOn: null },
    ...{ declaredItems: [], missingPapers: [], defects: [], assessment: null, opinion: null },
    decision: {
      ...{ by: createdBy, outcome: 'APPROVED' as const, reasonCodes: [CAUSE] },
      decidedOn: decision.decidedOn,
      programme: decision.programme,
      ...(first ? { awardId: first[1].id } : {}),
      ...(amount && decision.effectiveMonth !== undefined
        ? {
            monthlyFen: (baseOf(amount.parts) + extrasOf(amount.parts)).toString(),
            effectiveMonth: decision.effectiveMonth,
          }
        : {}),
    },
    earlierDecisions: [],
    policyVersionIds: [...policyVersionIds],
  });
}
