import { addDays, type CivilDate } from '@minzheng/kernel/months';

/** Province, day and number of the day: `51-20250718-000123`. */
export function reportNumber(region: string, issuedOn: CivilDate, ofTheDay: number): string {
  return `${region.slice(0, 2)}-${issuedOn.replaceAll('-', '')}-${ofTheDay.toString().padStart(6, '0')}`;
}

/** The last day of a report: so many days after its issue, not later than the first of its consents ends. */
export function validTo(
  issuedOn: CivilDate,
  validDays: number,
  earliestConsentEnd: CivilDate | undefined,
): CivilDate {
  const latest = addDays(issuedOn, validDays);
  return earliestConsentEnd !== undefined && earliestConsentEnd < latest ? earliestConsentEnd : latest;
}
