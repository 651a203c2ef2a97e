import { Injectable, Module } from '@nestjs/common';
import { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Tx } from '@minzheng/platform/persistence';
import { DepartmentModule } from '../department/index.js';
import { SecondDepartment } from '../test/second-department.js';
import {
  OfficialRelatives,
  officialRelativesController,
  RelativeHooks,
  RELATIVES,
  RelativesModule,
  type OfficialRelative,
  type RelativeDto,
} from '../relatives/index.js';
import { APPROVALS, ApprovalService, ApprovalsModule } from './index.js';

const PLAN = { type: 'carePlan', id: '0198a000-0000-7000-8000-00000000000a' };
const SISTER = '51080219850214901X';

@Injectable()
class Plans extends RelativeHooks {
  readonly filings: OfficialRelative[] = [];

  override async filed(_tx: Tx, filing: OfficialRelative): Promise<void> {
    this.filings.push(filing);
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), ApprovalsModule, RelativesModule],
  controllers: [officialRelativesController('eldercare')],
  providers: [Plans, { provide: RelativeHooks, useExisting: Plans }],
})
class EldercareModule {}

describe('approvals in another department', () => {
  let eldercare: SecondDepartment;
  const approvals = (): ApprovalService => eldercare.get(ApprovalService);
  const sign = (actor: string, content: object, act = 'decide') =>
    eldercare.inOne((tx) => approvals().sign(tx, PLAN, act, content), actor);
  const supervisor = {
    ...{ sub: 'supervisor', region: '510802' },
    scope: 'eldercare:supervision:write eldercare:supervision:read',
  };

  beforeAll(async () => {
    eldercare = await SecondDepartment.start(EldercareModule, [APPROVALS, RELATIVES], '2025-05-12T01:00:00Z');
  });
  afterAll(() => eldercare.drop());

  it('take two people who say the same', async () => {
    const content = { outcome: 'APPROVED', amountFen: '100' };
    expect(await sign('first', content)).toBeUndefined();
    await expect(sign('first', content)).rejects.toThrow('same-person');
    await expect(sign('second', { ...content, amountFen: '200' })).rejects.toThrow('approval-differs');
    // the first one thinks again, and back
    expect(await sign('first', { ...content, amountFen: '200' })).toBeUndefined();
    expect(await sign('first', content)).toBeUndefined();
    // the order of the members does not matter
    expect(await sign('second', { amountFen: '100', outcome: 'APPROVED' })).toBe('first');
    expect(await sign('third', content)).toBeUndefined();
    await eldercare.inOne((tx) => approvals().forget(tx, PLAN));
    expect(await sign('fourth', content)).toBeUndefined();
    expect(await sign('fourth', content, 'revoke')).toBeUndefined();
  });

  it('are not by who had a part in it, and by whom it is delegated to', () => {
    const involved = new Set(['clerk']);
    expect(() => approvals().requireOutsider('clerk', involved)).toThrow('actor-already-involved');
    expect(() => approvals().requireOutsider('lead', involved)).not.toThrow();
    const caller = (region: string) => new AuthenticatedCaller({ subject: 'x', scopes: new Set(), region });
    const level = (region: string, isDelegated: boolean) => () =>
      approvals().requireLevel(caller(region), '510802001001', isDelegated);
    expect(level('510802001', true)).not.toThrow();
    expect(level('510802001', false)).toThrow('out-of-region');
    expect(level('510802', false)).not.toThrow();
  });

  it('are not of a near relative, as long as the filing holds', async () => {
    const filing = {
      ...{ official: 'nurse', role: 'HANDLER', region: '510802001', relativeIdNumber: SISTER },
      ...{ relation: 'SIBLING', from: '2020-01-01', to: '2025-06-01' },
    };
    const file = (change: object = {}) =>
      eldercare.post<RelativeDto>('/v1/official-relatives', { ...filing, ...change }, supervisor);
    expect((await file({ relativeIdNumber: '510802198502149010' })).problem).toBe('id-number-invalid');
    expect((await file({ region: '510803' })).problem).toBe('out-of-region');
    expect((await file({ to: '2020-01-01' })).problem).toBe('relation-never-valid');
    const { status, body } = await file();
    expect([status, body.official]).toEqual([201, 'nurse']);
    const plans = eldercare.get(Plans);
    expect(plans.filings.map(({ relativeKey }) => relativeKey)).toEqual([body.relativeKey]);
    const act = (actor: string) =>
      eldercare.inOne(
        (tx) => eldercare.get(OfficialRelatives).requireUnrelated(tx, tx.actor, [body.relativeKey]),
        actor,
      );
    await expect(act('nurse')).rejects.toThrow('conflict-of-interest');
    await expect(act('other')).resolves.toBeUndefined();
    await eldercare.moveClock('2025-06-01T01:00:00Z');
    await expect(act('nurse')).resolves.toBeUndefined();
    const ahead = { official: 'other', from: '2025-06-02', to: '2025-07-01' };
    expect((await file(ahead)).status).toBe(201);
    await expect(act('other')).resolves.toBeUndefined();
    const self = await file({ official: 'self', relation: 'SELF', to: undefined });
    expect(self.status).toBe(201);
    await expect(act('self')).rejects.toThrow('conflict-of-interest');
    const tables = await eldercare.query<{ row: string }>('select t::text as row from official_relative t');
    expect(JSON.stringify(tables)).not.toContain(SISTER);
  });
});
