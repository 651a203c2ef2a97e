import { Injectable } from '@nestjs/common';
import { Payees } from '@minzheng/casework/payments';
import { PersonRegister, type TakenInPerson } from '@minzheng/casework/persons';
import { composeHousehold, readCompositionPolicy, Statuses } from '@minzheng/kernel/means-test';
import { countyOf } from '@minzheng/kernel/region';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { PolicyStore } from '@minzheng/platform/policies';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type {
  CorrectNameDto,
  HouseholdMembersDto,
  MemberDto,
  ObligorDto,
  OpenHouseholdDto,
} from './household.dto.js';
import { checkForm, normalized } from './household-form.rules.js';
import { Household, HouseholdMember, HouseholdObligor } from './household.entity.js';
import { announceHouseholdChanged, type HouseholdWithPersons } from './household.events.js';
import { HOUSEHOLD_LIFECYCLE } from './household.lifecycle.js';

const UNIQUE_VIOLATION = '23505';

/** Households: who lives together, and who of them counts (R1). */
@Injectable()
export class HouseholdService {
  constructor(
    private readonly persons: PersonRegister,
    private readonly policies: PolicyStore,
    private readonly payees: Payees,
    private readonly cipher: FieldCipher,
    private readonly regions: Regions,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws Problem `id-number-invalid`, `household-invalid`, `duplicate-membership` */
  async open(tx: Tx, form: OpenHouseholdDto): Promise<HouseholdWithPersons> {
    const household = new Household();
    household.id = uuidv7();
    household.region = form.region;
    household.householdNo = await this.#number(tx, form.region);
    household.hukouType = form.hukouType;
    household.addressEnc = this.cipher.encrypt(form.address, `household/${household.id}/address`);
    household.payeeEnc = null;
    const at = this.clock.now();
    await tx.begin(household, HOUSEHOLD_LIFECYCLE, 'open', at);
    const named = { household, ...(await this.#name(tx, household, form)) };
    await this.#setPayee(tx, named, form, at);
    announceHouseholdChanged(tx, named, 'OPENED', at);
    return named;
  }

  /** Replaces the members; who counts is judged afresh. */
  async changeMembers(
    tx: Tx,
    id: string,
    version: number,
    form: HouseholdMembersDto,
  ): Promise<HouseholdWithPersons> {
    const household = await tx.loadForUpdate(Household, id, version);
    await tx.execute('delete from household_obligor where household_id = $1', [id]);
    await tx.execute('delete from household_member where household_id = $1', [id]);
    const people = await this.#name(tx, household, form);
    const at = this.clock.now();
    await tx.move(household, HOUSEHOLD_LIFECYCLE, 'changeMembers', at);
    const named = { household, ...people };
    await this.#setPayee(tx, named, form, at);
    announceHouseholdChanged(tx, named, 'CHANGED', at);
    return named;
  }

  /**
   * The name of somebody in the household was wrong, or is another now (更名); that it was corrected, by whom and on which
   * paper stays in the log, the names do not. Of somebody who owes support and lives in a household of another county the
   * office there does it.
   *
   * @throws NotFound, Problem `out-of-region`
   */
  async correctName(
    tx: Tx,
    id: string,
    version: number,
    { personKey, name, documentSha256 }: CorrectNameDto,
  ): Promise<HouseholdWithPersons> {
    const household = await tx.loadForUpdate(Household, id, version);
    const named = { ...(await this.read(tx.manager, id)), household };
    const isNamed = [...named.members, ...named.obligors].some((person) => person.personKey === personKey);
    if (!isNamed) throw new NotFound(HouseholdMember.name);
    await this.#requireNoOtherCounty(tx, household, personKey);
    await this.persons.correctName(tx, personKey, name);
    await tx.move(household, HOUSEHOLD_LIFECYCLE, 'correctName', this.clock.now(), documentSha256);
    return named;
  }

  async #requireNoOtherCounty(tx: Tx, { region }: Household, personKey: string): Promise<void> {
    const homes = await tx.query<{ region: string }>(
      `select h.region from household_member m join household h on h.id = m.household_id
        where m.person_key = $1 and m.open`,
      [personKey],
    );
    const county = countyOf(this.regions.currentOf(region));
    if (homes.some((home) => countyOf(this.regions.currentOf(home.region)) !== county))
      throw new Problem(PROBLEMS.outOfRegion);
  }

  /** @throws NotFound */
  async read(manager: EntityManager, id: string): Promise<HouseholdWithPersons> {
    const household = await manager.findOneBy(Household, { id });
    const members = await manager.find(HouseholdMember, {
      where: { householdId: id },
      order: { place: 'ASC' },
    });
    if (!household) throw new NotFound(Household.name);
    const obligors = await manager.findBy(HouseholdObligor, { householdId: id });
    return { household, members, obligors };
  }

  async #name(
    tx: Tx,
    household: Household,
    form: HouseholdMembersDto,
  ): Promise<Pick<HouseholdWithPersons, 'members' | 'obligors'>> {
    const taken = await this.persons.takeIn(tx, form.members, (index, of) => `members.${index}.${of}`);
    checkForm(form);
    const keyOf = new Map(
      form.members.map(({ idNumber }, index) => [normalized(idNumber), taken[index]?.personKey]),
    );
    const judged = await this.#judge(tx, household, form.members, taken);
    const members = form.members.map((member, index) =>
      toMember(household, member, index, taken[index], judged[index], keyOf),
    );
    await this.#insertMembers(tx, members);
    return { members, obligors: await this.#insertObligors(tx, household, form.obligors ?? [], keyOf) };
  }

  /** R1 on what the form says; what registers know comes with the report. */
  async #judge(
    tx: Tx,
    { region }: Household,
    members: readonly MemberDto[],
    taken: readonly TakenInPerson[],
  ) {
    const on = this.clock.today();
    const book = await this.policies.book(tx);
    const { members: verdicts } = composeHousehold({
      snapshot: {
        members: members.map(({ relation, study, livesTogetherSince }, index) => ({
          personKey: taken[index]?.personKey ?? '',
          birthDate: taken[index]?.birthDate ?? '',
          relation,
          study,
          ...(livesTogetherSince ? { livesTogetherSince } : {}),
        })),
        obligors: [],
      },
      statuses: new Statuses([]),
      on,
      policy: readCompositionPolicy(book, region, on),
      hasWage: () => false,
      forTekun: false,
    });
    return verdicts.map(({ counted, reason }) => ({ counted, reasonCode: reason.code }));
  }

  async #insertMembers(tx: Tx, members: readonly HouseholdMember[]): Promise<void> {
    await tx.execute('savepoint members');
    try {
      await tx.manager.insert(HouseholdMember, [...members]);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      await tx.execute('rollback to savepoint members');
      const [other] = await tx.query<{ region: string }>(
        `select h.region from household_member m join household h on h.id = m.household_id
          where m.counted and m.open and m.person_key = any($1::uuid[]) limit 1`,
        [members.filter(({ counted }) => counted).map(({ personKey }) => personKey)],
      );
      throw new Problem(ASSISTANCE_PROBLEMS.duplicateMembership, {
        extensions: other ? { region: other.region } : {},
      });
    }
  }

