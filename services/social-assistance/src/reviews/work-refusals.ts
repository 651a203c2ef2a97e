import { isVerified, type StatusCopies } from '@minzheng/casework/status-copies';
import type { Tx } from '@minzheng/platform/persistence';
import { refusalThatCounts } from '../entitlement/work-refusal.rules.js';

/** Of these persons, who refuses work three times running as others tell it, with the number of the refusal that counts. */
export async function countingRefusals(
  tx: Pick<Tx, 'query'>,
  copies: StatusCopies,
  personKeys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const told = (await copies.standing(tx, personKeys, ['jobRefused', 'employed'])).filter(isVerified);
  const daysOf = (personKey: string, kind: string) =>
    told.filter((copy) => copy.personKey === personKey && copy.kind === kind).map(({ days }) => days.from);
  return new Map(
    [...new Set(personKeys)].flatMap((personKey): [string, number][] => {
      const [refusedOn, employedFrom] = [daysOf(personKey, 'jobRefused'), daysOf(personKey, 'employed')];
      const refusal = refusalThatCounts({ refusedOn, employedFrom });
      return refusal === undefined ? [] : [[personKey, refusal]];
    }),
  );
}
