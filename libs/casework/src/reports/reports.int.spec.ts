import { eventually } from '@minzheng/testing/servers';
import { SecondDepartment } from '../test/second-department.js';
import { REPORTS, type ReportDto } from './index.js';
import { RESIDENTS, ResidentReports } from './test/resident-report.js';

const ANALYST = { sub: 'analyst', scope: 'eldercare:reports:read eldercare:reports:write', region: '5108' };
const COUNTY = { ...ANALYST, region: '510802' };
const JULY = '/v1/reports/EC-01?from=2025-07';

describe('the reports of a second department', () => {
  let department: SecondDepartment;
  beforeAll(async () => {
    department = await SecondDepartment.start(
      ResidentReports,
      [RESIDENTS, REPORTS],
      '2025-08-01T18:00:00Z',
      [],
    );
  });
  beforeAll(async () => {
    // the take of this day is asked for once there is anything to take
    await move('510802001', 'URBAN', 1);
    await taken('2025-08-01');
  });
  afterAll(() => department.drop());
  beforeEach(async () => {
    await department.query('truncate report_take cascade');
    await department.query('truncate resident');
    await move('510802001', 'URBAN', 20);
    await move('510802002', 'RURAL', 30);
    await move('510811991', 'RURAL', 40);
  });

  const move = (region: string, hukou: string, count: number, since = '2025-07-10') =>
    department.query(`insert into resident select $1, $2, $3, 100001 from generate_series(1, $4)`, [
      ...[region, hukou, since, count],
    ]);
  const read = async (path: string, claims = ANALYST): Promise<ReportDto> => {
    const { status, body } = await department.read<ReportDto>(path, claims);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const residents = ({ rows }: ReportDto): Record<string, string | undefined> =>
    Object.fromEntries(
      rows
        .filter(({ hukouType }) => hukouType === 'ALL')
        .map(({ region, cells }) => [region, cells[0]?.suppressed ? 'hidden' : cells[0]?.value]),
    );
  const freeze = async (body: object) => {
    const frozen = await department.post<{ jobId: string }>('/v1/reports/EC-01/freeze', body, ANALYST);
    expect(frozen.status).toBe(202);
    await done(frozen.body.jobId);
  };
  const done = (id: string) =>
    eventually('the job is done', async () => {
      const [job] = await department.query<{ state: string }>('select state from job where id = $1', [id]);
      return job?.state === 'DONE';
    });

  const taken = (day: string) =>
    eventually(`the take of ${day}`, async () => {
      const rows = await department.query(
        `select from job where name = 'report-taking' and period = $1 and state = 'DONE'`,
        [day],
      );
      return rows.length === 1;
    });

  it('say what there is, and of what it is made', async () => {
    const { body } = await department.read<{ items: object[] }>('/v1/reports', ANALYST);
    expect(body.items).toMatchObject([
      {
        ...{ code: 'EC-01', version: 3, title: { zh: '入住老年人' }, basis: 'GB 38600—2019' },
        cells: [
          { code: 'residents', numerator: ['residents'] },
          { code: 'fee', denominator: ['residents'] },
        ],
      },
    ]);
  });

  it('ask the tables where nothing is stored, within the region of the token', async () => {
    const report = await read(JULY);
    expect(residents(report)).toEqual({ '5108': '90', '510802': '50', '510811': '40' });
    expect(report.months).toEqual([{ month: '2025-07', source: 'NOW', definitionVersion: 3 }]);
    expect(report.rows[0]?.cells[1]).toEqual({
      ...{ cell: 'fee', unit: 'FEN', suppressed: false },
      ...{ numerator: '9000090', denominator: '90', value: '100001' },
    });
    expect(residents(await read(JULY, COUNTY))).toEqual({
      '510802': '50',
      '510802001': '20',
      '510802002': '30',
    });
    expect(residents(await read(`${JULY}&region=510802002`))).toEqual({ '510802002': '30' });
    expect((await department.read(`${JULY}&region=510811`, COUNTY)).problem).toBe('out-of-region');
    expect((await department.read('/v1/reports/XX-01', COUNTY)).problem).toBe('unknown-report');
    for (const wrong of ['to=2025-06', 'to=2027-07', 'region=510802001001', 'from=2025-13', 'version=0']) {
      const { status, problem } = await department.read(`${JULY}&${wrong}`, COUNTY);
      expect([wrong, status, problem]).toEqual([wrong, 400, 'validation']);
    }
    expect((await department.read(JULY, { ...COUNTY, scope: 'eldercare:homes:read' })).problem).toBe(
      'scope-missing',
    );
  });

  it('are final once frozen; a correction is the next version, and the one before stays', async () => {
    await freeze({ month: '2025-07' });
    await move('510802001', 'URBAN', 5);
    expect(residents(await read(JULY))['510802']).toBe('50');
    await freeze({ month: '2025-07', region: '510802', reason: '补录' });
    const corrected = await read(JULY);
    expect(residents(corrected)).toEqual({ '5108': '95', '510802': '55', '510811': '40' });
    expect(corrected.months).toMatchObject([{ source: 'FROZEN', version: 2, takenOn: '2025-08-02' }]);
    expect(residents(await read(`${JULY}&version=1`))['5108']).toBe('90');
    expect((await read(`${JULY}&asOf=2025-08-01`)).months).toMatchObject([{ source: 'NONE' }]);
    const [take] = await department.query<object>(
      `select version, definition_version, reason, kind from report_take where county = '510802' order by version desc`,
    );
    expect(take).toEqual({ version: 2, definition_version: 3, reason: '补录', kind: 'FROZEN' });
  });

  it('cannot be frozen before the month is over', async () => {
    const refused = await department.post('/v1/reports/EC-01/freeze', { month: '2025-08' }, ANALYST);
    expect([refused.status, refused.problem]).toEqual([422, 'month-not-over']);
  });

  it('are stored each day at five, and told as they stood', async () => {
    await department.moveClock('2025-08-04T20:59:00Z');
    const noSnapshot = await department.query(`select from report_take where taken_on = '2025-08-05'`);
    expect(noSnapshot).toEqual([]);
    await department.moveClock('2025-08-04T21:00:00Z');
    await taken('2025-08-05');
    await move('510802001', 'URBAN', 5);
    // refused for its place, it is of none
    await move('', 'URBAN', 1);
    await department.moveClock('2025-08-05T22:00:00Z');
    await taken('2025-08-06');
    expect(residents(await read(`${JULY}&asOf=2025-08-05`))['510802']).toBe('50');
    const now = await read(JULY);
    expect(now.months).toMatchObject([{ source: 'DAILY', takenOn: '2025-08-06' }]);
    expect(residents(now)['510802']).toBe('55');
    expect(residents(await read('/v1/reports/EC-01?from=2025-08'))['510802']).toBe('55');
    // days that are long past keep the last take of each month only
    await department.moveClock('2025-10-20T22:00:00Z');
    await taken('2025-10-21');
    const left = await department.query<{ day: string; month: string }>(
      `select taken_on::text as day, month from report_take where county = '510802' order by 2, 1`,
    );
    expect(left).toEqual([
      { day: '2025-08-06', month: '2025-07' },
      { day: '2025-08-06', month: '2025-08' },
      { day: '2025-10-21', month: '2025-09' },
      { day: '2025-10-21', month: '2025-10' },
    ]);
  });
  it('hide small figures alike, as JSON and as CSV', async () => {
    await move('510811992', 'RURAL', 3);
    const report = await read(`${JULY}&region=510811`);
    expect(residents(report)).toEqual({ '510811': '43', '510811991': 'hidden', '510811992': 'hidden' });
    const small = await department.read(`${JULY}&region=510811992`, ANALYST);
    expect([small.status, small.problem]).toEqual([422, 'cell-suppressed']);
    const csv = await department.text(`${JULY}&region=510811`, ANALYST, 'text/csv');
    expect(csv.split('\r\n').slice(0, 5)).toEqual([
      'region,hukouType,month,item,cell,unit,numerator,denominator,value,suppressed',
      '510811,ALL,2025-07,,residents,PERSONS,43,,43,false',
      '510811,ALL,2025-07,,fee,FEN,4300043,43,100001,false',
      '510811,RURAL,2025-07,,residents,PERSONS,43,,43,false',
      '510811,RURAL,2025-07,,fee,FEN,4300043,43,100001,false',
    ]);
    expect(csv).toContain('510811992,RURAL,2025-07,,residents,PERSONS,,,,true');
  });
});
