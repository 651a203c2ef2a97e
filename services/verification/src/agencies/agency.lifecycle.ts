import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type CircuitState = 'CLOSED' | 'OPEN';
export type CircuitCommand = 'register' | 'trip' | 'recover' | 'open' | 'close';

const OPERATOR = official('province operator', 'verification:operations:write');

/** Verification, section 5.8: whether the interface of an agency is asked just now (熔断): CLOSED is asked, OPEN is not. */
export const AGENCY_CIRCUIT_LIFECYCLE = defineLifecycle<CircuitState, CircuitCommand>({
  name: 'agency-circuit',
  title: { en: 'Circuit of an agency', zh: '数源部门熔断' },
  begins: [{ command: 'register', to: 'CLOSED', who: [system('the catalogue names the agency')] }],
  transitions: [
    {
      command: 'trip',
      from: ['CLOSED', 'OPEN'],
      to: 'OPEN',
      who: [system('so many failures in a row as verification.source.circuit says')],
    },
    { command: 'recover', from: 'OPEN', to: 'CLOSED', who: [system('the agency has answered again')] },
    {
      command: 'open',
      from: ['CLOSED', 'OPEN'],
      to: 'OPEN',
      who: [OPERATOR],
      effect: ['AgencyCircuitSwitched'],
    },
    {
      command: 'close',
      from: ['CLOSED', 'OPEN'],
      to: 'CLOSED',
      who: [OPERATOR],
      effect: ['AgencyCircuitSwitched'],
    },
  ],
});
