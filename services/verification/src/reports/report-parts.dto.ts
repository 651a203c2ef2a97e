import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';

const SIDES = ['INCOME', 'ASSET', 'EXPENDITURE'];
const FEN: ApiPropertyOptions = { type: 'string', pattern: '^-?\\d+$', example: '72000' };
const ID: ApiPropertyOptions = { type: 'string', format: 'uuid' };
const INSTANT: ApiPropertyOptions = { type: 'string', format: 'date-time' };
const DATE: ApiPropertyOptions = { type: 'string', format: 'date' };
const MONTH: ApiPropertyOptions = { type: 'string', pattern: '^\\d{4}-\\d{2}$', example: '2025-06' };
const FREE: ApiPropertyOptions = { type: 'object', additionalProperties: true };

/** An exact value. */
export class RationalDto {
  @ApiProperty({ pattern: '^-?\\d+$', example: '72000' })
  numerator!: string;

  @ApiProperty({ pattern: '^\\d+$', example: '1' })
  denominator!: string;
}

/** What of a conclusion is property. */
export class ConcludedPropertyDto {
  @ApiProperty({ enum: ['WITHIN', 'OVER', 'UNKNOWN'] })
  verdict!: string;

  @ApiProperty({ type: [String], example: ['VEHICLE'], description: 'of OVER and UNKNOWN: why' })
  reasonCodes!: string[];
}

export class ConclusionDto {
  @ApiProperty({ example: 'DIBAO' })
  purpose!: string;

  @ApiProperty({
    enum: [
      'IDENTITY_CONFLICT',
      'NO_COUNTED_MEMBER',
      'NEEDS_REVIEW',
      'EXCEEDS_BOTH',
      'EXCEEDS_PROPERTY',
      'EXCEEDS_INCOME',
      'INCOMPLETE',
      'WITHIN_LIMITS',
    ],
  })
  conclusion!: string;

  @ApiProperty({ enum: ['HOUSEHOLD', 'RIGID_DEDUCTION', 'SINGLE_PERSON'] })
  basis!: string;

  @ApiProperty({ ...ID, required: false, description: 'of SINGLE_PERSON: who is judged alone' })
  personKey?: string;

  @ApiProperty({ type: [String], example: ['BELOW_STANDARD'] })
  reasonCodes!: string[];

  @ApiPropertyOptional({
    type: ConcludedPropertyDto,
    description: 'absent when nobody counts, and in reports of before it was told apart',
  })
  property?: ConcludedPropertyDto;

  @ApiProperty({ type: [String], description: 'agencies of the purpose’s core set that are missing' })
  missingCore!: string[];
}

