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

/** Everybody who acts, each with a token of his or her own. @param {Stage} stage */
export async function cast({ stack }) {
  const official = async (
    /** @type {string} */ title,
    /** @type {string} */ role,
    /** @type {object} */ claims,
  ) => new Official(title, await stack.roleToken(role, claims));
  const township = { region: '510802001' };
  return {
    assistant: await official('village assistant 村级救助协理员', 'village-assistant', {
      sub: 'assistant-li',
    }),
    clerk: await official('clerk 经办人员', 'township-clerk', { ...township, sub: 'clerk-wang' }),
    cadre: await official('cadre 驻村干部', 'township-cadre', { ...township, sub: 'cadre-zhao' }),
    lead: await official('lead 分管领导', 'township-lead', { ...township, sub: 'lead-1' }),
    approver: await official('county approver', 'county-approver', { sub: 'approver-1' }),
    neighbour: await official('neighbouring county 邻县', 'neighbouring-reviewer', {
      sub: 'reviewer-zhaohua',
    }),
    payrollClerk: await official('payroll clerk 发放经办', 'payroll-clerk', { sub: 'payroll-zhou' }),
    finance: await official('county finance 财务人员', 'county-finance', { sub: 'finance-liu' }),
    dataOfficer: await official('data officer 数据管理', 'county-data-officer', { sub: 'data-officer-1' }),
    drafter: await official('policy drafter 政策起草', 'policy-publisher', { sub: 'drafter-1' }),
    publisher: await official('policy publisher 政策发布', 'policy-publisher', { sub: 'publisher-1' }),
    supervisor: await official('supervisor 监督人员', 'supervisor', { sub: 'supervisor-1' }),
    auditor: await official('auditor 审计人员', 'auditor', { sub: 'auditor-1' }),
    citizen: (/** @type {string} */ title, /** @type {string} */ person) =>
      official(title, 'citizen', { sub: `citizen ${person}`, person }),
    office: await official('clue office', 'clue-office', { sub: 'clue-office-1' }),
    coordinator: await official('clue coordinator', 'clue-coordinator', { sub: 'coordinator-1' }),
    operator: await official('province operator 省级核对人员', 'province-operator', { sub: 'operator-1' }),
    statistician: await official('statistics 统计人员', 'statistics', { sub: 'statistics-1' }),
    housing: await official('housing department 住建部门', 'department-system', { sub: 'housing-system' }),
    agency: (/** @type {string} */ code) =>
      official(`agency ${code}`, 'agency-steward', { sub: `steward-${code}`, org: code }),
  };
}
