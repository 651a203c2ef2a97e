import { randomUUID } from 'node:crypto';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { readKnowledge } from './check-knowledge.js';
import { depositReading, readSharedDeposits } from './shared-deposits.js';
import { assetFact, HOUSEHOLD, HUSBAND, policyBook } from './test/households.js';

describe('deposits that others hold too', () => {
  let database: ServiceDatabase;
  let book: PolicyBook;

  beforeAll(async () => {
    database = await serviceDatabase();
    book = await policyBook();
  });
  afterAll(() => database.drop());

  const query = <Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
    database.dataSource.query(sql, [...parameters]);
  interface Form {
    readonly purposes?: readonly string[];
    readonly datasets?: readonly string[];
    readonly validTo?: string;
  }

  // of an orphan's benefit only the registers of the population, marriages and disabilities are core
  it.each<[string, readonly string[], Form, boolean]>([
    ['the core set of the purpose', ['DIBAO'], {}, true],
    ['the banks, for the purpose', ['DIBAO'], { datasets: ['BANK.deposits'] }, true],
    ['one of the purposes', ['DIBAO', 'EDGE'], { purposes: ['EDGE'] }, true],
    ['another purpose', ['EDGE'], {}, false],
    ['the banks, for another purpose', ['EDGE'], { datasets: ['BANK'] }, false],
    ['a core set without the banks', ['DIBAO', 'ORPHAN'], { purposes: ['ORPHAN'] }, false],
    ['other sources', ['DIBAO'], { datasets: ['TAX'] }, false],
    ['the purpose, up to yesterday', ['DIBAO'], { validTo: '2025-07-17' }, false],
  ])('are read while the holder has agreed to %s', async (_name, purposes, form, isRead) => {
    const [holder, itemKey] = [randomUUID(), randomUUID()];
    await query('insert into deposit_holding (person_key, item_key) values ($1, $3), ($2, $3)', [
      ...[HUSBAND, holder, itemKey],
    ]);
    await query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets,
                            method, document_sha256, taken_by, signed_at, valid_to)
       values ($1, '510802', 1, 'test', 'ACTIVE', $2, $2, 'SELF', $3, $4, 'E_SIGN', '', 'assistance', '2025-01-01', $5)`,
      [
        ...[randomUUID(), holder, form.purposes ?? ['DIBAO'], form.datasets ?? ['CORE']],
        form.validTo ?? '2025-07-18',
      ],
    );
    const check = { purposes, asOf: new Date('2025-07-15T02:00:00Z'), household: HOUSEHOLD };
    const reading = depositReading(book, check, '2025-07-18');
    const deposit = { ...assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 1n }), itemKey };
    const expected = isRead ? [{ itemKey, households: 2 }] : [];
    expect(await readSharedDeposits({ query }, [deposit], [HUSBAND], reading)).toEqual(expected);
    const { sharedDeposits } = await readKnowledge({ query }, [HUSBAND], reading);
    expect(sharedDeposits.filter((each) => each.itemKey === itemKey)).toEqual(expected);
  });
});
