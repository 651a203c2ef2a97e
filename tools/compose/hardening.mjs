/** What a container of docker-compose.yml may not do, and how it ends. */

/** A service ends in order within 20 s (start-service.ts). */
const STOP_SECONDS = 20;

/**
 * @param {string} name
 * @param {import('./rules.mjs').Service} service
 * @returns {string[]} empty when all is well
 */
export function hardeningProblems(name, service) {
  const { cap_add: added = [], cap_drop: dropped = [], security_opt: options = [], restart, user } = service;
  const limits = service.deploy?.resources?.limits;
  const [program = '', ...args] = service.command ?? [];
  const isLasting = program.startsWith('services/') && args.length === 0;
  return [
    [service.read_only !== true, 'may write to its root file system'],
    [!dropped.includes('ALL') || added.length > 0, 'keeps capabilities'],
    [!options.includes('no-new-privileges:true'), 'may gain privileges'],
    [service.privileged === true || user === 'root' || user === '0', 'runs with privileges'],
    [
      limits?.cpus === undefined || limits.memory === undefined || limits.pids === undefined,
      'has no limit of CPU, memory and processes',
    ],
    [restart === undefined, 'does not say when it is started again'],
    [
      isLasting && secondsOf(service.stop_grace_period) <= STOP_SECONDS,
      'is killed before it has ended in order',
    ],
  ].flatMap(([isProblem, what]) => (isProblem === true ? [`${name} ${what}`] : []));
}

/** @param {string} [duration] such as `25s`; 10 s where none is named */
function secondsOf(duration = '10s') {
  return Number(/^(\d+)s$/.exec(duration)?.[1] ?? 0);
}
