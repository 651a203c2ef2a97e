import { Injectable, Module } from '@nestjs/common';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment } from '../test/second-department.js';
import { identitiesController, PersonDirectory, PersonRegister, PERSONS, PersonsModule } from './index.js';

const ELDER = { idNumber: '51080219850214901X', name: '张三' };
const NEIGHBOUR = { idNumber: '510802199003150029', name: '李四' };
const REFERRAL = '0198a000-7c1e-7c66-9a55-3f6c2f4f1f80';
const REASON = 'visit of the quarter';

/** Everybody lives in one district; one referral is open. */
@Injectable()
class Residents extends PersonDirectory {
  readonly referred = new Set<string>();

  override ofRegion(caller: AuthenticatedCaller, personKeys: readonly string[]): Promise<Set<string>> {
    return Promise.resolve(new Set(caller.covers('510802001') ? personKeys : []));
  }

  override ofReferral(_caller: AuthenticatedCaller, referralId: string): Promise<Set<string>> {
    return Promise.resolve(referralId === REFERRAL ? this.referred : new Set());
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), PersonsModule],
  controllers: [identitiesController('eldercare')],
  providers: [Residents, { provide: PersonDirectory, useExisting: Residents }],
})
class ElderCareModule {}

interface Identities {
  readonly items: readonly { readonly personKey: string; readonly idNumber: string; readonly name: string }[];
}

describe('persons of a second department', () => {
  let eldercare: SecondDepartment;
  let elder: string;
  let neighbour: string;
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(ElderCareModule, [PERSONS], '2025-05-12T01:00:00Z');
    const taken = await eldercare.inOne((tx) =>
      eldercare.get(PersonRegister).takeIn(tx, [ELDER, NEIGHBOUR], (index) => `${index}`),
    );
    [elder = '', neighbour = ''] = taken.map(({ personKey }) => personKey);
  });
  afterAll(() => eldercare.drop());

  const resolve = (personKeys: string[], region = '510802', referral: object = {}) =>
    eldercare.post<Identities>(
      '/v1/identities/resolve',
      { personKeys, reason: REASON, ...referral },
      { sub: 'worker', scope: 'eldercare:identities:read', region },
    );

  it('are stored encrypted, and shown masked', async () => {
    const rows = await eldercare.query<{ id_number_enc: string; name_enc: string }>('select * from person');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/5108021985|张三/);
    const shown = await eldercare
      .get(PersonRegister)
      .shown((sql, parameters) => eldercare.query(sql, parameters), [elder]);
    expect(JSON.stringify(shown.get(elder))).not.toContain('5108021985');
  });

  it('keep number and name, until the name is corrected', async () => {
    const taking = (name: string) =>
      eldercare.inOne((tx) =>
        eldercare
          .get(PersonRegister)
          .takeIn(tx, [ELDER, { ...NEIGHBOUR, name }], (index, of) => `persons.${index}.${of}`),
      );
    const refusal = { type: { name: 'id-number-invalid' }, options: { errors: [{ code: 'name-differs' }] } };
    await expect(taking('李四四')).rejects.toMatchObject(refusal);
    await expect(taking('李四四')).rejects.toHaveProperty('options.errors.0.field', 'persons.1.name');
    await expect(taking(' 李 四')).resolves.toHaveLength(2);
    expect((await resolve([neighbour])).body.items).toEqual([{ ...NEIGHBOUR, personKey: neighbour }]);
    await eldercare.inOne((tx) => eldercare.get(PersonRegister).correctName(tx, neighbour, '李四四'));
    expect((await resolve([neighbour])).body.items).toMatchObject([{ name: '李四四' }]);
    await expect(taking('李四四')).resolves.toHaveLength(2);
  });

  it('are refused with a wrong number, which is not echoed, and nothing is stored', async () => {
    const wrong = { idNumber: '510802198502149011', name: '王五' };
    const taken = eldercare.inOne((tx) =>
      eldercare.get(PersonRegister).takeIn(tx, [wrong], () => 'idNumber'),
    );
    await expect(taken).rejects.toMatchObject({ type: { name: 'id-number-invalid' } });
    await expect(taken.catch((error: unknown) => JSON.stringify(error))).resolves.not.toContain(
      wrong.idNumber,
    );
    expect(await eldercare.query('select from person')).toHaveLength(2);
  });

  it('are told to an official of their region, who is entered with the reason', async () => {
    const answer = await resolve([elder]);
    expect(answer).toMatchObject({ status: 200, body: { items: [{ ...ELDER, personKey: elder }] } });
    const [entry] = await eldercare.query<{ reason: string }>(
      `select reason from audit_entry where subject = $1 order by id desc limit 1`,
      [elder],
    );
    expect(entry?.reason).toBe(REASON);
  });

  it('are not told elsewhere, nor without the scope of this service', async () => {
    expect((await resolve([elder], '510803')).body.items).toEqual([]);
    const other = await eldercare.post(
      '/v1/identities/resolve',
      { personKeys: [elder], reason: REASON },
      { scope: 'assistance:identities:read', region: '510802' },
    );
    expect(other.problem).toBe('scope-missing');
  });

  it('are told for a referral: those of it, while it is open', async () => {
    const { referred } = eldercare.get(Residents);
    referred.add(elder);
    const asked = [elder, neighbour];
    expect((await resolve(asked, '51', { referralId: REFERRAL })).body.items).toMatchObject([
      { personKey: elder },
    ]);
    referred.clear();
    expect((await resolve(asked, '51', { referralId: REFERRAL })).body.items).toEqual([]);
  });
});
