import { Official } from '../api.mjs';

/**
 * @typedef {object} Stage
 * @property {import('../../stack/stack.mjs').Stack} stack
 * @property {{ direct: import('../../stack/stack.mjs').Stack, calls: readonly import('../recording-proxy.mjs').Call[] }} [record]
 *   where all call through a recording proxy: what it has seen so far, and the stack as it is reached past it
 * @property {import('../events.mjs').EventListener} events
 * @property {import('../narrator.mjs').Narrator} narrator
 */

/** @typedef {Awaited<ReturnType<typeof cast>>} People */
/** @typedef {{ id: string, caseId: string, caseNo: string, keys: { husband: string, wife: string, child: string }, version: number, reportId?: string }} Application */

/** Everybody who acts, each with a token of his or her own, named as the tokens of `npm start` are. @param {Stage} stage */
export async function cast({ stack }) {
  const official = async (
    /** @type {string} */ title,
    /** @type {string} */ role,
    /** @type {object} */ claims = {},
  ) => new Official(title, await stack.roleToken(role, claims));
  const township = { region: '510802001' };
  return {
    assistant: await official('village assistant 村级救助协理员', 'village-assistant'),
    clerk: await official('clerk 经办人员', 'township-clerk', township),
    cadre: await official('cadre 驻村干部', 'township-cadre', township),
    lead: await official('lead 分管领导', 'township-lead', township),
    approver: await official('county approver', 'county-approver'),
    neighbour: await official('neighbouring county 邻县', 'neighbouring-reviewer'),
    payrollClerk: await official('payroll clerk 发放经办', 'payroll-clerk'),
    finance: await official('county finance 财务人员', 'county-finance'),
    dataOfficer: await official('data officer 数据管理', 'county-data-officer'),
    drafter: await official('policy drafter 政策起草', 'policy-drafter'),
    publisher: await official('policy publisher 政策发布', 'policy-publisher'),
    supervisor: await official('supervisor 监督人员', 'supervisor'),
    auditor: await official('auditor 审计人员', 'auditor'),
    citizen: (/** @type {string} */ title, /** @type {string} */ person) =>
      official(title, 'citizen', { sub: `citizen ${person}`, person }),
    office: await official('clue office', 'clue-office'),
    coordinator: await official('clue coordinator', 'clue-coordinator'),
    operator: await official('province operator 省级核对人员', 'province-operator'),
    statistician: await official('statistics 统计人员', 'statistics'),
    housing: await official('housing department 住建部门', 'department-system'),
    agency: (/** @type {string} */ code) =>
      official(`agency ${code}`, 'agency-steward', { sub: `steward-${code}`, org: code }),
  };
}
