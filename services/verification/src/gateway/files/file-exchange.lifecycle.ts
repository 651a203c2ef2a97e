import { defineLifecycle, official, system } from '@minzheng/kernel/lifecycle';

export type FileState = 'ANNOUNCED' | 'RECEIVED' | 'VALIDATED' | 'QUARANTINED' | 'LOADED' | 'REJECTED';

export type FileCommand =
  | 'announce'
  | 'refuse'
  | 'replace'
  | 'commit'
  | 'validate'
  | 'quarantine'
  | 'release'
  | 'reject'
  | 'lapse'
  | 'load';

const STEWARD = official('agency data steward', 'verification:inbound-facts:write');

/** Verification, sections 4 and 5.13: a batch file (批量文件) is taken whole or not at all. */
export const FILE_LIFECYCLE = defineLifecycle<FileState, FileCommand>({
  name: 'file-exchange',
  title: { en: 'Batch file of an agency', zh: '批量文件' },
  begins: [
    { command: 'announce', to: 'ANNOUNCED', who: [STEWARD], guard: ['no-agreement', 'sequence', 'checksum'] },
    {
      command: 'refuse',
      to: 'REJECTED',
      who: [system('a file with this number is there already, with other content')],
      effect: ['FileExchanged', 'FileRejected'],
    },
  ],
  transitions: [
    {
      command: 'replace',
      from: 'ANNOUNCED',
      to: 'REJECTED',
      who: [system('the agency has announced another manifest before it committed this one')],
    },
    { command: 'commit', from: 'ANNOUNCED', to: 'RECEIVED', who: [STEWARD], guard: ['checksum'] },
    {
      command: 'validate',
      from: 'RECEIVED',
      to: 'VALIDATED',
      who: [system('totals are equal, wrong rows are few, and it is the next of its dataset')],
      limit: {
        unit: 'days',
        from: 'the commit, until its content is erased',
        policy: 'verification.file.keepDays',
      },
    },
    {
      command: 'quarantine',
      from: 'RECEIVED',
      to: 'QUARANTINED',
      who: [system('one before it is missing')],
      effect: ['FileExchanged'],
    },
    {
      command: 'release',
      from: 'QUARANTINED',
      to: 'VALIDATED',
      who: [
        system('the one before it is loaded'),
        official('province operator', 'verification:operations:write'),
      ],
    },
    {
      command: 'reject',
      from: ['RECEIVED', 'QUARANTINED', 'VALIDATED'],
      to: 'REJECTED',
      who: [system('totals differ, too many rows are wrong, or its agreement has ended')],
      effect: ['FileExchanged', 'FileRejected'],
    },
    {
      command: 'lapse',
      from: ['ANNOUNCED', 'QUARANTINED'],
      to: 'REJECTED',
      who: [
        system('its content is to be erased, and it was not committed, or the one before it has not come'),
      ],
      effect: ['FileExchanged', 'FileRejected'],
    },
    {
      command: 'load',
      from: 'VALIDATED',
      to: 'LOADED',
      who: [system('all its facts are sent')],
      effect: ['FileExchanged', 'FileLoaded'],
    },
  ],
});
