import { isVerified, type StatusCopies, type StatusCopy } from '@minzheng/casework/status-copies';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { monthAfter } from '../awards/months.js';

export const DEATH_KINDS = ['deceased', 'declaredDead'] as const satisfies readonly StatusCopy['kind'][];

/** A person's death as it stands: the earliest day that is told, of those that are verified where any is. */
export interface KnownDeath {
  readonly diedOn: CivilDate;
  /** A register or a court says so; what somebody has only reported holds nothing back. */
  readonly isVerified: boolean;
}

/** Of these persons those who have died, as far as others say. */
export async function deathsOf(
  tx: Tx,
  copies: StatusCopies,
  personKeys: readonly string[],
): Promise<ReadonlyMap<string, KnownDeath>> {
  const standing = await copies.standing(tx, personKeys, DEATH_KINDS);
  return new Map(
    [...Map.groupBy(standing, ({ personKey }) => personKey)].map(([key, told]) => [key, deathOf(told)]),
  );
}

function deathOf(told: readonly StatusCopy[]): KnownDeath {
  const verified = told.filter(isVerified);
  const relied = verified.length > 0 ? verified : told;
  const days = relied.map(({ days: { from } }) => from).sort();
  return { diedOn: days[0] ?? '', isVerified: verified.length > 0 };
}

/** The first month of which nothing is due to a person who is guaranteed alone and has died, by person. */
export function endedByDeath(deaths: ReadonlyMap<string, KnownDeath>): ReadonlyMap<string, Month> {
  return new Map(
    [...deaths].flatMap(([personKey, { diedOn, isVerified }]) =>
      isVerified ? [[personKey, monthAfter(diedOn)]] : [],
    ),
  );
}

/** The last of the covered persons to die, when all have: nothing is due from the month after (catalogue 6.2). */
export function lastDeath(
  personKeys: readonly string[],
  deaths: ReadonlyMap<string, KnownDeath>,
): CivilDate | undefined {
  const days = personKeys.map((key) => {
    const death = deaths.get(key);
    return death?.isVerified ? death.diedOn : undefined;
  });
  if (days.length === 0 || days.includes(undefined)) return undefined;
  return days.sort().at(-1);
}
