import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';

import * as common from '../common/index.js';
import * as facts from '../facts/index.js';
import * as verification from '../verification/index.js';
import { allMessages, messageByTypeName, messageRoute } from './index.js';

const GENERATED = join(import.meta.dirname, '..', 'generated', 'minzheng');

/** What each package of proto/ is re-exported as. */
const PACKAGES: readonly (readonly [string, object])[] = await Promise.all(
  readdirSync(GENERATED).map(
    async (name) => [name, (await import(`../${name}/index.js`)) as object] as const,
  ),
);

describe('the messages of the catalogue', () => {
  it('are found by the type name of their envelope', () => {
    for (const message of allMessages()) expect(messageByTypeName(message.typeName)).toBe(message);
    expect(messageByTypeName('minzheng.facts.v1.IncomeFact')).toBe(facts.IncomeFactSchema);
    expect(messageByTypeName('minzheng.common.v1.Region')).toBeUndefined();
    expect(messageByTypeName('minzheng.facts.v1.Unheard')).toBeUndefined();
  });

  it.each(PACKAGES)('of %s are all re-exported', (name, generated) => {
    const files = readdirSync(join(GENERATED, name, 'v1')).map((file) => file.replace('_pb.ts', ''));
    expect(Object.keys(generated)).toEqual(
      expect.arrayContaining(files.map((file) => `file_minzheng_${name}_v1_${file}`)),
    );
  });

  it('are exactly the messages that say when they happened', () => {
    const happened = PACKAGES.flatMap(([, generated]): unknown[] => Object.values(generated))
      .filter(
        (value): value is (typeof facts)['IncomeFactSchema'] =>
          typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'message',
      )
      .filter((message) => message.fields.some((field) => field.name === 'occurred_at'))
      .map((message) => message.typeName);
    expect(
      allMessages()
        .map((message) => message.typeName)
        .sort(),
    ).toEqual([...happened].sort());
  });

  it('each carry the instant, the region and, but for a feed marker, a key', () => {
    for (const message of allMessages()) {
      const route = messageRoute(message);
      const names = message.fields.map((field) => field.localName);
      expect(names).toEqual(expect.arrayContaining(['occurredAt', 'region']));
      if ('keyField' in route) expect(names).toContain(route.keyField);
      else expect(message).toBe(facts.FeedWatermarkSchema);
    }
  });
});

describe('a message on the wire', () => {
  it('keeps sums as bigint up to the limits of int64', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (amountFen) => {
        const fact = create(facts.IncomeFactSchema, { amountFen });
        expect(fromBinary(facts.IncomeFactSchema, toBinary(facts.IncomeFactSchema, fact)).amountFen).toBe(
          amountFen,
        );
      }),
    );
  });

  it('keeps an income fact as it was, and tells a field that is not set from one that is empty', () => {
    const fact = create(facts.IncomeFactSchema, {
      factId: 'c1c4b1c0-6f0a-5d3c-9a55-0d8f0a4f7b11',
      personKey: '66f9367c-2a08-8d62-9d75-d6dbe23270b8',
      region: { code: '510802' },
      kind: facts.IncomeKind.WAGE,
      amountFen: 1_800_000n,
      period: { fromMonth: '2024-05', toMonth: '2025-04' },
      basis: facts.IncomeBasis.NET,
      payerKey: '*',
      fiscalPaid: false,
      source: { agency: 'TAX', dataset: 'TAX.wage', recordId: 'ab12' },
      quality: facts.FactQuality.REGISTERED,
    });
    const received = fromBinary(facts.IncomeFactSchema, toBinary(facts.IncomeFactSchema, fact));
    expect(received).toEqual(fact);
    expect(received.fiscalPaid).toBe(false);
    expect(received.linkedFactId).toBeUndefined();
    expect(received.programme).toBeUndefined();
  });

  it('keeps an asset that is gone (count 0, value absent) and its attributes', () => {
    const fact = create(facts.AssetFactSchema, {
      kind: facts.AssetKind.RESIDENCE,
      count: 0,
      shareBp: 10_000,
      attributes: { areaDm2: '9000', toKey: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' },
    });
    const received = fromBinary(facts.AssetFactSchema, toBinary(facts.AssetFactSchema, fact));
    expect(received.count).toBe(0);
    expect(received.valueFen).toBeUndefined();
    expect(received.attributes).toEqual(fact.attributes);
  });

  it('keeps a report with its exact figures', () => {
    const completed = create(verification.VerificationCompletedSchema, {
      requestId: '0197a1b2-0000-7000-8000-000000000001',
      requester: common.ServiceCode.ASSISTANCE,
      result: verification.VerificationResult.COMPLETE,
      sequence: 1,
      householdFigures: { memberCount: 3, perCapitaMonthly: { numerator: '40000', denominator: '1' } },
      conclusions: [
        {
          purpose: common.Purpose.DIBAO,
          conclusion: 'WITHIN_LIMITS',
          basis: verification.ConclusionBasis.HOUSEHOLD,
        },
      ],
    });
    const schema = verification.VerificationCompletedSchema;
    expect(fromBinary(schema, toBinary(schema, completed))).toEqual(completed);
  });
});
