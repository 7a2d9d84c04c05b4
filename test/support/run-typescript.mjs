// `node --import ./test/support/run-typescript.mjs FILE.ts` runs TypeScript from source. jest.config.js imports
// it too: jest loads its global setup outside its own module system, as CommonJS and without our `.js` endings;
// as `.mts` files and with these hooks the setup is plain ESM and shares one copy of src/ with nothing.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
