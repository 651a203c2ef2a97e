import type { Treatment } from './income-kinds.data.js';
import { INCOME_KINDS, type AidPurpose } from './kind-registry.js';

const PREFIX = 'verification.income.treatment.';

/** Up to this amount, in fen, a charity's consolation money is excluded; a fact over it counts whole. */
export const CONSOLATION_LIMIT_KEY = `${PREFIX}charityAid.consolationLimitFen`;

const CHARITY_AID: Readonly<Record<AidPurpose, Treatment>> = {
  LIVING: 'counted',
  MEDICAL: 'excluded',
  EDUCATION: 'excluded',
  HOUSING: 'excluded',
  REHABILITATION: 'excluded',
  DISASTER: 'excluded',
  CONSOLATION: 'counted',
  OTHER: 'counted',
};

/** Key of the policy row that says how a kind counts; a charity's aid has a row for each purpose. */
export function treatmentKey(kind: string, purpose: AidPurpose | undefined): string {
  return kind === 'charityAid' ? `${PREFIX}charityAid.${purpose ?? 'OTHER'}` : `${PREFIX}${kind}`;
}

/**
 * The rows that are shipped: the registry's column "counts" as policy keys and values, to be entered for the province
 * and checked against what the policy table holds.
 */
export function shippedTreatments(): ReadonlyMap<string, Treatment | string> {
  const byKind = [...INCOME_KINDS].flatMap(([kind, { treatment }]): [string, Treatment][] =>
    treatment === 'by purpose' ? [] : [[treatmentKey(kind, undefined), treatment]],
  );
  const byPurpose = Object.entries(CHARITY_AID).map(([purpose, treatment]): [string, Treatment] => [
    `${PREFIX}charityAid.${purpose}`,
    treatment,
  ]);
  return new Map<string, Treatment | string>([...byKind, ...byPurpose, [CONSOLATION_LIMIT_KEY, '100000']]);
}
