import {
  described,
  networksSetting,
  textSetting,
  type PlatformSettings,
  type SettingsOf,
  type SettingsSchema,
} from '@minzheng/platform/config';

/** What a service that delivers webhooks is told by its environment. */
export const SUBSCRIPTION_SETTINGS = {
  webhookNetworks: described(
    networksSetting(),
    'Private networks in which receivers of webhooks may lie, such as the government network; to all others nothing is sent. In a sandbox they may be sent to without TLS.',
    { example: '10.20.0.0/16' },
  ),
  webhookSigningKeyFile: described(
    textSetting({ fallback: '' }),
    'File of the Ed25519 private keys that sign webhooks beside the receiver’s own secret: PKCS#8 PEM, a JWK, or a JWK set, of which each key signs. Their public halves are at `/v1/public/webhook-keys`.',
    { example: '/run/secrets/webhook-signing-key' },
  ),
} satisfies SettingsSchema;

export type SubscriptionSettings = PlatformSettings & SettingsOf<typeof SUBSCRIPTION_SETTINGS>;