  async #insertObligors(
    tx: Tx,
    { id }: Household,
    obligors: readonly ObligorDto[],
    keyOf: ReadonlyMap<string, string | undefined>,
  ): Promise<HouseholdObligor[]> {
    if (obligors.length === 0) return [];
    const taken = await this.persons.takeIn(tx, obligors, (index, of) => `obligors.${index}.${of}`);
    const rows = obligors.map(({ obligorOfIdNumber, relation }, index) => {
      const obligorOfKey = keyOf.get(normalized(obligorOfIdNumber));
      return Object.assign(new HouseholdObligor(), {
        householdId: id,
        personKey: taken[index]?.personKey,
        obligorOfKey,
        relation,
      });
    });
    await tx.manager.insert(HouseholdObligor, rows);
    return rows;
  }

  /** The holder is a member; an account that nobody names again stays. */
  async #setPayee(
    tx: Tx,
    { household, members }: HouseholdWithPersons,
    form: HouseholdMembersDto,
    at: Date,
  ): Promise<void> {
    if (!form.payee) return;
    const { holderIdNumber, bankCode, account } = form.payee;
    const place = form.members.findIndex(
      ({ idNumber }) => normalized(idNumber) === normalized(holderIdNumber),
    );
    await this.payees.set(
      tx,
      {
        ...{ subject: { type: 'household', id: household.id }, householdId: household.id, bankCode, account },
        ...{ holderKey: members[place]?.personKey ?? '', holderKind: 'MEMBER' },
      },
      at,
    );
  }

  async #number(tx: Tx, region: string): Promise<string> {
    const [row] = await tx.query<{ number: string }>(`select nextval('case_number')::text as number`);
    return householdNumber(region, this.clock.today(), row?.number ?? '');
  }
}

/** Number of a household (家庭编号): region, day, sequence. */
export const householdNumber = (region: string, on: string, sequence: string): string =>
  `H${region}-${on.replaceAll('-', '')}-${sequence.padStart(6, '0')}`;

function toMember(
  household: Household,
  form: MemberDto,
  place: number,
  taken: TakenInPerson | undefined,
  judged: { counted: boolean; reasonCode: string } | undefined,
  keyOf: ReadonlyMap<string, string | undefined>,
): HouseholdMember {
  return Object.assign(new HouseholdMember(), {
    id: uuidv7(),
    householdId: household.id,
    personKey: taken?.personKey,
    place,
    relation: form.relation,
    birthDate: taken?.birthDate,
    livesTogetherSince: form.livesTogetherSince ?? null,
    hukouRegion: form.hukouRegion,
    capacity: form.capacity,
    guardianKey: keyOf.get(normalized(form.guardianIdNumber ?? '')) ?? null,
    labour: form.labour,
    study: form.study,
    disabilityKind: form.disability?.kind ?? null,
    disabilityGrade: form.disability?.grade ?? null,
    cardValidTo: form.disability?.cardValidTo ?? null,
    majorIllnessCode: form.majorIllnessCode ?? null,
    fiscalPaid: form.fiscalPaid ?? false,
    counted: judged?.counted ?? false,
    reasonCode: judged?.reasonCode ?? '',
    open: household.state === 'OPEN',
  });
}

/** The SQLSTATE, also of an error that TypeORM has wrapped. */
export function sqlState(error: unknown): string | undefined {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  return code ?? driverError?.code;
}
