import { accessOf } from '@minzheng/contracts/catalogue';
import { COMMANDS, FACTS, OUTWARD } from './consumers.js';
import { FROM_VERIFICATION } from './gateway/consumers.js';

describe('the access lists of the broker', () => {
  it.each([
    ['verification', [FACTS, COMMANDS, OUTWARD]],
    ['gateway', [FROM_VERIFICATION]],
  ] as const)('let %s read what its consumers read', (principal, consumers) => {
    const { reads, groups } = accessOf(principal);
    for (const { name, topics } of consumers) {
      expect(name.startsWith(groups)).toBe(true);
      expect(reads).toEqual(expect.arrayContaining([...topics]));
    }
  });
});
