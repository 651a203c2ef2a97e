/** The Python environment of the contract test. */
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { ensurePython as ensure } from '../setup/python.mjs';

/** @returns {Promise<string>} the folder of its programs */
export function ensurePython() {
  return ensure({
    name: 'contract',
    requirements: join(ROOT, 'tools/contract/requirements.txt'),
    installs: 'schemathesis',
    neededBy: 'The contract test',
  });
}
