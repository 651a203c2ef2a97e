import {
  choiceSetting,
  described,
  integerSetting,
  textSetting,
  urlSetting,
  type Setting,
  type SettingsSchema,
} from '@minzheng/platform/config';

/** Where an agency's own interface is, and how the gateway proves who it is. */
export interface AgencyInterface {
  readonly url: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
}

/** Settings that only the gateway has: it alone holds agencies' credentials. */
export const GATEWAY_SETTINGS = {
  agencyKeysFile: described(
    textSetting({ fallback: '' }),
    'File of a JSON object: agency code → public key (JWK, Ed25519) with which it signs its manifests.',
    { example: '/etc/minzheng/agency-keys.json' },
  ),
  unsignedManifests: described(
    choiceSetting(['refused', 'accepted'], 'refused'),
    'What becomes of a file whose agency has no key in that file; one that has a key always has to sign.',
    { example: 'accepted' },
  ),
  agencyInterfaces: described(
    interfacesSetting(),
    'Interfaces of agencies that are asked; all others pick their queries up.',
    { secret: true, example: '{"NR":{"url":"https://…","token":"…"}}' },
  ),
  identityHolders: described(
    holdersSetting(),
    'URLs of the services that hold ID numbers, by short name: the gateway asks them who is meant by a personKey.',
    { example: '{"assistance":"http://social-assistance:8080"}' },
  ),
  partyServices: described(
    holdersSetting(),
    'URLs of the services that departments outside the platform ask by keys of their own, by short name: the gateway tells them whom a department has named, and asks verification how long access logs are kept.',
    { example: '{"verification":"http://verification:8080"}' },
  ),
  outboxLimitSeconds: described(
    integerSetting(1, 86_400, 60),
    'Agencies’ facts, files and parts are refused (429 `backlog`) while the oldest event that is not sent yet is older than so many seconds, until it is younger than half of that.',
    { example: '120' },
  ),
  outboxLimitEvents: described(
    integerSetting(1, 100_000_000, 500_000),
    'The same while more events than this wait to be sent, until there are fewer than half. Allow a gigabyte of the database’s disk for a million.',
    { example: '2000000' },
  ),
  identityTokenUrl: described(
    urlSetting(['https:', 'http:'], ''),
    'Where the gateway gets the token with which it asks them (scopes `assistance:identities:read`, `verification:party-keys:write`, `verification:policies:read`).',
    { example: 'https://id.example/token' },
  ),
  identityClientId: described(textSetting({ fallback: '' }), 'The gateway’s client at that issuer.', {
    example: 'gateway',
  }),
  identityClientSecret: described(textSetting({ fallback: '' }), 'That client’s secret.', {
    secret: true,
    example: 'as the issuer has given it',
  }),
} satisfies SettingsSchema;

function interfacesSetting(): Setting<Readonly<Record<string, AgencyInterface>>> {
  return {
    expects: 'a JSON object of agency code → {"url": …, "token": …}',
    fallback: {},
    fallbackText: '',
    read: (text) => {
      const entries = Object.entries(JSON.parse(text) as Record<string, AgencyInterface>);
      for (const [code, { url, token }] of entries) {
        const isUsable =
          /^[A-Z]{2,8}$/.test(code) && isHttp(url) && ['string', 'undefined'].includes(typeof token);
        if (!isUsable) throw new RangeError('not acceptable');
      }
      return Object.freeze(Object.fromEntries(entries));
    },
  };
}

function holdersSetting(): Setting<Readonly<Record<string, string>>> {
  return {
    expects: 'a JSON object of service → URL',
    fallback: {},
    fallbackText: '',
    read: (text) => {
      const holders = JSON.parse(text) as Record<string, string>;
      if (!Object.values(holders).every(isHttp)) throw new RangeError('not acceptable');
      return Object.freeze(holders);
    },
  };
}

const isHttp = (url: unknown): boolean =>
  typeof url === 'string' && ['https:', 'http:'].includes(new URL(url).protocol);
