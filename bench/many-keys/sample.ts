import pg from 'pg';

/** Rows that are there, drawn once: a turn takes one of each. */
export interface Sample {
  readonly keyIds: readonly string[];
  readonly keyNames: readonly string[];
  readonly nameParts: readonly string[];
  readonly descriptionParts: readonly string[];
  readonly tags: readonly string[];
  readonly emails: readonly string[];
  readonly userIds: readonly string[];
  /** With thousands of keys. */
  readonly serviceIds: readonly string[];
  readonly userNames: readonly string[];
  readonly groupIds: readonly string[];
}

export async function drawSample(url: string): Promise<Sample> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const draw = async (expression: string, tables: string): Promise<readonly string[]> => {
    const { rows } = await client.query<{ text: string }>(
      `SELECT text FROM (SELECT DISTINCT ${expression} AS text FROM ${tables}) t ORDER BY md5(text) LIMIT 30`,
    );
    if (rows.length === 0) throw new Error(`The world is too small: there is no ${expression}.`);
    return rows.map(({ text }) => text);
  };
  try {
    // One in a few hundred is drawn from: enough, and soon done.
    const keys = `gateway.api_keys k JOIN gateway.users u ON u.id = k.user_id WHERE hashtext(k.id) % 200 = 0`;
    return {
      keyIds: await draw('k.id', keys),
      keyNames: await draw('k.name', keys),
      nameParts: await draw('substr(k.name, length(k.name) - 7, 8)', keys),
      descriptionParts: await draw(
        `split_part(k.description, ' ', 3)`,
        `${keys} AND k.description IS NOT NULL`,
      ),
      tags: await draw('k.tags[1]', `${keys} AND k.tags <> '{}'`),
      emails: await draw('u.email', keys),
      userIds: await draw('k.user_id', keys),
      serviceIds: await draw(
        'k.user_id',
        '(SELECT user_id FROM gateway.api_keys GROUP BY user_id ORDER BY count(*) DESC LIMIT 30) k',
      ),
      userNames: await draw('u.name', keys),
      groupIds: await draw('g.id', 'gateway.groups g'),
    };
  } finally {
    await client.end();
  }
}
