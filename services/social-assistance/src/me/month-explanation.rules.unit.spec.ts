import { explainMonths, type ExplainedAward, type ExplainedSegment } from './month-explanation.rules.js';

const parts = (base: readonly bigint[], extra = 0n) =>
  base.map((baseFen, index) => ({
    ...{ personKey: `p${index}`, baseFen },
    extraFen: index === 0 ? extra : 0n,
    extraKinds: index === 0 && extra > 0n ? ['MINOR', 'SERIOUS_ILLNESS'] : [],
  }));

const segment = (change: Partial<ExplainedSegment> = {}): ExplainedSegment => ({
  ...{ months: { from: '2025-07' }, parts: parts([19_000n, 19_000n, 19_000n], 11_800n) },
  ...{ standardFen: 59_000n, cause: 'DECISION', assessed: null },
  ...change,
});

const award = (change: Partial<ExplainedAward> = {}): ExplainedAward => ({
  ...{ state: 'ACTIVE', effectiveMonth: '2025-07', endMonth: null, ceaseCause: null, isImported: false },
  ...{ heldFrom: null, holdCause: null, holdEndsOn: null, segments: [segment()] },
  assessed: {
    ...{ subtype: 'HOUSEHOLD', memberCount: 3, perCapita: { numerator: '40000', denominator: '1' } },
    members: [],
  },
  ...change,
});

const told = (of: ExplainedAward, from: string, to: string) =>
  explainMonths(of, from, to).map(({ month, dueFen, reasons }) => [
    month,
    dueFen,
    ...reasons.map(({ code }) => code),
  ]);

describe('what is due in which month, and why', () => {
  it('is nothing before the first month, then what the segment says, in words', () => {
    expect(told(award(), '2025-06', '2025-07')).toEqual([
      ['2025-06', 0n, 'NOT_BEGUN'],
      ['2025-07', 68_800n, 'DECISION', 'BASE', 'EXTRA_MINOR_SERIOUS_ILLNESS'],
    ]);
    const [july] = explainMonths(award(), '2025-07', '2025-07');
    expect(july?.reasons.map(({ zh }) => zh)).toEqual([
      '按审核确认决定发放（自2025-07起）。',
      '低保标准590.00元，认定的家庭人均月收入400.00元，3人，基本金额每月570.00元。',
      '分类施保（未成年人、重病患者）：每月118.00元。',
    ]);
    expect(july?.reasons[2]?.en).toBe('Extra (minor, seriously ill): 118.00 yuan a month.');
  });

  it('changes with the standard, and tells what each segment was found on', () => {
    const before = { ...award().assessed!, perCapita: { numerator: '30000', denominator: '1' } };
    const segments = [
      segment({ months: { from: '2025-07', before: '2026-01' }, assessed: before }),
      segment({
        months: { from: '2026-01' },
        cause: 'STANDARD',
        standardFen: 64_900n,
        parts: parts([24_900n, 24_900n, 24_900n]),
      }),
    ];
    expect(told(award({ segments }), '2025-12', '2026-01')).toEqual([
      ['2025-12', 68_800n, 'DECISION', 'BASE', 'EXTRA_MINOR_SERIOUS_ILLNESS'],
      ['2026-01', 74_700n, 'STANDARD', 'BASE'],
    ]);
    const [december, january] = explainMonths(award({ segments }), '2025-12', '2026-01');
    expect(december?.reasons[1]?.en).toContain('300.00 yuan a head');
    expect(january?.reasons[1]?.en).toContain('standard of 649.00 yuan, an assessed income of 400.00');
  });

  it('is nothing while it is held, and says what will be paid then', () => {
    const held = award({ state: 'HELD', heldFrom: '2025-09', holdCause: 'DEATH', holdEndsOn: '2025-11-20' });
    const months = explainMonths(held, '2025-08', '2025-09');
    expect(months.map(({ dueFen }) => dueFen)).toEqual([68_800n, 0n]);
    expect(months[1]?.reasons[0]).toEqual({
      code: 'HELD',
      zh: '自2025-09起暂停发放（享受待遇的人死亡的信息待核实），最迟于2025-11-20前作出处理；恢复后补发本月的688.00元。',
      en: 'Held from 2025-09 on (a death is being checked) and has to be resolved by 2025-11-20; if it is released, the 688.00 yuan of this month are paid.',
    });
  });

  it('goes on for the months of a gradual exit, without extras, and then ends', () => {
    const segments = [
      segment({ months: { from: '2025-07', before: '2025-08' } }),
      segment({
        months: { from: '2025-08', before: '2025-10' },
        cause: 'GRADUAL_EXIT',
        parts: parts([28_500n, 28_500n]),
      }),
    ];
    const exit = award({
      state: 'GRADUAL_EXIT',
      segments,
      endMonth: '2025-09',
      ceaseCause: 'GRADUAL_EXIT_END',
    });
    expect(told(exit, '2025-08', '2025-10')).toEqual([
      ['2025-08', 57_000n, 'GRADUAL_EXIT', 'BASE_GRADUAL_EXIT'],
      ['2025-09', 57_000n, 'GRADUAL_EXIT', 'BASE_GRADUAL_EXIT'],
      ['2025-10', 0n, 'ENDED'],
    ]);
    const [august, , october] = explainMonths(exit, '2025-08', '2025-10');
    expect(august?.reasons[1]?.zh).toBe('本段每月570.00元，分类施保金不再发放，至2025-09止。');
    expect(october?.reasons[0]?.zh).toBe('待遇已终止（渐退期届满），最后发放月份为2025-09。');
  });

  it('was paid elsewhere before the county’s records were taken over', () => {
    const imported = award({
      ...{ isImported: true, effectiveMonth: '2024-12' },
      segments: [segment({ months: { from: '2026-01' }, cause: 'IMPORT' })],
    });
    expect(told(imported, '2025-12', '2026-01')).toEqual([
      ['2025-12', 0n, 'PAID_BEFORE'],
      ['2026-01', 68_800n, 'IMPORT', 'BASE', 'EXTRA_MINOR_SERIOUS_ILLNESS'],
    ]);
  });

  it('says whose own income a single-person guarantee rests on, and shows a cause that it has no words for', () => {
    const alone = award({
      assessed: { ...award().assessed!, subtype: 'SINGLE_PERSON' },
      segments: [segment({ cause: 'SOMETHING_NEW', parts: parts([39_000n]), standardFen: 39_000n })],
    });
    const [july] = explainMonths(alone, '2025-07', '2025-07');
    expect(july?.reasons.map(({ code }) => code)).toEqual(['SOMETHING_NEW', 'BASE_SINGLE_PERSON']);
    expect(july?.reasons[0]?.zh).toContain('SOMETHING_NEW');
  });
});
