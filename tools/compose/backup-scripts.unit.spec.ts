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
  *' -s '*) cat >"$SAID.script-$(wc -l <"$SAID" | tr -d ' ')" && echo "$LAST" ;;
  'compose config') cat "$CONFIG" ;;
  *pg_is_in_recovery*) case "$LOGGED" in *FATAL*) ;; *) echo f ;; esac ;;
  *pg_walfile_name*) echo "$ENDS_BEFORE" ;;
  'compose logs'*) echo "$LOGGED" ;;
esac
`;

/** What a container has, as far as the scripts need it. */
const PROGRAMS = {
  pg_verifybackup: '[ -z "$DAMAGED" ]',
  df: 'printf "Avail\\n%s\\n" "$FREE"',
  psql: 'case "$*" in *archive_mode*) echo on ;; *pg_stat_archiver*) echo "$FAILS" ;; esac',
  pg_basebackup: `for word; do case $word in --pgdata=*) copy=\${word#*=} ;; esac; done
mkdir "$copy" && echo 'START WAL LOCATION: 0/A000028 (file 00000001000000000000000A)' >"$copy/backup_label"`,
  pg_archivecleanup: 'echo "$*" >../../cleaned',
};

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
    for (const [program, does] of Object.entries(PROGRAMS))
      writeFileSync(join(folder, program), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    // as Compose prints it: without variables that this needs
    writeFileSync(join(folder, 'config.yml'), stringify({ name: 'minzheng', services }));
  });
  beforeEach(() => rmSync(said, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What PostgreSQL logs, where it does not come up. */
  let logged = '';
  /** What is wrong with the copy. */
  let damaged = '';
  /** The last segment of the archive, and whether PostgreSQL has ended before it. */
  let archived = { last: '', endsBefore: 'f' };

  function run(script: string, ...args: string[]): { code: number | null; errors: string; calls: string[] } {
    const path = `${folder}:${process.env['PATH']}`;
    const { last, endsBefore } = archived;
    const env = { PATH: path, SAID: said, CONFIG: join(folder, 'config.yml'), LOGGED: logged };
    const { status, stderr } = spawnSync(join(ROOT, 'deploy', script), args, {
      ...{ encoding: 'utf8', env: { ...env, LAST: last, ENDS_BEFORE: endsBefore } },
    });
    const calls = readdirSync(folder).includes('said') ? readFileSync(said, 'utf8').trim().split('\n') : [];
    return { code: status, errors: stderr, calls };
  }

  /** What a container has: the archive, and what the lost server has written and not archived. */
  const FIRST = '000000010000000000000003';
  const HERE = {
    archive: [FIRST, '000000010000000000000004', '000000020000000000000005', '00000002.history'],
    wal: ['000000020000000000000005', '000000020000000000000006', 'archive_status'],
  };

  /** What one of the calls has a container do, done in a folder of its own. */
  function inContainer(
    call: number,
    args: readonly string[],
    { archive, wal } = HERE,
  ): { code: number | null; output: string; errors: string; place: string; data: string } {
    const path = `${folder}:${process.env['PATH']}`;
    const place = mkdtempSync(join(folder, 'container-'));
    const data = join(place, 'data');
    const copy = join(place, 'backup/copies', COPY);
    for (const made of [join(copy, 'pg_wal'), join(place, 'backup/archive'), join(data, 'docker/pg_wal')])
      mkdirSync(made, { recursive: true });
    writeFileSync(join(copy, 'backup_label'), `START WAL LOCATION: 0/3000028 (file ${FIRST})\n`);
    for (const name of archive) writeFileSync(join(place, 'backup/archive', name), '');
    for (const name of wal) writeFileSync(join(data, 'docker/pg_wal', name), '');
    const script = readFileSync(`${said}.script-${call}`, 'utf8')
      .replaceAll('/var/lib/postgresql/18', data)
      .replaceAll('/var/lib/postgresql', place)
      .replaceAll('/backup/', `${place}/backup/`);
    const { status, stdout, stderr } = spawnSync('sh', ['-eu', '-s', ...args], {
      ...{ input: script, encoding: 'utf8', env: { PATH: path, DAMAGED: damaged, FREE: free, FAILS: fails } },
    });
    return { code: status, output: stdout, errors: stderr, place, data };
  }
  /** KiB that the disk of the data has left. */
  let free = '1000000';
  /** Whether the archive has failed last. */
  let fails = '';

  it('put a copy in the place of the data, which stay beside it, and say how far the log is to be followed', () => {
    const { code, errors, calls } = run('restore.sh', COPY, MOMENT);
    expect([code, errors]).toEqual([0, '']);
    expect(calls.slice(0, 4)).toEqual([
      `compose run --rm -T --no-deps --entrypoint sh postgres -eu -s ${COPY} ${MOMENT} [0-9A-F]{8}`,
      'compose config',
      'compose stop',
      `compose run --rm -T --no-deps --entrypoint sh postgres -eu -s ${COPY} recovery_target_time = '${MOMENT}' latest`,
    ]);
    const { data, place } = inContainer(4, [COPY, `recovery_target_time = '${MOMENT}'`, 'latest']);
    const [lost = ''] = readdirSync(data).filter((name) => name.startsWith('docker.lost-'));
    expect(readdirSync(join(data, lost, 'pg_wal'))).toEqual(HERE.wal);
    expect(readdirSync(join(data, 'docker')).sort()).toEqual([
      'backup_label',
      'pg_wal',
      'postgresql.auto.conf',
      'recovery.signal',
    ]);
    // what was not archived yet
    expect(readdirSync(join(data, 'docker/pg_wal'))).toEqual(['000000020000000000000006']);
    expect(readFileSync(join(data, 'docker/postgresql.auto.conf'), 'utf8')).toBe(
      `restore_command = 'cp ${place}/backup/archive/%f %p'\nrecovery_target_time = '${MOMENT}'\n` +
        `recovery_target_timeline = 'latest'\nrecovery_target_action = 'promote'\n`,
    );
  });

  it('follow another timeline than the latest where its number is named', () => {
    const { calls } = run('restore.sh', COPY, 'latest', '1');
    expect(calls[0]).toMatch(/ latest 00000001$/);
    expect(calls[3]).toMatch(/ 1$/);
    expect(inContainer(1, [COPY, 'latest', '00000001']).output).toBe('000000010000000000000004\n');
    expect(inContainer(1, [COPY, 'latest', '[0-9A-F]{8}']).output).toBe('000000020000000000000005\n');
    const { data } = inContainer(4, [COPY, '', '1']);
    expect(readFileSync(join(data, 'docker/postgresql.auto.conf'), 'utf8')).toContain(`_timeline = '1'\n`);
    const reset = calls
      .filter((call) => call.includes('alter system reset'))
      .map((call) => call.split(' ').at(-1));
    expect(reset).toContain('recovery_target_timeline');
  });

  it('refuse, before anything is stopped, what cannot be put back', () => {
    run('restore.sh', COPY, MOMENT);
    const asked = [COPY, 'latest', '[0-9A-F]{8}'];
    expect(inContainer(1, asked).code).toBe(0);
    expect(inContainer(1, ['20200101T000000Z', ...asked.slice(1)]).code).toBe(1);
    damaged = 'one file';
    expect(inContainer(1, asked).code).toBe(1);
    damaged = '';
    free = '3';
    expect(inContainer(1, asked)).toMatchObject({ code: 1, errors: expect.stringContaining('are free') });
    free = '1000000';
    const gap = { archive: [FIRST, '000000010000000000000005'], wal: [] };
    const said = expect.stringContaining('the archive has a gap before ????????0000000000000005');
    expect(inContainer(1, asked, gap)).toMatchObject({ code: 1, errors: said });
    // a moment before it may be meant
    expect(inContainer(1, [COPY, MOMENT, '[0-9A-F]{8}'], gap)).toMatchObject({ code: 0, errors: said });
    const filled = { ...gap, wal: ['000000010000000000000004'] };
    expect(inContainer(1, asked, filled)).toMatchObject({ code: 0, errors: '' });
    // 256 segments have the same first 8 digits of their number
    const log = Array.from(
      { length: 253 },
      (_, at) => `00000001${(at + 3).toString(16).toUpperCase().padStart(16, '0')}`,
    );
    const beyondLog = { archive: [...log, '000000010000000100000000'], wal: [] };
    expect(inContainer(1, asked, beyondLog)).toMatchObject({ code: 0, errors: '' });
  });

  it('start nothing where PostgreSQL has ended before the end of the archive', () => {
    archived = { last: '000000010000000000000009', endsBefore: 't' };
    logged = 'LOG:  redo done at 0/5000028 system usage';
    const { code, errors, calls } = run('restore.sh', COPY, 'latest');
    [archived, logged] = [{ last: '', endsBefore: 'f' }, ''];
    expect([code, errors]).toEqual([1, expect.stringContaining('cannot be read behind 0/5000028')]);
    expect(errors).toContain('with the timeline 1,');
    expect(calls.filter((call) => /restored$|up --wait/.test(call))).toEqual([]);
    expect(calls.at(-1)).toBe('compose stop postgres');
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
      `${fatal}\nit cannot be put back to that moment: the archive ends before it or cannot be read up to it, or the copy ends after it\n`,
    ]);
    expect(calls.filter((call) => /restored$|up --wait/.test(call))).toEqual([]);
  });

  it.each([
    ['restore.sh', []],
    ['restore.sh', [COPY]],
    ['restore.sh', [COPY, '2026-11-26']],
    ['restore.sh', [COPY, "2026-11-26 11:30:00+00' x"]],
    ['restore.sh', ['/', 'latest']],
    ['restore.sh', [COPY, 'latest', 'next']],
    ['backup.sh', ['0']],
    ['backup.sh', ['all']],
    ['backup.sh', ['3', 'only']],
  ])('touch nothing where %s is asked for %o', (script, args) => {
    const { code, calls } = run(script, ...args);
    expect([code, calls]).toEqual([2, []]);
  });

  it('have a copy made and checked in the container of PostgreSQL, and remove older ones with what only they needed', () => {
    expect(run('backup.sh', '1')).toEqual({
      ...{ code: 0, errors: '' },
      calls: ['compose exec -T postgres sh -eu -s 1'],
    });
    const { code, output, place } = inContainer(1, ['1', '']);
    expect([code, output]).toEqual([0, expect.stringContaining('to any moment from now on')]);
    expect(readdirSync(join(place, 'backup/copies'))).toEqual([expect.stringMatching(/^20\d{6}T\d{6}Z$/)]);
    expect(readFileSync(join(place, 'cleaned'), 'utf8')).toBe(
      `${place}/backup/archive 00000001000000000000000A\n`,
    );
  });

  it('remove nothing and say so where the log of a copy is not archived', () => {
    run('backup.sh', '1');
    fails = 't';
    const { code, errors, place } = inContainer(1, ['1', '']);
    fails = '';
    expect([code, errors]).toEqual([1, expect.stringContaining('archive-fails.md')]);
    expect(readdirSync(join(place, 'backup/copies'))).toHaveLength(2);
  });

  it('only remove where there is no room for a copy, without a server', () => {
    const { calls } = run('backup.sh', '1', 'only-remove');
    expect(calls).toEqual(['compose run --rm -T --no-deps --entrypoint sh postgres -eu -s 1 only-remove']);
    const { code, errors, place } = inContainer(1, ['1', 'only-remove']);
    expect([code, errors]).toEqual([0, '']);
    expect(readdirSync(join(place, 'backup/copies'))).toEqual([COPY]);
    expect(readFileSync(join(place, 'cleaned'), 'utf8')).toBe(`${place}/backup/archive ${FIRST}\n`);
  });
});
