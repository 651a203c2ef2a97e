import type { CivilDate } from '@minzheng/kernel/months';
import type { FieldCipher } from '@minzheng/platform/encryption';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  APPEAL_OUTCOMES,
  APPELLANTS,
  PLACES,
  SOURCE_REPLIES,
  type Appeal,
  type AppealedFact,
} from './appeal.entity.js';
import { APPEAL_STATES } from './appeal.lifecycle.js';
import { overdueStep, REMEDIES } from './appeal.rules.js';

/** What the source of a fact has answered. */
class SourceReplyViewDto {
  @ApiProperty({
    enum: SOURCE_REPLIES,
    description: 'SUPERSEDED: the source has sent another fact in its place',
  })
  reply!: string;

  @ApiProperty({ format: 'date-time' })
  repliedAt!: string;

  @ApiProperty({ type: 'string', nullable: true, example: '该号牌已于2024-11-02转移登记。' })
  text!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'SHA-256 of its evidence, hex' })
  evidenceSha256!: string | null;
}

class AppealedFactDto {
  @ApiProperty({ format: 'uuid' })
  factId!: string;

  @ApiProperty({ enum: ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'] })
  type!: string;

  @ApiProperty({ example: 'passengerCar' })
  kind!: string;

  @ApiProperty({ description: 'who sent it: an agency, or a service', example: 'PSB' })
  agency!: string;

  @ApiProperty({ example: 'PSB.vehicles' })
  dataset!: string;

  @ApiProperty({ type: SourceReplyViewDto, nullable: true })
  reply!: SourceReplyViewDto | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'what holds instead' })
  newFactId!: string | null;
}

class RemediesDto {
  @ApiProperty({ example: REMEDIES.zh })
  zh!: string;

  @ApiProperty({ example: REMEDIES.en })
  en!: string;
}

class AppealDecisionDto {
  @ApiProperty({ enum: APPEAL_OUTCOMES })
  outcome!: string;

  @ApiProperty({ format: 'date' })
  decidedOn!: string;

  @ApiProperty({ example: '公安交管部门确认车辆已于2024-11-02转移登记。' })
  reasons!: string;

  @ApiProperty({
    type: RemediesDto,
    nullable: true,
    description: 'of a rejection: what can be done against it',
  })
  remedies!: RemediesDto | null;
}

export class AppealDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: APPEAL_STATES })
  state!: string;

  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'whom the facts are about; not for an agency' })
  personKey?: string;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true })
  reportId!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'the clue that was closed with DATA_WRONG',
  })
  clueId!: string | null;

  @ApiProperty({ enum: APPELLANTS })
  appellant!: string;

  @ApiProperty({ format: 'date' })
  learnedOn!: string;

  @ApiProperty({ example: '该车辆已于2024年11月出售并过户。' })
  claim!: string;

  @ApiProperty({ type: [String], description: 'SHA-256 of what was handed in, hex' })
  evidence!: string[];

  @ApiProperty({ type: [AppealedFactDto] })
  facts!: AppealedFactDto[];

  @ApiProperty({ format: 'date', description: 'last day for its acceptance' })
  acceptDueOn!: string;

  @ApiProperty({
    type: 'string',
    format: 'date',
    nullable: true,
    description: 'last day for the sources, once accepted',
  })
  sourceDueOn!: string | null;

  @ApiProperty({ format: 'date', description: 'last day for the decision' })
  dueOn!: string;

  @ApiProperty({
    type: 'string',
    enum: ['ACCEPT', 'SOURCE', 'DECIDE'],
    nullable: true,
    description: 'what is late',
  })
  overdue!: string | null;

  @ApiProperty({ type: AppealDecisionDto, nullable: true })
  decision!: AppealDecisionDto | null;

  @ApiProperty({ example: 1 })
  version!: number;

  @ApiProperty({ type: [String], description: 'what the caller may not see', example: [] })
  redacted!: string[];
}

const NOT_FOR_AGENCIES = ['personKey', 'facts of other sources'];

/**
 * The appeal with its words in clear, as of a day.
 *
 * @param agency - for its steward: what the agency has sent, without the personKey, which no outside party gets
 */
export function toAppealDto(
  appeal: Appeal,
  facts: readonly AppealedFact[],
  cipher: FieldCipher,
  today: CivilDate,
  agency?: string,
): AppealDto {
  const { id, state, region, personKey, reportId, clueId, appellant, learnedOn, version } = appeal;
  const { acceptDueOn, sourceDueOn, dueOn } = appeal;
  const isOfAll = agency === undefined;
  return {
    ...{ id, state, region, reportId, clueId, appellant, learnedOn, version },
    ...(isOfAll ? { personKey } : {}),
    redacted: isOfAll ? [] : [...NOT_FOR_AGENCIES],
    claim: cipher.decrypt(appeal.claimEnc, PLACES.claim(id)),
    evidence: [...appeal.evidenceSha256],
    facts: facts.filter((fact) => isOfAll || fact.agency === agency).map((fact) => toFactDto(fact, cipher)),
    ...{ acceptDueOn, sourceDueOn, dueOn },
    overdue: overdueStep(appeal, today) ?? null,
    decision: toDecisionDto(appeal, cipher),
  };
}

function toFactDto(fact: AppealedFact, cipher: FieldCipher): AppealedFactDto {
  const { id, factId, type, kind, agency, dataset, newFactId, reply, repliedAt, replyEnc } = fact;
  return {
    ...{ factId, type, kind, agency, dataset, newFactId },
    reply:
      reply === null
        ? null
        : {
            reply,
            repliedAt: repliedAt?.toISOString() ?? '',
            text: replyEnc === null ? null : cipher.decrypt(replyEnc, PLACES.reply(id)),
            evidenceSha256: fact.replyEvidenceSha256,
          },
  };
}

function toDecisionDto(
  { id, outcome, decidedOn, reasonsEnc }: Appeal,
  cipher: FieldCipher,
): AppealDecisionDto | null {
  if (outcome === null || decidedOn === null || reasonsEnc === null) return null;
  return {
    ...{ outcome, decidedOn },
    reasons: cipher.decrypt(reasonsEnc, PLACES.reasons(id)),
    remedies: outcome === 'REJECTED' ? { ...REMEDIES } : null,
  };
}
