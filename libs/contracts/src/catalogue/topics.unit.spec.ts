import { type DescMessage, create } from '@bufbuild/protobuf';

import {
  ApplicationSubmittedSchema,
  AwardAdjustedSchema,
  AwardCeasedSchema,
  AwardHeldSchema,
  AwardStartedSchema,
  CaseDecidedSchema,
  HouseholdChangedSchema,
  PaymentSettledSchema,
  PriceSubsidyTriggeredSchema,
  StandardPublishedSchema,
} from '../assistance/index.js';
import {
  OverpaymentDetectedSchema,
  PolicyPublishedSchema,
  RegionSchema,
  ServiceCode,
} from '../common/index.js';
import {
  AssetFactSchema,
  ExpenditureFactSchema,
  FeedWatermarkSchema,
  IncomeFactSchema,
  SourceAnsweredSchema,
  StatusFactSchema,
} from '../facts/index.js';
import {
  ReferralAcceptedSchema,
  ReferralDeclinedSchema,
  ReferralRaisedSchema,
  ReferralWithdrawnSchema,
} from '../referrals/index.js';
import {
  ClueClosedSchema,
  ClueDispatchedSchema,
  ClueOutcomeRecordedSchema,
  ClueRaisedSchema,
  ConsentExpiredSchema,
  ConsentGrantedSchema,
  ConsentWithdrawnSchema,
  FactConfirmedSchema,
  FactCorrectedSchema,
  FactDisputedSchema,
  VerificationCompletedSchema,
  VerificationReopenedSchema,
  VerificationReportRevokedSchema,
  VerificationReportSupersededSchema,
  VerificationRequestedSchema,
} from '../verification/index.js';
import {
  SERVICE_NAMES,
  allMessages,
  keyOf,
  messageRoute,
  serviceCode,
  serviceName,
  topicOf,
  topicsOf,
} from './index.js';

const { ASSISTANCE, CHILDREN, VERIFICATION } = ServiceCode;

