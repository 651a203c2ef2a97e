import type { FactRefusal } from '../facts/fact-check.rules.js';
import { ownFact, refusalOf } from '../facts/own-facts.js';
import { toFactMessage, typeOf, type FactToStore, type StoredFact } from '../facts/stored-fact.js';
import type { FactMessage } from '../facts/fact-row.js';

/** What of a fact is to be otherwise (更正内容): only what is given changes. */
export interface Correction {
  readonly factId: string;
  /** It was never so: nothing takes its place. */
  readonly retracted?: boolean;
  /** Of an income or expenditure: of the whole period. */
  readonly amountFen?: string;
  readonly period?: { readonly fromMonth: string; readonly toMonth: string };
  /** Of an asset; 0 is gone. */
  readonly valueFen?: string;
  readonly count?: number;
  readonly shareBp?: number;
  readonly asOf?: string;
  /** Of a status: its first day, and the first day on which it no longer held. */
  readonly from?: string;
  readonly to?: string;
}

type Field = Exclude<keyof Correction, 'factId' | 'retracted'>;

const FIELDS = {
  INCOME: ['amountFen', 'period'],
  EXPENDITURE: ['amountFen', 'period'],
  ASSET: ['valueFen', 'count', 'shareBp', 'asOf'],
  STATUS: ['from', 'to'],
} as const satisfies Record<string, readonly Field[]>;

/** Why a correction can't be made. */
export type CorrectionMistake = FactRefusal | 'nothing-corrected' | 'unknown-field';

/** Where a correction is decided. */
export interface CorrectionOrigin {
  /** The row of the fact in its appeal. */
  readonly recordId: string;
  readonly version: number;
  readonly region: string;
  readonly at: Date;
}

/**
 * The fact of this service's own that takes the place of a disputed one: the same with what is corrected, or its retraction.
 *
 * @returns why not, where the correction does not fit the fact
 */
export function correctedFact(
  disputed: StoredFact,
  correction: Correction,
  origin: CorrectionOrigin,
): { readonly fact: FactToStore } | { readonly mistake: CorrectionMistake } {
  const { factId: _factId, retracted = false, ...changes } = correction;
  const given = (Object.keys(changes) as Field[]).filter((field) => changes[field] !== undefined);
  const fields: readonly Field[] = FIELDS[typeOf(disputed)];
  if (retracted ? given.length > 0 : given.length === 0) return { mistake: 'nothing-corrected' };
  if (given.some((field) => !fields.includes(field))) return { mistake: 'unknown-field' };
  const told = toFactMessage(disputed);
  change(told.message, changes);
  if (retracted) retract(told.message);
  const fact = ownFact(told, {
    ...origin,
    dataset: 'verification.appeals',
    supersedesFactId: disputed.factId,
  });
  const mistake = refusalOf(fact, origin.at);
  return mistake === undefined ? { fact } : { mistake };
}

function change(message: FactMessage, changes: Omit<Correction, 'factId' | 'retracted'>): void {
  const { amountFen, valueFen, period, from, to, ...alike } = changes;
  const given = Object.fromEntries(Object.entries(alike).filter(([, value]) => value !== undefined));
  Object.assign(message, given);
  if (amountFen !== undefined) Object.assign(message, { amountFen: BigInt(amountFen) });
  if (valueFen !== undefined) Object.assign(message, { valueFen: BigInt(valueFen) });
  if ('period' in message && message.period && period) Object.assign(message.period, period);
  if ('days' in message && message.days) {
    if (from !== undefined) message.days.from = from;
    if (to !== undefined) message.days.to = to;
  }
}

/** As the sender itself would take it back: a sum of nothing, and never visible. */
export function retract(message: FactMessage): void {
  message.retracted = true;
  if ('amountFen' in message) message.amountFen = 0n;
}
