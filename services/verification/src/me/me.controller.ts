import { selectFacts } from '@minzheng/kernel/means-test';
import { AllowPerson, Caller } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { ApiPage, PROBLEMS, Refuses, type Page } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { ConsentDto, ConsentQuery } from '../consents/consent.dto.js';
import { listConsents } from '../consents/consent-list.js';
import { profileOf } from '../evaluation/profile.rules.js';
import { readVisibleFacts } from '../facts/fact.reader.js';
import { ProfileDto, ProfileQuery, toProfileFacts, toProfileTotals } from '../facts/profile.dto.js';
import { FUTURE_INSTANT, pastDay, pastInstantInMicros } from '../facts/profile-instant.js';

/** What a person may know of himself or herself (个人信息查阅权): PIPL arts. 44, 45. Who looked is at `/v1/me/accesses`. */
@ApiTags('me')
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: BusinessClock,
  ) {}

  @Get('profiles')
  @AllowPerson()
  @Discloses('facts', 'incomes', 'expenditures', 'assets', 'statuses')
  @Refuses(PROBLEMS.notFound, FUTURE_INSTANT)
  @ApiOperation({ summary: 'What is known about the caller, from which source, and what of it counts' })
  @ApiOkResponse({ type: ProfileDto })
  async profile(
    @Query() { validAt = this.clock.today(), knownAt }: ProfileQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<ProfileDto> {
    const personKey = caller.requirePerson();
    pastDay(validAt, this.clock.today());
    const knownAtMicros = knownAt === undefined ? undefined : pastInstantInMicros(knownAt);
    const facts = await readVisibleFacts(
      { query: (sql, parameters = []) => this.dataSource.query(sql, [...parameters]) },
      [personKey],
      knownAtMicros,
    );
    if (facts.length === 0) throw new NotFound('Profile');
    disclosure.add([personKey], facts.map(({ kind }) => kind).sort());
    return {
      personKey,
      validAt,
      ...(knownAt === undefined ? {} : { knownAt }),
      facts: toProfileFacts(facts, selectFacts(facts, { validAt })),
      ...toProfileTotals(profileOf(facts, validAt)),
      redacted: [],
    };
  }

  @Get('consents')
  @AllowPerson()
  @Discloses('consent')
  @ApiOperation({ summary: 'Consents that the caller has given or signed, newest first' })
  @ApiPage(ConsentDto)
  async consents(
    @Query() query: ConsentQuery,
    @Caller() caller: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<Page<ConsentDto>> {
    return listConsents(this.dataSource, query, caller, disclosure);
  }
}
