import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type SimulationState = 'ASKED' | 'RUNNING' | 'COMPLETED' | 'FAILED';
type SimulationCommand = 'ask' | 'start' | 'complete' | 'fail';

/** A simulation is computed in parts; until the last of them nothing of it is told. */
export const SIMULATION_LIFECYCLE = defineLifecycle<SimulationState, SimulationCommand>({
  name: 'simulation',
  title: { en: 'Simulation of other policy rows', zh: '政策模拟测算' },
  begins: [
    {
      command: 'ask',
      to: 'ASKED',
      who: [official('province operator', 'verification:simulations:write')],
      guard: ['override-malformed'],
    },
  ],
  transitions: [
    {
      command: 'start',
      from: 'ASKED',
      to: 'RUNNING',
      who: [system('the households of the region are listed')],
    },
    {
      command: 'complete',
      from: 'RUNNING',
      to: 'COMPLETED',
      who: [system('every household was computed')],
    },
    {
      command: 'fail',
      from: 'RUNNING',
      to: 'FAILED',
      who: [system('a supposed value turned out to have not the form of its key')],
    },
  ],
});
