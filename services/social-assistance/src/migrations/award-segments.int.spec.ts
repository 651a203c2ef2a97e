import { Policies1700000000103, PolicyDrafts1700000000111 } from '@minzheng/platform/policies';
import { LifecycleLog1700000000104 } from '@minzheng/platform/persistence';
import { testDatabase, type TestDatabase } from '@minzheng/testing/servers';
import { DataSource } from 'typeorm';
import { SOCIAL_ASSISTANCE } from '../social-assistance.definition.js';
import { AwardSegments1710000000207 } from './0007-award-segments.js';
import { SocialAssistance1710000000201 } from './0001-social-assistance.js';
import { ReturnsAndAwardStarts1710000000202 } from './0002-returns-and-award-starts.js';
import { LifecycleLog1710000000203 } from './0003-lifecycle-log.js';
import { CaseComputations1710000000204 } from './0004-case-computations.js';

const SHARED = SOCIAL_ASSISTANCE.migrations.filter(({ name }) => /1705\d{9}$/.test(name));
const BEFORE = [
  ...[Policies1700000000103, LifecycleLog1700000000104, PolicyDrafts1700000000111, ...SHARED],
  ...[SocialAssistance1710000000201, ReturnsAndAwardStarts1710000000202, LifecycleLog1710000000203],
  CaseComputations1710000000204,
];

const uuid = (n: number): string => `0198a000-0000-7000-8000-00000000000${n}`;
const person = (n: number): string => `0198a000-0000-8000-8000-00000000000${n}`;
const [HUSBAND, WIFE, ALONE] = [person(1), person(2), person(3)];
const STANDARD_ROW = uuid(9);

/** A decision of before: what was proposed, and what rows it used. */
const assessment = (change: object) =>
  JSON.stringify({
    ...{ memberCount: 2, perCapitaMonthly: { numerator: '40000', denominator: '1' } },
    perCapitaAfterRigid: { numerator: '115000', denominator: '3' },
    ...change,
  });

