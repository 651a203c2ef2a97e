import { messageRoute } from '@minzheng/contracts/catalogue';
import fc from 'fast-check';
import { OUTWARD_FIELDS } from './outward-fields.data.js';
import {
  allowedPaths,
  keptPaths,
  OUTWARD_MESSAGES,
  outwardCategories,
  outwardMessage,
  picked,
} from './outward-messages.js';

const COMPLETED = outwardMessage('minzheng.verification.v1.VerificationCompleted')!;

describe('messages that may leave', () => {
  it.each(OUTWARD_MESSAGES.map((message) => [message.schema.name, message] as const))(
    '%s: its audience admits subscribers, and its fields exist',
    (_name, message) => {
      const route = messageRoute(message.schema);
      // `own`, also where its addressee is no service
      expect('addresseeField' in route || route.audience === 'own').toBe(true);
      for (const path of keptPaths(message)) {
        const [first] = path.split('.');
        expect(message.schema.fields.map(({ localName }) => localName)).toContain(first);
      }
    },
  );

  it('are those of which it is said what leaves', () => {
    const names = OUTWARD_MESSAGES.map(({ schema }) => schema.name);
    expect(Object.keys(OUTWARD_FIELDS).toSorted()).toEqual(names.toSorted());
  });

  it('are none that tell clues, facts, consents or accesses', () => {
    const names = OUTWARD_MESSAGES.map(({ schema }) => schema.name);
    expect(
      names.filter((name) => /Clue|Income|Asset|Expenditure|Status|Consent|Access|Query/.test(name)),
    ).toEqual([]);
  });

  it('name nobody but whom they are about', () => {
    const paths = OUTWARD_MESSAGES.flatMap((message) => keptPaths(message));
    expect(paths.filter((path) => /person|member|household/i.test(path))).toEqual([
      'personKey',
      'personKey',
      'householdFigures.incomeBand',
    ]);
  });
});

describe('categories of persons', () => {
  it.each([
    [
      ['dibao', 'temporaryAid'],
      ['dibao', 'temporaryAid'],
    ],
    [['dibao', 'orphan'], ['dibao']],
    [['orphan', 'deFactoUnattended'], undefined],
    [[], []],
  ])('%j leave as %j: what only children are in does not', (categories, expected) => {
    expect(outwardCategories(categories)).toEqual(expected);
  });
});

describe('what leaves of a message', () => {
  const message = {
    requestId: 'r',
    result: 'VERIFICATION_RESULT_COMPLETE',
    conclusions: [
      { purpose: 'PURPOSE_DIBAO', conclusion: 'WITHIN_LIMITS', personKey: 'p', reasonCodes: ['x'] },
      { purpose: 'PURPOSE_EDGE', conclusion: 'WITHIN_LIMITS' },
    ],
    householdFigures: { incomeBand: 'INCOME_BAND_ABOVE', annualIncomeFen: '1' },
    members: [{ personKey: 'p' }],
    validTo: '2025-10-16',
  };

  it('is what is listed, and nothing beside it', () => {
    expect(picked(message, keptPaths(COMPLETED))).toEqual({
      requestId: 'r',
      result: 'VERIFICATION_RESULT_COMPLETE',
      conclusions: [
        { purpose: 'PURPOSE_DIBAO', conclusion: 'WITHIN_LIMITS' },
        { purpose: 'PURPOSE_EDGE', conclusion: 'WITHIN_LIMITS' },
      ],
      householdFigures: { incomeBand: 'INCOME_BAND_ABOVE' },
      validTo: '2025-10-16',
    });
  });

  it('is less where the agreement grants fewer fields', () => {
    const kept = picked(message, keptPaths(COMPLETED));
    expect(picked(kept, allowedPaths(COMPLETED, ['validTo']))).toEqual({
      requestId: 'r',
      result: 'VERIFICATION_RESULT_COMPLETE',
      validTo: '2025-10-16',
    });
  });

  it('never has a member that no path names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue()), (value) => {
        const left = picked(value as never, ['a', 'b.a']);
        expect(Object.keys(left as object).filter((name) => name !== 'a' && name !== 'b')).toEqual([]);
      }),
    );
  });
});
