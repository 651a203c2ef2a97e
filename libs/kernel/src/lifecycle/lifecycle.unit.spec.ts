import fc from 'fast-check';
import { defineLifecycle, IllegalTransition } from './index.js';

type State = 'PENDING_START' | 'ACTIVE' | 'HELD' | 'CEASED';
type Command = 'start' | 'hold' | 'release' | 'cease';

const STATES: State[] = ['PENDING_START', 'ACTIVE', 'HELD', 'CEASED'];
const COMMANDS: Command[] = ['start', 'hold', 'release', 'cease'];

const award = defineLifecycle<State, Command>({
  name: 'Award',
  initial: 'PENDING_START',
  transitions: [
    { command: 'start', from: 'PENDING_START', to: 'ACTIVE', who: 'system' },
    { command: 'hold', from: 'ACTIVE', to: 'HELD', who: 'county' },
    { command: 'release', from: 'HELD', to: 'ACTIVE', who: 'county' },
    { command: 'cease', from: ['PENDING_START', 'ACTIVE', 'HELD'], to: 'CEASED', who: 'county' },
  ],
});

describe('defineLifecycle', () => {
  it.each<[State, Command, State]>([
    ['PENDING_START', 'start', 'ACTIVE'],
    ['ACTIVE', 'hold', 'HELD'],
    ['HELD', 'release', 'ACTIVE'],
    ['PENDING_START', 'cease', 'CEASED'],
    ['ACTIVE', 'cease', 'CEASED'],
    ['HELD', 'cease', 'CEASED'],
  ])('%s, %s → %s', (state, command, to) => {
    expect(award.next(state, command)).toBe(to);
  });

  it.each<[State, Command[]]>([
    ['PENDING_START', ['start', 'cease']],
    ['ACTIVE', ['hold', 'cease']],
    ['HELD', ['release', 'cease']],
    ['CEASED', []],
  ])('%s allows %j', (state, commands) => {
    expect(award.allowed(state)).toEqual(commands);
  });

  it('allows exactly what it can do', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STATES), fc.constantFrom(...COMMANDS), (state, command) => {
        if (award.allowed(state).includes(command)) {
          expect(STATES).toContain(award.next(state, command));
        } else {
          expect(() => award.next(state, command)).toThrow(new IllegalTransition('Award', state, command));
        }
      }),
    );
  });

  it('says what was refused', () => {
    expect(new IllegalTransition('Award', 'CEASED', 'start')).toMatchObject({
      name: 'IllegalTransition',
      problem: 'illegal-transition',
      aggregate: 'Award',
      state: 'CEASED',
      command: 'start',
    });
  });

  it.each(['constructor', 'toString', ''])('knows no state %j that was not defined', (state) => {
    expect(award.allowed(state as State)).toEqual([]);
    expect(() => award.next(state as State, 'start')).toThrow(IllegalTransition);
  });

  it('shows its table', () => {
    expect(award).toMatchObject({ name: 'Award', initial: 'PENDING_START' });
    expect(award.transitions).toHaveLength(4);
  });

  it('refuses two rows for one state and command', () => {
    const twice = { command: 'start', from: 'PENDING_START', to: 'CEASED' } as const;
    expect(() =>
      defineLifecycle<State, Command>({ ...award, transitions: [...award.transitions, twice] }),
    ).toThrow(RangeError);
  });
});