/** A pattern that a person has to look at; it refuses nothing by itself. */
export class PatternDto {
  @ApiProperty({ enum: ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'] })
  code!: string;

  @ApiPropertyOptional(ID)
  personKey?: string;

  @ApiPropertyOptional({ ...FREE, description: 'needs finances:read' })
  figures?: object;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' } })
  factIds!: string[];
}

/** Whether one source’s data about one person are there (数源时效). */
export class LackingDatasetDto {
  @ApiProperty({ example: 'PSB.vehicles' })
  dataset!: string;

  @ApiProperty({ enum: ['NOT_ANSWERED', 'STALE'] })
  state!: string;

  @ApiPropertyOptional(INSTANT)
  observedAt?: string;
}

export class SourceStandingDto {
  @ApiProperty(ID)
  personKey!: string;

  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiPropertyOptional({ description: 'of a refusal: what was refused', example: 'TAX.wages' })
  dataset?: string;

  @ApiProperty({ enum: ['FRESH', 'NO_RECORD', 'NOT_ANSWERED', 'STALE', 'REFUSED', 'NOT_AUTHORISED'] })
  state!: string;

  @ApiPropertyOptional(INSTANT)
  observedAt?: string;

  @ApiPropertyOptional({
    type: [LackingDatasetDto],
    description: 'of a source that comes in datasets, some of which are there: the others',
  })
  lacking?: LackingDatasetDto[];

  @ApiProperty({ description: 'in the core set of a purpose' })
  core!: boolean;
}

/** A source that the check has to do without, for these persons. */
export class SourceGapDto {
  @ApiProperty({ example: 'BANK' })
  agency!: string;

  @ApiPropertyOptional({ description: 'of a refusal: what was refused' })
  dataset?: string;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' } })
  personKeys!: string[];

  @ApiProperty({ enum: ['NOT_ANSWERED', 'STALE', 'REFUSED', 'NOT_AUTHORISED'] })
  state!: string;

  @ApiPropertyOptional({ ...INSTANT, description: 'the oldest of the persons’ last observations' })
  observedAt?: string;

  @ApiProperty({ description: 'in the core set of a purpose' })
  core!: boolean;
}

/** What every item tells of its source. */
abstract class ItemDto {
  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiProperty({ example: 'TAX.wages' })
  dataset!: string;

  @ApiPropertyOptional({ description: 'hash of the record at the source; needs operations:write' })
  recordKey?: string;

  @ApiProperty(INSTANT)
  observedAt!: string;

  @ApiProperty({ example: 'REGISTERED' })
  quality!: string;

  @ApiProperty({ description: 'state of the source, or DECLARED', example: 'FRESH' })
  freshness!: string;

  @ApiProperty(ID)
  factId!: string;

  @ApiProperty({ example: 'wage' })
  kind!: string;
}

export class IncomeItemDto extends ItemDto {
  @ApiPropertyOptional({ example: 'DIBAO' })
  programme?: string;

  @ApiPropertyOptional({ description: 'who paid; needs operations:write' })
  payerKey?: string;

  @ApiProperty({ enum: ['NET', 'GROSS'] })
  basis!: string;

  @ApiProperty(MONTH)
  month!: string;

  @ApiProperty(FEN)
  amountFen!: string;

  @ApiProperty({ description: 'carried from the month before, which the source has not passed yet' })
  stale!: boolean;
}

export class ExpenditureItemDto extends ItemDto {
  @ApiProperty(MONTH)
  month!: string;

  @ApiProperty(FEN)
  amountFen!: string;

  @ApiProperty({ description: 'carried from the month before, which the source has not passed yet' })
  stale!: boolean;
}

export class AssetItemDto extends ItemDto {
  @ApiPropertyOptional(FEN)
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer' })
  count?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'the person’s part in basis points' })
  shareBp?: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  attributes!: Record<string, string>;

  @ApiProperty({ description: 'hash of the item’s number' })
  itemKey!: string;

  @ApiProperty(DATE)
  asOf!: string;

  @ApiPropertyOptional({ description: 'why it does not count' })
  ignoredReason?: string;
}

export class StatusItemDto extends ItemDto {
  @ApiProperty(DATE)
  from!: string;

  @ApiPropertyOptional({ ...DATE, description: 'first day on which it no longer holds' })
  to?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'of what kind it is: category, grade, level, postKind',
    example: { category: '4', grade: '1' },
  })
  attributes?: Record<string, string>;
}

/** What was found for one person (个人核对结果). */
export class PersonFiguresDto {
  @ApiProperty(ID)
  personKey!: string;

  @ApiProperty({ description: 'is a member who counts; an obligor is not' })
  counted!: boolean;

  @ApiProperty({ description: 'why the person counts or not' })
  reasonCode!: string;

  @ApiProperty({ description: 'income a month, exact, fen' })
  ownMonthly!: RationalDto;

  @ApiPropertyOptional({
    ...FEN,
    description: 'absent while the banks have not answered; needs finances:read',
  })
  financialAssetsFen?: string;

  @ApiProperty({ type: [IncomeItemDto] })
  incomes!: IncomeItemDto[];

  @ApiProperty({ type: [ExpenditureItemDto] })
  expenditures!: ExpenditureItemDto[];

  @ApiProperty({ type: [AssetItemDto] })
  assets!: AssetItemDto[];

  @ApiProperty({ type: [StatusItemDto] })
  statuses!: StatusItemDto[];

  @ApiPropertyOptional({
    type: [String],
    enum: ['FISCAL_STAFF', 'STABLE_POST', 'COMMERCIAL_ENDOWMENT', 'REGISTERED_ELSEWHERE'],
    description: 'what is to be looked at more closely; COMMERCIAL_ENDOWMENT needs finances:read',
  })
  flags?: string[];
}

export class ReasonDto {
  @ApiProperty()
  code!: string;

