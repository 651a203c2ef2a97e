import { OfficialRelatives } from '@minzheng/casework/relatives';
import { civilDateOf } from '@minzheng/kernel/months';
import { roundHalfUp } from '@minzheng/kernel/rational';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { Computes, Problem, PROBLEMS, problemCatalogue, Refuses } from '@minzheng/platform/http';
import { PreparedStatements } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Regions } from '@minzheng/platform/regions';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Queries } from '../facts/fact.reader.js';
import { householdTotals } from '../reports/report-body.js';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import { ApiStatedPurpose, requireCase, Stated, type StatedPurpose } from '../reports/stated-purpose.js';
import { readKnowledge } from './check-knowledge.js';
import { REPORT_FORM, type CheckQuestion, type CheckResult } from './check.js';
import { checkHousehold } from './check.rules.js';
import { problemOfItem } from './declared-facts.rules.js';
import { HouseholdCheckDto, HouseholdCheckQuestionDto } from './household-checks.dto.js';
import { HOUSEHOLD_CHECK_EXAMPLES } from './household-checks.examples.js';
import { requireKnownRegions } from './household-regions.js';
import { isValidHousehold } from './household.rules.js';
import { readCustodians } from './custodians.js';
import { personsConcerned, readObligorHouseholds } from './obligor-households.js';
import { isOwnOf } from './requester.js';
import { depositReading } from './shared-deposits.js';

/** Later than anything that is recorded: what is visible now is known. */
const BEYOND = 2n ** 62n;

/** What a household's means come to now; no report, nothing is stored but the audit entry. */
@ApiTags('household-checks')
@Controller('v1/household-checks')
export class HouseholdChecksController {
  readonly #queries: Queries;

  constructor(
    dataSource: DataSource,
    private readonly policies: PolicyStore,
    private readonly relatives: OfficialRelatives,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {
    this.#queries = new PreparedStatements(dataSource);
  }

  @Post()
  @Computes()
  @RequireScope('verification:household-checks:read')
  @Discloses('conclusion', 'totals')
  @ApiStatedPurpose()
  @Refuses(
    PROBLEMS.conflictOfInterest,
    PROBLEMS.consentMissing,
    PROBLEMS.policyMissing,
    VERIFICATION_PROBLEMS.householdInvalid,
    VERIFICATION_PROBLEMS.consentExpired,
    VERIFICATION_PROBLEMS.consentScope,
    VERIFICATION_PROBLEMS.purposeMismatch,
    VERIFICATION_PROBLEMS.signerLacksCapacity,
    VERIFICATION_PROBLEMS.powerMissing,
    VERIFICATION_PROBLEMS.unknownKind,
    VERIFICATION_PROBLEMS.invalidAmount,
    VERIFICATION_PROBLEMS.invalidPeriod,
  )
  @ApiOperation({ summary: 'Checks a household as of now' })
  @ApiBody({ type: HouseholdCheckQuestionDto, examples: HOUSEHOLD_CHECK_EXAMPLES })
  @ApiOkResponse({ type: HouseholdCheckDto })
  async check(
    @Body() { household, purposes, declaredItems }: HouseholdCheckQuestionDto,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
    @Disclosure() disclosure: Disclosure,
  ): Promise<HouseholdCheckDto> {
    const startedAt = performance.now();
    const now = this.clock.now();
    caller.requireRegion(household.region);
    requireCase(stated, stated.caseRef, purposes);
    requireKnownRegions(household, this.regions, civilDateOf(now));
    if (!isValidHousehold(household, civilDateOf(now)))
      throw new Problem(VERIFICATION_PROBLEMS.householdInvalid);
    const members = new Set(household.members.map(({ personKey }) => personKey));
    for (const item of declaredItems) refuse(problemOfItem(item, members, civilDateOf(now)));

    const book = await this.policies.book();
    const check = { household, purposes, asOf: now.toISOString() };
    const obligorHouseholds = await readObligorHouseholds(this.#queries, check, book);
    const custodians = await readCustodians(this.#queries, { household, obligorHouseholds });
    const personKeys = personsConcerned({ household, obligorHouseholds, custodians });
    const reading = depositReading(book, { household, purposes, asOf: now }, civilDateOf(now));
    const [{ facts, factSeq, ...standing }] = await Promise.all([
      readKnowledge(this.#queries, personKeys, reading),
      this.relatives.requireUnrelated(this.#queries, caller.subject, personKeys),
      this.#requireOwnCase(stated, caller),
    ]);
    const question: CheckQuestion = {
      requestId: uuidv7(),
      ...check,
      declaredItems,
      today: civilDateOf(now),
      ...standing,
      form: REPORT_FORM.NEWEST,
      obligorHouseholds,
      custodians,
    };
    const outcome = checkHousehold(question, { facts, knownAtMicros: BEYOND }, book);
    if ('refusals' in outcome) {
      refuse(outcome.refusals[0]?.problem, { refusals: outcome.refusals });
      throw new Problem(PROBLEMS.consentMissing);
    }
    const canSeeAmounts = caller.hasScope('verification:finances:read');
    disclosure.add(personKeys, canSeeAmounts ? ['finances'] : []);
    disclosure.about({ region: household.region });
    return answerOf(outcome.result, factSeq, canSeeAmounts, startedAt);
  }

  /**
   * A department checks before it asks for a report, so that its case may not be known here: its number is then taken at
   * its word. One that is known is open to those alone who have asked in it, within their region.
   *
   * @throws Problem `no-case`
   */
  async #requireOwnCase({ caseRef }: StatedPurpose, caller: Caller): Promise<void> {
    const asked = await this.#queries.query<{ region: string; requester: string }>(
      'select region, requester from verification_request where case_ref = $1',
      [caseRef],
    );
    const isOpen = asked.some(({ region, requester }) => caller.covers(region) && isOwnOf(caller, requester));
    if (asked.length > 0 && !isOpen) throw new Problem(VERIFICATION_PROBLEMS.noCase);
  }
}

function answerOf(
  result: CheckResult,
  factSeq: string,
  canSeeAmounts: boolean,
  startedAt: number,
): HouseholdCheckDto {
  const all = householdTotals(result);
  const { financialAssetsPerHead, ...totals } = all ?? { financialAssetsPerHead: undefined };
  return {
    conclusions: result.conclusions.map((conclusion) => ({ ...conclusion })),
    ...(all && {
      perCapitaMonthly: {
        numerator: all.perCapitaMonthly.numerator.toString(),
        denominator: all.perCapitaMonthly.denominator.toString(),
      },
      perCapitaMonthlyFen: roundHalfUp(all.perCapitaMonthly).toString(),
      totals: canSeeAmounts ? { ...totals, financialAssetsPerHead } : totals,
    }),
    completeness: { complete: result.complete, gaps: result.gaps },
    factSeq,
    tookMs: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

/** @throws Problem of that name */
function refuse(name: string | undefined, extensions: Readonly<Record<string, unknown>> = {}): void {
  if (name === undefined) return;
  const type = problemCatalogue().find((problem) => problem.name === name);
  throw new Problem(type ?? VERIFICATION_PROBLEMS.householdInvalid, { extensions });
}
