import { isIP } from 'node:net';

/** How one environment variable is read. `expects` completes the sentence "NAME must be …". */
export interface Setting<T> {
  readonly expects: string;
  /** @throws whatever it likes when the text is not acceptable; the error is not shown */
  readonly read: (text: string) => T;
  /** Used when the variable is not set; without it the variable is required. */
  readonly fallback?: T;
  /** The fallback as an operator would write it; empty where it stands for nothing. */
  readonly fallbackText?: string;
}

/** What `docs/settings.md` says of a setting. */
export interface Description {
  /** What it is for, in whole sentences. */
  readonly description: string;
  /** As an operator would write it; of a secret its form. */
  readonly example: string;
  /** It may be given as a file: `<NAME>_FILE`. */
  readonly secret?: true;
}

export type DescribedSetting<T> = Setting<T> & Description;

export type SettingsSchema = Readonly<Record<string, DescribedSetting<unknown>>>;

/** The immutable object that a schema describes. */
export type SettingsOf<S extends SettingsSchema> = {
  readonly [Key in keyof S]: S[Key] extends Setting<infer T> ? T : never;
};

/**
 * A setting with what an operator has to know of it: the schema takes no other.
 *
 * @example
 * described(integerSetting(2, 200, 20), 'Connections that this process holds at most.', { example: '40' })
 */
export function described<T>(
  setting: Setting<T>,
  description: string,
  about: Omit<Description, 'description'>,
): DescribedSetting<T> {
  return { ...setting, description, ...about };
}

function withFallback<T>(
  setting: Setting<T>,
  fallback: T | undefined,
  fallbackText = String(fallback),
): Setting<T> {
  return fallback === undefined ? setting : { ...setting, fallback, fallbackText };
}

function refuseUnless(accepted: boolean): void {
  if (!accepted) throw new RangeError('not acceptable');
}

export function textSetting(options: { minimumLength?: number; fallback?: string } = {}): Setting<string> {
  const minimum = options.minimumLength ?? 1;
  return withFallback(
    {
      expects: minimum === 1 ? 'a text' : `a text of at least ${minimum} characters`,
      read: (text) => {
        refuseUnless(text.trim().length >= minimum);
        return text;
      },
    },
    options.fallback,
  );
}

export function integerSetting(minimum: number, maximum: number, fallback?: number): Setting<number> {
  return withFallback(
    {
      expects: `a whole number from ${minimum} to ${maximum}`,
      read: (text) => {
        refuseUnless(/^\d{1,15}$/.test(text) && Number(text) >= minimum && Number(text) <= maximum);
        return Number(text);
      },
    },
    fallback,
  );
}

/** A civil date, or none. */
export function dateSetting(): Setting<string> {
  return withFallback(
    {
      expects: 'a date such as 2027-12-31',
      read: (text) => {
        refuseUnless(/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));
        return text;
      },
    },
    '',
  );
}

/** A part of a whole: `0.05`. */
export function shareSetting(fallback: number): Setting<number> {
  return withFallback(
    {
      expects: 'a number from 0 to 1',
      read: (text) => {
        refuseUnless(/^[01](\.\d{1,9})?$/.test(text) && Number(text) <= 1);
        return Number(text);
      },
    },
    fallback,
  );
}

export function flagSetting(fallback?: boolean): Setting<boolean> {
  return withFallback(
    {
      expects: 'true or false',
      read: (text) => {
        refuseUnless(text === 'true' || text === 'false');
        return text === 'true';
      },
    },
    fallback,
  );
}

export function choiceSetting<const T extends string>(choices: readonly T[], fallback?: T): Setting<T> {
  return withFallback(
    {
      expects: `one of ${choices.join(', ')}`,
      read: (text) => {
        const choice = choices.find((candidate) => candidate === text);
        if (choice === undefined) throw new RangeError('not acceptable');
        return choice;
      },
    },
    fallback,
  );
}

/** @param protocols - with their colon, for example `['postgres:', 'postgresql:']` */
export function urlSetting(protocols: readonly string[], fallback?: string): Setting<string> {
  return withFallback(
    {
      expects: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
      read: (text) => {
        refuseUnless(protocols.includes(new URL(text).protocol));
        return text;
      },
    },
    fallback,
  );
}

