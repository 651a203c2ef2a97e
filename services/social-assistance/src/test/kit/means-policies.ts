import { readdir, readFile } from 'node:fs/promises';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { PolicyPublishedSchema } from '@minzheng/contracts/common';
import { eventually } from '@minzheng/testing/servers';
import { parse } from 'yaml';
import type { Assistance } from './assistance.js';

const VERIFICATION = new URL('../../../../verification/policies/', import.meta.url);

interface ShippedRow {
  readonly id: string;
  readonly key: string;
  readonly regionPrefix: string;
  readonly effectiveFrom: string;
  readonly value: unknown;
  readonly legalBasis: string;
}

/** Verification's rows of the means test arrive as they would. */
export async function learnMeansPolicies(assistance: Assistance): Promise<void> {
  const files = (await readdir(VERIFICATION)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, VERIFICATION), 'utf8')));
  const rows = texts
    .flatMap((text) => parse(text) as ShippedRow[])
    .filter(({ key }) => /^verification\.(income|property)\./.test(key));
  for (const { id, key, regionPrefix, effectiveFrom, value, legalBasis } of rows) {
    await assistance.hear(PolicyPublishedSchema, {
      occurredAt: timestampFromDate(new Date()),
      ...{ policyKey: key, rowId: id, regionPrefix, effectiveFrom, value: JSON.stringify(value), legalBasis },
    });
  }
  await eventually('the rows are copied', async () => {
    const copied = await assistance.query(
      `select from policy_row where owner = 'verification' and id = any($1)`,
      [rows.map(({ id }) => id)],
    );
    return copied.length === rows.length;
  });
}
