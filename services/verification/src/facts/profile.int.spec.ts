import { randomUUID } from 'node:crypto';
import { OfficialRelatives } from '@minzheng/casework/relatives';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { AssetFactSchema, AssetKind, FactQuality, StatusKind } from '@minzheng/contracts/facts';
import { AuthenticatedCaller } from '@minzheng/platform/access';
import { DisclosureRecord } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import type { DataSource } from 'typeorm';
import { ConsentRegister } from '../consents/consent.register.js';
import type { ReceivedFact } from './fact-row.js';
import { FactStore } from './fact.store.js';
import type { ProfileQuery } from './profile.dto.js';
import { ProfileController } from './profile.controller.js';
import { allPolicies, serviceDatabase, type ServiceDatabase } from '../test/kit/database.js';
import { received, status, wage } from './test/facts.js';

const PERSON = '33333333-3333-8333-8333-333333333333';
const FINANCES = 'facts of banks, securities firms and insurers';

const CASE_REF = '510802-2025-000001';
const PARENTS_CASE = '510802-2025-000003';
const SISTERS_CASE = '510802-2025-000004';
const NEIGHBOURS_CASE = '510803-2025-000001';
const MOTHERS_CASE = '510802-2025-000005';
const REVIEWED_CASE = '510802-2024-000006';
const LEFT_CASE = '510802-2024-000007';
const SHARED_NUMBER = '510802-2024-000008';
const MOTHER = '44444444-4444-8444-8444-444444444444';

interface AskedCase {
  readonly caseRef: string;
  readonly members: readonly { readonly personKey: string }[];
  readonly obligors: readonly { readonly personKey: string }[];
  readonly region?: string;
  readonly requester?: string;
  readonly purposes?: readonly string[];
  readonly asOf?: string;
}

