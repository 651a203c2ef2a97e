import { ApiProperty } from '@nestjs/swagger';
import { isVersionKey, keyedPage } from './list.js';
import { mapPage, type Page, type PageQuery } from './page.js';

/** One move of an aggregate, as its log has it (办理记录). */
export class LogEntryDto {
  @ApiProperty({ description: 'of the aggregate, afterwards', example: 3 })
  version!: number;

  @ApiProperty({ example: 'accept' })
  command!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'null: it began', example: 'SUBMITTED' })
  from!: string | null;

  @ApiProperty({ example: 'ACCEPTED' })
  to!: string;

  @ApiProperty({ description: 'who did it: a user, a service or a job', example: 'clerk-wang' })
  actor!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'by the business clock',
    example: '2025-05-12T02:00:00.000Z',
  })
  at!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'when it was written',
    example: '2025-05-12T02:00:00.012Z',
  })
  recordedAt!: string;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reason!: string | null;
}

interface LogRow {
  readonly version: number;
  readonly command: string;
  readonly from: string | null;
  readonly to: string;
  readonly actor: string;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly reason: string | null;
}

/**
 * What happened to one aggregate, the newest first.
 *
 * @param aggregate - name of its lifecycle
 */
export async function lifecycleLogOf(
  queries: { query(sql: string, parameters: unknown[]): Promise<unknown> },
  aggregate: string,
  id: string,
  query: PageQuery,
): Promise<Page<LogEntryDto>> {
  const found = await keyedPage(
    query,
    isVersionKey,
    ({ version }: LogRow) => version,
    async (behind, limit) =>
      (await queries.query(
        `select version, command, from_state as "from", to_state as "to", actor, business_at as at,
                recorded_at as "recordedAt", reason
           from lifecycle_log
          where aggregate_id = $1 and aggregate = $2 and ($3::int is null or version < $3)
          order by version desc limit $4`,
        [id, aggregate, behind ?? null, limit],
      )) as LogRow[],
  );
  return mapPage(found, ({ at, recordedAt, ...row }) => ({
    ...row,
    at: at.toISOString(),
    recordedAt: recordedAt.toISOString(),
  }));
}
