import type { DescMessage } from '@bufbuild/protobuf';
import {
  catalogueTopics,
  isServiceName,
  retentionDays,
  retentionSettings,
  topicOf,
} from '@minzheng/contracts/catalogue';
import {
  AssetFactSchema,
  ExpenditureFactSchema,
  IncomeFactSchema,
  StatusFactSchema,
} from '@minzheng/contracts/facts';
import {
  ASSET_KINDS,
  EXPENDITURE_KINDS,
  gateOf,
  INCOME_KINDS,
  OWN_AGENCY,
  STATUS_KIND_ENTRIES,
  type FactType,
} from '@minzheng/kernel/means-test';

type Registry = ReadonlyMap<string, { readonly publishers: readonly string[] }>;

const FACTS: readonly (readonly [FactType, Registry, DescMessage])[] = [
  ['INCOME', INCOME_KINDS, IncomeFactSchema],
  ['ASSET', ASSET_KINDS, AssetFactSchema],
  ['EXPENDITURE', EXPENDITURE_KINDS, ExpenditureFactSchema],
  ['STATUS', STATUS_KIND_ENTRIES, StatusFactSchema],
];

/** Topics to which somebody sends facts that only a consent opens, by the registry of kinds. */
const gatedTopics = (): string[] => {
  const topics = FACTS.flatMap(([type, registry, schema]) =>
    [...registry].flatMap(([kind, { publishers }]) =>
      [...publishers, OWN_AGENCY]
        .filter((sender) => gateOf(type, kind, sender) === 'C')
        .map((sender) => topicOf(isServiceName(sender) ? sender : 'inbound', schema)),
    ),
  );
  return [...new Set(topics)].sort();
};

describe('what a topic keeps', () => {
  it('is seven days where a kind of fact in it is opened by consent alone, and thirty everywhere else', () => {
    const keeping = (days: number): string[] =>
      catalogueTopics()
        .filter((topic) => retentionDays(topic) === days)
        .sort();
    expect(keeping(7)).toEqual(gatedTopics());
    expect([...keeping(7), ...keeping(30)].sort()).toEqual(catalogueTopics().toSorted());
  });

  it('ends for a record of a gated topic a day after its seven, for Kafka deletes segments whole', () => {
    const settings = retentionSettings('minzheng.inbound.verification.v1');
    expect(settings).toEqual({ 'retention.ms': '604800000', 'segment.ms': '86400000' });
    expect(retentionSettings('minzheng.assistance.all.v1')).toEqual({ 'retention.ms': '2592000000' });
  });
});
