import { createSealing } from '../../src/authentication/sealing.js';
import { Secret } from '../../src/foundation/secret.js';

/** Cursors under a pepper of the tests': the same in every run. */
export const testCursors = createSealing({ current: new Secret('of the tests'), previous: null }).rowCursors;
