import { defineProblem } from '@minzheng/platform/http';

/** Refusals of consents. */
export const CONSENT_PROBLEMS = {
  consentNotBySubject: defineProblem({
    name: 'consent-not-by-subject',
    status: 422,
    zh: '授权书须由本人或其监护人签署',
    en: 'A consent is signed by the person or the guardian',
    meaning: {
      zh: '授权书须由本人签署；无民事行为能力或者限制民事行为能力人由监护人代签。',
      en: 'A consent is signed by the person; for somebody without full legal capacity by the guardian.',
    },
    remedy: { zh: '由本人或者其监护人重新签署。', en: 'Have it signed by the person or the guardian.' },
  }),
  consentTooLong: defineProblem({
    name: 'consent-too-long',
    status: 422,
    zh: '授权期限过长',
    en: 'The consent would last too long',
    meaning: {
      zh: '授权期限超过所在区域规定的最长期限；latest 是最晚日期。',
      en: 'The consent would last longer than the rules of the region allow; latest tells the last possible day.',
    },
    remedy: {
      zh: '将 validTo 改为不晚于 latest 的日期。',
      en: 'Set validTo to a day that is not after latest.',
    },
  }),
};
