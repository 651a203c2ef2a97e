import { readdir, readFile } from 'node:fs/promises';
import { isCivilDate } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { isRegionCode } from '@minzheng/kernel/region';
import { parseDocument } from 'yaml';
import { isUuid } from '../http/index.js';
import { beginningOf } from './policy-row.js';
import { isExactJson } from './policy-value.js';

/** A policy row as a service ships it. */
export interface ShippedPolicyRow extends PolicyRow {
  /** The row that this one replaces from its own first day on. */
  readonly supersedesRowId?: string;
  /** File and place in it, for whoever has to correct it. */
  readonly place: string;
}

/** The service does not start with policies that could be misread. */
export class InvalidPolicies extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`policies are not valid:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'InvalidPolicies';
  }
}

/** A full key: the short name of the service that owns it, and names below it. */
export const POLICY_KEY = /^[a-z]+(?:\.[A-Za-z][A-Za-z0-9_]*)+$/;

interface Field {
  readonly expects: string;
  readonly accepts: (value: unknown) => boolean;
  readonly optional?: boolean;
}

const text =
  (accepts: (value: string) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'string' && accepts(value);

const FIELDS: Readonly<Record<string, Field>> = {
  id: { expects: 'a UUID in lower case', accepts: text(isUuid) },
  key: { expects: 'a key such as service.subject.name', accepts: text((value) => POLICY_KEY.test(value)) },
  regionPrefix: {
    expects: 'a region code in quotes, empty for everywhere',
    accepts: text((value) => value === '' || isRegionCode(value)),
  },
  effectiveFrom: { expects: 'a date YYYY-MM-DD', accepts: text(isCivilDate) },
  effectiveTo: { expects: 'a date YYYY-MM-DD', accepts: text(isCivilDate), optional: true },
  value: {
    expects: 'JSON without fractions: amounts are digits in quotes, rates basis points',
    accepts: (value) => isExactJson(value),
  },
  legalBasis: { expects: 'a document and its article', accepts: text((value) => value.trim() !== '') },
  supersedesRowId: {
    expects: 'a UUID in lower case',
    accepts: text(isUuid),
    optional: true,
  },
};

/**
 * Reads `*.yaml` of a folder, each file a list of rows.
 *
 * @param owner - short name of the service: its keys begin with it
 * @throws InvalidPolicies naming file and row of everything that is wrong
 */
export async function readPolicyFiles(directory: URL, owner: string): Promise<ShippedPolicyRow[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, content: await readFile(new URL(name, directory), 'utf8') })),
  );
  return parsePolicyFiles(files, owner);
}

/** As {@link readPolicyFiles}, of contents that are read already. */
export function parsePolicyFiles(
  files: readonly { readonly name: string; readonly content: string }[],
  owner: string,
): ShippedPolicyRow[] {
  const problems: string[] = [];
  const rows: ShippedPolicyRow[] = [];
  for (const { name, content } of files) {
    const document = parseDocument(content);
    if (document.errors.length > 0) {
      problems.push(
        ...document.errors.map(({ code, linePos }) => `${name}, line ${linePos?.[0].line}: ${code}`),
      );
      continue;
    }
    const entries: unknown = document.toJS();
    if (!Array.isArray(entries)) {
      problems.push(`${name}: it must be a list of rows`);
      continue;
    }
    entries.forEach((entry: unknown, index) => {
      const place = placeOf(name, index, entry);
      const wrong = problemsOf(entry, owner);
      if (wrong.length === 0) rows.push({ ...(entry as Omit<ShippedPolicyRow, 'place'>), place });
      problems.push(...wrong.map((problem) => `${place}: ${problem}`));
    });
  }
  problems.push(...repeated(rows, ({ id }) => id, 'has the id'));
  const superseded = new Set(rows.map(({ supersedesRowId }) => supersedesRowId));
  const last = rows.filter(({ id }) => !superseded.has(id));
  problems.push(...repeated(last, beginningOf, 'has key, region and first day'));
  if (problems.length > 0) throw new InvalidPolicies(problems);
  return rows;
}

function placeOf(file: string, index: number, entry: unknown): string {
  const id = isObject(entry) && typeof entry['id'] === 'string' ? ` (${entry['id']})` : '';
  return `${file}, row ${index + 1}${id}`;
}

function problemsOf(entry: unknown, owner: string): string[] {
  if (!isObject(entry)) return ['it must have named fields'];
  const unknown = Object.keys(entry).filter((name) => !Object.hasOwn(FIELDS, name));
  const problems = unknown.map((name) => `${name} is not a known field`);
  for (const [name, { expects, accepts, optional }] of Object.entries(FIELDS)) {
    const value = entry[name];
    if (value === undefined || value === null) {
      if (!optional) problems.push(`${name} is missing: it must be ${expects}`);
    } else if (!accepts(value)) {
      problems.push(`${name} must be ${expects}`);
    }
  }
  if (problems.length > 0) return problems;
  const { key, effectiveFrom, effectiveTo } = entry as unknown as PolicyRow;
  if (!key.startsWith(`${owner}.`)) problems.push(`key must begin with ${owner}., the service that owns it`);
  if (effectiveTo !== undefined && effectiveTo < effectiveFrom) {
    problems.push('effectiveTo is before effectiveFrom');
  }
  return problems;
}

function repeated(
  rows: readonly ShippedPolicyRow[],
  identify: (row: ShippedPolicyRow) => string,
  what: string,
): string[] {
  const first = new Map<string, ShippedPolicyRow>();
  return rows.flatMap((row) => {
    const earlier = first.get(identify(row));
    if (earlier) return [`${row.place}: ${what} of ${earlier.place}`];
    first.set(identify(row), row);
    return [];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
