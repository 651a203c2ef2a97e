/** A row of a file, for `/openapi.json`. The ID number is synthetic. */
export const ROW_EXAMPLE = `${JSON.stringify({
  type: 'status',
  idNumber: '51080219850214901X',
  kind: 'relapseMonitored',
  recordId: 'rvp-2025-000001',
  observedAt: '2025-06-30T16:00:00Z',
  from: '2025-06-01',
})}\n`;

/** A manifest as an agency sends it. */
export const MANIFEST_EXAMPLES = {
  monthly: {
    summary: 'Rural revitalisation announces the eighth file of its dataset',
    value: {
      fileId: '0198a000-7c1e-7c66-9a55-3f6c2f4f1f80',
      agency: 'RVP',
      dataset: 'RVP',
      agreementId: 'a3b1ed4d-8db6-56ad-b3e5-0a9f0f3f1a11',
      schemaVersion: 1,
      sequence: 8,
      periodFrom: '2025-06-01',
      periodTo: '2025-06-30',
      generatedAt: '2025-07-01T02:00:00Z',
      parts: [
        {
          name: 'part-1.ndjson',
          bytes: 171,
          rows: 1,
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        },
      ],
      totals: { rows: 1, distinctPersons: 1, sumAmountFen: '0' },
    },
  },
};
