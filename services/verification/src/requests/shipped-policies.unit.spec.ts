import { shippedTreatments } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import { readCheckPolicy } from './check-policy.js';
import { policyRows } from './test/households.js';

const PREFIX = 'verification.income.treatment.';

describe('the shipped policies', () => {
  it('say of every income kind what the registry says, and of none besides', async () => {
    const rows = (await policyRows()).filter(({ key }) => key.startsWith(PREFIX));
    expect(new Map(rows.map(({ key, value }) => [key, value]))).toEqual(new Map(shippedTreatments()));
    expect(rows.every(({ regionPrefix }) => regionPrefix === '')).toBe(true);
  });

  it('have a document behind each row, and each row an id of its own', async () => {
    const rows = await policyRows();
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ legalBasis }) => legalBasis.trim() === '')).toEqual([]);
  });

  it.each([
    ['DIBAO', 'STANDARD', 'DIBAO'],
    ['EDGE', 'EDGE_MULTIPLE', 'EDGE'],
    ['RIGID', 'RIGID_TEST', 'RIGID'],
  ])('test %s against %s and the property set %s', async (purpose, incomeLimit, propertySet) => {
    const policy = readCheckPolicy(new PolicyBook(await policyRows()), '510802', 'URBAN', '2025-07-15');
    expect(policy.ofPurpose(purpose)).toMatchObject({ incomeLimit, propertySet });
    const unconditional = policy.ofPurpose(purpose).coreSet.filter(({ when }) => when === undefined);
    expect(unconditional.map(({ agency }) => agency)).toEqual([
      ...['PSB', 'MCA', 'HRSS', 'TAX', 'NR', 'AMR', 'BANK', 'DPF'],
      ...(purpose === 'RIGID' ? ['NHSA'] : []),
    ]);
    for (const { agency } of policy.ofPurpose(purpose).coreSet) expect(policy.maxLagOf(agency)).toBeDefined();
    for (const agency of policy.auxiliary) expect(policy.maxLagOf(agency)).toBeDefined();
  });

  it('carry the figures of the specification', async () => {
    const policy = readCheckPolicy(new PolicyBook(await policyRows()), '510802', 'URBAN', '2025-07-15');
    expect(policy.tolerance).toEqual({ toleranceFen: 60_000n, toleranceBp: 1_000 });
    expect(policy.conflictBp).toBe(1_000);
    expect(policy.maxLagOf('TAX')).toMatchObject({ days: 20, monthly: true });
    expect(policy.means.asset.minShareBp).toBe(5_000);
  });
});
