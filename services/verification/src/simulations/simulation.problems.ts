import { defineProblem } from '@minzheng/platform/http';

/** Refusals of simulations. */
export const SIMULATION_PROBLEMS = {
  tooLarge: defineProblem({
    name: 'simulation-too-large',
    status: 422,
    zh: '测算范围内的家庭过多',
    en: 'There are too many households in the region',
    meaning: {
      zh: '测算在应答前逐户计算；该范围内在册家庭数超过一次测算的上限（households、limit）。',
      en: 'A simulation computes every household before it answers; the region has more (households) than one may compute (limit).',
    },
    remedy: {
      zh: '按市或县分别测算。',
      en: 'Simulate its cities or counties one by one.',
    },
  }),
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
