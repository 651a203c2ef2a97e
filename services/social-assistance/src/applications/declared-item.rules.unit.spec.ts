import { Problem } from '@minzheng/platform/http';
import type { DeclaredItemDto } from './application.dto.js';
import { toDeclared } from './declared-item.rules.js';

const PERSON = '66f9367c-2a08-8d62-9d75-d6dbe23270b8';
const INCOME = { personKey: PERSON, side: 'INCOME', kind: 'wage' } as const;
const ASSET = { personKey: PERSON, side: 'ASSET', kind: 'deposit' } as const;
const SPENDING = { personKey: PERSON, side: 'EXPENDITURE', kind: 'tuition' } as const;
const declare = (item: DeclaredItemDto) => toDeclared(item, 0, [{ personKey: PERSON }]);

describe('a declared item', () => {
  it.each<DeclaredItemDto>([
    { ...INCOME, amountFen: '1600000' },
    { ...SPENDING, amountFen: '0' },
    { ...ASSET, valueFen: '800000' },
    { ...ASSET, kind: 'residence', count: 1 },
    { ...INCOME, noneDeclared: true },
    { ...ASSET, noneDeclared: true },
  ])('is taken with the measure of its side: %j', (item) => {
    expect(declare(item)).toEqual({ noneDeclared: false, ...item });
  });

  it.each<[DeclaredItemDto, string, string]>([
    [{ ...INCOME, valueFen: '1' }, 'valueFen', 'not-of-side'],
    [{ ...INCOME, amountFen: '1', count: 1 }, 'count', 'not-of-side'],
    [{ ...SPENDING, valueFen: '1' }, 'valueFen', 'not-of-side'],
    [{ ...ASSET, amountFen: '1' }, 'amountFen', 'not-of-side'],
    [{ ...ASSET, valueFen: '1', count: 1 }, 'valueFen', 'value-or-count'],
    [ASSET, 'valueFen', 'value-or-count'],
    [INCOME, 'amountFen', 'missing'],
    [{ ...INCOME, amountFen: '1', noneDeclared: true }, 'noneDeclared', 'none-and-some'],
  ])('is refused: %j', (item, field, code) => {
    const refusal = { field: `declaredItems.0.${field}`, code };
    try {
      declare(item);
      throw new Error('it was taken');
    } catch (error) {
      expect(error).toBeInstanceOf(Problem);
      expect((error as Problem).options.errors).toMatchObject([refusal]);
    }
  });

  it('with null where there is nothing is the same as without', () => {
    const item = { ...INCOME, amountFen: '1', valueFen: null, payerKey: null } as unknown as DeclaredItemDto;
    expect(declare(item)).toEqual({ ...INCOME, amountFen: '1', noneDeclared: false });
  });
});
