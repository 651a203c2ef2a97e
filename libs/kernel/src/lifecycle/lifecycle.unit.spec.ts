import fc from 'fast-check';
import {
  defineLifecycle,
  describeLifecycle,
  IllegalTransition,
  official,
  system,
  type LifecycleDefinition,
  type Transition,
} from './index.js';

type State = 'PENDING_START' | 'ACTIVE' | 'HELD' | 'CEASED';
type Command = 'approve' | 'start' | 'hold' | 'release' | 'cease';

const STATES: State[] = ['PENDING_START', 'ACTIVE', 'HELD', 'CEASED'];
const COMMANDS: Command[] = ['approve', 'start', 'hold', 'release', 'cease'];
const COUNTY = official('county approver', 'assistance:awards:approve');

const TABLE: LifecycleDefinition<State, Command> = {
  name: 'award',
  title: { en: 'Award', zh: '救助待遇' },
  begins: [{ command: 'approve', to: 'PENDING_START', who: [COUNTY], effect: ['AwardStarted'] }],
  transitions: [
    { command: 'start', from: 'PENDING_START', to: 'ACTIVE', who: [system('its first month has come')] },
    {
      command: 'hold',
      from: 'ACTIVE',
      to: 'HELD',
      who: [COUNTY],
      guard: ['hold-too-long'],
      limit: { unit: 'months', from: 'the hold', count: 3, legalBasis: '民发〔2021〕57号 art. 30' },
    },
    { command: 'release', from: 'HELD', to: 'ACTIVE', who: [COUNTY] },
    { command: 'cease', from: ['PENDING_START', 'ACTIVE', 'HELD'], to: 'CEASED', who: [COUNTY] },
  ],
};
const award = defineLifecycle(TABLE);

/** The table with one row more. */
const withRow = (row: Partial<Transition<State, Command>>) => () =>
  defineLifecycle<State, Command>({
    ...TABLE,
    transitions: [
      ...TABLE.transitions,
      { command: 'approve', from: 'CEASED', to: 'ACTIVE', who: [COUNTY], ...row },
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
    expect(award.targets(command).get(state)).toBe(to);
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
          expect(() => award.next(state, command)).toThrow(new IllegalTransition('award', state, command));
        }
      }),
    );
  });

  it('begins with what it says, and with nothing else', () => {
    expect(award.begin('approve')).toBe('PENDING_START');
    expect(() => award.begin('hold')).toThrow(RangeError);
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

  it('shows its table and its states', () => {
    expect(award).toMatchObject(TABLE);
    expect(award.states).toEqual(['PENDING_START', 'ACTIVE', 'HELD', 'CEASED']);
  });

  it.each<[string, Partial<Transition<State, Command>>, string]>([
    ['two rows for one state and command', { command: 'start', from: 'PENDING_START' }, 'two transitions'],
    ['a state that nothing leads to', { from: 'LOST' as State }, 'ever comes to the state LOST'],
    ['a scope that is none', { who: [official('clerk', 'awards:write')] }, 'awards:write is not a scope'],
    ['a problem that is none', { guard: ['holdTooLong'] }, 'holdTooLong is not a problem'],
    ['an event that is none', { effect: ['award-held'] }, 'award-held is not an event'],
    [
      'a policy key that is none',
      { limit: { unit: 'days', from: 'x', policy: 'holdDays' } },
      'holdDays is not a policy key',
    ],
    [
      'a limit without its legal basis',
      { limit: { unit: 'days', from: 'x', count: 3, legalBasis: '' } },
      'legal basis',
    ],
    ['a limit of no days', { limit: { unit: 'days', from: 'x', count: 0, legalBasis: 'y' } }, '0 is not'],
  ])('refuses %s', (_what, row, message) => {
    expect(withRow(row)).toThrow(message);
    expect(withRow(row)).toThrow(RangeError);
  });
});

describe('describeLifecycle', () => {
  const text = describeLifecycle(award);

  it('draws an arrow for each state that a command leads from, with beginnings and ends', () => {
    for (const arrow of [
      '[*] --> PENDING_START: approve',
      'ACTIVE --> HELD: hold',
      'HELD --> CEASED: cease',
      'CEASED --> [*]',
    ]) {
      expect(text).toContain(`\n    ${arrow}\n`);
    }
    expect(text).not.toContain('HELD --> [*]');
  });

  it('tells of each row who, under which guard, with what effect, by when', () => {
    expect(text).toContain(
      '| `approve` | – → PENDING_START | county approver (`assistance:awards:approve`) | – | `AwardStarted` | – |',
    );
    expect(text).toContain(
      '| `hold` | ACTIVE → HELD | county approver (`assistance:awards:approve`) | `hold-too-long` | – | 3 months from the hold (民发〔2021〕57号 art. 30) |',
    );
    expect(text).toContain('| system, its first month has come |');
    const whole = describeLifecycle(withRow({ loggedBy: 'awardBatch' })());
    expect(whole).toContain('(`assistance:awards:approve`); for all at once, logged by `awardBatch` |');
  });
});
