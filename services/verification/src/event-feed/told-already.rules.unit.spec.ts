import { isToldAlready, wasToldLongAgo, type Statement, type ToldStatement } from './told-already.rules.js';

const EPOCH = 2n ** 48n;
const TYPE = (name: string): string => `minzheng.verification.v1.${name}`;
const says = (name: string, version: bigint, change: object = {}): Statement => ({
  ...{ type: TYPE(name), sequence: version, data: { occurredAt: '2025-07-15T02:00:00Z', ...change } },
});
const told = (statement: Statement, holds = false): ToldStatement => ({ ...statement, holds });
const later = { occurredAt: '2025-07-16T02:00:00Z' };

const loaded = (version: bigint, change: object = {}) =>
  says('FileLoaded', version, { fileId: 'f', rows: 3, ...change });
const completed = (version: bigint, reportId: string) => says('VerificationCompleted', version, { reportId });
const reopened = (version: bigint) => says('VerificationReopened', version, { reportId: 'a' });
const activated = (version: bigint) => says('AgreementActivated', version, { agreementId: 'g' });
const suspended = (version: bigint) => says('AgreementSuspended', version, { agreementId: 'g' });
const paused = (version: bigint, change: object = {}) =>
  says('SubscriptionPaused', version, { reasonCode: 'DELIVERIES_FAILED', ...change });

describe('what a party is told of a subject', () => {
  it.each<[string, Statement, ToldStatement[], boolean]>([
    ['nothing yet', loaded(4n), [], false],
    ['the same, found out once more', loaded(4n, later), [told(loaded(4n))], true],
    ['the same, in a later epoch', activated(EPOCH + 3n), [told(activated(3n))], true],
    ['the same, reached in fewer steps', loaded(3n, later), [told(loaded(4n))], true],
    ['the same at a higher version', activated(5n), [told(activated(3n)), told(suspended(4n))], false],
    ['other content at the same version', completed(EPOCH + 4n, 'b'), [told(completed(4n, 'a'))], false],
    ['another type', loaded(4n), [told(says('FileRejected', 4n, { fileId: 'f', rows: 3 }))], false],
    [
      'what was so before something that this service does not know any more',
      activated(EPOCH + 3n),
      [told(activated(3n)), told(suspended(4n))],
      false,
    ],
    [
      'what was so before something that holds still',
      completed(EPOCH + 4n, 'a'),
      [told(completed(4n, 'a')), told(reopened(5n), true)],
      true,
    ],
    ['that it is paused, once more', paused(EPOCH + 3n, later), [told(paused(3n))], false],
    ['that it is paused, which is sent again', paused(EPOCH + 3n), [told(paused(3n))], true],
  ])('%s', (_name, statement, before, expected) => {
    expect(isToldAlready(statement, before, false)).toBe(expected);
  });

  it.each<[string, ToldStatement[], boolean]>([
    ['and nothing since', [], true],
    ['and since what holds still', [told(suspended(4n), true)], true],
    ['and since what this service does not know any more', [told(suspended(4n))], false],
  ])('so long ago that it is not kept, %s', (_name, before, expected) => {
    expect(isToldAlready(activated(EPOCH + 3n), before, true)).toBe(expected);
  });

  it.each([
    ['within the days for which events are kept', 90, '2020-01-01', false],
    ['after them', 91, '2020-01-01', true],
    ['after them, to a party since that day', 91, '2025-03-02', true],
    ['after them, to a party that was none then', 91, '2025-03-03', false],
    ['after them, to a party that never was one', 91, undefined, false],
  ])('sent again %s', (_name, days, since, expected) => {
    // in Asia/Shanghai it is 2 March
    const announcedAt = new Date('2025-03-01T16:00:00Z');
    const sentAt = new Date(announcedAt.getTime() + days * 86_400_000);
    expect(wasToldLongAgo({ announcedAt, sentAt }, 90, since)).toBe(expected);
  });
});
