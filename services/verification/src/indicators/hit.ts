import type { Fen } from '@minzheng/kernel/money';
import type { Month } from '@minzheng/kernel/months';
import type { Payer } from './benefits.rules.js';
import type { Ground } from './grounds.rules.js';
import type { Direction, Hit, IndicatorCode, Severity } from './indicator.js';
import type { Watch } from './watch.js';
import type { Payment } from './watched-person.js';

/** What a rule has found, before it becomes a hit of its watch. */
export interface Finding {
  readonly personKey: string;
  /** Whose episode it is; the person's where nothing is said. */
  readonly subject?: Hit['subject'];
  readonly payer: Payer;
  readonly episodeKey: string;
  /** Each once, in this order. */
  readonly evidence: readonly { readonly factId: string }[];
  readonly grounds?: readonly Ground[];
  readonly months?: readonly Month[];
  readonly amountFen?: Fen;
  readonly direction: Direction;
  /** Other than the indicator's. */
  readonly severity?: Severity;
  readonly zh: string;
  readonly en: string;
}

/** A hit; where nobody knows where the payer of a person without household pays, it goes where the person is watched. */
export function hitOf(
  watch: Watch,
  indicator: IndicatorCode,
  policy: { readonly severity: Severity },
  finding: Finding,
): Hit {
  const { personKey, payer, episodeKey, evidence, grounds = [], amountFen, direction } = finding;
  const region = payer.payerRegion ?? (watch.household === undefined ? watch.region : undefined);
  return {
    indicator,
    subject: watch.household === undefined ? 'PERSON' : (finding.subject ?? 'PERSON'),
    personKey,
    payer: payer.payer,
    ...(region !== undefined && { payerRegion: region }),
    ...(payer.programme !== undefined && { programme: payer.programme }),
    episodeKey,
    factIds: [...new Set(evidence.map(({ factId }) => factId))],
    ...(grounds.length > 0 && { grounds }),
    months: [...new Set(finding.months)].sort(),
    ...(amountFen !== undefined && { amountFen }),
    direction,
    severity: finding.severity ?? policy.severity,
    explanation: { zh: finding.zh, en: finding.en },
  };
}

/** What some payments say of months, sums and evidence. */
export function paidOf(
  payments: readonly Payment[],
): Required<Pick<Finding, 'evidence' | 'months' | 'amountFen'>> {
  const inOrder = payments.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  return {
    evidence: inOrder.map(({ fact }) => fact),
    months: inOrder.map(({ month }) => month),
    amountFen: inOrder.reduce((sum, { amountFen }) => sum + amountFen, 0n),
  };
}
