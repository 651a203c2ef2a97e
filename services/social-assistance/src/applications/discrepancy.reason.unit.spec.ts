import { EconomicSide } from '@minzheng/contracts/verification';
import { discrepancyReason } from './discrepancy.reason.js';

const { INCOME, ASSET, EXPENDITURE, UNSPECIFIED } = EconomicSide;

describe('a discrepancy in words', () => {
  it.each([
    [
      { side: INCOME, kind: 'wage', class: 'UNDER_DECLARED', material: true },
      '工资：申报数少于核对结果，属重大差异。',
      'Wage: less was declared than was found; a material difference.',
    ],
    [
      { side: INCOME, kind: 'casualWork', class: 'NOT_DECLARED', material: false },
      '务工零工：未申报，但核对发现，属轻微差异。',
      'Casual work: it was found, but not declared; a minor difference.',
    ],
    [
      { side: EXPENDITURE, kind: 'tuition', class: 'NOT_FOUND', material: false },
      '学费：已申报，但核对未发现，属轻微差异。',
      'Tuition: it was declared, but not found; a minor difference.',
    ],
    [
      { side: UNSPECIFIED, kind: 'unheardOf', class: 'SOME_OTHER', material: false },
      '申报事项：申报与核对结果不一致，属轻微差异。',
      'Unheard of: what was declared differs from what was found; a minor difference.',
    ],
  ])('%j', (discrepancy, zh, en) => {
    expect(discrepancyReason(discrepancy)).toEqual({ code: `DISCREPANCY_${discrepancy.class}`, zh, en });
  });

  it.each(['NOT_FOUND', 'NOT_DECLARED', 'UNDER_DECLARED', 'OVER_DECLARED'])(
    'shows no code for %s',
    (found) => {
      const reason = discrepancyReason({ side: ASSET, kind: 'deposit', class: found, material: false });
      expect(reason.zh).not.toMatch(/[A-Za-z]/);
      expect(reason.en).not.toMatch(/_|\p{Script=Han}/u);
    },
  );
});
