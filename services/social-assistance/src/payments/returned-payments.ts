import { addDays, addMonthsToDate, civilDateOf } from '@minzheng/kernel/months';

/** Kind of the work item about a line that the bank has returned. */
export const RETURNED_PAYMENT = 'returnedPayment';

/** Until when a returned line is to be seen to: a month after it came back, the next payment. */
export function returnedPaymentDueAt(at: Date): Date {
  return new Date(`${addDays(addMonthsToDate(civilDateOf(at), 1), 1)}T00:00:00+08:00`);
}
