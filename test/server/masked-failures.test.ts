import { describe, expect, it } from '@jest/globals';
import { PosternError } from '../../src/foundation/postern-error.js';
import { createShell, type Shell } from './shell.js';

const boom = new Error('relation "secrets" does not exist', {
  cause: Object.assign(new Error('inner'), { detail: 'Key (email)=(anna@example.com)', code: '23505' }),
});

const failing: Record<string, () => Promise<{ shell: Shell; response: Response }>> = {
  'in an operation': async () => {
    const shell = createShell({ answerOperation: () => Promise.reject(boom) });
    return { shell, response: await shell.post({ query: '{ hello }' }) };
  },
  'thrown at once in an operation': async () => {
    const shell = createShell({
      answerOperation: () => {
        throw boom;
      },
    });
    return { shell, response: await shell.post({ query: '{ hello }' }) };
  },
  'in whoami': async () => {
    const shell = createShell({ answerWhoami: () => Promise.reject(boom) });
    return { shell, response: await shell.fetch(new Request('http://postern.test/whoami')) };
  },
};

describe('an exception', () => {
  it.each(Object.keys(failing))(
    '%s becomes a 500 that says nothing but an id, under which the log has it',
    async (where) => {
      const { shell, response } = await failing[where]!();
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(text).not.toMatch(/secrets|anna|Error|\.ts/);
      const { errors } = JSON.parse(text) as { errors: { extensions: { code: string; errorId: string } }[] };
      expect(errors[0]?.extensions.code).toBe('INTERNAL_ERROR');
      expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9A-Za-z]{16}$/);
      expect(response.headers.get('Cache-Control')).toBe('no-store');

      const line = shell.logLines.find((text) => text.includes(errors[0]!.extensions.errorId));
      expect(line).toContain('relation \\"secrets\\" does not exist');
      expect(line).toContain('23505');
      expect(line).not.toContain('anna@example.com');
    },
  );

  it('that the caller may read keeps its code, status and sentence', async () => {
    const shell = createShell({
      answerOperation: () => Promise.reject(new PosternError('CONTROL_PLANE_UNAVAILABLE')),
    });
    const response = await shell.post({ query: '{ hello }' });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).not.toBeNull();
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'CONTROL_PLANE_UNAVAILABLE' } }],
    });
  });
});
