import { defineProblem } from '../http/index.js';

/** Refusals of the routes on policies. */
export const POLICY_PROBLEMS = {
  notOwned: defineProblem({
    name: 'policy-not-owned',
    status: 422,
    zh: '该政策参数由其他业务系统维护',
    en: 'The policy belongs to another service',
    meaning: {
      zh: '该参数由另一服务维护，这里只有它的副本。',
      en: 'The policy is kept by another service; here is only a copy.',
    },
    remedy: { zh: '在维护它的服务中起草。', en: 'Draft the row in the service that keeps it.' },
  }),
  keyUnknown: defineProblem({
    name: 'policy-key-unknown',
    status: 422,
    zh: '没有这个政策参数',
    en: 'There is no policy of this key',
    meaning: { zh: '没有任何规则读取这个参数。', en: 'No rule reads a policy of this key.' },
    remedy: { zh: '使用 GET /v1/policies 列出的参数名称。', en: 'Use a key that GET /v1/policies lists.' },
  }),
  valueInvalid: defineProblem({
    name: 'policy-value-invalid',
    status: 422,
    zh: '政策参数的值与该参数的格式不符',
    en: 'The value has not the form of this policy',
    meaning: {
      zh: '值的结构与该参数的其他记录不同；path 指出不符之处。',
      en: 'The value is not built like that of the other rows of this key; path tells where it differs.',
    },
    remedy: {
      zh: '按已有记录的结构更正后重新起草。',
      en: 'Correct it after the pattern of an existing row.',
    },
  }),
  outOfRange: defineProblem({
    name: 'policy-out-of-range',
    status: 422,
    zh: '政策参数的值超出允许范围',
    en: 'The value of the policy is out of its range',
    meaning: {
      zh: '该参数（key）的值必须在 minimum 与 maximum 之间（含）。',
      en: 'A value of this key lies between minimum and maximum, both included.',
    },
    remedy: {
      zh: '在范围内重新起草；已经生效的记录以新记录替代。',
      en: 'Draft one within the range; one that is in force is superseded by it.',
    },
  }),
  enteredElsewhere: defineProblem({
    name: 'policy-entered-elsewhere',
    status: 422,
    zh: '该政策参数须经专门程序发布',
    en: 'The policy is put into force by a procedure of its own',
    meaning: {
      zh: '该参数须先经规则校验再发布，不能作为普通政策参数录入；route 是其程序。',
      en: 'Rules check a row of this key before it is published, so that it is not entered as a plain row; route tells where it is.',
    },
    remedy: {
      zh: '按 route 所列程序起草、校验并发布。',
      en: 'Draft, check and publish it by the route.',
    },
  }),
  exists: defineProblem({
    name: 'policy-exists',
    status: 409,
    zh: '该参数在该地区已有同一生效日期的记录',
    en: 'There is a row of this key and region with this first day',
    meaning: {
      zh: '同一参数、同一地区已有同一生效日期的记录；rowId 是该记录。',
      en: 'A row of this key and region begins on the same day; rowId tells which.',
    },
    remedy: {
      zh: '更正该记录的，以 supersedesRowId 指明它；否则改用其他日期。',
      en: 'Name it in supersedesRowId to correct it, or choose another day.',
    },
  }),
  backdating: defineProblem({
    name: 'backdating',
    status: 422,
    zh: '生效日期早于今天：须指明所更正的记录',
    en: 'The first day has passed: name the row that is corrected',
    meaning: {
      zh: '生效日期早于今天：已经据以作出的决定不得无声改变。',
      en: 'The first day lies in the past: decisions that were made must not change unseen.',
    },
    remedy: {
      zh: '改用今天或者以后的日期；更正已有记录的，以 supersedesRowId 指明它。',
      en: 'Use today or later, or name in supersedesRowId the row that is corrected.',
    },
  }),
  notSupersedable: defineProblem({
    name: 'policy-not-supersedable',
    status: 422,
    zh: '所替代的记录须为同一参数、同一地区的已发布记录',
    en: 'What is superseded must be a published row of the same key and region that still holds on some day',
    meaning: {
      zh: '所替代的记录不存在、未发布、属于其他参数或地区，或者已不再适用。',
      en: 'What is superseded does not exist, is not published, is of another key or region, or holds on no day any more.',
    },
    remedy: {
      zh: '指明同一参数、同一地区的已发布记录。',
      en: 'Name a published row of the same key and region.',
    },
  }),
} as const;
