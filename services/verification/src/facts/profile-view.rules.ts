import { gateOf, type EconomicFact } from '@minzheng/kernel/means-test';
import { agreedUse, type AgreedPurposes } from '../agreements/agreed-purposes.rules.js';
import { opens, type ConsentForm } from '../consents/consent.rules.js';
import { openingSources } from './opening-sources.rules.js';
import { isFinancialAgency, isFinancialKind } from '../reports/financial-kinds.rules.js';

/** What opens a profile to its reader. */
export interface ProfileReader {
  readonly purpose: string;
  /**
   * The person belongs to the household that the case is about (共同生活的家庭成员); an obligor (赡养抚养扶养义务人), who may be named
   * in it and live apart, does not.
   */
  readonly isMember: boolean;
  /** The person's consents that hold today. */
  readonly consents: readonly ConsentForm[];
  /** The agencies that `CORE` in a consent stands for. */
  readonly core: readonly string[];
  /** What agencies have agreed that their facts are used for, of those that limit it. */
  readonly agreements: readonly AgreedPurposes[];
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
  const agreed = agreedUse(reader.agreements, [reader.purpose]);
  const isReadable = (fact: EconomicFact) => agreed.dataset(fact.source) && isOpened(fact, reader);
  const closed = shown.filter((fact) => !isReadable(fact)).map(({ source }) => source.agency);
  return {
    facts: shown.filter(isReadable),
    redacted: [...new Set([...closed, ...(reader.finances ? [] : [FINANCES])])].sort(),
  };
}

const isFinancial = (fact: EconomicFact): boolean =>
  isFinancialKind(fact.type, fact.kind) || openingSources(fact).some(isFinancialAgency);

/**
 * Gate C is opened by a consent that covers the source for the purpose; gate L by law, which speaks of the family (SA art. 58):
 * of an obligor who has not consented for the purpose only what was declared or surveyed is shown. Verification 5.6.
 */
function isOpened(fact: EconomicFact, { purpose, isMember, consents, core }: ProfileReader): boolean {
  const { type, kind, source, quality } = fact;
  if (quality === 'DECLARED') return true;
  if (!isMember && !consents.some(({ purposes }) => purposes.includes(purpose)))
    return quality === 'SURVEYED';
  return (
    gateOf(type, kind, source.agency) === 'L' ||
    openingSources(fact).some((agency) => opens(consents, purpose, agency, core.includes(agency)))
  );
}
