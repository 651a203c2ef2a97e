import { DATASETS } from '../agreements/dataset.data.js';
import { fieldOutside, fieldsOfKinds } from './fact-fields.data.js';

describe('fields of facts', () => {
  it('are what its kinds may tell, and nothing of a sort of which there are none', () => {
    expect(fieldsOfKinds('status', ['disabled'])).toEqual(
      expect.arrayContaining(['from', 'to', 'category', 'grade', 'validTo']),
    );
    expect(fieldsOfKinds('status', ['disabled'])).not.toContain('cause');
    expect(fieldsOfKinds('asset', [])).toEqual([]);
  });

  it.each([
    ['amountFen', { amountFen: '1', period: {} }, ['period']],
    ['attributes.grade', { attributes: { category: '1', grade: '2' } }, ['category']],
    [undefined, { amountFen: '1', fiscalPaid: undefined, payerKey: null }, ['amountFen']],
  ])('that an agreement does not name: %s', (outside, fact, fields) => {
    expect(fieldOutside('income', fact, new Set(fields))).toBe(outside);
  });

  it('stand in the catalogue for each dataset that comes in', () => {
    const incoming = DATASETS.filter(({ direction }) => direction === 'IN');
    expect(incoming.filter(({ fields }) => fields.length === 0)).toEqual([]);
    const cards = incoming.find(({ code }) => code === 'DPF');
    expect(cards?.fields).toEqual(expect.arrayContaining(['category', 'from', 'grade', 'to', 'validTo']));
  });
});
