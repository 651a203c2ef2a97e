import { Body, Controller, Get, Post, Query, type Type as Class } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { Discloses, Disclosure } from '@minzheng/platform/audit';
import {
  ApiPage,
  Id,
  IfMatch,
  InTransaction,
  listOf,
  mapPage,
  Problem,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { AnswerReferralDto, ReferralDto, ReferralQuery, toReferralDto } from './referral.dto.js';
import { Referral } from './referral.entity.js';
import { REFERRAL_PROBLEMS } from './referral.problems.js';
import type { ReferralAnswer } from './referral.hooks.js';
import { Referrals } from './referrals.js';

/**
 * Referrals of a department, for its officials and for agencies outside. A token with a `party` sees and answers only
 * what was referred to that party.
 */
export function referralsController(department: DepartmentName): Class {
  @ApiTags('referrals')
  @Controller('v1/referrals')
  class ReferralsController {
    constructor(
      private readonly referrals: Referrals,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('referral')
    @RequireScope(`${department}:referrals:read`, `${department}:tickets:read`)
    @ApiOperation({ summary: 'Referrals of the region, newest first' })
    @ApiPage(ReferralDto)
    async list(
      @Query() query: ReferralQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<ReferralDto>> {
      const found = this.dataSource.createQueryBuilder(Referral, 'referral');
      if (caller.party !== undefined) found.where('referral.receiver = :party', { party: caller.party });
      const referrals = await listOf(found, query, { caller, equal: ['receiver', 'direction', 'state'] });
      disclosure.add(referrals.items.flatMap(({ personKeys }) => personKeys));
      const needs = await this.referrals.needsOf(
        this.dataSource.manager,
        referrals.items.map(({ id }) => id),
      );
      return mapPage(referrals, (referral) => toReferralDto(referral, needs));
    }

    @Get(':id')
    @Discloses('referral')
    @Concerns(Referral)
    @RequireScope(`${department}:referrals:read`, `${department}:tickets:read`)
    @ApiOperation({ summary: 'One referral' })
    @ApiOkResponse({ type: ReferralDto })
    async one(@Id() id: string, @Caller() caller: Caller): Promise<ReferralDto> {
      const { manager } = this.dataSource;
      const referral = await manager.findOneBy(Referral, { id });
      if (!referral) throw new NotFound(Referral.name);
      requireReceiver(referral, caller);
      return toReferralDto(referral, await this.referrals.needsOf(manager, [id]));
    }

    @Post(':id/answer')
    @Concerns(Referral)
    @RequireScope(`${department}:referrals:write`)
    @Refuses(REFERRAL_PROBLEMS.reasonMissing)
    @ApiOperation({ summary: 'An agency outside takes it over, says what was given, or declines' })
    @ApiOkResponse({ type: ReferralDto })
    async answer(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() form: AnswerReferralDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<ReferralDto> {
      const named = await tx.manager.findOneBy(Referral, { id });
      if (!named) throw new NotFound(Referral.name);
      requireReceiver(named, caller);
      const needs = form.needs ?? (await this.referrals.needsOf(tx.manager, [id])).map(({ need }) => need);
      const referral = await this.referrals.answerHere(tx, id, version, answerOf(form, needs));
      return toReferralDto(referral, await this.referrals.needsOf(tx.manager, [id]));
    }
  }
  return ReferralsController;
}

/** What was referred to others does not exist for a party. @throws NotFound */
function requireReceiver({ receiver }: Referral, { party }: Caller): void {
  if (party !== undefined && party !== receiver) throw new NotFound(Referral.name);
}

/** @throws Problem `reason-missing` */
function answerOf(form: AnswerReferralDto, needs: readonly string[]): ReferralAnswer {
  const { accepted, caseRef, amountFen, reasonCode } = form;
  if (accepted) {
    const given = amountFen === undefined ? {} : { amountFen: BigInt(amountFen) };
    return { needs, accepted, caseRef: caseRef ?? '', handleByOn: null, ...given };
  }
  if (reasonCode === undefined) throw new Problem(REFERRAL_PROBLEMS.reasonMissing);
  return { needs, accepted, reasonCode };
}
