import { ServiceCode } from '../common/index.js';

const NAMES = {
  [ServiceCode.ASSISTANCE]: 'assistance',
  [ServiceCode.ELDERCARE]: 'eldercare',
  [ServiceCode.VETERANS]: 'veterans',
  [ServiceCode.CHILDREN]: 'children',
  [ServiceCode.DISASTER]: 'disaster',
  [ServiceCode.ORGANIZATIONS]: 'organizations',
  [ServiceCode.VERIFICATION]: 'verification',
} as const;

/** Short name of a service, as topics, packages, scopes and policy keys write it. */
export type ServiceName = (typeof NAMES)[keyof typeof NAMES];

/** Who writes a topic: a service, or `inbound` for what agencies send. */
export type WriterName = ServiceName | 'inbound';

/** The seven services in the order of ServiceCode. */
export const SERVICE_NAMES: readonly ServiceName[] = Object.values(NAMES);

/**
 * Short name of a service.
 * @throws RangeError for SERVICE_CODE_UNSPECIFIED and for a code that this build does not know.
 */
export function serviceName(code: ServiceCode): ServiceName {
  if (code === ServiceCode.UNSPECIFIED || !(code in NAMES))
    throw new RangeError(`no service has code ${code}`);
  return NAMES[code];
}

/**
 * Code of a service.
 * @throws RangeError for a name that is none of the seven.
 */
export function serviceCode(name: string): ServiceCode {
  const index = SERVICE_NAMES.findIndex((known) => known === name);
  if (index < 0) throw new RangeError(`no service is named ${name}`);
  return index + 1;
}

export function isServiceName(name: string): name is ServiceName {
  return SERVICE_NAMES.some((known) => known === name);
}
