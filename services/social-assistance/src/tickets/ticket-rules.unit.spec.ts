import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { astray, isAnsweredBy, needsOfOthers, unknownNeeds, type CatalogueItem } from './catalogue.rules.js';
import { TICKET_LIFECYCLE, type TicketState } from './ticket.lifecycle.js';
import type { TicketNeedState } from './ticket.entity.js';
import { commandAfter } from './ticket-state.rules.js';

const FILE = new URL('../../policies/one-door.yaml', import.meta.url);
const rows = parse(readFileSync(FILE, 'utf8')) as { key: string; value: unknown }[];
const CATALOGUE = rows.find(({ key }) => key === 'assistance.catalogue.items')?.value as CatalogueItem[];

describe('a ticket', () => {
  it.each<[TicketState, TicketNeedState[], boolean, TicketState]>([
    ['OPEN', ['OPEN', 'CASE'], false, 'OPEN'],
    ['ASSIGNED', ['OPEN', 'REFERRED'], true, 'ASSIGNED'],
    ['OPEN', ['CASE', 'DECLINED'], false, 'ANSWERED'],
    ['ASSIGNED', ['CASE', 'REFERRED'], true, 'FORWARDED'],
    ['OPEN', ['TAKEN_OVER', 'CASE'], false, 'ANSWERED'],
    ['FORWARDED', ['REFERRED', 'TAKEN_OVER'], true, 'FORWARDED'],
    ['FORWARDED', ['TAKEN_OVER', 'CASE'], true, 'ANSWERED'],
    ['FORWARDED', ['OPEN', 'CASE'], true, 'ASSIGNED'],
    ['FORWARDED', ['OPEN'], false, 'OPEN'],
    ['CLOSED', ['OPEN', 'CASE'], true, 'ASSIGNED'],
    ['CLOSED', ['TAKEN_OVER'], true, 'CLOSED'],
    ['OPEN', ['WITHDRAWN'], false, 'ANSWERED'],
  ])('that is %s with needs %j is then %s', (from, needs, isAssigned, to) => {
    expect(TICKET_LIFECYCLE.next(from, commandAfter(from, needs, isAssigned))).toBe(to);
  });
});

describe('the catalogue', () => {
  it('that is shipped names needs that exist, in both languages', () => {
    expect(unknownNeeds(CATALOGUE.map(({ need }) => need))).toEqual([]);
    expect(CATALOGUE.filter(({ zh, en }) => zh === '' || en === '')).toEqual([]);
  });

  it('tells who handles what (R23)', () => {
    expect(astray(CATALOGUE, ['MEDICAL_AID'], 'NHSA')).toEqual([]);
    expect(astray(CATALOGUE, ['MEDICAL_AID', 'DIBAO'], 'NHSA')).toEqual(['DIBAO']);
    expect(astray(CATALOGUE, ['DIBAO'], 'assistance')).toEqual(['DIBAO']);
    expect(needsOfOthers(CATALOGUE, ['DIBAO', 'MEDICAL_AID', 'DISABILITY_SUBSIDY'])).toEqual(['MEDICAL_AID']);
    expect(unknownNeeds(['DIBAO', 'HEATING', 'MONEY'])).toEqual(['MONEY']);
  });

  it.each([
    ['DIBAO', 'DIBAO', true],
    ['SINGLE_PERSON_GUARANTEE', 'DIBAO', true],
    ['DIBAO', 'EDGE', true],
    ['DISABILITY_SUBSIDY', 'DISABILITY_CARE', true],
    ['TEMP_AID', 'DIBAO', false],
    ['TEKUN', 'DIBAO', false],
  ])('%s is answered by a case of %s: %s', (need, programme, answered) => {
    expect(isAnsweredBy(need, programme)).toBe(answered);
  });
});
