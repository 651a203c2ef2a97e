import type { CivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import type { Logger } from 'pino';
import type { AuditRetention } from '../audit/index.js';
import type { Chunk } from '../jobs/index.js';
import { classify } from '../messaging/failure.js';
import type { Tx } from '../persistence/transaction.js';
import { eraseAccessLog } from './access-log.js';
import { enterErasure } from './erasure.js';

const MOST_A_NIGHT = 1_000_000;
/** Comes before all ids: where a look that starts anew begins. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** How long something is kept. */
export interface Term {
  /** What is of this day or later stays. */
  readonly keptSince: CivilDate;
  /** The row that says so. */
  readonly policy: Pick<PolicyRow, 'id' | 'key'>;
}

/** What one look of a stage has done. */
export interface ErasureLook {
  /** How many rows went, by kind. */
  readonly erased: Readonly<Record<string, number>>;
  /** Under which that is entered; undefined where the look has entered it. */
  readonly term?: Term;
  /** Records that have had their time and stay, since something of them is open. */
  readonly left?: number;
  /** Where the stage goes on; undefined when it is through. */
  readonly after: string | undefined;
}

/** One kind of records in its turn (清除步骤). */
export interface ErasureStage {
  readonly name: string;
  /** How many go in one night; the next goes on, since what is erased is not found again. Default: a million. */
  readonly most?: number;
  /**
   * Erases what of some records has had its time, in a few seconds. What it announces it announces at its end.
   *
   * @param after - where the look before has ended; in the first the lowest id
   */
  look(tx: Tx, after: string): Promise<ErasureLook>;
}

/** How far a night is. */
export interface ErasurePlace {
  readonly stage: string;
  readonly after: string;
  /** Erased by this night so far, in all stages. */
  readonly rows: number;
  readonly left: number;
  /** The same of the present stage. */
  readonly ofStage?: number;
  /** Stages of which a look failed: each is tried once more when all others are through, and then fails the job. */
  readonly failed?: readonly string[];
}

/**
 * The next look of a night in which what has had its time is erased: stage after stage. What was erased is entered by day and
 * kind. A stage that cannot be done keeps none that comes after it from being done.
 *
 * @param today - the business day
 * @throws what the look of a stage throws that has failed before in this night
 */
export async function eraseByStages(
  tx: Tx,
  stages: readonly ErasureStage[],
  place: ErasurePlace | undefined,
  { today, logger }: { readonly today: CivilDate; readonly logger: Logger },
): Promise<Chunk<ErasurePlace>> {
  const { stage: name, after, rows, left, ofStage = 0, failed = [] } = place ?? begin(stages);
  const stage = stages.find((each) => each.name === name);
  if (!stage) throw new RangeError(`there is nothing to erase that is called ${name}`);
  const isAgain = failed.includes(name);
  const look = isAgain ? await stage.look(tx, after) : await attempt(tx, stage, after, logger);
  const erased = Object.values(look?.erased ?? {}).reduce((sum, each) => sum + each, 0);
  for (const [what, count] of Object.entries(look?.erased ?? {}))
    if (look?.term) await enterErasure(tx, { on: today, what, rows: count, ...look.term });
  const isThrough = look?.after === undefined || ofStage + erased >= (stage.most ?? MOST_A_NIGHT);
  const stillFailed = !look ? [...failed, name] : isAgain && isThrough ? failed.slice(1) : failed;
  const following = isAgain ? undefined : stages[stages.indexOf(stage) + 1]?.name;
  const next = isThrough ? (following ?? stillFailed[0]) : name;
  const finished = next === undefined;
  const [total, leftOver] = [rows + erased, left + (look?.left ?? 0)];
  tx.afterCommit(() => {
    if (erased > 0) logger.info({ stage: name, ...look?.erased }, 'what was kept for its time is erased');
    if (finished && leftOver > 0)
      logger.warn({ left: leftOver }, 'what has had its time is left: something of it is open');
  });
  return {
    checkpoint: {
      stage: next ?? name,
      after: isThrough ? FIRST_ID : (look?.after ?? FIRST_ID),
      ...{ rows: total, left: leftOver, ofStage: isThrough ? 0 : ofStage + erased, failed: stillFailed },
    },
    done: erased,
    // what is left shows as what is not done
    ...(finished && { total: total + leftOver }),
    finished,
  };
}

function begin([first]: readonly ErasureStage[]): ErasurePlace {
  if (!first) throw new RangeError('there is nothing to erase');
  return { stage: first.name, after: FIRST_ID, rows: 0, left: 0 };
}

/** @returns undefined when it cannot be done, for whatever reason that waiting does not end */
async function attempt(
  tx: Tx,
  stage: ErasureStage,
  after: string,
  logger: Logger,
): Promise<ErasureLook | undefined> {
  await tx.execute('savepoint look');
  try {
    const look = await stage.look(tx, after);
    await tx.execute('release savepoint look');
    return look;
  } catch (error) {
    if (classify(error).kind === 'infrastructure') throw error;
    await tx.execute('rollback to savepoint look');
    logger.error({ stage: stage.name, err: error }, 'what has had its time cannot be erased');
    return undefined;
  }
}

/** Of the audit what was kept for its years; all of it, since each day brings as much again. @throws YearsMalformed */
export const accessLogStage = (
  audit: AuditRetention,
  policy: () => Pick<PolicyRow, 'id' | 'key' | 'value'>,
  today: CivilDate,
): ErasureStage => ({
  name: 'accessLog',
  most: Infinity,
  async look(tx) {
    const { entries, isThrough } = await eraseAccessLog(tx, audit, policy(), today);
    return { erased: { accessLog: entries }, after: isThrough ? undefined : FIRST_ID };
  },
});
