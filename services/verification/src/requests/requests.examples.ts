import { HOUSEHOLD_CHECK_EXAMPLES } from './household-checks.examples.js';

const { household } = HOUSEHOLD_CHECK_EXAMPLES.couple.value;
const [HUSBAND, WIFE] = household.members.map(({ personKey }) => personKey);

const consentOf = (consentId: string, personKey: string | undefined) => ({
  consentId,
  personKey,
  signerKey: personKey,
  signerRole: 'SELF',
  purposes: ['LEGAL_AID'],
  datasets: ['CORE'],
  method: 'PAPER_SCAN',
  documentSha256: 'ab'.repeat(32),
  signedAt: '2025-07-14T02:00:00Z',
  validTo: '2026-07-13',
});

/** Requests as a department outside the platform sends them, for `/openapi.json`. The persons are synthetic. */
export const VERIFICATION_REQUEST_EXAMPLES = {
  legalAid: {
    summary: 'A legal-aid centre has a couple checked',
    value: {
      caseRef: 'LA-510802-2025-0042',
      occasion: 'APPLICATION',
      purposes: ['LEGAL_AID'],
      household,
      consents: [
        consentOf('01980000-0000-7000-8000-000000000011', HUSBAND),
        consentOf('01980000-0000-7000-8000-000000000012', WIFE),
      ],
      declaredItems: [
        {
          personKey: HUSBAND,
          side: 'INCOME',
          kind: 'wage',
          amountFen: '1800000',
          noneDeclared: false,
        },
      ],
      asOf: '2025-07-15T02:00:00Z',
      priority: 'NORMAL',
    },
  },
};
