import { Injectable, Module } from '@nestjs/common';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { PolicyPublishedSchema, ServiceCode } from '@minzheng/contracts/common';
import {
  ConsentExpiredSchema,
  ConsentGrantedSchema,
  ConsentWithdrawnSchema,
} from '@minzheng/contracts/verification';
import { PolicyStore } from '@minzheng/platform/policies';
import { NotFound } from '@minzheng/platform/persistence';
import { EventHandlers, On, type InboundContext, type Received } from '@minzheng/platform/messaging';
import { eventually } from '@minzheng/testing/servers';
import { Ctx, Payload } from '@nestjs/microservices';
import { DepartmentModule } from '../department/index.js';
import { PersonRegister, PERSONS, PersonsModule } from '../persons/index.js';
import { SecondDepartment, TOLD } from '../test/second-department.js';
import {
  consentHandlers,
  ConsentHooks,
  CONSENTS,
  consentsController,
  ConsentService,
  ConsentsModule,
  type Consent,
  type ConsentDto,
  type NamedPerson,
} from './index.js';

const REGION = '510802001';
const ELDER = { idNumber: '51080219850214901X', name: '张三' };
const CHILD = { idNumber: '510802199003150029', name: '李四' };
const SHA256 = 'c'.repeat(64);

/** Two people: one who decides for himself, and one whose guardian he is. */
@Injectable()
class Residents extends ConsentHooks {
  readonly named = new Map<string, NamedPerson>();
  readonly told: string[] = [];

  override personNamed(_manager: unknown, personKey: string): Promise<NamedPerson> {
    const person = this.named.get(personKey);
    if (!person) throw new NotFound('Person');
    return Promise.resolve(person);
  }

  override given(_tx: unknown, { id }: Consent): Promise<void> {
    this.told.push(`given ${id}`);
    return Promise.resolve();
  }

  override expired(_tx: unknown, { id }: Consent): Promise<void> {
    this.told.push(`expired ${id}`);
    return Promise.resolve();
  }

  override withdrawn(_tx: unknown, { id }: Consent): Promise<void> {
    this.told.push(`withdrawn ${id}`);
    return Promise.resolve();
  }
}

@EventHandlers(TOLD)
class PolicyHandlers {
  constructor(private readonly policies: PolicyStore) {}

  @On(PolicyPublishedSchema)
  async published(
    @Payload() events: readonly Received<typeof PolicyPublishedSchema>[],
    @Ctx() { tx }: InboundContext,
  ): Promise<void> {
    await this.policies.copy(tx, events);
  }
}

@Module({
  imports: [DepartmentModule.of('eldercare'), PersonsModule, ConsentsModule],
  controllers: [consentsController('eldercare'), consentHandlers(TOLD), PolicyHandlers],
  providers: [Residents, { provide: ConsentHooks, useExisting: Residents }],
})
class ElderCareModule {}

const CLERK = { sub: 'clerk', scope: 'eldercare:consents:write', region: '510802' };

