/** Calls as agencies make them, for `/openapi.json`. The ID number is synthetic. */
export const INBOUND_EXAMPLES = {
  wage: {
    summary: 'A tax office sends a wage, and says that it has told all it knows of the person',
    value: {
      agency: 'TAX',
      facts: [
        {
          type: 'income',
          idNumber: '51080219850214901X',
          kind: 'wage',
          dataset: 'TAX.wages',
          recordId: '2025-04/510802/000017',
          observedAt: '2025-05-10T01:00:00Z',
          amountFen: '150000',
          period: { fromMonth: '2025-04', toMonth: '2025-04' },
          basis: 'NET',
          payerKey: '91510800MA6253U27D',
          itemKey: 'contract-17',
        },
      ],
      answers: [
        {
          idNumber: '51080219850214901X',
          dataset: 'TAX',
          state: 'ANSWERED',
          observedAt: '2025-05-10T01:00:00Z',
        },
      ],
    },
  },
  deposit: {
    summary: 'A bank sends a deposit; the account number leaves as a hash',
    value: {
      agency: 'BANK',
      facts: [
        {
          type: 'asset',
          idNumber: '51080219850214901X',
          kind: 'deposit',
          dataset: 'BANK.deposits',
          recordId: 'balance-2025-05-14',
          observedAt: '2025-05-14T08:00:00Z',
          valueFen: '800000',
          asOf: '2025-05-14',
          itemKey: 'account-88',
          shareBp: 10_000,
        },
      ],
    },
  },
  disabled: {
    summary: 'The disabled persons’ federation sends a status',
    value: {
      agency: 'DPF',
      facts: [
        {
          type: 'status',
          idNumber: '51080219850214901X',
          kind: 'disabled',
          dataset: 'DPF.cards',
          recordId: 'card-31',
          observedAt: '2025-05-14T08:00:00Z',
          from: '2019-06-01',
          attributes: { category: '2', grade: '2' },
        },
      ],
    },
  },
  nothing: {
    summary: 'A register has no record of the person',
    value: {
      agency: 'NR',
      answers: [
        {
          idNumber: '51080219850214901X',
          dataset: 'NR',
          state: 'NO_RECORD',
          observedAt: '2025-05-14T08:00:00Z',
        },
      ],
    },
  },
  watermark: {
    summary: 'A monthly feed is complete up to the end of April',
    value: { agency: 'TAX', watermark: { dataset: 'TAX', upTo: '2025-04-30T16:00:00Z' } },
  },
};
