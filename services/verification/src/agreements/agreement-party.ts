import type { AuthenticatedCaller } from '@minzheng/platform/access';
import {
  described,
  SETTINGS,
  textSetting,
  type SettingsOf,
  type SettingsSchema,
} from '@minzheng/platform/config';
import { Inject, Injectable } from '@nestjs/common';

/** Who of civil affairs is a side of every agreement. */
export const AGREEMENT_SETTINGS = {
  centreOrg: described(
    textSetting({ fallback: 'province-verification-centre' }),
    'The provincial verification centre, as tokens name it in `org`: it sees all agreements and subscriptions, approves and suspends for its side. Whoever’s token names another organization speaks for that one alone; one that names none speaks for the centre, so give each client an `org` at the issuer.',
    { example: 'province-verification-centre' },
  ),
} satisfies SettingsSchema;

/** For whom callers speak where two sides agree on data. */
@Injectable()
export class AgreementParties {
  constructor(@Inject(SETTINGS) private readonly settings: SettingsOf<typeof AGREEMENT_SETTINGS>) {}

  /**
   * The party for which a caller speaks: an agency or another department, with or without an agreement. Undefined for the provincial
   * verification centre, which serves all parties, and for whoever is of no organization: so the platform's own issuer names its own.
   */
  of({ party, org }: Pick<AuthenticatedCaller, 'party' | 'org'>): string | undefined {
    return party ?? (org === this.settings.centreOrg ? undefined : org);
  }
}
