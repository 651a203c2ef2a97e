import { defineProblem } from '@minzheng/platform/http';

/** Refusals of manual facts. */
export const MANUAL_FACT_PROBLEMS = {
  manualFactInvalid: defineProblem({
    name: 'manual-fact-invalid',
    status: 422,
    zh: '认定内容不符合该类数据的要求',
    en: 'No fact can say what is stated',
    meaning: {
      zh: '认定内容缺少或多出字段，或者不符合入库规则；reason 和 field 说明原因。',
      en: 'The statement lacks a field, has one too many, or breaks a rule of every fact; reason and field name it.',
    },
    remedy: {
      zh: '修改认定内容。',
      en: 'Change the statement.',
    },
  }),
  evidenceValidity: defineProblem({
    name: 'evidence-validity',
    status: 422,
    zh: '证明材料的有效期不符合要求',
    en: 'The evidence does not hold, or for too long',
    meaning: {
      zh: '证明材料须在有效期内，且有效期不超过规定月数；latest 是最后一天。',
      en: 'Evidence holds today and at most for a number of months; latest is the last day that it may name.',
    },
    remedy: {
      zh: '提供在有效期内的证明材料。',
      en: 'Hand in evidence that holds, or name an earlier last day.',
    },
  }),
};
