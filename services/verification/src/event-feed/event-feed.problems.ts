import { defineProblem, Problem } from '@minzheng/platform/http';
import { purposesOf, typesFor, typesUnder, type FeedAgreement } from './feed-scope.rules.js';

export const FILTER_EXCEEDS_AGREEMENT = defineProblem({
  name: 'filter-exceeds-agreement',
  status: 422,
  zh: '所要的内容超出数据共享协议',
  en: 'It asks for more than the data agreement allows',
  meaning: {
    zh: '事件类型、地区或者用途不在数据共享协议的范围内；errors 指出超出的条目，allowedTypes 列出协议允许的事件类型，allowedPurposes 列出协议约定的用途。',
    en: 'A type of event, the region or the purpose is not within the data agreement: errors names what is not, allowedTypes lists the types that are, allowedPurposes the purposes.',
  },
  remedy: {
    zh: '缩小范围后重试，或者变更协议。',
    en: 'Ask for less, or have the agreement changed.',
  },
});

export const AGREEMENT_PURPOSE_MISSING = defineProblem({
  name: 'agreement-purpose-missing',
  status: 422,
  zh: '须说明用途（purpose）',
  en: 'It needs a purpose: events of these types tell of persons',
  meaning: {
    zh: '所要的事件类型涉及个人信息，只能为数据共享协议约定的用途读取（个人信息保护法第六条）；purposes 列出协议约定的用途，typesWithoutPurpose 列出无须用途的事件类型。',
    en: 'Some of the types that are asked for tell of persons, and such data go out for a purpose of the agreement alone (PIPL art. 6): purposes lists those of the agreement, typesWithoutPurpose the types that need none.',
  },
  remedy: {
    zh: '以 purpose 说明其中一项用途，或者只要无须用途的事件类型。',
    en: 'Name one of purposes in purpose, or ask for types that need none.',
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

/**
 * Names what goes beyond the caller's own agreements, and what does not.
 *
 * @param purpose - of the agreements: then the types that leave for it are named
 */
export function exceeding(
  fields: readonly string[],
  agreements: readonly FeedAgreement[],
  purpose?: string,
): Problem {
  const isForPurpose = purpose !== undefined && !fields.includes('purpose');
  const allowed = agreements.flatMap((each) => (isForPurpose ? typesFor(each, purpose) : typesUnder(each)));
  return new Problem(FILTER_EXCEEDS_AGREEMENT, {
    errors: fields.map((field) => ({
      ...{ field, code: FILTER_EXCEEDS_AGREEMENT.name },
      message: FILTER_EXCEEDS_AGREEMENT,
    })),
    extensions: {
      allowedTypes: [...new Set(allowed)],
      ...(fields.includes('purpose') && { allowedPurposes: purposesOf(agreements) }),
    },
  });
}

/** Names the purposes of the caller's own agreements, one of which is missing. */
export function purposeMissing(agreements: readonly FeedAgreement[]): Problem {
  const types = new Set(agreements.flatMap((agreement) => typesFor(agreement, undefined)));
  return new Problem(AGREEMENT_PURPOSE_MISSING, {
    errors: [{ field: 'purpose', code: 'missing', message: AGREEMENT_PURPOSE_MISSING }],
    extensions: { purposes: purposesOf(agreements), typesWithoutPurpose: [...types] },
  });
}
