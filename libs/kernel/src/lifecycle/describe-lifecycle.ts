import type { LifecycleDefinition } from './lifecycle.js';
import type { Party, Step, TimeLimit } from './step.js';

/** The table of a lifecycle, whatever its states. */
export type LifecycleTable = LifecycleDefinition<string, string>;

/** A lifecycle as Markdown: its state diagram (状态图, mermaid) and its table, both from the same rows. */
export function describeLifecycle({ title, name, begins, transitions }: LifecycleTable): string {
  const rows = [
    ...begins.map((step) => ({ step, from: [] })),
    ...transitions.map((step) => ({ step, from: [step.from].flat() })),
  ];
  const arrows = rows.flatMap(({ step: { to, command }, from }) =>
    (from.length === 0 ? ['[*]'] : from).map((state) => `    ${state} --> ${to}: ${command}`),
  );
  const left = new Set(rows.flatMap(({ from }) => from));
  const final = new Set(rows.map(({ step }) => step.to).filter((state) => !left.has(state)));
  const ends = [...final].map((state) => `    ${state} --> [*]`);
  return [
    `### ${title.en} · ${title.zh} (\`${name}\`)`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...arrows,
    ...ends,
    '```',
    '',
    '| command | from → to | who | refused with | announces | time limit |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ step, from }) => rowOf(step, from)),
    '',
  ].join('\n');
}

function rowOf(
  { command, to, who, guard = [], effect = [], limit, loggedBy }: Step<string, string>,
  from: readonly string[],
): string {
  const cells = [
    `\`${command}\``,
    `${from.length === 0 ? '–' : from.join(', ')} → ${to}`,
    [
      ...who.map(wordsOf),
      ...(loggedBy === undefined ? [] : [`for all at once, logged by \`${loggedBy}\``]),
    ].join('; '),
    listOf(guard),
    listOf(effect),
    limit ? limitOf(limit) : '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

const listOf = (names: readonly string[]): string =>
  names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ');

function wordsOf(party: Party): string {
  switch (party.by) {
    case 'official':
      return `${party.role} (\`${party.scope}\`)`;
    case 'citizen':
      return `${party.role} (own token)`;
    case 'system':
      return `system, ${party.when}`;
  }
}

function limitOf(limit: TimeLimit): string {
  return 'policy' in limit
    ? `${limit.unit} from ${limit.from}: \`${limit.policy}\``
    : `${limit.count} ${limit.unit} from ${limit.from} (${limit.legalBasis})`;
}

/** The part of `docs/lifecycles.md` that one service answers for, between markers that name it. */
export function describeLifecycles(
  service: { readonly name: string; readonly en: string; readonly zh: string },
  lifecycles: readonly LifecycleTable[],
): string {
  return [
    `<!-- ${service.name} -->`,
    '',
    `## ${service.en} · ${service.zh} (\`${service.name}\`)`,
    '',
    ...lifecycles.map((lifecycle) => describeLifecycle(lifecycle)),
    `<!-- /${service.name} -->`,
  ].join('\n');
}