describe('the profile of a person', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;
  let controller: ProfileController;

  beforeAll(async () => {
    database = await serviceDatabase();
    const { unitOfWork } = database;
    ({ dataSource } = database);
    const clock = new BusinessClock(() => Date.parse('2025-07-15T02:00:00Z'));
    const policies = await allPolicies(database);
    await dataSource.query(
      `with stored as (
         insert into household (id, service, region, hukou_type, as_of, sequence, members, obligors)
         values ($1, 'assistance', '510802001001', 'URBAN', '2025-05-12T00:00:00Z', 1, '[]', '[]')
       )
       insert into household_person (household_id, person_key) values ($1, $2)`,
      [randomUUID(), PERSON],
    );
    await dataSource.query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes,
                            datasets, method, document_sha256, taken_by, signed_at, valid_to)
       values ($1, '510802', 1, 'test', 'ACTIVE', $2, $2, 'SELF', '{DIBAO}', '{CORE}', 'PAPER_SCAN', $3,
               'assistance', '2025-07-01T00:00:00Z', '2026-06-30')`,
      [randomUUID(), PERSON, 'a'.repeat(64)],
    );
    const member = (personKey: string, relation: string) => ({
      personKey,
      relation,
      birthDate: '1985-03-01',
    });
    const cases = [
      { caseRef: CASE_REF, members: [member(PERSON, 'APPLICANT')], obligors: [] },
      { caseRef: PARENTS_CASE, members: [], obligors: [{ personKey: PERSON }] },
      // of an obligor the person lives with
      { caseRef: SISTERS_CASE, members: [], obligors: [] },
      // of a household in another county, to which the person owes support
      { caseRef: NEIGHBOURS_CASE, region: '510803', members: [], obligors: [{ personKey: PERSON }] },
      // of a mother from whom the person lives apart
      {
        caseRef: MOTHERS_CASE,
        members: [member(MOTHER, 'APPLICANT'), member(PERSON, 'CHILD')],
        obligors: [],
      },
    ];
    const applied = {
      members: [member(MOTHER, 'APPLICANT'), { ...member(PERSON, 'CHILD'), study: 'BACHELOR' }],
      ...{ obligors: [], asOf: '2024-03-01' },
    };
    const apart = { members: [member(MOTHER, 'APPLICANT'), member(PERSON, 'CHILD')], obligors: [] };
    const left = { members: [member(MOTHER, 'APPLICANT')], obligors: [] };
    const reviewed = [
      // a student when the mother applied, who has left her since
      { caseRef: REVIEWED_CASE, ...applied },
      { caseRef: REVIEWED_CASE, ...apart },
      { caseRef: REVIEWED_CASE, ...apart, purposes: ['ORPHAN'] },
      // whom the review no longer names
      { caseRef: LEFT_CASE, ...applied },
      { caseRef: LEFT_CASE, ...left },
      // whose case has the number of another service's
      { caseRef: SHARED_NUMBER, ...applied },
      { caseRef: SHARED_NUMBER, ...left, requester: 'disaster' },
    ];
    const allCases: readonly AskedCase[] = [...cases, ...reviewed];
    for (const { caseRef, region = '510802', members, obligors, ...asked } of allCases) {
      const { requester = 'assistance', purposes = ['DIBAO', 'HEATING'], asOf = '2025-07-01' } = asked;
      const named = [...members, ...obligors].map(({ personKey }) => personKey);
      await dataSource.query(
        `insert into verification_request (id, region, version, created_by, state, requester, case_ref, occasion, priority,
                                           purposes, household, declared_items, person_keys, as_of)
         values ($1, $5, 1, 'test', 'ISSUED', $6, $2, 'APPLICATION', 'NORMAL', $7, $4, '[]', $3, $8)`,
        [
          ...[randomUUID(), caseRef, named.length === 0 ? [PERSON] : named],
          ...[{ region, hukouType: 'URBAN', members, obligors }, region, requester, purposes],
          `${asOf}T00:00:00Z`,
        ],
      );
    }
    await unitOfWork.run('test', (tx) =>
      new FactStore().store(tx, [
        wage(PERSON),
        asset('BANK', AssetKind.DEPOSIT),
        asset('SEC', AssetKind.SECURITY),
        asset('HPF', AssetKind.HOUSING_FUND_BALANCE),
      ]),
    );
    controller = new ProfileController(
      dataSource,
      new ConsentRegister(),
      policies,
      new OfficialRelatives(clock),
      clock,
    );
  });
  afterAll(() => database.drop());

  function asset(agency: string, kind: AssetKind): ReceivedFact {
    const observedAt = timestampFromDate(new Date('2025-05-10T00:00:00Z'));
    const init: MessageInitShape<typeof AssetFactSchema> = {
      factId: randomUUID(),
      personKey: PERSON,
      occurredAt: observedAt,
      kind,
      valueFen: 800_000n,
      asOf: '2025-05-09',
      itemKey: agency,
      shareBp: 10_000,
      quality: FactQuality.REGISTERED,
      source: { agency, dataset: agency, recordId: randomUUID(), observedAt },
    };
    return received(AssetFactSchema, init, { source: `/agency/${agency}` }) as ReceivedFact;
  }

  const profileIn = (
    caseRef: string,
    purpose: string,
    scopes: readonly string[],
    query: ProfileQuery = {},
  ) => {
    const caller = new AuthenticatedCaller({
      subject: 'clerk',
      scopes: new Set(['verification:items:read', ...scopes]),
      region: '510802',
    });
    const stated = { purpose, caseRef };
    return controller.one({ personKey: PERSON }, query, caller, stated, new DisclosureRecord());
  };
  const readIn = async (caseRef: string, purpose: string, ...scopes: string[]) => {
    const { facts, redacted } = await profileIn(caseRef, purpose, scopes);
    return { agencies: facts.map(({ agency }) => agency).toSorted(), redacted };
  };

  const read = (purpose: string, ...scopes: string[]) => readIn(CASE_REF, purpose, ...scopes);

  it.each([
    ['in a case in which nobody asked about the person', '510802-2025-000002', 'DIBAO'],
    ['in a case in which the person only lives with an obligor', SISTERS_CASE, 'DIBAO'],
    ['in a case of another county', NEIGHBOURS_CASE, 'DIBAO'],
    ['for another purpose than the case is checked for', CASE_REF, 'FUNERAL'],
    ['in a case whose review no longer names the person', LEFT_CASE, 'DIBAO'],
  ])('shows nothing %s', async (_what, caseRef, purpose) => {
    await expect(readIn(caseRef, purpose)).rejects.toMatchObject({ type: { name: 'no-case' } });
  });

  it('shows an approver the core set of the purpose that the person agreed to', async () => {
    expect(await read('DIBAO', 'verification:finances:read')).toEqual({
      agencies: ['BANK', 'TAX'],
      redacted: ['HPF', 'SEC'],
    });
  });

  it('shows of an obligor what the obligor agreed to, and nothing that only the law opens of the family', async () => {
    const approver = 'verification:finances:read';
    expect((await readIn(PARENTS_CASE, 'DIBAO', approver)).agencies).toEqual(['BANK', 'TAX']);
    expect((await readIn(PARENTS_CASE, 'HEATING', approver)).agencies).toEqual([]);
  });

  it('shows of a member who lives apart and owes support what is shown of an obligor', async () => {
    const approver = 'verification:finances:read';
    expect((await readIn(MOTHERS_CASE, 'DIBAO', approver)).agencies).toEqual(['BANK', 'TAX']);
    expect((await readIn(MOTHERS_CASE, 'HEATING', approver)).agencies).toEqual([]);
    expect((await readIn(CASE_REF, 'HEATING', approver)).agencies).toEqual(['TAX']);
  });

  it.each([
    ['a student once, who lives apart by the review', REVIEWED_CASE, []],
    ['a student, whatever another service asks in a case of the same number', SHARED_NUMBER, ['TAX']],
  ])('shows as the law opens of the family, of %s', async (_who, caseRef, agencies) => {
    const approver = 'verification:finances:read';
    expect((await readIn(caseRef, 'HEATING', approver)).agencies).toEqual(agencies);
    expect((await readIn(caseRef, 'AUDIT', approver)).agencies).toEqual(agencies);
  });

  it('shows an officer nothing that financial agencies say', async () => {
    expect(await read('DIBAO')).toEqual({ agencies: ['TAX'], redacted: ['HPF', FINANCES] });
  });

  it('shows by law only for a purpose that is not checked here', async () => {
    expect(await read('HEATING', 'verification:finances:read')).toEqual({
      agencies: ['TAX'],
      redacted: ['BANK', 'HPF', 'SEC'],
    });
  });

  it('shows what it adds up to, and nothing of a day to come', async () => {
    const approver = ['verification:finances:read'];
    const asked = (query: ProfileQuery) => profileIn(CASE_REF, 'DIBAO', approver, query);
    expect(await asked({})).toMatchObject({
      incomes: { wage: { '2025-04': '150000' } },
      expenditures: {},
      assets: [{ kind: 'deposit', valueFen: '800000', asOf: '2025-05-09' }],
      statuses: [],
    });
    expect((await asked({ validAt: '2025-05-08' })).assets).toEqual([]);
    await expect(asked({ validAt: '2025-07-16' })).rejects.toMatchObject({
      type: { name: 'future-instant' },
    });
    expect(await profileIn(CASE_REF, 'DIBAO', [])).toMatchObject({ assets: [] });
  });

  it('shows of the dead what the law opens, and what an heir has agreed to', async () => {
    const [{ before }] = await dataSource.query<[{ before: string }]>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as before`,
    );
    const dead = status(PERSON, StatusKind.CREMATED, '2025-06-01', 'MCA');
    await database.unitOfWork.run('test', (tx) => new FactStore().store(tx, [dead]));
    const approver = 'verification:finances:read';
    expect((await read('DIBAO', approver)).agencies).toEqual(['MCA', 'TAX']);
    const { facts } = await profileIn(CASE_REF, 'DIBAO', [approver], { knownAt: before });
    expect(facts.map(({ agency }) => agency)).toEqual(['TAX']);
    await dataSource.query(
      `insert into consent (id, region, version, created_by, state, person_key, signer_key, signer_role, purposes,
                            datasets, method, document_sha256, power_sha256, taken_by, signed_at, valid_to)
       values ($1, '510802', 1, 'test', 'ACTIVE', $2, $3, 'HEIR', '{DIBAO}', '{CORE}', 'PAPER_SCAN', $4, $4,
               'assistance', '2025-07-01T00:00:00Z', '2026-06-30')`,
      [randomUUID(), PERSON, randomUUID(), 'a'.repeat(64)],
    );
    expect((await read('DIBAO', approver)).agencies).toEqual(['BANK', 'MCA', 'TAX']);
  });
});
