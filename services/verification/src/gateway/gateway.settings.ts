import { textSetting, urlSetting, type Setting, type SettingsSchema } from '@minzheng/platform/config';

/** Where an agency's own interface is, and how the gateway proves who it is. */
export interface AgencyInterface {
  readonly url: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
}

/** Settings that only the gateway has: it alone holds agencies' credentials. */
export const GATEWAY_SETTINGS = {
  /** File of a JSON object: agency code → public key (JWK, Ed25519) with which it signs its manifests. */
  agencyKeysFile: textSetting({ fallback: '' }),
  /** Interfaces of agencies that are asked; all others pick their queries up. */
  agencyInterfaces: interfacesSetting(),
  /** URLs of the services that hold ID numbers, by short name. */
  identityHolders: holdersSetting(),
  /** Where the gateway gets the token with which it asks them. */
  identityTokenUrl: urlSetting(['https:', 'http:'], ''),
  identityClientId: textSetting({ fallback: '' }),
  identityClientSecret: textSetting({ fallback: '' }),
} satisfies SettingsSchema;

function interfacesSetting(): Setting<Readonly<Record<string, AgencyInterface>>> {
  return {
    expects: 'a JSON object of agency code → {"url": …, "token": …}',
    fallback: {},
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
    read: (text) => {
      const holders = JSON.parse(text) as Record<string, string>;
      if (!Object.values(holders).every(isHttp)) throw new RangeError('not acceptable');
      return Object.freeze(holders);
    },
  };
}

const isHttp = (url: unknown): boolean =>
  typeof url === 'string' && ['https:', 'http:'].includes(new URL(url).protocol);
