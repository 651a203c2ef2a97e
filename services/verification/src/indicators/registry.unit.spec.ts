import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { enumNames } from '@minzheng/contracts/catalogue';
import { ProgrammeSchema } from '@minzheng/contracts/common';
import { INDICATOR_CODES, type IndicatorCode, type Severity, type Timing } from './indicator.js';
import { INDICATORS } from './registry.js';
import { CHECKED_AS } from './supported-purposes.rules.js';
import { watchKit, type WatchKit } from './test/scene-kit.js';

/** Severity and timing of verification 5.10; of G1 also the day on which somebody comes of age, which no fact tells. */
const TABLE: Readonly<Record<IndicatorCode, readonly [Severity, Timing]>> = {
  A1: ['RED', 'FACTS'],
  A2: ['ORANGE', 'FACTS'],
  A3: ['RED', 'FACTS'],
  A4: ['ORANGE', 'FACTS'],
  A5: ['YELLOW', 'DAILY'],
  A6: ['YELLOW', 'DAILY'],
  A7: ['ORANGE', 'DAILY'],
  A8: ['BLUE', 'DAILY'],
  B1: ['RED', 'FACTS'],
  B2: ['RED', 'FACTS'],
  B3: ['ORANGE', 'FACTS'],
  B4: ['ORANGE', 'FACTS'],
  B5: ['ORANGE', 'FACTS'],
  B6: ['ORANGE', 'FACTS'],
  B7: ['YELLOW', 'FACTS'],
  C1: ['ORANGE', 'MONTHLY'],
  C2: ['YELLOW', 'MONTHLY'],
  C3: ['YELLOW', 'FACTS'],
  C4: ['ORANGE', 'FACTS'],
  C5: ['ORANGE', 'MONTHLY'],
  C6: ['YELLOW', 'DAILY'],
  C7: ['YELLOW', 'FACTS'],
  D1: ['ORANGE', 'FACTS'],
  D2: ['ORANGE', 'FACTS'],
  D3: ['ORANGE', 'FACTS'],
  D4: ['ORANGE', 'FACTS'],
  D5: ['YELLOW', 'FACTS'],
  D6: ['YELLOW', 'FACTS'],
  D7: ['ORANGE', 'FACTS'],
  E1: ['ORANGE', 'FACTS'],
  E2: ['ORANGE', 'FACTS'],
  E3: ['ORANGE', 'FACTS'],
  E4: ['RED', 'FACTS'],
  E5: ['ORANGE', 'FACTS'],
  E6: ['RED', 'FACTS'],
  E7: ['BLUE', 'DAILY'],
  F1: ['RED', 'FACTS'],
  F2: ['ORANGE', 'DAILY'],
  F3: ['ORANGE', 'DAILY'],
  F4: ['RED', 'FACTS'],
  F5: ['YELLOW', 'DAILY'],
  F6: ['YELLOW', 'DAILY'],
  G1: ['YELLOW', 'DAILY'],
  G2: ['BLUE', 'DAILY'],
};
const ASKED: Readonly<Record<string, Timing>> = { facts: 'FACTS', days: 'DAILY', month: 'MONTHLY' };
const PROGRAMMES: ReadonlySet<string> = new Set(enumNames(ProgrammeSchema));
/** Section 8: these may be answered by documents instead of a visit at home. */
const BY_DOCUMENTS = /^(?:A[1-3]|B.|C[47]|F[2356]|G.)$/;

describe('the 44 indicators', () => {
  let kit: WatchKit;
  it('stand in the docs as they are', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/indicators.md'), 'utf8');
    const rows = page
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, code = '']) => /^[A-G]\d$/.test(code));
    const told = rows.map(([, code, , , severity = '', asked = '']) => [
      code,
      [severity.split(' ')[0], ASKED[asked]],
    ]);
    expect(Object.fromEntries(told)).toEqual(TABLE);
    expect(told).toHaveLength(INDICATOR_CODES.length);
  });

  beforeAll(async () => {
    kit = await watchKit();
  });

  it('are each there once, in the order of their codes', () => {
    expect(INDICATORS.map(({ code }) => code)).toEqual(INDICATOR_CODES);
    expect(INDICATOR_CODES).toHaveLength(44);
  });

  it.each(INDICATOR_CODES)('%s is shipped as it is specified, and switched on', (code) => {
    const policy = kit.watch().rules.policyOf(code);
    const [severity, timing] = TABLE[code];
    expect({
      enabled: policy.enabled,
      severity: policy.severity,
      documentCheck: policy.value('documentCheck'),
      timing: INDICATORS.find((each) => each.code === code)?.timing,
    }).toEqual({ enabled: true, severity, documentCheck: BY_DOCUMENTS.test(code), timing });
  });

  it('take a benefit for what was agreed to only where it can be in payment', () => {
    const { oneOffProgrammes } = kit.watch().rules;
    expect([...CHECKED_AS.keys()].filter((programme) => oneOffProgrammes.has(programme))).toEqual([]);
    expect([...CHECKED_AS.keys()].filter((name) => !PROGRAMMES.has(name))).toEqual([]);
  });

  it('name the agencies whose silence they take for an answer', () => {
    const silent = INDICATORS.flatMap(({ code, silenceOf }) => (silenceOf ? [[code, silenceOf]] : []));
    expect(Object.fromEntries(silent)).toEqual({
      ...{ A7: ['HRSS', 'NHSA'], C3: ['HRSS', 'TAX'], C6: ['HRSS'], C7: ['HRSS'] },
      ...{ E7: ['EDU'], F2: ['HRSS'], F6: ['NHSA'] },
    });
  });
});
