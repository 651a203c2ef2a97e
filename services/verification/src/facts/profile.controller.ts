import { OfficialRelatives } from '@minzheng/casework/relatives';
import { selectFacts, Statuses, type EconomicFact } from '@minzheng/kernel/means-test';
import { PolicyMissing, type PolicyBook } from '@minzheng/kernel/policy';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { DetailRead, Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { IsPersonKey, Problem, Refuses, PROBLEMS } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { readAgreedPurposes } from '../agreements/agreed-purposes.js';
import type { ConsentForm } from '../consents/consent.rules.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { isDeadOn } from '../consents/consent-subject.js';
import { readCovering } from '../consents/covering-guardians.js';
import { householdsOf, type HouseholdOnRecord } from '../households/household.store.js';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import {
  ApiStatedPurpose,
  AUDIT,
  requireCase,
  Stated,
  type StatedPurpose,
} from '../reports/stated-purpose.js';
import { profileOf } from '../evaluation/profile.rules.js';
import { isMemberInCase, type AskedInCase } from '../requests/case-member.rules.js';
import { readCheckPolicy } from '../requests/check-policy.js';
import { isMemberOf } from '../requests/checked-members.sql.js';
import { coreAgencies } from '../requests/completeness.rules.js';
import { readVisibleFacts, type Queries } from './fact.reader.js';
import { ProfileDto, ProfileQuery, toProfileFacts, toProfileTotals } from './profile.dto.js';
import { FUTURE_INSTANT, pastDay, pastInstantInMicros } from './profile-instant.js';
import { viewOf } from './profile-view.rules.js';

class PersonParameter {
  @IsPersonKey()
  personKey!: string;
}

/** A request of the case, and whether it names the person as a member or an obligor. */
interface AskedOfPerson extends AskedInCase {
  readonly region: string;
  readonly requester: string;
  readonly isNamed: boolean;
}

/** What is known about one person: the facts that stand, which of them count, and what they add up to. */
@ApiTags('profiles')
@Controller('v1/profiles')
export class ProfileController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly consents: ConsentRegister,
    private readonly policies: PolicyStore,
    private readonly relatives: OfficialRelatives,
    private readonly clock: BusinessClock,
  ) {}

  @Get(':personKey')
  @RequireScope('verification:items:read')
  @Discloses('facts', 'incomes', 'expenditures', 'assets', 'statuses')
  @DetailRead()
  @Refuses(FUTURE_INSTANT, PROBLEMS.notFound, PROBLEMS.conflictOfInterest)
  @ApiOperation({ summary: 'The profile of a person, as of a day and as known at an instant' })
  @ApiStatedPurpose()
  @ApiOkResponse({ type: ProfileDto })
  async one(
    @Param() { personKey }: PersonParameter,
    @Query() query: ProfileQuery,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<ProfileDto> {
    const knownAtMicros = query.knownAt === undefined ? undefined : pastInstantInMicros(query.knownAt);
    const queries: Queries = { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) };
    const household = await this.#householdWithin(queries, personKey, caller);
    const asked = await this.#requireCaseOf(stated, personKey, caller);
    await this.relatives.requireUnrelated(this.dataSource, caller.subject, [personKey]);
    const today = this.clock.today();
    const validAt = pastDay(query.validAt ?? today, today);
    const all = await readVisibleFacts(queries, [personKey], knownAtMicros);
    if (all.length === 0) throw new NotFound('Profile');
    const known = knownAtMicros === undefined ? all : await readVisibleFacts(queries, [personKey]);
    const book = await this.policies.book();
    // an audit opens the records of every purpose
    const purposes = stated.purpose === AUDIT ? asked.flatMap((each) => each.purposes) : [stated.purpose];
    const { facts, redacted } = viewOf(all, {
      purpose: stated.purpose,
      isMember: purposes.every((purpose) => isMemberInCase(personKey, purpose, asked, known, book)),
      consents: await this.#holding(queries, personKey, known, book),
      core: this.#core(household, personKey, all, stated.purpose, book),
      agreements: await readAgreedPurposes(queries),
      finances: caller.hasScope('verification:finances:read'),
    });
    const kinds = facts.map(({ kind }) => kind).sort();
    disclosure.add([personKey], kinds);
    disclosure.about({ region: household.region });
    return {
      personKey,
      validAt,
      ...(query.knownAt === undefined ? {} : { knownAt: query.knownAt }),
      facts: toProfileFacts(facts, selectFacts(facts, { validAt })),
      ...toProfileTotals(profileOf(facts, validAt)),
      redacted,
    };
  }

  /**
   * Who only lives with an obligor of the case, or has the custody of a child in it, was not asked about by himself.
   *
   * @returns all that those who asked about the person in the case have asked in it, in the order in which it is judged
   * @throws Problem `no-case` unless the person was asked about in the case that is stated, within the caller's region, for that
   * purpose, and still is
   */
  async #requireCaseOf(stated: StatedPurpose, personKey: string, caller: Caller): Promise<AskedInCase[]> {
    const known = await this.dataSource.query<AskedOfPerson[]>(
      `select region, requester, purposes, household, as_of as "asOf",
              $2::uuid = any(person_keys) and (${isMemberOf('q', '$2::uuid')}
                or household -> 'obligors' @> jsonb_build_array(jsonb_build_object('personKey', $2::uuid))) as "isNamed"
         from verification_request q
        where case_ref = $1 and state not in ('REFUSED', 'CANCELLED')
        order by as_of, id`,
      [stated.caseRef, personKey],
    );
    const asked = known.filter(({ region, isNamed }) => isNamed && caller.covers(region));
    if (asked.length === 0) throw new Problem(VERIFICATION_PROBLEMS.noCase);
    requireCase(
      stated,
      stated.caseRef,
      asked.flatMap(({ purposes }) => purposes),
    );
    // services number their cases each for itself
    const ofCase = known.filter((each) => asked.some(({ requester }) => requester === each.requester));
    const latest = ofCase.findLast(({ purposes }) => purposes.includes(stated.purpose));
    if (latest?.isNamed === false) throw new Problem(VERIFICATION_PROBLEMS.noCase);
    return ofCase;
  }

  /** Somebody of no household on record is nobody's case. */
  async #householdWithin(queries: Queries, personKey: string, caller: Caller): Promise<HouseholdOnRecord> {
    const households = await householdsOf(queries, [personKey]);
    const household = households.find(({ region }) => caller.covers(region));
    if (!household) throw new NotFound('Profile');
    return household;
  }

  /**
   * A minor's are those of the guardians who count too (CC arts. 27, 34). Of the dead those of an heir alone, whatever was known
   * when: a death that is known now has ended the others.
   */
  async #holding(
    queries: Queries,
    personKey: string,
    known: readonly EconomicFact[],
    book: PolicyBook,
  ): Promise<ConsentForm[]> {
    const today = this.clock.today();
    const isDead = isDeadOn(selectFacts(known, { validAt: today }).statuses, personKey, today);
    const covering = await readCovering(queries, [personKey], {
      book,
      from: today,
      isCountedUnjudged: false,
    });
    const forms = await this.consents.formsOf(this.dataSource.manager, [
      personKey,
      ...covering(personKey, today),
    ]);
    return forms.filter(
      ({ withdrawnAt, validTo, signerRole }) =>
        withdrawnAt === undefined && today <= validTo && (!isDead || signerRole === 'HEIR'),
    );
  }

  /** Nothing where the purpose is not checked. What only a request says, as where a member is registered, adds nothing. */
  #core(
    { region, hukouType }: HouseholdOnRecord,
    personKey: string,
    facts: readonly EconomicFact[],
    purpose: string,
    book: PolicyBook,
  ): string[] {
    const today = this.clock.today();
    const statuses = new Statuses(facts.filter((fact) => fact.type === 'STATUS'));
    try {
      const policy = readCheckPolicy(book, region, hukouType, today);
      return coreAgencies(
        policy.ofPurpose(purpose).coreSet,
        (condition) =>
          (condition === 'RURAL' && hukouType === 'RURAL') ||
          (condition === 'PREFERENTIAL_OBJECT' &&
            statuses.holding(personKey, today, 'preferentialObject') !== undefined),
      );
    } catch (error) {
      if (error instanceof PolicyMissing) return [];
      throw error;
    }
  }
}
