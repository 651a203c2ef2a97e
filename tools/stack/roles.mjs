/**
 * Who works with the system: roles as bundles of scopes (section 1 of social assistance, section 6 of verification).
 * Those are here for which a route exists. The region of a local token is one of the province Sichuan: 利州区 (510802) of
 * the city 广元 (5108).
 *
 * @typedef {object} Role
 * @property {string} title English and 中文
 * @property {readonly string[]} scopes
 * @property {string} region prefix of all that the role may touch; empty for a citizen
 * @property {string} org
 * @property {string} [party] code of a department outside the platform, which knows persons by keys of its own
 * @property {true} [citizen] the token carries `person` and reaches only that person's own records
 */

const PROVINCE = '51';
const CITY = '5108';
const COUNTY = '510802';
const NEIGHBOUR = '510811';
const TOWNSHIP = '510802001';

/** @param {string} service @param {string} resources */
function scopes(service, resources) {
  return resources.split(' ').map((resource) => `${service}:${resource}`);
}

/** Short names of the services that have routes of the platform: audit, policies, operation. */
const SERVICES = ['assistance', 'verification'];

/** Agencies (数源部门) to which the registry of kinds grants any kind. */
export const AGENCIES =
  'PSB HRSS TAX NR AMR HOU HPF NHSA NHC EDU BANK SEC INS AGR RVP TRA COURT JUS MCA MCN UTIL DPF'.split(' ');

