import { LOW_INCOME_CATEGORIES, OWN_RESULTS } from '../agreements/dataset.data.js';
import type { OutwardEvent } from './cloud-event.js';
import { feedPage } from './feed-page.rules.js';
import {
  beyondAgreement,
  covers,
  isInForce,
  typesFor,
  typesUnder,
  type FeedAgreement,
} from './feed-scope.rules.js';

const TYPE = (name: string): string => `minzheng.verification.v1.${name}`;
const agreement = (change: Partial<FeedAgreement>): FeedAgreement => ({
  id: '0198a000-0000-7000-8000-000000000001',
  direction: 'OUT',
  dataset: LOW_INCOME_CATEGORIES,
  purposes: ['MEDICAL_AID'],
  fields: [],
  region: '5108',
  validFrom: '2025-07-01',
  validTo: '2025-07-31',
  ...change,
});
const names = (types: readonly string[]): string[] =>
  types.map((type) => type.replace('minzheng.verification.v1.', ''));
const ALWAYS = ['AgreementActivated', 'AgreementSuspended', 'SubscriptionPaused'];

describe('what leaves under an agreement', () => {
  it.each([
    ['categories', agreement({}), ['MonitoredSubjectEntered', 'MonitoredSubjectLeft']],
    [
      'results',
      agreement({ dataset: OWN_RESULTS }),
      [
        'VerificationCompleted',
        'VerificationReopened',
        'VerificationReportSuperseded',
        'VerificationReportRevoked',
      ],
    ],
    [
      'an agency’s own data',
      agreement({ direction: 'IN', dataset: 'TAX' }),
      [
        ...['FactDisputed', 'FactCorrected', 'AgencyFeedLate', 'AgencyFeedRecovered', 'FileLoaded'],
        'FileRejected',
      ],
    ],
  ])('%s: these types and no other', (_name, under, expected) => {
    expect(names(typesUnder(under))).toEqual([...expected, ...ALWAYS]);
  });

  it.each([
    ['of the region', agreement({}), { type: TYPE('MonitoredSubjectLeft'), region: '510802001' }, true],
    ['of another city', agreement({}), { type: TYPE('MonitoredSubjectLeft'), region: '5107' }, false],
    ['of the whole province', agreement({}), { type: TYPE('MonitoredSubjectLeft'), region: '51' }, false],
    ['of another product', agreement({}), { type: TYPE('VerificationCompleted'), region: '5108' }, false],
    ['that stays inside', agreement({}), { type: TYPE('ClueRaised'), region: '5108' }, false],
    [
      'of the dataset',
      agreement({ direction: 'IN', dataset: 'TAX' }),
      { type: TYPE('FileLoaded'), region: '5108', dataset: 'TAX.wages' },
      true,
    ],
    [
      'of another dataset',
      agreement({ direction: 'IN', dataset: 'TAX.wages' }),
      { type: TYPE('FileLoaded'), region: '5108', dataset: 'TAX.wagesOfOthers' },
      false,
    ],
    [
      'of a dispute, which names none',
      agreement({ direction: 'IN', dataset: 'TAX.wages' }),
      { type: TYPE('FactDisputed'), region: '5108' },
      true,
    ],
  ])('an event %s', (_name, under, event, expected) => {
    expect(covers(under, event, 'MEDICAL_AID')).toBe(expected);
  });

  it('that tells of persons leaves for a purpose of the agreement alone, anything else without one', () => {
    const left = { type: TYPE('MonitoredSubjectLeft'), region: '5108' };
    const activated = { type: TYPE('AgreementActivated'), region: '5108' };
    const purposes = ['MEDICAL_AID', 'EDUCATION_AID', undefined];
    expect(purposes.map((purpose) => covers(agreement({}), left, purpose))).toEqual([true, false, false]);
    expect(purposes.map((purpose) => covers(agreement({}), activated, purpose))).toEqual([true, true, true]);
    expect(names(typesFor(agreement({ dataset: OWN_RESULTS }), undefined))).toEqual(ALWAYS);
  });

  it.each([
    ['2025-06-30', false],
    ['2025-07-01', true],
    ['2025-07-31', true],
    ['2025-08-01', false],
  ])('on %s: %s', (today, expected) => expect(isInForce(agreement({}), today)).toBe(expected));
});

describe('a page of the feed', () => {
  const wages = agreement({ id: 'wages', direction: 'IN', dataset: 'TAX.wages', purposes: [] });
  const invoices = agreement({ ...wages, id: 'invoices', dataset: 'TAX.invoices' });
  const event = (position: string, dataset: string): OutwardEvent => ({
    ...{ position, id: position, type: TYPE('FileLoaded'), subject: 'fileExchange/1', sequence: '1' },
    ...{ occurredAt: new Date(0), region: '5108', persons: [], data: { dataset: dataset as never } },
  });
  const found = [
    ...[event('3', 'TAX.wages'), event('5', 'TAX.invoices'), event('6', 'TAX.wages')],
    event('8', 'TAX.others'),
  ];
  const reading = { inForce: [wages, invoices], suspended: [], purpose: undefined, limit: 10 };

  it.each<[string, object, string[], string | undefined, boolean, string | null]>([
    ['all of it', {}, ['3', '5', '6'], undefined, false, null],
    ['as much as was asked for', { limit: 2 }, ['3', '5'], '5', true, null],
    [
      'what is before the first that a suspended agreement holds',
      { inForce: [wages], suspended: [invoices] },
      ['3'],
      '4',
      false,
      'invoices',
    ],
    ['what none of its agreements covers passes', { inForce: [invoices] }, ['5'], undefined, false, null],
  ])('%s', (_name, change, positions, after, hasMore, heldBy) => {
    const { leaving, ...page } = feedPage(found, { ...reading, ...change });
    expect(leaving.map(({ event: each }) => each.position)).toEqual(positions);
    expect(page).toEqual({ after, hasMore, heldBy });
  });
});

describe('what a subscriber may not want', () => {
  const wanted = {
    eventTypes: [TYPE('MonitoredSubjectEntered')],
    region: '510802',
    purpose: 'MEDICAL_AID',
  };

  it.each([
    ['all within', {}, []],
    ['another type', { eventTypes: [TYPE('AgreementActivated'), TYPE('FileLoaded')] }, ['eventTypes.1']],
    ['a clue', { eventTypes: [TYPE('ClueRaised')] }, ['eventTypes.0']],
    ['a wider region', { region: '51' }, ['region']],
    ['another purpose', { purpose: 'DIBAO' }, ['purpose']],
  ])('%s', (_name, change, expected) => {
    expect(beyondAgreement(agreement({}), { ...wanted, ...change })).toEqual(expected);
  });

  it('needs no purpose for what became of its own data', () => {
    const own = agreement({ direction: 'IN', dataset: 'TAX', purposes: [] });
    expect(beyondAgreement(own, { eventTypes: [TYPE('FileLoaded')], region: '5108' })).toEqual([]);
  });
});
