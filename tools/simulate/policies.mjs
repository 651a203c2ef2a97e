/** The policies that the services ship, as the simulated province has them: its standards are those of one prefecture. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../setup/paths.mjs';

const SERVICES = ['social-assistance', 'verification'];
/** Whose rows are those of the whole province: of rows with local figures the services ship only this prefecture's. */
const LOCAL = '5108';
export const PROVINCE = '51';

/** @returns {import('@minzheng/kernel/policy').PolicyRow[]} */
export function policyRows() {
  return SERVICES.flatMap((service) => {
    const folder = join(ROOT, 'services', service, 'policies');
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .flatMap((file) => /** @type {any[]} */ (parse(readFileSync(join(folder, file), 'utf8')) ?? []))
      .map((row) => ({
        ...row,
        regionPrefix: row.regionPrefix === LOCAL ? PROVINCE : row.regionPrefix,
        effectiveFrom: dayOf(row.effectiveFrom),
        ...(row.effectiveTo === undefined ? {} : { effectiveTo: dayOf(row.effectiveTo) }),
      }));
  });
}

/** YAML reads a day as an instant where nothing says otherwise. @param {unknown} day */
const dayOf = (day) => (day instanceof Date ? day.toISOString().slice(0, 10) : String(day));