describe('consents of a second department', () => {
  let eldercare: SecondDepartment;
  let elder: string;
  let ward: string;
  beforeAll(async () => {
    eldercare = await SecondDepartment.start(ElderCareModule, [PERSONS, CONSENTS], '2025-05-12T01:00:00Z');
    const taken = await eldercare.inOne((tx) =>
      eldercare.get(PersonRegister).takeIn(tx, [ELDER, CHILD], (index) => `${index}`),
    );
    [elder = '', ward = ''] = taken.map(({ personKey }) => personKey);
    const { named } = eldercare.get(Residents);
    named.set(elder, { region: REGION, capacity: 'FULL', guardianKey: null });
    named.set(ward, { region: REGION, capacity: 'LIMITED', guardianKey: elder });
    await eldercare.hear(PolicyPublishedSchema, {
      occurredAt: timestampFromDate(new Date()),
      policyKey: 'verification.consent.maxMonths',
      rowId: '0198a000-6f0c-7d45-86f5-a380799b878f',
      regionPrefix: '',
      effectiveFrom: '2018-01-01',
      value: '24',
      legalBasis: '个人信息保护法 arts. 14, 15',
    });
    await eventually('the row is copied', async () => {
      const rows = await eldercare.query(
        `select from policy_row where key = 'verification.consent.maxMonths'`,
      );
      return rows.length === 1;
    });
  });
  afterAll(() => eldercare.drop());

  const form = (change: object = {}) => ({
    ...{ personKey: elder, signerKey: elder, signerRole: 'SELF', purposes: ['ELDER_CARE_SUBSIDY'] },
    ...{ datasets: ['CORE'], method: 'PAPER_SCAN', documentSha256: SHA256 },
    ...{ signedAt: '2025-05-12T00:30:00Z', validTo: '2026-05-11', ...change },
  });
  const give = (change: object = {}, claims: object = CLERK) =>
    eldercare.post<ConsentDto>('/v1/consents', form(change), claims);
  const given = async (change: object = {}): Promise<ConsentDto> => {
    const { status, body } = await give(change);
    expect(status).toBe(201);
    return body;
  };
  const stateOf = async (id: string) => {
    const { body } = await eldercare.read<ConsentDto>(`/v1/consents/${id}`, CLERK);
    return body.state;
  };
  const told = (id: string) => eldercare.get(Residents).told.filter((what) => what.endsWith(id));
  const about = ({ id }: ConsentDto) => ({
    occurredAt: timestampFromDate(new Date('2025-05-12T02:00:00Z')),
    region: { code: REGION },
    ...{ personKey: elder, consentId: id, takenBy: ServiceCode.ELDERCARE },
  });

  it('are given by the person, or by the guardian of one without full capacity', async () => {
    await given();
    await given({ personKey: ward, signerRole: 'GUARDIAN' });
    const byHimself = await give({ personKey: ward, signerKey: ward });
    expect(byHimself).toMatchObject({ status: 422, problem: 'consent-not-by-subject' });
    const { named } = eldercare.get(Residents);
    named.set(elder, { region: REGION, capacity: 'FULL', guardianKey: ward });
    const forAnAdult = await give({ signerKey: ward, signerRole: 'GUARDIAN' });
    expect(forAnAdult).toMatchObject({ status: 422, problem: 'consent-not-by-subject' });
    named.set(elder, { region: REGION, capacity: 'FULL', guardianKey: null });
  });

  it('last no longer than the row of verification allows', async () => {
    expect(await give({ validTo: '2027-05-12' })).toMatchObject({ status: 201 });
    const tooLong = await give({ validTo: '2027-05-13' });
    expect(tooLong).toMatchObject({ problem: 'consent-too-long', body: { latest: '2027-05-12' } });
  });

  it('are of the region: elsewhere, the person does not exist', async () => {
    expect(await give({}, { ...CLERK, region: '510803' })).toMatchObject({ problem: 'not-found' });
    expect(await give({}, { sub: 'c', person: ward })).toMatchObject({ problem: 'not-found' });
  });

  it('are required of everybody for every purpose', async () => {
    const { id } = await given({ purposes: ['FUNERAL', 'HEATING'] });
    const requireOf = (persons: string[], purposes: string[]) =>
      eldercare.inOne((tx) => eldercare.get(ConsentService).require(tx, persons, purposes));
    await expect(requireOf([elder], ['FUNERAL', 'HEATING'])).resolves.toBeUndefined();
    await expect(requireOf([elder, ward], ['FUNERAL'])).rejects.toMatchObject({
      type: { name: 'consent-missing' },
      options: { extensions: { personKeys: [ward] } },
    });
    await expect(requireOf([elder], ['FUNERAL', 'LEGAL_AID'])).rejects.toMatchObject({
      type: { name: 'consent-missing' },
    });
    await eldercare.post(`/v1/consents/${id}/withdraw`, {}, CLERK, 1);
    await expect(requireOf([elder], ['FUNERAL'])).rejects.toMatchObject({
      type: { name: 'consent-missing' },
    });
  });

  it('no longer hold once withdrawn: everybody is told, and the department acts once', async () => {
    const consent = await given();
    const path = `/v1/consents/${consent.id}/withdraw`;
    expect(await eldercare.post(path, {}, { sub: 'c', person: ward }, 1)).toMatchObject({
      problem: 'not-found',
    });
    expect(await eldercare.post(path, {}, CLERK, 1)).toMatchObject({
      status: 200,
      body: { state: 'WITHDRAWN' },
    });
    expect(told(consent.id)).toEqual([`given ${consent.id}`, `withdrawn ${consent.id}`]);
    await eventually('it is sent', async () =>
      (await eldercare.published(ConsentWithdrawnSchema)).some(({ consentId }) => consentId === consent.id),
    );
    expect(await eldercare.post(path, {}, CLERK, 2)).toMatchObject({ problem: 'illegal-transition' });
  });

  it('are registered, expire and are withdrawn as verification says, each once in effect', async () => {
    const [expiring, gone] = [await given(), await given()];
    await eldercare.hear(ConsentGrantedSchema, about(expiring));
    await eldercare.hear(ConsentExpiredSchema, about(expiring));
    await eldercare.hear(ConsentExpiredSchema, about(expiring));
    await eventually('expired', async () => (await stateOf(expiring.id)) === 'EXPIRED');
    await eldercare.hear(ConsentWithdrawnSchema, about(expiring));
    await eldercare.hear(ConsentWithdrawnSchema, about(gone));
    await eventually('the last is handled', async () => (await stateOf(gone.id)) === 'WITHDRAWN');
    const { body } = await eldercare.read<ConsentDto>(`/v1/consents/${expiring.id}`, CLERK);
    expect(body).toMatchObject({ registered: true, state: 'EXPIRED', version: 2 });
    expect(told(expiring.id)).toEqual([`given ${expiring.id}`, `expired ${expiring.id}`]);
    expect(told(gone.id)).toEqual([`given ${gone.id}`, `withdrawn ${gone.id}`]);
    const sent = await eldercare.published(ConsentWithdrawnSchema);
    expect(sent.filter(({ consentId }) => consentId === gone.id)).toEqual([]);
  });
});
