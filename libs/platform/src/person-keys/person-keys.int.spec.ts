import { checkDigit } from '@minzheng/kernel/id-number';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { FieldCipher } from '../encryption/index.js';
import { JobRunner, Jobs, Jobs1700000000106 } from '../jobs/index.js';
import { encryptedText, Keys1700000000108 } from '../key-rotation/index.js';
import { UnitOfWork } from '../persistence/index.js';
import { PERSON_KEY_ALIASES, PersonKeyAliasesJob } from './person-key-aliases.job.js';
import { leadingSecret, PersonKeys } from './person-keys.js';

const FIRST = 'first-platform-secret';
const SECOND = 'second-platform-secret';
const THIRD = 'third-platform-secret';
const CIPHER = new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1');
const NUMBERS = encryptedText({
  ...{ table: 'person', key: 'person_key', column: 'id_number_enc', place: 'person/{key}/idNumber' },
  holdsIdNumbers: true,
});

const secrets = (current: string, ...previous: string[]) => ({
  personKeySecret: current,
  personKeySecretsPrevious: new Map(previous.map((secret, index) => [`s${index}`, secret])),
});
const idNumber = (n: number): string => {
  const first17 = `51080219850214${String(n).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
};

describe('a change of the secret that persons get their keys under', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let unitOfWork: UnitOfWork;
  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [Jobs1700000000106, Keys1700000000108],
    }).initialize();
    await dataSource.runMigrations();
    await dataSource.query('create table person (person_key uuid primary key, id_number_enc text not null)');
    unitOfWork = new UnitOfWork(dataSource, { writer: 'assistance', source: '/service/test', partitions: 3 });
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** As a register takes persons in. */
  const takeIn = (keys: PersonKeys, ...numbers: readonly string[]): Promise<string[]> =>
    unitOfWork.run('clerk', async (tx) => {
      const taken = await keys.takeIn(tx, numbers);
      for (const [index, key] of taken.entries()) {
        await tx.execute('insert into person values ($1, $2) on conflict do nothing', [
          key,
          CIPHER.encrypt(numbers[index]!, `person/${key}/idNumber`),
        ]);
      }
      return taken;
    });
  const workOutAliases = async (keys: PersonKeys) => {
    const runner = new JobRunner(unitOfWork, pino({ level: 'silent' }));
    runner.register(new PersonKeyAliasesJob([NUMBERS], CIPHER, keys, 2));
    const id = await unitOfWork.run('operator', (tx) =>
      new Jobs().ask(tx, { name: PERSON_KEY_ALIASES, scope: 'all' }),
    );
    while (await runner.round());
    return new Jobs().find(dataSource, id);
  };

  it('finds the same persons under the keys that they were first known by', async () => {
    const numbers = [1, 2, 3, 4, 5].map(idNumber);
    const first = await takeIn(new PersonKeys(secrets(FIRST)), ...numbers);
    expect(first).toEqual(numbers.map((number) => personKeyOf(number, FIRST)));

    const changed = new PersonKeys(secrets(SECOND, FIRST));
    expect(await takeIn(changed, ...numbers)).toEqual(first);
    expect(await workOutAliases(changed)).toMatchObject({ state: 'DONE', done: 5, total: 5 });

    const alone = new PersonKeys(secrets(SECOND));
    expect(await alone.keysOf(dataSource, numbers)).toEqual(first);
    expect(await takeIn(alone, ...numbers.toReversed())).toEqual(first.toReversed());
    expect(await dataSource.query('select from person')).toHaveLength(5);
  });

  it('works out the aliases of those who were taken in before the change', async () => {
    const [first] = await takeIn(new PersonKeys(secrets(FIRST)), idNumber(1));
    const alone = new PersonKeys(secrets(SECOND));
    expect(await alone.keysOf(dataSource, [idNumber(1)])).not.toEqual([first]);
    await workOutAliases(new PersonKeys(secrets(SECOND, FIRST)));
    expect(await alone.keysOf(dataSource, [idNumber(1)])).toEqual([first]);
  });

  it('gives a new person the leading secret’s key and its alias at once', async () => {
    const [known] = await takeIn(new PersonKeys(secrets(SECOND, FIRST)), idNumber(1));
    expect(known).toBe(personKeyOf(idNumber(1), FIRST));
    expect(await new PersonKeys(secrets(SECOND)).keysOf(dataSource, [idNumber(1)])).toEqual([known]);
  });

  it('finds them after a second change too', async () => {
    const [first] = await takeIn(new PersonKeys(secrets(SECOND, FIRST)), idNumber(1));
    await workOutAliases(new PersonKeys(secrets(THIRD, SECOND)));
    expect(await new PersonKeys(secrets(THIRD)).keysOf(dataSource, [idNumber(1)])).toEqual([first]);
  });

  it('lets those who keep no numbers agree with those who do', () => {
    expect(leadingSecret(secrets(FIRST))).toBe(FIRST);
    expect(leadingSecret(secrets(THIRD, FIRST, SECOND))).toBe(FIRST);
  });
});
