import type { DescMessage } from '@bufbuild/protobuf';
import type { CivilDate } from '@minzheng/kernel/months';
import type { FactMessage } from '../facts/fact-row.js';
import type { AgreementOf } from './inbound-agreement.js';
import type { Pseudonyms } from './pseudonyms.js';

/** What the items of one call are read with. */
export interface Reading {
  /** Code of the agency that sends. */
  readonly agency: string;
  /** Region of the caller: the source answers for it. */
  readonly region: string | undefined;
  readonly now: Date;
  readonly today: CivilDate;
  readonly pseudonyms: Pseudonyms;
  readonly agreementOf: AgreementOf;
}

/** A fact that may be announced. */
export interface ReadFact {
  readonly schema: DescMessage;
  readonly message: FactMessage;
}
