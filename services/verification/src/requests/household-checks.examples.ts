/** Questions as a caseworker's program asks them, for `/openapi.json`. The personKeys are synthetic. */
export const HOUSEHOLD_CHECK_EXAMPLES = {
  couple: {
    summary: 'A couple with a wage that the husband has declared',
    value: {
      household: {
        region: '510802',
        hukouType: 'URBAN',
        members: [
          {
            personKey: '66f9367c-2a08-8d62-9d75-d6dbe23270b8',
            relation: 'APPLICANT',
            birthDate: '1985-02-14',
            hukouRegion: '510802',
            capacity: 'FULL',
            study: 'NONE',
          },
          {
            personKey: '0b7f0e52-91d4-8c3a-a6f1-4f2f0c5d7e19',
            relation: 'SPOUSE',
            birthDate: '1986-03-05',
            hukouRegion: '510802',
            capacity: 'FULL',
            study: 'NONE',
          },
        ],
        obligors: [],
      },
      purposes: ['DIBAO'],
      declaredItems: [
        {
          personKey: '66f9367c-2a08-8d62-9d75-d6dbe23270b8',
          side: 'INCOME',
          kind: 'wage',
          amountFen: '150000',
          period: { from: '2025-04', to: '2025-04' },
          noneDeclared: false,
        },
      ],
    },
  },
};
