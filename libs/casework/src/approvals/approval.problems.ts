import { defineProblem } from '@minzheng/platform/http';

/** Refusals of decisions that need somebody else. */
export const APPROVAL_PROBLEMS = {
  actorAlreadyInvolved: defineProblem({
    name: 'actor-already-involved',
    status: 403,
    zh: '经办过本案的人员不得作出决定',
    en: 'Who acted on the case before does not decide it',
    meaning: {
      zh: '已在本案中受理、调查或者提出意见的人员不得作出决定，也不得重新调查。',
      en: 'Who accepted, visited or gave an opinion in the case may not decide it, nor look into it again.',
    },
    remedy: {
      zh: '由未经办本案的人员办理。',
      en: 'Let somebody do it who has had no part in it.',
    },
  }),
  approvalDiffers: defineProblem({
    name: 'approval-differs',
    status: 409,
    zh: '与第一审批人的决定不一致',
    en: 'The first approver decided otherwise',
    meaning: {
      zh: '须两人审批，第二人所作决定与第一人不同。',
      en: 'Two people have to decide the same; the first one has decided otherwise.',
    },
    remedy: {
      zh: '与第一审批人意见一致后再次提交，或者退回案件。',
      en: 'Come to the same decision and send it again, or return the case.',
    },
  }),
} as const;
