import type { EconomicFact } from '@minzheng/kernel/means-test';
import type { TakenBackFact } from '../facts/taken-back.reader.js';
import { status } from '../indicators/test/scene-kit.js';
import { isWithdrawn, type Evidence, type EvidenceNow } from './evidence.rules.js';

const PERSON = '11111111-0000-8000-8000-000000000000';
const EVIDENCE: Evidence = { factIds: ['death', 'paid'], grounds: [] };
const NOW: EvidenceNow = { isFound: false, takenBack: [], standing: [], standingGrounds: new Set() };
const gone = (factId: string): TakenBackFact => ({ factId, personKey: PERSON });

describe('the evidence of a hit', () => {
  it.each<[string, Partial<Evidence>, Partial<EvidenceNow>, boolean]>([
    ['found, all of it standing', {}, { isFound: true }, false],
    ['found, by newer facts', {}, { isFound: true, takenBack: [gone('death')] }, false],
    ['not found, all of it standing', {}, {}, false],
    ['not found, a part of it taken back', {}, { takenBack: [gone('paid')] }, true],
    ['not found, a fact taken back that was none of it', {}, { takenBack: [gone('other')] }, false],
    [
      'not found, its ground standing',
      { grounds: ['consent/one'] },
      { standingGrounds: new Set(['consent/one']) },
      false,
    ],
    ['not found, its ground gone', { factIds: [], grounds: ['consent/one'] }, {}, true],
    ['found, its ground gone', { factIds: [], grounds: ['consent/one'] }, { isFound: true }, false],
  ])('%s', (_name, evidence, now, expected) => {
    expect(isWithdrawn({ ...EVIDENCE, ...evidence }, { ...NOW, ...now })).toBe(expected);
  });

  describe('a status that its source tells anew', () => {
    const dibao: TakenBackFact = {
      factId: 'death',
      personKey: PERSON,
      status: { kind: 'dibao', days: { from: '2025-01-01' }, attributes: {} },
    };
    it.each<[string, EconomicFact[], boolean]>([
      ['ended', [status(PERSON, 'dibao', '2025-01-01', { to: '2025-01-02' })], false],
      ['ended before it began', [status(PERSON, 'dibao', '2025-01-01', { to: '2025-01-01' })], true],
      ['still open', [status(PERSON, 'dibao', '2025-01-01')], false],
      ['from another day on', [status(PERSON, 'dibao', '2025-02-01')], true],
      ['of another content', [status(PERSON, 'dibao', '2025-01-01', { attributes: { subtype: 'x' } })], true],
      ['another status', [status(PERSON, 'edge', '2025-01-01')], true],
      ['of somebody else', [status('someone', 'dibao', '2025-01-01')], true],
      ['no more', [], true],
    ])('%s', (_name, standing, expected) => {
      expect(isWithdrawn(EVIDENCE, { ...NOW, takenBack: [dibao], standing })).toBe(expected);
    });
  });
});
