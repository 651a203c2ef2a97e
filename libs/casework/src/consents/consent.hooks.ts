import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import type { Consent } from './consent.entity.js';

/** Whose data may be asked for: as the department has the person on record. */
export interface NamedPerson {
  /** Of the office that is responsible. */
  readonly region: string;
  /** Legal capacity (民事行为能力). */
  readonly capacity: 'FULL' | 'LIMITED' | 'NONE';
  readonly guardianKey: string | null;
}

/** What the department knows and does about consents; it provides this class. */
export abstract class ConsentHooks {
  /** The person where he or she is named. @throws NotFound when nowhere */
  abstract personNamed(manager: EntityManager, personKey: string): Promise<NamedPerson>;

  /** The person has consented: whoever waited for it has it. */
  abstract given(tx: Tx, consent: Consent): Promise<void>;

  /** The last day is over: whoever still needs the consent asks for a new one. */
  abstract expired(tx: Tx, consent: Consent): Promise<void>;

  /** The person has withdrawn it: what rests on it is reviewed (catalogue 2.2). */
  abstract withdrawn(tx: Tx, consent: Consent): Promise<void>;
}
