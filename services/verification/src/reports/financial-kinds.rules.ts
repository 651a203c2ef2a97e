import { kindsOf, type FactType } from '@minzheng/kernel/means-test';

/** Who holds and moves money for others (金融机构): banks, securities firms, insurers. */
const FINANCIAL_AGENCIES: readonly string[] = ['BANK', 'SEC', 'INS'];

const TYPES: readonly FactType[] = ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'];

const FINANCIAL_KINDS: ReadonlySet<string> = new Set(
  TYPES.flatMap((type) =>
    FINANCIAL_AGENCIES.flatMap((agency) => kindsOf(type, agency).map((kind) => `${type}/${kind}`)),
  ),
);

export function isFinancialAgency(agency: string): boolean {
  return FINANCIAL_AGENCIES.includes(agency);
}

/**
 * Whether a kind is one that banks, securities firms and insurers tell, whoever tells it: what they hold, interest, annuities,
 * premiums. Its amounts are shown to `finances:read` alone, also where they were declared, or decided here (商业银行法 art. 29).
 */
export function isFinancialKind(type: FactType, kind: string): boolean {
  return FINANCIAL_KINDS.has(`${type}/${kind}`);
}
