import { gateOf, selectFacts, type EconomicFact } from '@minzheng/kernel/means-test';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { defineProblem, IsPersonKey, Problem } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { opens } from '../consents/consent.rules.js';
import { ConsentRegister } from '../consents/consent.register.js';
import { householdsOf } from '../households/household.store.js';
import { AccessLog } from '../reports/access-log.js';
import { ApiStatedPurpose, Stated, type StatedPurpose } from '../reports/stated-purpose.js';
import { profileOf } from '../evaluation/profile.rules.js';
import { readVisibleFacts, type Queries } from './fact.reader.js';
import { ProfileDto, ProfileQuery, toProfileFacts } from './profile.dto.js';

const FUTURE_INSTANT = defineProblem({
  name: 'future-instant',
  status: 422,
  zh: '所询时点尚未到来',
  en: 'The instant is still to come',
});

class PersonParameter {
  @IsPersonKey()
  personKey!: string;
}

/** What is known about one person: the facts that stand, which of them count, and what they add up to. */
@ApiTags('profiles')
@Controller('v1/profiles')
export class ProfileController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly consents: ConsentRegister,
    private readonly log: AccessLog,
    private readonly clock: BusinessClock,
  ) {}

  @Get(':personKey')
  @RequireScope('verification:items:read')
  @ApiOperation({ summary: 'The profile of a person, as of a day and as known at an instant' })
  @ApiStatedPurpose()
  @ApiOkResponse({ type: ProfileDto })
  async one(
    @Param() { personKey }: PersonParameter,
    @Query() query: ProfileQuery,
    @Caller() caller: Caller,
    @Stated() stated: StatedPurpose,
  ): Promise<ProfileDto> {
    const knownAtMicros = query.knownAt === undefined ? undefined : microsOf(query.knownAt);
    if (knownAtMicros !== undefined && knownAtMicros > BigInt(Date.now()) * 1_000n) {
      throw new Problem(FUTURE_INSTANT);
    }
    const queries: Queries = { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) };
    await this.#requireRegion(queries, personKey, caller);
    const validAt = query.validAt ?? this.clock.today();
    const all = await readVisibleFacts(queries, [personKey], knownAtMicros);
    if (all.length === 0) throw new NotFound('Profile');
    const { facts, redacted } = await this.#readable(personKey, all, stated.purpose);
    await this.log.write({
      actor: caller.subject,
      ...stated,
      subjects: [personKey],
      fields: [...new Set(facts.map(({ kind }) => kind))].sort(),
    });
    const { open, gated } = profileOf(facts, validAt);
    return {
      personKey,
      validAt,
      ...(query.knownAt === undefined ? {} : { knownAt: query.knownAt }),
      facts: toProfileFacts(facts, selectFacts(facts, { validAt })),
      incomes: { ...open.incomes, ...gated.incomes },
      redacted,
    };
  }

  /** Somebody of no household on record is nobody's case. */
  async #requireRegion(queries: Queries, personKey: string, caller: Caller): Promise<void> {
    const households = await householdsOf(queries, [personKey]);
    if (!households.some(({ region }) => caller.covers(region))) throw new NotFound('Profile');
  }

  /** Facts of gate C are readable only while a consent opens their source for the purpose. */
  async #readable(
    personKey: string,
    facts: readonly EconomicFact[],
    purpose: string,
  ): Promise<{ facts: EconomicFact[]; redacted: string[] }> {
    const today = this.clock.today();
    const holding = (await this.consents.formsOf(this.dataSource.manager, [personKey])).filter(
      ({ withdrawnAt, validTo }) => withdrawnAt === undefined && today <= validTo,
    );
    const isReadable = ({ type, kind, source }: EconomicFact): boolean =>
      gateOf(type, kind, source.agency) === 'L' || opens(holding, purpose, source.agency);
    return {
      facts: facts.filter(isReadable),
      redacted: [
        ...new Set(facts.filter((fact) => !isReadable(fact)).map(({ source }) => source.agency)),
      ].sort(),
    };
  }
}

/** RFC 3339 in UTC with up to six decimals, in microseconds since 1970. */
function microsOf(instant: string): bigint {
  const [, second = '', fraction = ''] = /^(.{19})(?:\.(\d{1,6}))?Z$/.exec(instant) ?? [];
  return BigInt(Date.parse(`${second}Z`)) * 1_000n + BigInt(fraction.padEnd(6, '0'));
}
