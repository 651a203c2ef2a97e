/** What of a message leaves the platform: paths in its JSON; nothing else does. */
export interface OutwardFields {
  /** What leaves each time. */
  readonly always: readonly string[];
  /** What leaves where the agreement names its first part among its fields. */
  readonly fields: readonly string[];
}

const each = (...paths: string[]): OutwardFields => ({ always: ['occurredAt', ...paths], fields: [] });

const OF_A_REPORT = ['requestId', 'caseRef', 'reportId'];
const CATEGORIES: OutwardFields = { ...each('personKey'), fields: ['categories'] };
const FEED = each('agency', 'dataset', 'lagMinutes');
const FILE = ['agency', 'dataset', 'fileId', 'rows', 'rejectedRows'];

const conclusions = (member: string): string[] => [
  `${member}.purpose`,
  `${member}.conclusion`,
  `${member}.basis`,
];

/**
 * By name of the message. docs/events.md and docs/asyncapi.yaml tell it to parties outside, and `npm run lint:apis` holds it against
 * what they were told by the release before: so this file needs no other one.
 */
export const OUTWARD_FIELDS: Readonly<Record<string, OutwardFields>> = {
  MonitoredSubjectEntered: CATEGORIES,
  MonitoredSubjectLeft: CATEGORIES,
  VerificationCompleted: {
    ...each(...OF_A_REPORT, 'result', 'reportNumber', 'sequence', 'asOf', 'issuedAt', 'refusals.problem'),
    fields: [
      ...conclusions('conclusions'),
      ...['validTo', 'bodySha256', 'householdFigures.incomeBand'],
      ...['gaps.agency', 'gaps.state'],
    ],
  },
  VerificationReopened: each(...OF_A_REPORT, 'cause'),
  VerificationReportSuperseded: {
    ...each(...OF_A_REPORT, 'supersededByReportId', 'cause'),
    fields: [...conclusions('oldConclusions'), ...conclusions('newConclusions')],
  },
  VerificationReportRevoked: each(...OF_A_REPORT, 'reasonCode'),
  FactDisputed: each('factId', 'appealId', 'dueAt'),
  FactCorrected: each('factId', 'newFactId', 'appealId'),
  AgencyFeedLate: FEED,
  AgencyFeedRecovered: FEED,
  FileLoaded: each(...FILE),
  FileRejected: each(...FILE, 'reasonCode'),
  AgreementActivated: each('agreementId', 'agency', 'terms'),
  AgreementSuspended: each('agreementId', 'agency', 'reasonCode'),
  SubscriptionPaused: each('subscriptionId', 'reasonCode'),
};
