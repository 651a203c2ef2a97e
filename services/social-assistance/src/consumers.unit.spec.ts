import { accessOf } from '@minzheng/contracts/catalogue';
import { COMMANDS, STATUSES } from './consumers.js';

describe('the access lists of the broker', () => {
  it('let this service read what its consumers read', () => {
    const { reads, groups } = accessOf('assistance');
    for (const { name, topics } of [COMMANDS, STATUSES]) {
      expect(name.startsWith(groups)).toBe(true);
      expect(reads).toEqual(expect.arrayContaining([...topics]));
    }
  });
});