  @ApiProperty({ ...FREE, description: 'exact amounts (fen, counts, dm²) and dates by name' })
  figures!: object;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' } })
  factIds!: string[];
}

/** Why a person is a member of the household, or is not. */
export class InclusionDto {
  @ApiProperty(ID)
  personKey!: string;

  @ApiProperty()
  reason!: ReasonDto;
}

const CLASSES = [
  'MATCH',
  'WITHIN_TOLERANCE',
  'NOT_CHECKED',
  'NOT_FOUND',
  'NOT_DECLARED',
  'UNDER_DECLARED',
  'OVER_DECLARED',
];

/** One person’s kind, declared and verified (申报与核实比对). */
export class ComparisonDto {
  @ApiProperty(ID)
  personKey!: string;

  @ApiProperty({ enum: SIDES })
  side!: string;

  @ApiProperty({ example: 'wage' })
  kind!: string;

  @ApiProperty({ enum: ['FEN', 'COUNT'], description: 'fen over the window of income, or things' })
  unit!: string;

  @ApiProperty(FEN)
  declared!: string;

  @ApiProperty(FEN)
  verified!: string;

  @ApiProperty({ ...FEN, description: 'verified less declared' })
  difference!: string;

  @ApiProperty({ enum: CLASSES })
  class!: string;
}

export class DiscrepancyDto {
  @ApiProperty(ID)
  personKey!: string;

  @ApiProperty({ enum: SIDES })
  side!: string;

  @ApiProperty({ example: 'wage' })
  kind!: string;

  @ApiPropertyOptional({ ...FEN, description: 'of sums' })
  declaredFen?: string;

  @ApiPropertyOptional({ ...FEN, description: 'of sums' })
  verifiedFen?: string;

  @ApiProperty({ enum: CLASSES })
  class!: string;

  @ApiProperty({ description: 'of all discrepancies of the report, or of none (重大差异)' })
  material!: boolean;
}

export class SourceStatementDto {
  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiProperty({ example: 'TAX.wages' })
  dataset!: string;

  @ApiPropertyOptional(FEN)
  amountFen?: string;

  @ApiPropertyOptional({ type: 'integer' })
  count?: number;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' } })
  factIds!: string[];
}

/** Two sources that differ (数源差异). */
export class SourceConflictDto {
  @ApiProperty(ID)
  personKey!: string;

  @ApiProperty({ enum: [...SIDES, 'STATUS'] })
  type!: string;

  @ApiProperty({ example: 'wage' })
  kind!: string;

  @ApiPropertyOptional({ description: 'needs operations:write' })
  payerKey?: string;

  @ApiPropertyOptional()
  itemKey?: string;

  @ApiPropertyOptional(MONTH)
  month?: string;

  @ApiProperty({ description: 'what counts' })
  counted!: SourceStatementDto;

  @ApiProperty({ description: 'what it shadows' })
  shadowed!: SourceStatementDto;
}

/** One step of the computation (计算过程). */
export class ComputationStepDto {
  @ApiProperty({ example: 'PER_CAPITA_MONTHLY' })
  step!: string;

  @ApiPropertyOptional(ID)
  personKey?: string;

  @ApiProperty({ ...FREE, description: 'what went in, by name' })
  inputs!: object;

  @ApiProperty({ ...FREE, description: 'what came out, by name' })
  result!: object;
}

/** Figures of the household; sums in fen. */
export class TotalsDto {
  @ApiProperty({ type: 'integer' })
  memberCount!: number;

  @ApiProperty({ description: 'exact' })
  incomeOfWindow!: RationalDto;

  @ApiProperty({ ...FEN, description: 'half up to the fen' })
  annualIncomeFen!: string;

  @ApiProperty({ description: 'exact' })
  perCapitaMonthly!: RationalDto;

  @ApiProperty({ description: 'exact' })
  perCapitaAfterRigid!: RationalDto;

  @ApiProperty(FEN)
  rigidOfWindowFen!: string;

  @ApiPropertyOptional({ type: RationalDto, description: 'exact; needs finances:read' })
  financialAssetsPerHead?: RationalDto;

  @ApiProperty({ enum: ['BELOW_HALF', 'BELOW_STANDARD', 'BELOW_EDGE', 'ABOVE'] })
  incomeBand!: string;

  @ApiProperty(FEN)
  standardMonthlyFen!: string;
}
