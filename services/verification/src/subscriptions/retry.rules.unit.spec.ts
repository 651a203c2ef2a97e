import { readFileSync } from 'node:fs';
import { PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import { parse } from 'yaml';
import { deliveryPolicy } from './delivery-policy.js';
import { afterFailure } from './retry.rules.js';

const rows = parse(
  readFileSync(new URL('../../policies/subscriptions.yaml', import.meta.url), 'utf8'),
) as PolicyRow[];
const { retryMinutes, keepDays } = deliveryPolicy(new PolicyBook(rows), '51', '2025-07-15');
const NOW = new Date('2025-07-15T02:00:00Z');

describe('after a failed delivery', () => {
  it.each([
    [1, '2025-07-15T02:01:00.000Z'],
    [2, '2025-07-15T02:05:00.000Z'],
    [3, '2025-07-15T02:30:00.000Z'],
    [4, '2025-07-15T04:00:00.000Z'],
    [5, '2025-07-15T08:00:00.000Z'],
    [6, '2025-07-15T14:00:00.000Z'],
    [7, '2025-07-16T02:00:00.000Z'],
    [8, '2025-07-16T02:00:00.000Z'],
  ])('number %i is followed by an attempt at %s', (failures, at) => {
    expect(afterFailure(failures, retryMinutes, NOW)).toEqual({ kind: 'retry', at: new Date(at) });
  });

  it('is followed by a pause once eight retries have failed', () => {
    expect(afterFailure(9, retryMinutes, NOW)).toEqual({ kind: 'pause' });
  });

  it('is as the rows of the province say', () => {
    const ofHunan = (name: string, value: unknown): PolicyRow => {
      const shipped = rows.find(({ key }) => key === `verification.subscription.${name}`);
      return { ...shipped, id: name, regionPrefix: '43', value } as PolicyRow;
    };
    const book = new PolicyBook([...rows, ofHunan('retryMinutes', [7]), ofHunan('keepDays', 9)]);
    expect(deliveryPolicy(book, '43', '2025-07-15')).toEqual({ retryMinutes: [7], keepDays: 9 });
    expect(deliveryPolicy(book, '51', '2025-07-15')).toEqual({ retryMinutes, keepDays });
  });

  it('events are kept for longer than the retries take', () => {
    const minutes = retryMinutes.reduce((sum, each) => sum + each, 0);
    expect(keepDays * 24 * 60).toBeGreaterThan(minutes);
  });
});
