import { EconomicSide, type Discrepancy } from '@minzheng/contracts/verification';
import { ASSET_KINDS, EXPENDITURE_KINDS, INCOME_KINDS } from '@minzheng/kernel/means-test';
import type { StatedReason } from '../entitlement/stated-reason.js';

const KINDS = new Map<EconomicSide, ReadonlyMap<string, { readonly chinese: string }>>([
  [EconomicSide.INCOME, INCOME_KINDS],
  [EconomicSide.ASSET, ASSET_KINDS],
  [EconomicSide.EXPENDITURE, EXPENDITURE_KINDS],
]);

interface Words {
  readonly zh: string;
  readonly en: string;
}

const DIFFERS: Words = { zh: '申报与核对结果不一致', en: 'what was declared differs from what was found' };
const FOUND = new Map<string, Words>([
  ['NOT_FOUND', { zh: '已申报，但核对未发现', en: 'it was declared, but not found' }],
  ['NOT_DECLARED', { zh: '未申报，但核对发现', en: 'it was found, but not declared' }],
  ['UNDER_DECLARED', { zh: '申报数少于核对结果', en: 'less was declared than was found' }],
  ['OVER_DECLARED', { zh: '申报数多于核对结果', en: 'more was declared than was found' }],
]);

/** A difference between what was declared and what was found, in words (申报与核实比对). */
export function discrepancyReason({
  side,
  kind,
  class: found,
  material,
}: Pick<Discrepancy, 'side' | 'kind' | 'class' | 'material'>): StatedReason {
  const { zh, en } = FOUND.get(found) ?? DIFFERS;
  const chinese = KINDS.get(side)?.get(kind)?.chinese ?? '申报事项';
  return {
    code: `DISCREPANCY_${found}`,
    zh: `${chinese}：${zh}，属${material ? '重大' : '轻微'}差异。`,
    en: `${inWords(kind)}: ${en}; a ${material ? 'material' : 'minor'} difference.`,
  };
}

/** `casualWork` is `Casual work`. */
function inWords(kind: string): string {
  const words = kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
