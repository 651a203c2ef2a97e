import {
  choiceSetting,
  described,
  type PlatformSettings,
  type SettingsOf,
  type SettingsSchema,
} from '@minzheng/platform/config';

/** Who computes bulk runs. */
export const BULK_RUN_SETTINGS = {
  bulkRuns: described(
    choiceSetting(['take', 'leave'], 'take'),
    'Whether this process computes its share of bulk runs. `leave`: others do, so that whoever asks this one does not wait for its processor; one process at least has to `take`.',
    { example: 'leave' },
  ),
} satisfies SettingsSchema;

export type BulkRunSettings = PlatformSettings & SettingsOf<typeof BULK_RUN_SETTINGS>;