describe('topicOf', () => {
  it.each([
    { writer: 'assistance', desc: VerificationRequestedSchema, topic: 'minzheng.assistance.verification.v1' },
    { writer: 'children', desc: VerificationRequestedSchema, topic: 'minzheng.children.verification.v1' },
    { writer: 'assistance', desc: HouseholdChangedSchema, topic: 'minzheng.assistance.verification.v1' },
    { writer: 'assistance', desc: ClueOutcomeRecordedSchema, topic: 'minzheng.assistance.verification.v1' },
    { writer: 'assistance', desc: ApplicationSubmittedSchema, topic: 'minzheng.assistance.own.v1' },
    { writer: 'assistance', desc: CaseDecidedSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: AwardStartedSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: PolicyPublishedSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: ConsentWithdrawnSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: AwardAdjustedSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: AwardCeasedSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: AwardHeldSchema, topic: 'minzheng.assistance.own.v1' },
    { writer: 'assistance', desc: PaymentSettledSchema, topic: 'minzheng.assistance.own.v1' },
    { writer: 'assistance', desc: StandardPublishedSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: PriceSubsidyTriggeredSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: OverpaymentDetectedSchema, topic: 'minzheng.assistance.verification.v1' },
    { writer: 'eldercare', desc: OverpaymentDetectedSchema, topic: 'minzheng.eldercare.verification.v1' },
    { writer: 'disaster', desc: FactConfirmedSchema, topic: 'minzheng.disaster.verification.v1' },
    { writer: 'verification', desc: ClueRaisedSchema, topic: 'minzheng.verification.own.v1' },
    { writer: 'inbound', desc: IncomeFactSchema, topic: 'minzheng.inbound.verification.v1' },
    { writer: 'inbound', desc: AssetFactSchema, topic: 'minzheng.inbound.verification.v1' },
    { writer: 'inbound', desc: ExpenditureFactSchema, topic: 'minzheng.inbound.verification.v1' },
    { writer: 'inbound', desc: StatusFactSchema, topic: 'minzheng.inbound.all.v1' },
    { writer: 'inbound', desc: SourceAnsweredSchema, topic: 'minzheng.inbound.verification.v1' },
    { writer: 'inbound', desc: FeedWatermarkSchema, topic: 'minzheng.inbound.verification.v1' },
    { writer: 'assistance', desc: StatusFactSchema, topic: 'minzheng.assistance.all.v1' },
    { writer: 'assistance', desc: IncomeFactSchema, topic: 'minzheng.assistance.verification.v1' },
  ])('$writer sends $desc.name to $topic', ({ writer, desc, topic }) => {
    expect(topicOf<DescMessage>(writer, desc)).toBe(topic);
  });

  it.each([
    {
      desc: VerificationCompletedSchema,
      fields: { requester: ASSISTANCE },
      topic: 'minzheng.verification.assistance.v1',
    },
    {
      desc: VerificationReopenedSchema,
      fields: { requester: CHILDREN },
      topic: 'minzheng.verification.children.v1',
    },
    {
      desc: VerificationReportRevokedSchema,
      fields: { requester: ASSISTANCE },
      topic: 'minzheng.verification.assistance.v1',
    },
    {
      desc: VerificationReportSupersededSchema,
      fields: { requester: ASSISTANCE },
      topic: 'minzheng.verification.assistance.v1',
    },
    {
      desc: ClueDispatchedSchema,
      fields: { department: ASSISTANCE },
      topic: 'minzheng.verification.assistance.v1',
    },
    { desc: ClueClosedSchema, fields: { department: CHILDREN }, topic: 'minzheng.verification.children.v1' },
    {
      desc: ConsentGrantedSchema,
      fields: { takenBy: ASSISTANCE },
      topic: 'minzheng.verification.assistance.v1',
    },
    { desc: ConsentExpiredSchema, fields: { takenBy: VERIFICATION }, topic: 'minzheng.verification.own.v1' },
    { desc: VerificationCompletedSchema, fields: {}, topic: 'minzheng.verification.own.v1' },
  ])('verification sends $desc.name with $fields to $topic', ({ desc, fields, topic }) => {
    const message = Object.assign(create<DescMessage>(desc), fields);
    expect(topicOf<DescMessage>('verification', desc, message)).toBe(topic);
  });

  it.each([
    { desc: ReferralRaisedSchema, receiver: 'children', topic: 'minzheng.assistance.children.v1' },
    { desc: ReferralWithdrawnSchema, receiver: 'eldercare', topic: 'minzheng.assistance.eldercare.v1' },
    { desc: ReferralRaisedSchema, receiver: 'NHSA', topic: 'minzheng.assistance.own.v1' },
    { desc: ReferralRaisedSchema, receiver: 'UNION', topic: 'minzheng.assistance.own.v1' },
    { desc: ReferralRaisedSchema, receiver: 'assistance', topic: 'minzheng.assistance.own.v1' },
    { desc: ReferralRaisedSchema, receiver: 'inbound', topic: 'minzheng.assistance.own.v1' },
    { desc: ReferralRaisedSchema, receiver: '', topic: 'minzheng.assistance.own.v1' },
  ])('assistance sends $desc.name for $receiver to $topic', ({ desc, receiver, topic }) => {
    const message = Object.assign(create<DescMessage>(desc), { receiver });
    expect(topicOf<DescMessage>('assistance', desc, message)).toBe(topic);
  });

  it.each([
    { desc: ReferralAcceptedSchema, writer: 'children', topic: 'minzheng.children.assistance.v1' },
    { desc: ReferralDeclinedSchema, writer: 'children', topic: 'minzheng.children.assistance.v1' },
    // What an agency answers is written by the service that referred.
    { desc: ReferralAcceptedSchema, writer: 'assistance', topic: 'minzheng.assistance.own.v1' },
  ])('$writer answers assistance by $desc.name on $topic', ({ desc, writer, topic }) => {
    const message = Object.assign(create<DescMessage>(desc), { sender: ASSISTANCE, receiver: writer });
    expect(topicOf<DescMessage>(writer, desc, message)).toBe(topic);
  });

  it.each([
    { desc: FactDisputedSchema, receiver: 'assistance', topic: 'minzheng.verification.assistance.v1' },
    { desc: FactCorrectedSchema, receiver: 'children', topic: 'minzheng.verification.children.v1' },
    { desc: FactDisputedSchema, receiver: 'PSB', topic: 'minzheng.verification.own.v1' },
  ])('verification sends $desc.name about a fact of $receiver to $topic', ({ desc, receiver, topic }) => {
    const message = Object.assign(create<DescMessage>(desc), { receiver });
    expect(topicOf<DescMessage>('verification', desc, message)).toBe(topic);
  });

  it('refuses a writer that may not send the message', () => {
    expect(() => topicOf('assistance', ClueRaisedSchema)).toThrow(RangeError);
    expect(() => topicOf('organizations', PolicyPublishedSchema)).toThrow(RangeError);
    expect(() => topicOf('nobody', StatusFactSchema)).toThrow(RangeError);
  });

  it('refuses an addressed message that is not given', () => {
    expect(() => topicOf('verification', VerificationCompletedSchema)).toThrow('requester');
  });

  it('refuses a shape that is sent inside others', () => {
    expect(() => topicOf('assistance', RegionSchema)).toThrow('no route');
  });
});

