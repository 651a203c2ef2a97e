import type {
  AssetFact,
  EconomicFact,
  MonthLine,
  SelectedFacts,
  StatusFact,
} from '@minzheng/kernel/means-test';
import { IsCivilDate } from '@minzheng/platform/http';
import type { GatedProfiles } from '../evaluation/profile.rules.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsOptional, Matches } from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

export class ProfileQuery {
  @IsCivilDate({ optional: true, description: 'day on which the facts are true; today without it' })
  validAt?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2025-05-19T02:00:00.000000Z',
    description:
      'what was known then; everything without it. Real time, also where a sandbox’s clock stands elsewhere: of whom ' +
      'nothing was known yet there is 404',
  })
  @IsOptional()
  @IsISO8601()
  @Matches(INSTANT)
  knownAt?: string;
}

/** A fact that counts, or that another one shadows. */
export class ProfileFactDto {
  @ApiProperty({ format: 'uuid' })
  factId!: string;

  @ApiProperty({ enum: ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'] })
  type!: string;

  @ApiProperty({ example: 'wage' })
  kind!: string;

  @ApiProperty({ example: 'TAX' })
  agency!: string;

  @ApiProperty({ example: 'REGISTERED' })
  quality!: string;

  @ApiProperty({ format: 'date-time' })
  observedAt!: string;

  @ApiPropertyOptional({ description: 'fen; of an asset its value', example: '150000' })
  amountFen?: string;

  @ApiPropertyOptional({ type: 'integer' })
  count?: number;

  @ApiPropertyOptional({ description: 'first month or day', example: '2025-04' })
  from?: string;

  @ApiPropertyOptional({
    description: 'last month, or first day on which it no longer holds',
    example: '2025-04',
  })
  to?: string;

  @ApiProperty({
    description:
      'false: another source counts, or of an asset its day lies after. What is true of its own days, from and to, is not of every day.',
  })
  counts!: boolean;
}

export class ProfileAssetDto {
  @ApiProperty({ example: 'passengerCar' })
  kind!: string;

  @ApiProperty({ description: 'one thing, whoever tells of it', example: 'a3f4c0de' })
  itemKey!: string;

  @ApiPropertyOptional({ description: 'fen', example: '800000' })
  valueFen?: string;

  @ApiPropertyOptional({ type: 'integer', example: 1 })
  count?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'basis points', example: 10_000 })
  shareBp?: number;

  @ApiProperty({ format: 'date' })
  asOf!: string;
}

export class ProfileStatusDto {
  @ApiProperty({ example: 'disabled' })
  kind!: string;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiPropertyOptional({ format: 'date', description: 'first day on which it no longer holds' })
  to?: string;
}

export class ProfileDto {
  @ApiProperty({ format: 'uuid' })
  personKey!: string;

  @ApiProperty({ format: 'date' })
  validAt!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  knownAt?: string;

  @ApiProperty({ type: [ProfileFactDto] })
  facts!: ProfileFactDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
    description: 'fen by kind and month',
    example: { wage: { '2025-04': '150000' } },
  })
  incomes!: Record<string, Record<string, string>>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
    description: 'fen by kind and month',
    example: { medicalInpatientOop: { '2025-03': '1250000' } },
  })
  expenditures!: Record<string, Record<string, string>>;

  @ApiProperty({ type: [ProfileAssetDto], description: 'what is still there' })
  assets!: ProfileAssetDto[];

  @ApiProperty({ type: [ProfileStatusDto], description: 'those that hold on the day' })
  statuses!: ProfileStatusDto[];

  @ApiProperty({
    type: [String],
    description: 'sources that no consent opens for this purpose, and what the scopes do not open',
  })
  redacted!: string[];
}

/** What facts add up to on a day: sums of incomes and expenditures, things, statuses. */
export function toProfileTotals({
  open,
  gated,
}: GatedProfiles): Pick<ProfileDto, 'incomes' | 'expenditures' | 'assets' | 'statuses'> {
  return {
    incomes: summed(open.incomes, gated.incomes),
    expenditures: summed(open.expenditures, gated.expenditures),
    assets: [...open.assets, ...gated.assets],
    statuses: [...open.statuses, ...gated.statuses],
  };
}

type Sums = Record<string, Record<string, string>>;

/** A kind may come from sources of either gate. */
function summed(some: Sums, others: Sums): Sums {
  const kinds = [...new Set([...Object.keys(some), ...Object.keys(others)])].sort();
  return Object.fromEntries(
    kinds.map((kind) => {
      const both = [some[kind] ?? {}, others[kind] ?? {}];
      const months = [...new Set(both.flatMap((sums) => Object.keys(sums)))].sort();
      const sumOf = (month: string) => both.reduce((sum, sums) => sum + BigInt(sums[month] ?? 0), 0n);
      return [kind, Object.fromEntries(months.map((month) => [month, sumOf(month).toString()]))];
    }),
  );
}

export function toProfileFacts(facts: readonly EconomicFact[], selected: SelectedFacts): ProfileFactDto[] {
  const counting = new Set<string>([
    ...[...selected.income, ...selected.expenditure].map(({ fact }: MonthLine) => fact.factId),
    ...selected.assets.map(({ factId }: AssetFact) => factId),
    ...selected.statuses.map(({ factId }: StatusFact) => factId),
  ]);
  return facts.map((fact) => ({
    factId: fact.factId,
    type: fact.type,
    kind: fact.kind,
    agency: fact.source.agency,
    quality: fact.quality,
    observedAt: fact.observedAt,
    ...ofItsType(fact),
    counts: counting.has(fact.factId),
  }));
}

function ofItsType(fact: EconomicFact): Pick<ProfileFactDto, 'amountFen' | 'count' | 'from' | 'to'> {
  switch (fact.type) {
    case 'INCOME':
    case 'EXPENDITURE':
      return { amountFen: fact.amountFen.toString(), ...fact.period };
    case 'ASSET':
      return {
        from: fact.asOf,
        ...(fact.valueFen === undefined ? {} : { amountFen: fact.valueFen.toString() }),
        ...(fact.count === undefined ? {} : { count: fact.count }),
      };
    case 'STATUS':
      return { ...fact.days };
  }
}
