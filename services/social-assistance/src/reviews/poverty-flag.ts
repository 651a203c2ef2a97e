import type { StatusCopies } from '@minzheng/casework/status-copies';
import type { CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { PovertyFlag } from '../entitlement/gradual-exit.rules.js';

/** How a household stands to the fight against poverty on a day, as the rural revitalisation office tells it of its members. */
export async function povertyFlagOf(
  tx: Tx,
  copies: StatusCopies,
  members: readonly { readonly personKey: string }[],
  on: CivilDate,
): Promise<PovertyFlag> {
  const keys = members.map(({ personKey }) => personKey);
  const standing = await copies.standing(tx, keys, ['registeredPoor', 'relapseMonitored']);
  const kinds = new Set(
    standing
      .filter(({ days: { from, to } }) => from <= on && (to === undefined || on < to))
      .map(({ kind }) => kind),
  );
  if (kinds.has('registeredPoor')) return 'REGISTERED_POOR';
  return kinds.has('relapseMonitored') ? 'MONITORED' : 'NONE';
}
