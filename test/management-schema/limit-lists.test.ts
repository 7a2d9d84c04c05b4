import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

/** Lists whose length nobody asks for, within each other: what they come to is known only when they are there. */

let management: ManagementHarness;
let userId: string;
const GROUPS = 60;

beforeAll(async () => {
  management = await openManagement();
  const { users, groups } = management.controlPlane;
  userId = (await users.create(operator, { email: 'everywhere@example.com' })).id;
  for (let n = 0; n < GROUPS; n += 1) {
    const { id } = await groups.create(operator, { name: `Group ${n}`, databaseSlug: 'crm' });
    await groups.addMember(operator, id, userId);
  }
});
afterAll(() => management.close());

/** The groups of the members of the groups of … the user, who is in each of them. */
function walk(turns: number): string {
  const inner = turns === 0 ? 'id' : `members(first: 1) { nodes { ${walk(turns - 1)} } }`;
  return `groups { ${inner} }`;
}

describe('lists within lists', () => {
  it('are answered as long as they are short', async () => {
    const { data, codes } = await management.run(`{ user(id: "${userId}") { ${walk(1)} } }`);
    expect(codes).toEqual([]);
    expect(JSON.stringify(data).match(/"id"/g)).toHaveLength(GROUPS ** 2);
  });

  it('end with a sentence before they come to a hundred thousand rows', async () => {
    const { codes } = await management.run(`{ user(id: "${userId}") { ${walk(2)} } }`);
    expect(codes).toEqual(['LIMIT_EXCEEDED']);
    // What one operation came to is not held against the next.
    expect((await management.run(`{ user(id: "${userId}") { ${walk(1)} } }`)).codes).toEqual([]);
  });
});
