import type { AuthenticatedCaller } from '@minzheng/platform/access';

/** Whose persons somebody may ask about (人员归属): the department knows where its matters lie, and provides it. */
export abstract class PersonDirectory {
  /** Those of the persons who are named in a matter of the caller's region. */
  abstract ofRegion(caller: AuthenticatedCaller, personKeys: readonly string[]): Promise<ReadonlySet<string>>;

  /** The persons of a referral that was made to the caller and is open; none of any other. */
  abstract ofReferral(caller: AuthenticatedCaller, referralId: string): Promise<ReadonlySet<string>>;
}
