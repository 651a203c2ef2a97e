import type { Letter } from '@minzheng/casework/notices';
import type { CivilDate, Month } from '@minzheng/kernel/months';
import type { SuppliedItem } from './report-facts.rules.js';

/** Kind of the letter that asks an agency for what the report lacks (函询). */
export const INQUIRY = 'INQUIRY';

/** One thing that the agency has answered of one person. */
export interface AnsweredItem {
  readonly personKey: string;
  readonly side: SuppliedItem['side'];
  readonly kind: string;
  readonly amountFen?: string;
  readonly valueFen?: string;
  readonly count?: number;
  readonly payerKey?: string;
  readonly fromMonth?: string;
  readonly toMonth?: string;
}

/** What an agency has answered; an empty list says that there is nothing. */
export interface InquiryAnswer {
  readonly items: readonly AnsweredItem[];
}

/** An agency's answer counts like what it sends itself. */
export function suppliedByLetter(
  { id, addresseeAgency, answeredOn }: Letter,
  items: readonly AnsweredItem[],
): SuppliedItem[] {
  return items.map(({ fromMonth, toMonth, ...item }, index) => ({
    ...item,
    factId: `letter/${id}/${index}`,
    quality: 'VERIFIED',
    agency: addresseeAgency ?? '',
    on: (answeredOn ?? '') as CivilDate,
    ...(fromMonth === undefined ? {} : { fromMonth: fromMonth as Month }),
    ...(toMonth === undefined ? {} : { toMonth: toMonth as Month }),
  }));
}