/** Comma-separated `host:port`. */
export function brokersSetting(): Setting<readonly string[]> {
  return {
    expects: 'a list of host:port, separated by commas',
    read: (text) => {
      const brokers = text.split(',').map((broker) => broker.trim());
      refuseUnless(brokers.every((broker) => /^[A-Za-z0-9.\-_[\]:]+:\d{1,5}$/.test(broker)));
      return Object.freeze(brokers);
    },
  };
}

/** How much is let pass: so many a second over time, and at most `burst` at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** @param fallback - `20/200`: 20 a second, 200 at once */
export function rateSetting(fallback: string): Setting<RateLimit> {
  const read = (text: string): RateLimit => {
    const [, perSecond, burst] = (/^(\d{1,7})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
    if (!perSecond || burst === undefined || burst < perSecond) throw new RangeError('not acceptable');
    return { perSecond, burst };
  };
  return {
    expects: 'a rate such as 20/200: a second, and at once (not less)',
    read,
    fallback: read(fallback),
    fallbackText: fallback,
  };
}

/** Addresses or networks (`10.0.0.0/8`), separated by commas. */
export function networksSetting(): Setting<readonly string[]> {
  return {
    expects: 'a list of IP addresses or networks such as 10.0.0.0/8, separated by commas',
    fallback: [],
    fallbackText: '',
    read: (text) => {
      const networks = text.split(',').map((network) => network.trim());
      const isNetwork = (network: string): boolean => {
        const [address = '', length = '0', ...rest] = network.split('/');
        const bits = isIP(address) === 6 ? 128 : 32;
        return isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= bits;
      };
      refuseUnless(networks.every(isNetwork));
      return Object.freeze(networks);
    },
  };
}

/** A JSON object of key id → base64 of the 32 bytes of an AES-256 key. */
export function keyRingSetting(fallback?: ReadonlyMap<string, Buffer>): Setting<ReadonlyMap<string, Buffer>> {
  const setting: Setting<ReadonlyMap<string, Buffer>> = {
    expects: 'a JSON object of key id (letters, digits, - and _) → base64 of 32 bytes',
    read: (text) => {
      const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
      refuseUnless(entries.length > 0 || fallback !== undefined);
      return new Map(
        entries.map(([keyId, encoded]) => {
          refuseUnless(/^[A-Za-z0-9_-]{1,32}$/.test(keyId) && typeof encoded === 'string');
          const key = Buffer.from(String(encoded), 'base64');
          refuseUnless(key.length === 32 && key.toString('base64') === encoded);
          return [keyId, key];
        }),
      );
    },
  };
  return withFallback(setting, fallback, '');
}

/** A role (角色) of a sandbox, as its documentation shows it. */
export interface DocumentedRole {
  /** By which a token is asked for. */
  readonly name: string;
  readonly title: string;
  /** Prefix of all that it may touch; empty for a citizen. */
  readonly region: string;
  readonly scopes: readonly string[];
}

/** A JSON list of roles. */
export function rolesSetting(): Setting<readonly DocumentedRole[]> {
  return {
    expects: 'a JSON list of roles: name, title, region and scopes',
    fallback: [],
    fallbackText: '',
    read: (text) => {
      const roles = JSON.parse(text) as Partial<DocumentedRole>[];
      return roles.map(({ name, title, region, scopes }) => {
        const isRole = [name, title, region, ...(scopes ?? [])].every((part) => typeof part === 'string');
        refuseUnless(isRole && Array.isArray(scopes));
        return { name, title, region, scopes } as DocumentedRole;
      });
    },
  };
}

/** A JSON object of id → text of at least 16 characters, in the order in which they are written. */
export function secretRingSetting(): Setting<ReadonlyMap<string, string>> {
  return {
    expects:
      'a JSON object of id (it begins with a letter) → text of at least 16 characters, the oldest first',
    read: (text) => {
      const entries = Object.entries(JSON.parse(text) as Record<string, unknown>);
      return new Map(
        entries.map(([id, secret]) => {
          refuseUnless(/^[A-Za-z][A-Za-z0-9_-]{0,31}$/.test(id));
          refuseUnless(typeof secret === 'string' && secret.trim().length >= 16);
          return [id, String(secret)];
        }),
      );
    },
    fallback: new Map(),
    fallbackText: '',
  };
}
