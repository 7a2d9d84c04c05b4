import { serveCrm } from '../database-schema/serve-crm.js';
import { furnishShelf } from './furnish-shelf.js';
import { testQueryCases } from './query-cases.js';

testQueryCases(new URL('cases/', import.meta.url), { atLeast: 60, serve: () => serveCrm(furnishShelf) });
