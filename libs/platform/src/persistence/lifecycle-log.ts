/** What one command did to one aggregate. */
export interface LoggedMove {
  readonly aggregateId: string;
  /** Null: the aggregate began. */
  readonly from: string | null;
  readonly to: string;
  /** Of the aggregate, afterwards. */
  readonly version: number;
}

export interface LoggedCommand {
  /** Name of the lifecycle. */
  readonly aggregate: string;
  readonly actor: string;
  readonly command: string;
  /** By the business clock. */
  readonly at: Date;
  readonly reason?: string;
}

interface Statements {
  execute(sql: string, parameters: readonly unknown[]): Promise<number>;
}

/** Writes what a command did to the log of what happened (办理记录). Nothing else writes there. */
export async function writeLifecycleLog(
  statements: Statements,
  { aggregate, actor, command, at, reason }: LoggedCommand,
  moves: readonly LoggedMove[],
): Promise<void> {
  if (moves.length === 0) return;
  await statements.execute(
    `insert into lifecycle_log
       (aggregate, aggregate_id, actor, command, from_state, to_state, version, business_at, reason)
     select $1, id, $2, $3, from_state, to_state, version, $4, $5
       from unnest($6::uuid[], $7::text[], $8::text[], $9::int[]) as move(id, from_state, to_state, version)`,
    [
      aggregate,
      actor,
      command,
      at,
      reason ?? null,
      moves.map(({ aggregateId }) => aggregateId),
      moves.map(({ from }) => from),
      moves.map(({ to }) => to),
      moves.map(({ version }) => version),
    ],
  );
}
