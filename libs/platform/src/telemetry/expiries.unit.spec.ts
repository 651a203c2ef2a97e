import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Expiries } from './expiries.js';
import { Metrics } from './metrics.js';

/** Good until Aug  4 08:43:28 2040 GMT. */
const LATER = `-----BEGIN CERTIFICATE-----
MIIBMjCB5aADAgECAhRY2I8t77uRxrJaxMehzOEepJSd9DAFBgMrZXAwDzENMAsG
A1UEAwwEdGVzdDAeFw0yNjExMjYwODQzMjhaFw00MDA4MDQwODQzMjhaMA8xDTAL
BgNVBAMMBHRlc3QwKjAFBgMrZXADIQCnwgw73Mz50FL0O6ePN72VFOH/bHRKp1RO
FLUX99YDvaNTMFEwHQYDVR0OBBYEFEqPprEYYeBFFPYI3cOHZ49R/DECMB8GA1Ud
IwQYMBaAFEqPprEYYeBFFPYI3cOHZ49R/DECMA8GA1UdEwEB/wQFMAMBAf8wBQYD
K2VwA0EAAcKEUty7ODu+YCydOekR6G0WY4xNxklEhiptSSGJy0CuyWlEyEdC4fKb
lnhuFO1quDZ4/lffnnXC4k/cTCNjAQ==
-----END CERTIFICATE-----
`;
/** Good until Nov 23 08:43:28 2036 GMT. */
const SOONER = `-----BEGIN CERTIFICATE-----
MIIBMjCB5aADAgECAhQuno/pEct+SMfGBSOdrH2+IduCSjAFBgMrZXAwDzENMAsG
A1UEAwwEdGVzdDAeFw0yNjExMjYwODQzMjhaFw0zNjExMjMwODQzMjhaMA8xDTAL
BgNVBAMMBHRlc3QwKjAFBgMrZXADIQBhOdrDMCZWllUAxW/sYWVvu3/7KmfUgjSi
GcDkVMJQqaNTMFEwHQYDVR0OBBYEFNBalZoien4v4eCQylCDj6NTIzF9MB8GA1Ud
IwQYMBaAFNBalZoien4v4eCQylCDj6NTIzF9MA8GA1UdEwEB/wQFMAMBAf8wBQYD
K2VwA0EAF2x8FLnGCYm/8szZvIDSdkGKXjX94xLknjpPbddNlt9XtJ8Sc13r0MUS
nsLzAFus1BcC167fNycsrNewS43iAw==
-----END CERTIFICATE-----
`;
const SOONER_ENDS = Date.parse('Nov 23 08:43:28 2036 GMT') / 1_000;

describe('expiries', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'expiries-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const told = async (write: (expiries: Expiries) => void): Promise<string[]> => {
    const metrics = new Metrics('assistance');
    write(new Expiries(metrics));
    const lines = (await metrics.text()).split('\n');
    return lines.filter((line) => /^minzheng_(expires|figures)/.test(line)).toSorted();
  };

  it('tell when the first certificate of a file ends', async () => {
    const file = join(folder, 'ca.pem');
    await writeFile(file, LATER + SOONER);
    expect(await told((expiries) => expiries.certificate('kafka', file))).toEqual([
      `minzheng_expires_timestamp_seconds{kind="certificate",name="kafka",service="assistance"} ${SOONER_ENDS}`,
      'minzheng_figures_unreadable{figures="certificate kafka",service="assistance"} 0',
    ]);
  });

  it('tell through which day a key is to sign', async () => {
    const until = new Date('2027-12-31T16:00:00Z');
    expect(await told((expiries) => expiries.key('reports', until))).toEqual([
      'minzheng_expires_timestamp_seconds{kind="key",name="reports",service="assistance"} 1830268800',
    ]);
  });

  it.each([
    ['is away', undefined],
    ['holds none', 'nothing'],
  ])('say that they cannot be read where the file %s', async (_what, content) => {
    const file = join(folder, 'other.pem');
    if (content !== undefined) await writeFile(file, content);
    expect(await told((expiries) => expiries.certificate('kafka', file))).toEqual([
      'minzheng_figures_unreadable{figures="certificate kafka",service="assistance"} 1',
    ]);
  });
});
