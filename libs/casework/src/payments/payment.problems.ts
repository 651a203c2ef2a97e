import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the routes of payments. */
export const PAYMENT_PROBLEMS = {
  runExists: defineProblem({
    name: 'run-exists',
    status: 409,
    zh: '该发放批次已存在',
    en: 'The payroll run exists already',
    meaning: {
      zh: '该县、该项目、该月份的此批次（seq）已存在且未取消。',
      en: 'There is a run of this county, programme, month and seq that was not cancelled.',
    },
    remedy: {
      zh: '在已有批次上办理；补发使用下一个 seq。',
      en: 'Go on with the run that exists; what was approved since goes into the next seq.',
    },
  }),
  runNotBalanced: defineProblem({
    name: 'run-not-balanced',
    status: 409,
    zh: '发放明细与批次合计不符',
    en: 'The lines do not add up to the run',
    meaning: {
      zh: '明细的笔数或金额合计与批次不符，或者某一笔的分摊之和与其金额不符。',
      en: 'Number or sum of the lines is not that of the run, or the parts of a line are not its amount.',
    },
    remedy: {
      zh: '取消该批次并重新生成；仍然不符时通知平台运维。',
      en: 'Cancel the run and build it again; tell the operators if it still does not balance.',
    },
  }),
  budgetExceeded: defineProblem({
    name: 'budget-exceeded',
    status: 422,
    zh: '超出年度预算',
    en: 'The budget of the year does not suffice',
    meaning: {
      zh: '本年度已批准的发放（spentFen）加上本批次合计（totalFen）超过预算（budgetFen）。',
      en: 'What was approved this year (spentFen) and this run (totalFen) are more than the budget (budgetFen).',
    },
    remedy: {
      zh: '追加预算并发布新的预算参数后再批准。',
      en: 'Have the budget raised and its row published, then approve again.',
    },
  }),
  resultFileMismatch: defineProblem({
    name: 'result-file-mismatch',
    status: 422,
    zh: '银行回盘文件与发放批次不符',
    en: 'The result file does not fit the run',
    meaning: {
      zh: '回盘文件整体不予接收，没有改变任何明细；mismatches 列出不符之处（最多二十条），也包括晚于今天的付款日期。',
      en: 'The whole file is refused and no line has changed; mismatches names what does not fit, the first twenty, a day of payment that has not come among them.',
    },
    remedy: {
      zh: '由银行更正后重新发送整个文件。',
      en: 'Have the bank correct it and send the whole file again.',
    },
  }),
  resultsPending: defineProblem({
    name: 'results-pending',
    status: 409,
    zh: '上一个回盘文件尚在处理',
    en: 'The results before are still being applied',
    meaning: {
      zh: '该批次的上一个回盘文件尚未全部入账。',
      en: 'A result file of this run was taken and is not applied to all of its lines yet.',
    },
    remedy: { zh: '待其任务结束后重发。', en: 'Wait for its job to end and send the file again.' },
  }),
  lineNotReturned: defineProblem({
    name: 'line-not-returned',
    status: 422,
    zh: '该笔发放没有被退回',
    en: 'The line was not returned',
    meaning: {
      zh: '只有被银行退回（RETURNED）的明细才能重发或冲销。',
      en: 'Only a line that the bank has returned can be issued again or written back.',
    },
    remedy: {
      zh: '核对该明细的状态（state）；已重发的，在新的明细上办理。',
      en: 'Look at the state of the line; what was issued again goes on with the new line.',
    },
  }),
  lineNotPayable: defineProblem({
    name: 'line-not-payable',
    status: 422,
    zh: '该笔发放现在不得支付',
    en: 'The line must not be paid now',
    meaning: {
      zh: '发放批次现在也不会支付这一笔；reason 说明原因：NOT_DUE 为待遇暂停、终止或金额已不应发，其余与批次的未发放原因相同。',
      en: 'A run would not pay it now either. reason says why: NOT_DUE when the award is held or it is no longer due, else as for the blocked lines of a run.',
    },
    remedy: {
      zh: '先处理该原因（恢复待遇、更换账户）；不应再发的，冲销该笔明细。',
      en: 'See to the reason first (release the award, name another account); write back what is no longer due.',
    },
  }),
  custodianNotAllowed: defineProblem({
    name: 'custodian-not-allowed',
    status: 403,
    zh: '该人员不得代管救助金',
    en: 'This person may not hold the money',
    meaning: {
      zh: '账户持有人既不是家庭成员，也没有备案的代管协议，或者是该案的经办人员。',
      en: 'The holder is neither a member nor has a custody agreement on file, or is a handler of the case.',
    },
    remedy: {
      zh: '改用家庭成员的账户，或者由与该案无关的人员签订代管协议后备案。',
      en: 'Use the account of a member, or file an agreement with somebody who has nothing to do with the case.',
    },
  }),
};
