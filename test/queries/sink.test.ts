import { serveCrm } from '../database-schema/serve-crm.js';
import { kitchenSink } from '../support/kitchen-sink.js';
import { testQueryCases } from './query-cases.js';

testQueryCases(new URL('sink/', import.meta.url), {
  atLeast: 50,
  serve: () => serveCrm(kitchenSink, {}, 'empty'),
});
