import { isKindOf, withoutLeftOut } from '@minzheng/casework/means-items';
import { invalidField, Problem, PROBLEMS } from '@minzheng/platform/http';
import type { DeclaredItemDto } from './application.dto.js';
import type { DeclaredItem } from './application.entity.js';

type Measure = 'amountFen' | 'valueFen' | 'count';
const MEASURES: readonly Measure[] = ['amountFen', 'valueFen', 'count'];
/** Income and spending are sums of the window; what is owned has a value or a number. */
const MEASURES_OF: Readonly<Record<DeclaredItem['side'], readonly Measure[]>> = {
  INCOME: ['amountFen'],
  EXPENDITURE: ['amountFen'],
  ASSET: ['valueFen', 'count'],
};

const WORDS = {
  'none-and-some': {
    zh: '已申报没有该项，不得再填写金额、价值或者数量',
    en: 'says that there is nothing, beside an amount, a value or a count',
  },
  'not-of-side': { zh: '该类申报不填此项', en: 'does not belong to this side of the declaration' },
  'value-or-count': { zh: '价值和数量须填写其中一项', en: 'needs either a value or a count' },
} as const;

/**
 * What the applicant declares, as verification takes it.
 *
 * @throws Problem `validation` for a kind that is not of its side, somebody who is not of the household, or a measure
 * that does not fit
 */
export function toDeclared(
  form: DeclaredItemDto,
  index: number,
  members: readonly { readonly personKey: string }[],
): DeclaredItem {
  const { noneDeclared = false, ...item } = withoutLeftOut({ ...form });
  const path = `declaredItems.${index}`;
  if (!isKindOf(item.side, item.kind)) throw invalidField(`${path}.kind`, 'is-kind');
  if (!members.some(({ personKey }) => personKey === item.personKey)) {
    throw invalidField(`${path}.personKey`, 'is-member');
  }
  const said = MEASURES.filter((measure) => item[measure] !== undefined);
  if (noneDeclared) {
    if (said.length > 0) throw wrong(`${path}.noneDeclared`, 'none-and-some');
    return { ...item, noneDeclared };
  }
  const fitting = MEASURES_OF[item.side];
  const foreign = said.find((measure) => !fitting.includes(measure));
  if (foreign !== undefined) throw wrong(`${path}.${foreign}`, 'not-of-side');
  if (said.length === 1) return { ...item, noneDeclared };
  if (item.side === 'ASSET') throw wrong(`${path}.valueFen`, 'value-or-count');
  throw invalidField(`${path}.amountFen`, 'missing');
}

function wrong(field: string, code: keyof typeof WORDS): Problem {
  return new Problem(PROBLEMS.validation, { errors: [{ field, code, message: WORDS[code] }] });
}