/** @type {Readonly<Record<string, Role>>} */
export const ROLES = {
  citizen: {
    title: 'citizen 居民',
    scopes: [
      ...scopes('assistance', 'tickets:write consents:write cases:write cases:read'),
      ...scopes('verification', 'consents:write appeals:write'),
    ],
    region: '',
    org: '',
    citizen: true,
  },
  'village-assistant': {
    title: 'village assistant 村级救助协理员',
    scopes: scopes('assistance', 'tickets:write households:write cases:write'),
    region: `${TOWNSHIP}001`,
    org: 'village-committee',
  },
  'township-clerk': {
    title: 'township clerk 经办人员',
    scopes: scopes(
      'assistance',
      'tickets:write households:write consents:write cases:write visits:write clue-tasks:write payroll-runs:write',
    ),
    region: TOWNSHIP,
    org: 'township-office',
  },
  'township-cadre': {
    title: 'stationed cadre, who visits too 驻村干部',
    scopes: scopes('assistance', 'visits:write cases:read'),
    region: TOWNSHIP,
    org: 'township-office',
  },
  'township-clerk-2': {
    title: 'another township clerk, who visits again after an objection 复核经办人员',
    scopes: scopes('assistance', 'cases:write visits:write clue-tasks:write'),
    region: TOWNSHIP,
    org: 'township-office',
  },
  'township-cadre-2': {
    title: 'another stationed cadre, who visits again after an objection 复核驻村干部',
    scopes: scopes('assistance', 'visits:write cases:read'),
    region: TOWNSHIP,
    org: 'township-office',
  },
  'township-lead': {
    title: 'township lead 分管领导',
    scopes: scopes('assistance', 'notices:write cases:approve awards:approve'),
    region: TOWNSHIP,
    org: 'township-office',
  },
  'township-lead-2': {
    title: 'township lead, who decides 分管领导',
    scopes: scopes('assistance', 'notices:write cases:approve awards:approve'),
    region: TOWNSHIP,
    org: 'township-office',
  },
  'county-reviewer': {
    title: 'county reviewer 县级审核人员',
    scopes: [
      ...scopes(
        'assistance',
        'visits:write cases:approve awards:approve clue-tasks:approve conferences:write break-glass:write',
      ),
      ...scopes('verification', 'conclusions:read items:read appeals:write break-glass:write'),
    ],
    region: COUNTY,
    org: 'county-civil-affairs',
  },
  'county-approver': {
    title: 'county approver 县级审批人员',
    scopes: [
      ...scopes(
        'assistance',
        'visits:write cases:approve awards:approve clue-tasks:approve conferences:write',
      ),
      ...scopes('verification', 'conclusions:read items:read appeals:write finances:read'),
    ],
    region: COUNTY,
    org: 'county-civil-affairs',
  },
  'payroll-clerk': {
    title: 'payroll clerk of the county, who builds the lists 县级发放经办人员',
    scopes: scopes('assistance', 'payroll-runs:write'),
    region: COUNTY,
    org: 'county-civil-affairs',
  },
  'county-finance': {
    title: 'county finance, who approves and sends them 县级财务人员',
    scopes: scopes('assistance', 'payroll-runs:approve'),
    region: COUNTY,
    org: 'county-finance',
  },
  'county-data-officer': {
    title: 'county data officer, who loads earlier cases 县级数据管理人员',
    scopes: scopes('assistance', 'case-imports:write'),
    region: COUNTY,
    org: 'county-civil-affairs',
  },
  supervisor: {
    title: 'supervisor 监督人员',
    scopes: [
      ...scopes(
        'assistance',
        'supervision:read supervision:write reports:read cases:read identities:read break-glass:approve',
      ),
      ...scopes('verification', 'break-glass:approve'),
    ],
    region: PROVINCE,
    org: 'province-civil-affairs',
  },
  'department-system': {
    title: 'department outside the platform (its system) 平台外部门',
    scopes: [
      ...scopes('assistance', 'categories:read referrals:read referrals:write'),
      ...scopes(
        'verification',
        'verification-requests:write consents:write household-checks:read status-checks:read conclusions:read agreements:read subscriptions:write events:read',
      ),
    ],
    region: PROVINCE,
    org: 'outside-department',
    party: 'outside-department',
  },
  'clue-office': {
    title: "department's clue office 线索经办",
    scopes: scopes('verification', 'clues:read'),
    region: COUNTY,
    org: 'county-civil-affairs',
  },
  'clue-coordinator': {
    title: 'clue coordinator 线索管理员',
    scopes: scopes('verification', 'clues:approve'),
    region: PROVINCE,
    org: 'province-verification-centre',
  },
  'verification-reviewer': {
    title: 'reviewer of the verification centre 省级核对复核人员',
    scopes: scopes('verification', 'appeals:approve manual-facts:approve verification-reports:approve'),
    region: PROVINCE,
    org: 'province-verification-centre',
  },
  'second-verification-reviewer': {
    title: 'second reviewer of the verification centre 省级核对复核人员(二)',
    scopes: scopes('verification', 'appeals:approve manual-facts:approve verification-reports:approve'),
    region: PROVINCE,
    org: 'province-verification-centre',
  },
  'province-operator': {
    title: 'province operator 省级核对人员',
    scopes: scopes(
      'verification',
      'operations:write bulk-runs:write simulations:write subscriptions:write manual-facts:write consents:read',
    ),
    region: PROVINCE,
    org: 'province-verification-centre',
  },
  'agency-steward': {
    title: 'agency data steward 数据提供单位',
    scopes: scopes('verification', 'inbound-facts:write agreements:write subscriptions:write events:read'),
    region: PROVINCE,
    org: 'TAX',
  },
  'agreement-approver': {
    title: 'agreement approver of the verification centre 数据共享协议审批人员(核对中心)',
    scopes: scopes('verification', 'agreements:approve'),
    region: PROVINCE,
    org: 'province-verification-centre',
  },
  'agency-agreement-approver': {
    title: 'agreement approver of an agency 数据共享协议审批人员(数源部门)',
    scopes: scopes('verification', 'agreements:approve'),
    region: PROVINCE,
    org: 'TAX',
  },
  gateway: {
    title:
      'gateway, which asks who is meant when it asks an agency, and tells whom others have named 数据网关',
    scopes: [
      ...scopes('assistance', 'identities:read party-keys:write'),
      ...scopes('verification', 'party-keys:write policies:read'),
    ],
    region: PROVINCE,
    org: 'verification-gateway',
  },
  'neighbouring-reviewer': {
    title: 'county reviewer of the neighbouring county, who may break the glass 邻县审核人员',
    scopes: [
      ...scopes('assistance', 'cases:approve households:read break-glass:write'),
      ...scopes('verification', 'conclusions:read break-glass:write'),
    ],
    region: NEIGHBOUR,
    org: 'neighbouring-civil-affairs',
  },
  'policy-drafter': {
    title: 'policy drafter 政策起草人员',
    scopes: SERVICES.flatMap((service) => scopes(service, 'policies:write')),
    region: CITY,
    org: 'city-civil-affairs',
  },
  'policy-publisher': {
    title: 'policy publisher, of what others drafted 政策发布人员',
    scopes: SERVICES.flatMap((service) => scopes(service, 'policies:write policies:approve')),
    region: CITY,
    org: 'city-civil-affairs',
  },
  auditor: {
    title: 'auditor 审计人员',
    scopes: [...SERVICES, 'inbound'].flatMap((service) => scopes(service, 'audit-entries:read')),
    region: PROVINCE,
    org: 'province-audit',
  },
  statistics: {
    title: 'statistics 统计人员',
    scopes: [
      ...scopes('assistance', 'reports:write'),
      ...scopes('verification', 'reports:read monitored-subjects:read'),
    ],
    region: PROVINCE,
    org: 'province-civil-affairs',
  },
  'platform-operator': {
    title: 'platform operator 平台运维',
    scopes: [
      ...SERVICES.flatMap((service) =>
        scopes(service, 'parked-events:write republications:write keys:write jobs:read'),
      ),
      ...scopes('inbound', 'parked-events:write keys:write jobs:read'),
    ],
    region: PROVINCE,
    org: 'province-civil-affairs',
  },
  'sandbox-operator': {
    title: 'sandbox operator (moves the clock) 沙箱管理',
    scopes: scopes('sandbox', 'clock:read clock:write'),
    region: PROVINCE,
    org: 'province-civil-affairs',
  },
};