describe('topicsOf', () => {
  it('gives the gateway two topics', () => {
    expect(topicsOf('inbound')).toEqual(['minzheng.inbound.all.v1', 'minzheng.inbound.verification.v1']);
  });

  it('gives a department one for each service that it refers to', () => {
    expect(topicsOf('assistance')).toEqual(
      ['all', 'own', ...SERVICE_NAMES.filter((name) => name !== 'assistance')]
        .map((audience) => `minzheng.assistance.${audience}.v1`)
        .sort(),
    );
  });

  it('gives verification one for each department that it answers', () => {
    expect(topicsOf('verification')).toEqual(
      ['all', 'own', ...SERVICE_NAMES].map((audience) => `minzheng.verification.${audience}.v1`).sort(),
    );
  });

  it('covers every topic that a message without addressee goes to', () => {
    for (const desc of allMessages()) {
      const route = messageRoute(desc);
      if (!('audience' in route)) continue;
      for (const writer of route.writers) expect(topicsOf(writer)).toContain(topicOf(writer, desc));
    }
  });
});

describe('keyOf', () => {
  it('is the canonical lower-case text of a uuid', () => {
    const fact = create(StatusFactSchema, { personKey: '66F9367C-2A08-8D62-9D75-D6DBE23270B8' });
    expect(keyOf(StatusFactSchema, fact)).toBe('66f9367c-2a08-8d62-9d75-d6dbe23270b8');
  });

  it('leaves the case of a key that is no uuid', () => {
    const row = create(PolicyPublishedSchema, { policyKey: 'assistance.hardshipScore.mode' });
    expect(keyOf(PolicyPublishedSchema, row)).toBe('assistance.hardshipScore.mode');
  });

  it('is the region where a message holds for one', () => {
    const standard = create(StandardPublishedSchema, { regionPrefix: '5108' });
    expect(keyOf(StandardPublishedSchema, standard)).toBe('5108');
  });

  it('refuses an empty key, and a message that is sent by partition', () => {
    expect(() => keyOf(StatusFactSchema, create(StatusFactSchema))).toThrow('personKey');
    expect(() => keyOf(FeedWatermarkSchema, create(FeedWatermarkSchema))).toThrow('by partition');
    expect(messageRoute(FeedWatermarkSchema)).toMatchObject({ byPartition: true });
  });
});

describe('service names', () => {
  it('go both ways', () => {
    expect(SERVICE_NAMES.map((name) => serviceName(serviceCode(name)))).toEqual(SERVICE_NAMES);
    expect(serviceName(VERIFICATION)).toBe('verification');
  });

  it('refuse what is no service', () => {
    expect(() => serviceName(ServiceCode.UNSPECIFIED)).toThrow(RangeError);
    expect(() => serviceName(99 as ServiceCode)).toThrow(RangeError);
    expect(() => serviceCode('inbound')).toThrow(RangeError);
  });
});
