import { defineProblem, Problem } from '@minzheng/platform/http';

export const FILTER_EXCEEDS_AGREEMENT = defineProblem({
  name: 'filter-exceeds-agreement',
  status: 422,
  zh: '所要的内容超出数据共享协议',
  en: 'It asks for more than the data agreement allows',
  meaning: {
    zh: '事件类型、地区或者用途不在数据共享协议的范围内；errors 指出超出的条目，allowedTypes 列出协议允许的事件类型。',
    en: 'A type of event, the region or the purpose is not within the data agreement: errors names what is not, allowedTypes lists the types that are.',
  },
  remedy: {
    zh: '缩小范围后重试，或者变更协议。',
    en: 'Ask for less, or have the agreement changed.',
  },
});

export const EVENTS_EXPIRED = defineProblem({
  name: 'events-expired',
  status: 410,
  zh: '该位置之后的事件已过保存期',
  en: 'Events after this position are no longer kept',
  meaning: {
    zh: '所给位置之后有事件已过保存期而被删除，从该位置继续会漏掉事件；oldest 是现存最早事件之前的位置。',
    en: 'Some events after the position were deleted at the end of their time: going on from it would miss them. oldest is the position from which nothing is missing.',
  },
  remedy: {
    zh: '通过查询接口重新取得当前状态，然后从 oldest 继续。',
    en: 'Read the current state by the routes that tell it, then go on from oldest.',
  },
});

export const NO_SUCH_POSITION = defineProblem({
  name: 'no-such-position',
  status: 422,
  zh: '尚无此位置',
  en: 'There is no such position yet',
  meaning: {
    zh: '所给位置大于最后一个事件的位置 newest。',
    en: 'The position is higher than newest, that of the last event.',
  },
  remedy: {
    zh: '从自己处理过的最后一个事件的 position 继续；数据恢复之后从 newest 继续。',
    en: 'Go on from the position of the last event that you have processed; after a restore of this system, from newest.',
  },
});

/** Names what goes beyond the agreement, and the types that do not. */
export function exceeding(fields: readonly string[], allowedTypes: readonly string[]): Problem {
  return new Problem(FILTER_EXCEEDS_AGREEMENT, {
    errors: fields.map((field) => ({
      ...{ field, code: FILTER_EXCEEDS_AGREEMENT.name },
      message: FILTER_EXCEEDS_AGREEMENT,
    })),
    extensions: { allowedTypes: [...new Set(allowedTypes)] },
  });
}
