import { gateOf, type EconomicFact } from '@minzheng/kernel/means-test';
import { opens, type ConsentForm } from '../consents/consent.rules.js';
import { isFinancialAgency, isHeldByFinancialAgency } from '../reports/member-figures.rules.js';

/** What opens a profile to its reader. */
export interface ProfileReader {
  readonly purpose: string;
  /** The person's consents that hold today. */
  readonly consents: readonly ConsentForm[];
  /** The agencies that `CORE` in a consent stands for. */
  readonly core: readonly string[];
  /** `finances:read` */
  readonly finances: boolean;
}

const FINANCES = 'facts of banks, securities firms and insurers';

/** The facts that the reader may see (按权限展示): what is left out is named in `redacted`. */
export function viewOf(
  facts: readonly EconomicFact[],
  reader: ProfileReader,
): { readonly facts: EconomicFact[]; readonly redacted: string[] } {
  const shown = facts.filter((fact) => reader.finances || !isFinancial(fact));
  const closed = shown.filter((fact) => !isOpened(fact, reader)).map(({ source }) => source.agency);
  return {
    facts: shown.filter((fact) => isOpened(fact, reader)),
    redacted: [...new Set([...closed, ...(reader.finances ? [] : [FINANCES])])].sort(),
  };
}

const isFinancial = ({ type, kind, source }: EconomicFact): boolean =>
  isFinancialAgency(source.agency) || (type === 'ASSET' && isHeldByFinancialAgency(kind));

/** Gate C is opened by a consent that covers the source for the purpose; gate L by law, a declaration by its maker. */
function isOpened(
  { type, kind, source, quality }: EconomicFact,
  { purpose, consents, core }: ProfileReader,
): boolean {
  return (
    quality === 'DECLARED' ||
    gateOf(type, kind, source.agency) === 'L' ||
    opens(consents, purpose, source.agency, core.includes(source.agency))
  );
}
