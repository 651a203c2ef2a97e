import { defineProblem } from '@minzheng/platform/http';

/** Refusals of simulations. */
export const SIMULATION_PROBLEMS = {
  malformed: defineProblem({
    name: 'override-malformed',
    status: 422,
    zh: '假设的参数值不符合该参数的格式',
    en: 'A supposed value has not the form of its key',
    meaning: {
      zh: 'key 指出的参数值与该参数现行各行的格式不同，例如金额须为以分为单位的数字串。',
      en: 'The value of key has another form than the rows of that key: a sum, for example, is a string of digits in fen.',
    },
    remedy: {
      zh: '参照 GET /v1/policies 所示该参数的现行值。',
      en: 'Take the form of the row in force, as GET /v1/policies shows it.',
    },
  }),
};
