import type { FactQuality, StatusFact } from '@minzheng/kernel/means-test';
import type { Tx } from '@minzheng/platform/persistence';

/** A status as somebody else told it: `days.to` is the first day on which it no longer holds. */
export type StatusCopy = Pick<
  StatusFact,
  'factId' | 'personKey' | 'kind' | 'days' | 'attributes' | 'quality' | 'source' | 'observedAt'
>;

/** A register, a court or a department that has checked it says so; a mere report does not. */
export const isVerified = ({ quality }: { readonly quality: FactQuality }): boolean =>
  quality === 'REGISTERED' || quality === 'VERIFIED';

/** What of one kind stands of a person now and did not, and the other way round. */
export interface StatusChange {
  readonly personKey: string;
  readonly kind: StatusFact['kind'];
  readonly began: readonly StatusCopy[];
  readonly ended: readonly StatusCopy[];
}

/** What the department does about changes: it provides the class. */
export abstract class StatusEffects {
  /** In the transaction in which the copies changed; each change is told once, in the order of the persons. */
  abstract changed(tx: Tx, changes: readonly StatusChange[]): Promise<void>;
}
