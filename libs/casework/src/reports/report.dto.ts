import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IsCivilDate, IsMonth, IsRegionCode, KeptAsWritten } from '@minzheng/platform/http';
import type { CellDefinition, ReportDefinition, ReportUnit } from './report-definition.js';
import type { Report } from './report.reader.js';
import type { HiddenCell, HukouColumn, ReportRow, ShownCell } from './report-table.rules.js';

const MAXIMUM_VERSION = 999;
const UNITS = [
  'PERSONS',
  'HOUSEHOLDS',
  'CASES',
  'ITEMS',
  'FEN',
  'PERCENT',
  'PER_THOUSAND',
  'WORKING_DAYS',
  'COUNTIES',
];

export class ReportQuery {
  @IsRegionCode({
    ...{ optional: true, digits: [2, 9] },
    description: 'down to a township; the caller’s region without it',
  })
  region?: string;

  @IsMonth({ optional: true, description: 'first month; the last one that is over without it' })
  from?: string;

  @IsMonth({ optional: true, description: 'last month; the first without it' })
  to?: string;

  @IsCivilDate({ optional: true, description: 'as it was stored on this day' })
  asOf?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAXIMUM_VERSION,
    description: 'the frozen figures of this version',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  )
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_VERSION)
  version?: number;
}

export class FreezeDto {
  @IsMonth({ description: 'a month that is over' })
  month!: string;

  @IsRegionCode({
    ...{ optional: true, digits: [2, 6] },
    description: 'down to a county; the caller’s region without it',
  })
  region?: string;

  @ApiPropertyOptional({ description: 'why it is corrected', example: '补录6月停发' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @KeptAsWritten()
  reason?: string;
}

class TitleDto {
  @ApiProperty({ example: '保障人数及变动' })
  zh!: string;

  @ApiProperty({ example: 'Recipients and movement' })
  en!: string;
}

class ReportCellDefinitionDto {
  @ApiProperty({ example: 'net' })
  code!: string;

  @ApiProperty({ type: () => TitleDto })
  title!: TitleDto;

  @ApiProperty({ enum: UNITS, example: 'PERSONS' })
  unit!: ReportUnit;

  @ApiProperty({
    type: [String],
    description: 'figures that are added; with - taken away',
    example: ['end', '-base'],
  })
  numerator!: string[];

  @ApiPropertyOptional({ type: [String], example: ['persons'] })
  denominator?: string[];
}

export class ReportDefinitionDto {
  @ApiProperty({ example: 'DB-01' })
  code!: string;

  @ApiProperty({ type: 'integer', description: 'of the definition', example: 1 })
  version!: number;

  @ApiProperty({ type: () => TitleDto })
  title!: TitleDto;

  @ApiProperty({ type: () => TitleDto })
  meaning!: TitleDto;

  @ApiPropertyOptional({
    type: () => TitleDto,
    description: 'what its rows are about, beside region and hukou',
  })
  items?: TitleDto;

  @ApiProperty({ description: 'law or published figure', example: '民发〔2021〕57号' })
  basis!: string;

  @ApiProperty({ type: () => [ReportCellDefinitionDto] })
  cells!: ReportCellDefinitionDto[];
}

export class ReportDefinitionsDto {
  @ApiProperty({ type: () => [ReportDefinitionDto] })
  items!: ReportDefinitionDto[];

  @ApiProperty({ type: 'string', nullable: true, example: null })
  nextCursor!: null;
}

class ReportCellDto {
  @ApiProperty({ example: 'net' })
  cell!: string;

  @ApiProperty({ enum: UNITS, example: 'PERSONS' })
  unit!: ReportUnit;

  @ApiProperty({
    description: 'of so few that no figure is shown, or it would give away another one',
    example: false,
  })
  suppressed!: boolean;

  @ApiPropertyOptional({ description: 'string of digits', example: '294000' })
  numerator?: string;

  @ApiPropertyOptional({ description: 'string of digits', example: '1221600' })
  denominator?: string;

  @ApiPropertyOptional({
    description: 'decimal text, rounded once; absent where it divides by 0',
    example: '24.07',
  })
  value?: string;
}

class ReportRowDto {
  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ enum: ['ALL', 'URBAN', 'RURAL', 'NONE'], example: 'ALL' })
  hukouType!: HukouColumn;

  @ApiProperty({ example: '2025-06' })
  month!: string;

  @ApiProperty({ description: 'empty where the report has none', example: '' })
  item!: string;

  @ApiProperty({ type: () => [ReportCellDto] })
  cells!: ReportCellDto[];
}

class ReportMonthDto {
  @ApiProperty({ example: '2025-06' })
  month!: string;

  @ApiProperty({
    enum: ['FROZEN', 'DAILY', 'NOW', 'MIXED', 'NONE'],
    description: 'final, of a day, as the tables say it now, of several kinds, or nothing',
    example: 'DAILY',
  })
  source!: string;

  @ApiPropertyOptional({ type: 'integer', description: 'of what is final', example: 1 })
  version?: number;

  @ApiPropertyOptional({ format: 'date', example: '2025-07-18' })
  takenOn?: string;

  @ApiProperty({ type: 'integer', example: 1 })
  definitionVersion!: number;
}

export class ReportDto {
  @ApiProperty({ example: 'DB-01' })
  code!: string;

  @ApiProperty({ type: () => TitleDto })
  title!: TitleDto;

  @ApiProperty({ example: '510802' })
  region!: string;

  @ApiProperty({ type: () => [ReportMonthDto] })
  months!: ReportMonthDto[];

  @ApiProperty({ type: () => [ReportRowDto] })
  rows!: ReportRowDto[];
}

export function toDefinitionDto(definition: ReportDefinition): ReportDefinitionDto {
  const { code, version, title, meaning, items, basis, cells } = definition;
  return {
    ...{ code, version, title, meaning, basis, cells: cells.map(toCellDefinitionDto) },
    ...(items === undefined ? {} : { items }),
  };
}

const toCellDefinitionDto = ({ code, title, unit, numerator, denominator }: CellDefinition) => ({
  ...{ code, title, unit, numerator: [...numerator] },
  ...(denominator === undefined ? {} : { denominator: [...denominator] }),
});

export function toReportDto({ definition, region, months, rows }: Report): ReportDto {
  const { code, title } = definition;
  return { code, title, region, months: [...months], rows: rows.map(toRowDto) };
}

const toRowDto = ({ region, hukouType, month, item, cells }: ReportRow): ReportRowDto => ({
  ...{ region, hukouType, month, item },
  cells: cells.map(toCellDto),
});

function toCellDto(cell: ShownCell | HiddenCell): ReportCellDto {
  const { code, unit } = cell.definition;
  if (cell.suppressed) return { cell: code, unit, suppressed: true };
  const { numerator, denominator, value } = cell;
  return {
    ...{ cell: code, unit, suppressed: false, numerator: numerator.toString() },
    ...(denominator === undefined ? {} : { denominator: denominator.toString() }),
    ...(value === undefined ? {} : { value }),
  };
}

const COLUMNS = [
  'region',
  'hukouType',
  'month',
  'item',
  'cell',
  'unit',
  'numerator',
  'denominator',
  'value',
  'suppressed',
] as const;

/** One line a cell (RFC 4180). */
export function toCsv(report: Report): string {
  const lines = toReportDto(report).rows.flatMap(({ cells, ...row }) =>
    cells.map((cell) => {
      const fields: Readonly<Record<string, unknown>> = { ...row, ...cell };
      return COLUMNS.map((name) => quoted(fields[name])).join(',');
    }),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

/** A spreadsheet takes text that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function quoted(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
