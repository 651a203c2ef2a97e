import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const COPY = '20261126T021000Z';
const MOMENT = '2026-11-26 11:30:00+00';

/** Says what it is asked, keeps the scripts that a container would run, and is no Docker. */
const DOCKER = `#!/bin/sh
printf '%s\\n' "$*" >>"$SAID"
case "$*" in
  *' -s '*) cat >"$SAID.script-$(wc -l <"$SAID" | tr -d ' ')" ;;
  'compose config') cat "$CONFIG" ;;
  *pg_is_in_recovery*) [ -n "$LOGGED" ] || echo f ;;
  'compose logs'*) echo "$LOGGED" ;;
esac
`;

interface Compose {
  readonly services: Readonly<Record<string, { readonly command?: readonly string[] }>>;
}

describe('the scripts that back up and restore what docker-compose.yml runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'backup-scripts-'));
  const said = join(folder, 'said');
  const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
  const { services } = parseDocument(text, { merge: true }).toJS({ maxAliasCount: -1 }) as Compose;

  beforeAll(() => {
    writeFileSync(join(folder, 'docker'), DOCKER, { mode: 0o755 });
    writeFileSync(join(folder, 'pg_verifybackup'), '#!/bin/sh\n[ -z "$DAMAGED" ]\n', { mode: 0o755 });
    // as Compose prints it: without variables that this needs
    writeFileSync(join(folder, 'config.yml'), stringify({ name: 'minzheng', services }));
  });
  beforeEach(() => rmSync(said, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What PostgreSQL logs, where it does not come up. */
  let logged = '';
  /** What is wrong with the copy. */
  let damaged = '';

  function run(script: string, ...args: string[]): { code: number | null; errors: string; calls: string[] } {
    const path = `${folder}:${process.env['PATH']}`;
    const env = { PATH: path, SAID: said, CONFIG: join(folder, 'config.yml'), LOGGED: logged };
    const { status, stderr } = spawnSync(join(ROOT, 'deploy', script), args, { encoding: 'utf8', env });
    const calls = readdirSync(folder).includes('said') ? readFileSync(said, 'utf8').trim().split('\n') : [];
    return { code: status, errors: stderr, calls };
  }

  /** What one of the calls has a container do, done in a folder of its own. */
  function inContainer(call: number, ...args: string[]): { code: number | null; data: string } {
    const path = `${folder}:${process.env['PATH']}`;
    const place = mkdtempSync(join(folder, 'container-'));
    const data = join(place, 'data');
    for (const made of [join(place, 'backup/copies', COPY), join(data, 'docker')])
      mkdirSync(made, { recursive: true });
    writeFileSync(join(place, 'backup/copies', COPY, 'backup_label'), 'START WAL LOCATION');
    writeFileSync(join(data, 'docker/before'), '');
    const script = readFileSync(`${said}.script-${call}`, 'utf8')
      .replaceAll('/var/lib/postgresql/18', data)
      .replaceAll('"/backup/', `"${place}/backup/`);
    const { status } = spawnSync('sh', ['-eu', '-s', ...args], {
      ...{ input: script, env: { PATH: path, DAMAGED: damaged } },
    });
    return { code: status, data };
  }

  it('put a copy in the place of the data, which stay beside it, and say how far the log is to be followed', () => {
    const { code, errors, calls } = run('restore.sh', COPY, MOMENT);
    expect([code, errors]).toEqual([0, '']);
    const [isThere, config, stop, replace] = calls;
    expect(inContainer(1, COPY).code).toBe(0);
    expect(inContainer(1, '20200101T000000Z').code).toBe(1);
    damaged = 'one file';
    expect(inContainer(1, COPY).code).toBe(1);
    damaged = '';
    expect([isThere, config, stop, replace]).toEqual([
      expect.stringMatching(new RegExp(`compose run .* postgres -eu -s ${COPY}$`)),
      'compose config',
      'compose stop',
      `compose run --rm -T --no-deps --entrypoint sh postgres -eu -s ${COPY} recovery_target_time = '${MOMENT}'`,
    ]);
    const { data } = inContainer(4, COPY, `recovery_target_time = '${MOMENT}'`);
    const [lost = ''] = readdirSync(data).filter((name) => name.startsWith('docker.lost-'));
    expect(readdirSync(join(data, lost))).toEqual(['before']);
    expect(readdirSync(join(data, 'docker')).sort()).toEqual([
      'backup_label',
      'postgresql.auto.conf',
      'recovery.signal',
    ]);
    expect(readFileSync(join(data, 'docker/postgresql.auto.conf'), 'utf8')).toBe(
      `restore_command = 'cp /backup/archive/%f %p'\nrecovery_target_time = '${MOMENT}'\nrecovery_target_action = 'promote'\n`,
    );
  });

  it('tell every service that it was put back, before any of them starts', () => {
    const { calls } = run('restore.sh', COPY, 'latest');
    const jobs = Object.entries(services).filter(([, { command = [] }]) => command[1] === 'migrate');
    const told = calls.filter((call) => call.endsWith(' restored'));
    expect(told.toSorted()).toEqual(
      jobs
        .map(([job, { command = [] }]) => `compose run --rm -T --no-deps ${job} ${command[0]} restored`)
        .toSorted(),
    );
    const starts = calls.flatMap((call, index) => (/^compose up(?!.* postgres$)/.test(call) ? [index] : []));
    expect(starts).toEqual([calls.length - 1]);
    expect(calls.lastIndexOf(told.at(-1) ?? '')).toBeLessThan(calls.length - 1);
    // a moment before the last upgrade has the tables of then
    for (const [job] of jobs)
      expect(calls.indexOf(`compose run --rm -T --no-deps ${job}`)).toBeLessThan(
        calls.findIndex((call) => call.includes(` ${job} `) && call.endsWith(' restored')),
      );
    for (const [job] of jobs) expect(calls).toContain(`compose run --rm -T --no-deps ${job}`);
  });

  it.each([
    'FATAL:  recovery ended before configured recovery target was reached',
    'FATAL:  requested recovery stop point is before consistent recovery point',
  ])('start nothing where PostgreSQL does not come up: %s', (fatal) => {
    logged = `FATAL:  the database system is starting up\n${fatal}`;
    const { code, errors, calls } = run('restore.sh', COPY, MOMENT);
    logged = '';
    expect([code, errors]).toEqual([
      1,
      `${fatal}\nit cannot be put back to that moment: the archive ends before it, or the copy after it\n`,
    ]);
    expect(calls.filter((call) => /restored$|up --wait/.test(call))).toEqual([]);
  });

  it.each([
    ['restore.sh', []],
    ['restore.sh', [COPY]],
    ['restore.sh', [COPY, '2026-11-26']],
    ['restore.sh', [COPY, "2026-11-26 11:30:00+00' x"]],
    ['restore.sh', ['/', 'latest']],
    ['backup.sh', ['0']],
    ['backup.sh', ['all']],
  ])('touch nothing where %s is asked for %o', (script, args) => {
    const { code, calls } = run(script, ...args);
    expect([code, calls]).toEqual([2, []]);
  });

  it('have a copy made and checked in the container of PostgreSQL', () => {
    expect(run('backup.sh')).toEqual({
      code: 0,
      errors: '',
      calls: ['compose exec -T postgres sh -eu -s 7'],
    });
  });
});
