import { enumValue } from '@minzheng/contracts/catalogue';
import { IncomeKindSchema, StatusKindSchema } from '@minzheng/contracts/facts';
import type { Leaf } from '@minzheng/casework/reports';
import { PolicyBook } from '@minzheng/kernel/policy';
import type { DataSource } from 'typeorm';
import { serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { VERIFICATION_REPORTS } from './reports.js';
import { SimulatedRecords, MONTHS, TODAY } from './test/simulated-records.js';
import { StraightCount, type Figures } from './test/straight-count.js';
import { writeRecords } from './test/write-records.js';

const KINDS = {
  dibao: 4_000 + enumValue(StatusKindSchema, 'dibao'),
  registeredPoor: 4_000 + enumValue(StatusKindSchema, 'registeredPoor'),
  income: 1_000 + enumValue(IncomeKindSchema, 'dibaoBenefit'),
};

describe('the statistics of a simulated province', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  const records = new SimulatedRecords(KINDS);
  const straight = new StraightCount(records, KINDS);

  beforeAll(async () => {
    database = await serviceDatabase();
    ({ dataSource } = database);
    await writeRecords(dataSource, records);
  });
  afterAll(() => database.drop());

  const leavesOf = async (code: string, region: string): Promise<readonly Leaf[]> => {
    const definition = VERIFICATION_REPORTS.definitions.find((each) => each.code === code);
    if (!definition) throw new RangeError(`no report ${code}`);
    const scope = {
      months: MONTHS,
      counties: ['430000', '510000', '510802', '510811'].filter((county) => county.startsWith(region)),
      places: [],
      parameters: [MONTHS, TODAY, `${region}%`],
      within: (column: string) => `${column} like $3`,
    };
    return definition.leaves(scope, {
      book: new PolicyBook([]),
      query: (sql, parameters) => dataSource.query(sql, [...parameters]),
    });
  };
  const figures = (leaves: readonly Leaf[]): Figures => {
    const sums = new Map<string, number>();
    for (const { region, hukouType, month, item, measure, bucket, value } of leaves) {
      const key = [region, hukouType, month, item, measure, bucket].join('|');
      sums.set(key, (sums.get(key) ?? 0) + Number(value));
    }
    return Object.fromEntries(sums);
  };
  const within = (all: Figures, region: string): Figures =>
    Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith(region)));

  it.each(VERIFICATION_REPORTS.definitions.map(({ code, title }) => [code, title.en]))(
    '%s, %s: what the records come to when they are counted one by one',
    async (code) => {
      const counted = straight.of(code);
      expect(Object.keys(counted).length).toBeGreaterThan(10);
      expect(figures(await leavesOf(code, '51'))).toEqual(counted);
      expect(figures(await leavesOf(code, '510802'))).toEqual(within(counted, '510802'));
    },
  );

  it('VF-08 lists what agencies send under the province that is asked for', async () => {
    const received = (await leavesOf('VF-08', '43')).filter(({ measure }) => measure === 'received');
    expect(received.length).toBeGreaterThan(0);
    expect(new Set(received.map(({ region }) => region))).toEqual(new Set(['430000']));
  });

  it('tell every measure that they define', async () => {
    for (const { code, measures } of VERIFICATION_REPORTS.definitions) {
      const told = new Set((await leavesOf(code, '51')).map(({ measure }) => measure));
      expect([code, ...told].sort()).toEqual([code, ...Object.keys(measures)].sort());
    }
  });
});