describe('awards of before there were segments', () => {
  let database: TestDatabase;
  let after: DataSource;
  const opened = (migrations: (new () => object)[]): Promise<DataSource> =>
    new DataSource({ type: 'postgres', url: database.url, migrations, migrationsRun: true }).initialize();

  beforeAll(async () => {
    database = await testDatabase();
    const before = await opened(BEFORE);
    const household = (n: number, hukouType: string) => `
      insert into household (id, region, version, created_by, household_no, hukou_type, address_enc, state)
      values ('${uuid(n)}', '510802001001', 1, 'clerk', 'H${n}', '${hukouType}', '', 'OPEN');`;
    const member = (n: number, key: string, born: string, card: string) => `
      insert into household_member (id, household_id, person_key, place, relation, birth_date, hukou_region, capacity,
        labour, study, disability_kind, disability_grade, card_valid_to, fiscal_paid, counted, reason_code, open)
      values (gen_random_uuid(), '${uuid(n)}', '${key}', 0, 'APPLICANT', '${born}', '510802', 'FULL', 'FULL', 'NONE',
        ${card}, false, true, 'COUNTED', true);`;
    const decided = (n: number, of: object) => `
      insert into aid_case (id, region, version, created_by, case_no, household_id, programme, channel, state,
        declared_items, assessment, decision, policy_version_ids)
      values ('${uuid(n)}', '510802001001', 3, 'clerk', 'C${n}', '${uuid(n)}', 'DIBAO', 'COUNTER', 'APPROVED', '[]',
        '${assessment(of)}', '{"decidedOn": "2025-06-03"}', array['${STANDARD_ROW}'::uuid]);`;
    await before.query(`
      insert into policy_row (id, owner, key, region_prefix, effective_from, value, legal_basis, sequence, state, published_at)
      values ('${STANDARD_ROW}', 'assistance', 'assistance.dibao.standardMonthlyFen', '', '2018-01-01',
              '{"URBAN": "59000", "RURAL": "39000"}', 'L649', 1, 'PUBLISHED', now());
      ${[HUSBAND, WIFE, ALONE].map((key) => `insert into person values ('${key}', '', '');`).join('\n')}
      ${household(1, 'URBAN')} ${household(2, 'RURAL')} ${household(3, 'URBAN')}
      ${member(1, HUSBAND, '1984-03-11', 'null, null, null')}
      ${member(1, WIFE, '1986-09-02', `4, 2, '2029-05-31'`)}
      ${member(2, ALONE, '1970-01-01', 'null, null, null')}
      ${decided(1, { proposed: { extras: [{ personKey: WIFE, kinds: ['SEVERE_DISABILITY'], amountFen: '17700' }] } })}
      ${decided(2, { proposed: { extras: [] } })} ${decided(3, {})}
      insert into award (id, region, version, created_by, case_id, household_id, programme, subtype, person_keys,
        effective_month, base_fen, extras_fen, shares, state)
      values
        ('${uuid(1)}', '510802001001', 2, 'lead', '${uuid(1)}', '${uuid(1)}', 'DIBAO', 'HOUSEHOLD',
         array['${HUSBAND}', '${WIFE}']::uuid[], '2025-07', 38000, 17700,
         '[{"personKey": "${HUSBAND}", "amountFen": "19000"}, {"personKey": "${WIFE}", "amountFen": "36700"}]', 'ACTIVE'),
        ('${uuid(2)}', '510802001001', 1, 'lead', '${uuid(2)}', '${uuid(2)}', 'DIBAO', 'SINGLE_PERSON',
         array['${ALONE}']::uuid[], '2025-07', 27000, 0, '[{"personKey": "${ALONE}", "amountFen": "27000"}]',
         'PENDING_START'),
        ('${uuid(3)}', '510802001001', 1, 'lead', '${uuid(3)}', '${uuid(3)}', 'RIGID', null,
         array['${HUSBAND}', '${WIFE}']::uuid[], '2025-06', 0, 0, '[]', 'ACTIVE');
    `);
    await before.destroy();
    after = await opened([...BEFORE, AwardSegments1710000000207]);
  });
  afterAll(async () => {
    await after.destroy();
    await database.drop();
  });

  it('have one without an end, base and extras by person', async () => {
    const rows = await after.query(
      `select award_id, months::text, person_keys, base_shares_fen, extras_fen, extra_kinds, base_fen, extra_fen,
              standard_fen, cause, created_by from award_segment order by award_id`,
    );
    const common = { cause: 'DECISION', created_by: 'lead', months: '[2025-07-01,)' };
    expect(rows).toEqual([
      {
        ...{ ...common, award_id: uuid(1), person_keys: [HUSBAND, WIFE], standard_fen: '59000' },
        ...{
          base_shares_fen: ['19000', '19000'],
          extras_fen: ['0', '17700'],
          base_fen: '38000',
          extra_fen: '17700',
        },
        extra_kinds: ['', 'SEVERE_DISABILITY'],
      },
      {
        ...{ ...common, award_id: uuid(2), person_keys: [ALONE], standard_fen: '39000' },
        ...{
          base_shares_fen: ['27000'],
          extras_fen: ['0'],
          base_fen: '27000',
          extra_fen: '0',
          extra_kinds: [''],
        },
      },
    ]);
  });

  it('know what they were found on, so that a new standard needs no new count', async () => {
    const rows = await after.query<{ assessed: object | null; hukou_type: string }[]>(
      'select assessed, hukou_type from award order by id',
    );
    const zero = { numerator: '0', denominator: '1' };
    expect(rows).toEqual([
      {
        hukou_type: 'URBAN',
        assessed: {
          ...{ subtype: 'HOUSEHOLD', memberCount: 2, perCapita: { numerator: '40000', denominator: '1' } },
          members: [
            { personKey: HUSBAND, birthDate: '1984-03-11', isSeriouslyIll: false, ownMonthly: zero },
            {
              ...{ personKey: WIFE, birthDate: '1986-09-02', isSeriouslyIll: false, ownMonthly: zero },
              disability: { kind: 4, grade: 2, validTo: '2029-05-31' },
            },
          ],
        },
      },
      {
        hukou_type: 'RURAL',
        assessed: {
          ...{
            subtype: 'SINGLE_PERSON',
            memberCount: 2,
            perCapita: { numerator: '40000', denominator: '1' },
          },
          members: [
            {
              ...{ personKey: ALONE, birthDate: '1970-01-01', isSeriouslyIll: false },
              ownMonthly: { numerator: '12000', denominator: '1' },
            },
          ],
        },
      },
      { hukou_type: 'URBAN', assessed: null },
    ]);
  });

  it('cover whom they covered, and a recognition for a time ends', async () => {
    expect(
      await after.query(
        'select award_id, programme, months::text, told from award_person order by award_id, person_key',
      ),
    ).toEqual([
      ...Array.from({ length: 2 }, () => ({
        award_id: uuid(1),
        programme: 'DIBAO',
        months: '[2025-07-01,)',
        told: 1,
      })),
      { award_id: uuid(2), programme: 'DIBAO', months: '[2025-07-01,)', told: 1 },
      ...Array.from({ length: 2 }, () => ({
        award_id: uuid(3),
        programme: 'RIGID',
        months: '[2025-06-01,)',
        told: 1,
      })),
    ]);
    const [rigid] = await after.query<object[]>(
      'select approved_on::text, valid_to::text from award where id = $1',
      [uuid(3)],
    );
    expect(rigid).toEqual({ approved_on: '2025-06-03', valid_to: '2026-06-03' });
  });
});
