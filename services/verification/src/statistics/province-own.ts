import type { Region } from '@minzheng/kernel/region';

const AFTER_PROVINCE = '0000';

/** The code under which stands what concerns no county: the province's own (省本级). */
export const provinceOwn = (province: Region): string => `${province}${AFTER_PROVINCE}`;

/** Whether figures of a county are the province's own. */
export const isProvinceOwn = (county: string): boolean => county.endsWith(AFTER_PROVINCE);
