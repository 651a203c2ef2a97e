import { announceAsset, announceIncome } from '@minzheng/casework/facts';
import { enumValue } from '@minzheng/contracts/catalogue';
import { AssetKindSchema, FactQuality, IncomeKindSchema } from '@minzheng/contracts/facts';
import type { IncomeWindow } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import type { AidCase } from './application.entity.js';

/**
 * What the applicant has declared is told as facts once the application is accepted (quality DECLARED): any better source
 * takes its place. Spending is told when a bill with its sheet is accepted, not before.
 */
export function announceDeclared(tx: Tx, aidCase: AidCase, window: IncomeWindow, at: Date): void {
  for (const [index, item] of aidCase.declaredItems.entries()) {
    // an income of nothing is no fact
    const isNothing = item.side === 'INCOME' && BigInt(item.amountFen ?? '0') === 0n;
    if (item.noneDeclared || item.side === 'EXPENDITURE' || isNothing) continue;
    const told = {
      personKey: item.personKey,
      region: aidCase.region,
      record: `case/${aidCase.id}/declared/${index}/${item.personKey}`,
      quality: FactQuality.DECLARED,
      caseRef: aidCase.caseNo,
      at,
      item: `case/${aidCase.id}/declared/${index}`,
    };
    if (item.side === 'INCOME') {
      announceIncome(tx, {
        ...told,
        kind: enumValue(IncomeKindSchema, item.kind),
        amountFen: BigInt(item.amountFen ?? '0'),
        period: { fromMonth: window.from, toMonth: window.to },
        payerKey: item.payerKey ?? '*',
      });
    } else {
      announceAsset(tx, {
        ...told,
        kind: enumValue(AssetKindSchema, item.kind),
        ...(item.valueFen === undefined ? {} : { valueFen: BigInt(item.valueFen) }),
        ...(item.count === undefined ? {} : { count: item.count }),
        asOf: aidCase.acceptedOn ?? '',
      });
    }
  }
}
