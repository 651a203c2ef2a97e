import type { EconomicFact } from '@minzheng/kernel/means-test';
import { canonicalJson } from '@minzheng/kernel/canonical-json';
import { REPORT_FORM, type CheckQuestion } from '../requests/check.js';
import { checkHousehold } from '../requests/check.rules.js';
import {
  assetFact,
  consentOf,
  FACTS,
  HOUSEHOLD,
  HUSBAND,
  policyBook,
  QUESTION,
  WIFE,
} from '../requests/test/households.js';
import { reportBody } from './report-body.js';

const status = (
  personKey: string,
  kind: string,
  attributes: Record<string, string> = {},
  days: { from: string; to?: string } = { from: '2020-01-01' },
): EconomicFact =>
  ({
    ...{ factId: `${kind} of ${personKey}`, personKey, quality: 'REGISTERED', retracted: false },
    ...{ source: { agency: 'HRSS', dataset: 'HRSS', recordKey: kind }, recordedAtMicros: 900n },
    ...{ observedAt: '2025-07-16T01:00:00Z', type: 'STATUS', kind, days, attributes },
  }) as EconomicFact;

let statuses: { attributes?: object }[] = [];
async function flagged(facts: readonly EconomicFact[], question: Partial<CheckQuestion> = {}) {
  const asked = { ...QUESTION, form: REPORT_FORM.NEWEST, ...question };
  const outcome = checkHousehold(
    asked,
    { facts: [...FACTS, ...facts], knownAtMicros: 10n ** 9n },
    await policyBook(),
  );
  if ('refusals' in outcome) throw new Error('refused');
  const context = { caseRef: 'c', requester: 'assistance', knownAtMicros: 10n ** 9n };
  const { members } = JSON.parse(canonicalJson(reportBody(asked, outcome.result, context, []))) as {
    members: { personKey: string; flags?: string[]; statuses: { attributes?: object }[] }[];
  };
  statuses = members.flatMap((member) => member.statuses);
  return Object.fromEntries(members.map(({ personKey, flags }) => [personKey, flags]));
}

describe('flags of a person on the report', () => {
  it.each<[string, EconomicFact[], string[]]>([
    ['nothing', [], []],
    ['paid from public funds', [status(WIFE, 'fiscalStaff')], ['FISCAL_STAFF']],
    [
      'a post of a state enterprise',
      [status(WIFE, 'employed', { postKind: 'STATE_ENTERPRISE' })],
      ['STABLE_POST'],
    ],
    ['a post of a firm', [status(WIFE, 'employed', { postKind: 'ENTERPRISE' })], []],
    [
      'a post that has ended',
      [status(WIFE, 'employed', { postKind: 'ORGAN' }, { from: '2020-01-01', to: '2025-07-15' })],
      [],
    ],
    ['a husband with one', [status(HUSBAND, 'fiscalStaff')], []],
  ])('%s', async (_case, facts, expected) => {
    expect((await flagged(facts))[WIFE]).toEqual(expected);
  });

  it('beside the statuses, which say of what kind they are and name nobody else', async () => {
    await flagged([
      status(WIFE, 'disabled', { category: '4', grade: '2', validTo: '2030-01-01' }),
      status(WIFE, 'married', { spouseKey: HUSBAND }),
    ]);
    expect(statuses.map(({ attributes }) => attributes)).toEqual([{ category: '4', grade: '2' }, undefined]);
  });

  it('an endowment insurance that consent opens', async () => {
    const policy = [assetFact(WIFE, 'INS', 'insuranceCashValue', { valueFen: 10n })];
    expect((await flagged(policy))[WIFE]).toEqual([]);
    const consents = [HUSBAND, WIFE].map((key) => consentOf(key, { datasets: ['CORE', 'INS'] }));
    expect((await flagged(policy, { consents }))[WIFE]).toEqual(['COMMERCIAL_ENDOWMENT']);
  });

  it('a register apart from the household (人户分离); reports of before have none', async () => {
    const members = HOUSEHOLD.members.map((member) =>
      member.personKey === WIFE
        ? { ...member, hukouRegion: '510811' }
        : { ...member, hukouRegion: '510802001001' },
    );
    const household = { ...HOUSEHOLD, members };
    const flags = await flagged([], { household });
    expect([flags[WIFE], flags[HUSBAND]]).toEqual([['REGISTERED_ELSEWHERE'], []]);
    expect((await flagged([], { household, form: REPORT_FORM.WITH_PATTERNS }))[WIFE]).toBeUndefined();
  });
});
