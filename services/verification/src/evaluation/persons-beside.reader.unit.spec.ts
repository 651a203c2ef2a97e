import type { HouseholdMember, PersonKey } from '@minzheng/kernel/means-test';
import { PolicyBook } from '@minzheng/kernel/policy';
import type { ConsentForm } from '../consents/consent.rules.js';
import type { HouseholdOnRecord } from '../households/household.store.js';
import {
  consent,
  FAMILY,
  HEAD,
  member,
  OUTSIDER,
  PARENT,
  SPOUSE,
  TODAY,
} from '../indicators/test/scene-kit.js';
import { policyRows } from '../requests/test/households.js';
import { readPersonsBeside } from './persons-beside.reader.js';

const onRecord = (
  id: string,
  members: readonly HouseholdMember[],
  rest: Partial<HouseholdOnRecord> = {},
) => ({
  ...{ id, service: 'assistance', region: '510802001', hukouType: 'URBAN' as const, members, obligors: [] },
  ...rest,
});
const APART = member(OUTSIDER, 'CHILD', '1990-01-01');
const WITH_APART = onRecord('1', [...FAMILY, APART]);
const OWN = onRecord('2', [
  member(OUTSIDER, 'APPLICANT', '1990-01-01'),
  member(PARENT, 'SPOUSE', '1991-01-01'),
]);

describe('who is read beside those who are watched', () => {
  let book: PolicyBook;
  beforeAll(async () => {
    book = new PolicyBook(await policyRows());
  });

  let statements: string[] = [];
  let read: readonly PersonKey[] = [];
  const beside = async (
    households: readonly HouseholdOnRecord[],
    {
      known = [WITH_APART, OWN],
      consents = [consent(OUTSIDER, { purposes: ['DIBAO'] })],
      policies = book,
    }: {
      known?: readonly HouseholdOnRecord[];
      consents?: readonly ConsentForm[];
      policies?: PolicyBook;
    } = {},
  ) => {
    [statements, read] = [[], []];
    const queries = {
      query: <Row extends object>(sql: string) => {
        const isOfHouseholds = sql.includes('household_person');
        if (isOfHouseholds) statements.push(sql);
        const rows = known.map(({ hukouType, ...row }) => ({
          ...{ ...row, hukou_type: hukouType, as_of: new Date(0) },
        }));
        return Promise.resolve((isOfHouseholds ? rows : []) as unknown as Row[]);
      },
    };
    const { obligorHouseholds } = await readPersonsBeside(queries, {
      ...{ households, alone: [], facts: new Map(), today: TODAY, book: policies },
      consents: Map.groupBy(consents, ({ personKey }) => personKey),
      purposesOf: () => new Set(['MONITORING', 'DIBAO']),
      readFacts: (persons) => {
        read = persons;
        return Promise.resolve(new Map());
      },
    });
    return [...obligorHouseholds].flatMap(([id, of]) =>
      [...of].map(([key, { members }]) => [id, key, members.map(({ personKey }) => personKey)]),
    );
  };
  const ofOwn = [OUTSIDER, PARENT];

  it('is the household of a member who may live apart, never that which is watched', async () => {
    expect(await beside([WITH_APART])).toEqual([['1', OUTSIDER, ofOwn]]);
    expect(read).toEqual(ofOwn);
    const olderOne = onRecord('0', [member(SPOUSE, 'APPLICANT', '1986-04-01'), APART]);
    expect(await beside([WITH_APART], { known: [olderOne, WITH_APART] })).toEqual([]);
    expect(read).toEqual([]);
  });

  it('is nobody where he has not agreed to what the household is supported for', async () => {
    for (const consents of [[], [consent(OUTSIDER, { purposes: ['HEATING'] })]]) {
      expect(await beside([WITH_APART], { consents })).toEqual([]);
      expect(statements).toEqual([]);
    }
  });

  it('is read with one statement however many there are, and with none where all count', async () => {
    const together = member(OUTSIDER, 'PARENT', '1950-01-01', { livesTogetherSince: '2020-01-01' });
    expect(await beside([onRecord('3', [...FAMILY, together]), onRecord('4', FAMILY)])).toEqual([]);
    expect(statements).toEqual([]);
    const ofParent = onRecord('5', [
      member(HEAD, 'APPLICANT', '1960-01-01'),
      member(PARENT, 'CHILD', '1991-01-01'),
    ]);
    const both = [consent(OUTSIDER, { purposes: ['DIBAO'] }), consent(PARENT, { purposes: ['DIBAO'] })];
    expect(await beside([WITH_APART, ofParent], { consents: both })).toEqual([
      ['1', OUTSIDER, ofOwn],
      ['5', PARENT, ofOwn],
    ]);
    expect(statements).toHaveLength(1);
  });

  it('is the household that he heads, else another for each that is watched', async () => {
    const third = onRecord('6', [member(SPOUSE, 'APPLICANT', '1960-01-01')], {
      obligors: [{ personKey: OUTSIDER, obligorOfKey: SPOUSE, relation: 'CHILD' }],
    });
    const ofParents = onRecord('1', [member(HEAD, 'APPLICANT', '1960-01-01'), APART]);
    expect(await beside([ofParents, third], { known: [ofParents, OWN] })).toEqual([
      ['1', OUTSIDER, ofOwn],
      ['6', OUTSIDER, ofOwn],
    ]);
    expect(await beside([ofParents, third], { known: [ofParents] })).toEqual([
      ['6', OUTSIDER, [HEAD, OUTSIDER]],
    ]);
  });

  it('is nobody where a row of the means test is missing', async () => {
    expect(await beside([WITH_APART], { policies: new PolicyBook([]) })).toEqual([]);
  });
});
