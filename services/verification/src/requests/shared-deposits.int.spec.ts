import { randomUUID } from 'node:crypto';
import type { AssetFact } from '@minzheng/kernel/means-test';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { readKnowledge } from './check-knowledge.js';
import { depositReading, noteDeposits, readSharedDeposits } from './shared-deposits.js';
import { assetFact, CHILD, HOUSEHOLD, HUSBAND, policyBook, WIFE } from './test/households.js';

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
  const agree = (holder: string, form: Form = {}) =>
    query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes, datasets,
                            method, document_sha256, taken_by, signed_at, valid_to)
       values ($1, '510802', 1, 'test', 'ACTIVE', $2, $2, 'SELF', $3, $4, 'E_SIGN', '', 'assistance', '2025-01-01', $5)`,
      [
        ...[randomUUID(), holder, form.purposes ?? ['DIBAO'], form.datasets ?? ['CORE']],
        form.validTo ?? '2025-07-18',
      ],
    );
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
    await agree(holder, form);
    const check = { purposes, asOf: new Date('2025-07-15T02:00:00Z'), household: HOUSEHOLD };
    const reading = depositReading(book, check, '2025-07-18');
    const deposit = { ...assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 1n }), itemKey };
    const expected = isRead ? [{ itemKey, households: 2 }] : [];
    expect(await readSharedDeposits({ query }, [deposit], reading)).toEqual(expected);
    const { sharedDeposits } = await readKnowledge({ query }, [HUSBAND], reading);
    expect(sharedDeposits.filter((each) => each.itemKey === itemKey)).toEqual(expected);
  });

  const DAY = '2025-07-15';
  /** Who reads holds the account too, as two households on record do. */
  const sharedOn = (today: string, itemKey: string) => {
    const check = { purposes: ['DIBAO'], asOf: new Date(`${DAY}T02:00:00Z`), household: HOUSEHOLD };
    const own = { ...assetFact(HUSBAND, 'BANK', 'deposit', { valueFen: 1n }), itemKey };
    const reading = depositReading(book, check, today);
    return readSharedDeposits({ query }, [own], reading);
  };
  const familyWith = (birthDate: string, capacity: 'FULL' | 'LIMITED' = 'LIMITED') => {
    const keys: Readonly<Record<string, string>> = {
      ...{ [HUSBAND]: randomUUID(), [WIFE]: randomUUID(), [CHILD]: randomUUID() },
    };
    const [husband = '', wife = '', child = ''] = [HUSBAND, WIFE, CHILD].map((key) => keys[key]);
    const members = HOUSEHOLD.members.map((member) => ({
      ...member,
      personKey: keys[member.personKey] ?? '',
      ...(member.relation === 'CHILD' && { birthDate, capacity }),
    }));
    const note = (itemKey: string, countedKeys: readonly string[]) =>
      database.unitOfWork.run('test', (tx) =>
        noteDeposits(
          tx,
          [{ ...(assetFact(child, 'BANK', 'deposit', { valueFen: 1n }) as AssetFact), itemKey }],
          {
            household: { members },
            countedKeys,
            on: DAY,
          },
        ),
      );
    return { husband, wife, child, note };
  };

  it('are those of another household too where an obligor’s wife holds one, who is looked at with him', async () => {
    const [wifeOfObligor, itemKey] = [randomUUID(), randomUUID()];
    await query('insert into deposit_holding (person_key, item_key) values ($1, $3), ($2, $3)', [
      ...[HUSBAND, wifeOfObligor, itemKey],
    ]);
    await agree(wifeOfObligor);
    const check = { purposes: ['DIBAO'], asOf: new Date(`${DAY}T02:00:00Z`), household: HOUSEHOLD };
    const reading = depositReading(book, check, DAY);
    const { sharedDeposits } = await readKnowledge({ query }, [HUSBAND, wifeOfObligor], reading);
    expect(sharedDeposits.filter((each) => each.itemKey === itemKey)).toEqual([{ itemKey, households: 2 }]);
    const hers = { ...assetFact(wifeOfObligor, 'BANK', 'deposit', { valueFen: 1n }), itemKey };
    expect(await readSharedDeposits({ query }, [hers], reading)).toEqual([]);
  });

  it('are of the household that the holder heads, though his parents name him too', async () => {
    const [son, wife, father] = [randomUUID(), randomUUID(), randomUUID()];
    const itemKey = randomUUID();
    const onRecord = async (id: string, relations: Readonly<Record<string, string>>) => {
      const members = Object.entries(relations).map(([personKey, relation]) => ({ personKey, relation }));
      await query(
        `insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802', 'URBAN', '2025-07-01', 1, $2, '[]')`,
        [id, JSON.stringify(members)],
      );
      await query('insert into household_person select $1, unnest($2::uuid[])', [id, Object.keys(relations)]);
    };
    await onRecord('00000000-0000-7000-8000-000000000001', { [father]: 'APPLICANT', [son]: 'CHILD' });
    await onRecord('00000000-0000-7000-8000-000000000002', { [son]: 'APPLICANT', [wife]: 'SPOUSE' });
    await query('insert into deposit_holding (person_key, item_key) select unnest($1::uuid[]), $2', [
      ...[[HUSBAND, son, wife], itemKey],
    ]);
    await agree(son);
    await agree(wife);
    expect(await sharedOn(DAY, itemKey)).toEqual([{ itemKey, households: 2 }]);
  });

  it('are of a child read while a guardian who counts has agreed: three households hold one account', async () => {
    const itemKey = randomUUID();
    const { husband, wife, child, note } = familyWith('2015-05-01');
    const other = randomUUID();
    await query('insert into deposit_holding (person_key, item_key) values ($1, $2)', [other, itemKey]);
    await agree(other);
    await note(itemKey, [husband, wife, child]);
    expect(await sharedOn(DAY, itemKey)).toEqual([{ itemKey, households: 2 }]);
    await agree(wife);
    expect(await sharedOn(DAY, itemKey)).toEqual([{ itemKey, households: 3 }]);
    await query(`update consent set state = 'EXPIRED' where person_key = $1`, [wife]);
    expect(await sharedOn(DAY, itemKey)).toEqual([{ itemKey, households: 2 }]);
  });

  it.each<[string, string, 'FULL' | 'LIMITED', boolean]>([
    ['of a guardian who does not count', '2015-05-01', 'LIMITED', false],
    ['of a child of full capacity', '2008-05-01', 'FULL', true],
    ['who is of age by now', '2007-07-16', 'LIMITED', true],
    ['whose form covers a child the day before', '2007-07-17', 'LIMITED', true],
  ])(
    'are of a child not read under the consent of a guardian: %s',
    async (what, birthDate, capacity, counts) => {
      const itemKey = randomUUID();
      const { husband, wife, child, note } = familyWith(birthDate, capacity);
      await agree(wife);
      await note(itemKey, counts ? [husband, wife, child] : [husband, child]);
      const isRead = what.startsWith('whose form');
      expect(await sharedOn('2025-07-16', itemKey)).toEqual(isRead ? [{ itemKey, households: 2 }] : []);
    },
  );
});
