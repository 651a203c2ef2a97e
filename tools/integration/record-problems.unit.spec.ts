import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { recordProblems } from './record-problems.mjs';

const TOPIC = 'minzheng.assistance.all.v1';
const MESSAGE = create(PolicyPublishedSchema, {
  occurredAt: timestampFromDate(new Date('2025-05-12T01:00:00Z')),
  policyKey: 'assistance.dibao.standardMonthlyFen',
});
const CONTENT = toBinary(PolicyPublishedSchema, MESSAGE);
const HEADERS = {
  ce_specversion: '1.0',
  ce_id: '0198a000-fa92-76bb-8db9-aa6478e2a419',
  ce_type: PolicyPublishedSchema.typeName,
  ce_source: '/service/assistance',
  ce_subject: 'policy/assistance.dibao.standardMonthlyFen',
  ce_time: '2025-05-12T01:00:00.000Z',
  ce_sequence: '1',
  'content-type': 'application/protobuf',
};

function problemsOf(change: {
  topic?: string;
  key?: string | null;
  headers?: Record<string, string>;
  content?: Uint8Array;
}): string[] {
  const { topic = TOPIC, key = MESSAGE.policyKey, headers = {}, content = CONTENT } = change;
  return recordProblems({ topic, key, headers: { ...HEADERS, ...headers } }, content, 'assistance');
}

describe('a record', () => {
  it('is as the catalogue says', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Parameters<typeof problemsOf>[0], string]>([
    ['a header', { headers: { ce_sequence: 'one' } }, 'ce_sequence is one'],
    [
      'a message',
      { headers: { ce_type: 'minzheng.assistance.v1.None' } },
      'no message minzheng.assistance.v1.None',
    ],
    ['a topic', { topic: 'minzheng.assistance.own.v1' }, `it belongs into ${TOPIC}`],
    ['a key', { key: 'other' }, `its key is other instead of ${MESSAGE.policyKey}`],
    ['no key', { key: null }, `its key is null instead of ${MESSAGE.policyKey}`],
    ['no content', { content: new Uint8Array() }, 'its content does not say when'],
    [
      // field 2047, a number
      'a field more',
      { content: Uint8Array.from([...CONTENT, 0xf8, 0x7f, 0x01]) },
      'its content has fields that PolicyPublished does not',
    ],
  ])('of %s that is another is found', (_what, change, problem) => {
    expect(problemsOf(change)).toContain(problem);
  });

  it('of bytes that are no message is found', () => {
    const [problem] = problemsOf({ content: Buffer.from('{"occurredAt": null}') });
    expect(problem).toMatch(/^its content is no PolicyPublished/);
  });
});
