import { refusalsOf } from './inbound-refusals.js';

const rejected = (index: number, problem: string, more: object = {}) => ({
  ...{ index, state: 'REJECTED' as const, problem },
  ...more,
});
const wage = { dataset: 'TAX.wages', idNumber: '51080219850214901X' };

describe('what is kept of a call', () => {
  it('is nothing of what was accepted', () => {
    const facts = [{ index: 0, state: 'ACCEPTED' as const, factId: 'x' }];
    expect(refusalsOf({ agency: 'TAX', facts: [wage] }, { facts, answers: [] })).toEqual([]);
  });

  it('is each reason once, how often, and where first: never what stood there', () => {
    const batch = {
      agency: 'TAX',
      facts: [wage, wage, wage, { ...wage, dataset: 'NR.homes' }, '51080219850214901X'],
      answers: [wage],
      watermark: { dataset: 'TAX', upTo: '2025-05-12T00:00:00Z' },
    };
    const facts = [
      { index: 0, state: 'ACCEPTED' as const, factId: 'x' },
      rejected(1, 'id-number-invalid', { field: 'idNumber' }),
      rejected(2, 'id-number-invalid', { field: 'idNumber' }),
      rejected(3, 'validation', { field: 'dataset', code: 'is-dataset' }),
      rejected(4, 'validation', { field: 'attributes.51080219850214901X', code: 'unknown' }),
    ];
    const answers = [rejected(0, 'facts-rejected')];
    const watermark = { state: 'REJECTED' as const, problem: 'facts-rejected' };
    const kept = refusalsOf(batch, { facts, answers, watermark });
    const of = (dataset: string, item: string, problem: string, rest: object = {}) => ({
      ...{ dataset, item, problem, field: '', code: '', items: 1, firstIndex: 0 },
      ...rest,
    });
    expect(kept).toEqual([
      of('TAX.wages', 'FACT', 'id-number-invalid', { field: 'idNumber', items: 2, firstIndex: 1 }),
      of('?', 'FACT', 'validation', { field: 'dataset', code: 'is-dataset', firstIndex: 3 }),
      of('?', 'FACT', 'validation', { field: '?', code: 'unknown', firstIndex: 4 }),
      of('TAX.wages', 'ANSWER', 'facts-rejected'),
      of('TAX', 'WATERMARK', 'facts-rejected'),
    ]);
    expect(JSON.stringify(kept)).not.toContain('51080219850214901');
  });
});
