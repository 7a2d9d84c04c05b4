import type { Command } from 'commander';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { describeSession } from './describe-users.js';
import { existingUser, operator } from './existing.js';
import { formatTable } from './table-text.js';

/** `users sessions|end-session|end-sessions`. */
export function addUserSessionCommands(users: Command, context: CommandContext): void {
  addCommand(users, 'sessions <email>', 'list where a user is signed in').action(
    (email: string, options: JsonOption) =>
      context.withServices(async (services) => {
        const { id } = await existingUser(services, email);
        const [sessions = []] = await services.controlPlane.sessions.ofUsers([id]);
        const described = sessions.map(describeSession);
        const rows = described.map((session) => [
          session.lastSeenAt,
          session.createdAt,
          session.address ?? '',
          session.userAgent ?? '',
          session.id,
        ]);
        const headings = ['LAST SEEN', 'SIGNED IN', 'ADDRESS', 'BROWSER', 'ID'];
        context.printResult(options, described, formatTable(headings, rows, 'It is signed in nowhere.'));
      }),
  );
  addCommand(users, 'end-session <id>', 'end one session; its next request is refused').action(
    (id: string, options: JsonOption) =>
      context.withServices(async ({ controlPlane }) => {
        const session = await controlPlane.sessions.end(operator, id);
        context.printResult(options, describeSession(session), `Ended the session ${session.id}.`);
      }),
  );
  addCommand(users, 'end-sessions <email>', 'sign a user out everywhere').action(
    (email: string, options: JsonOption) =>
      context.withServices(async (services) => {
        const user = await existingUser(services, email);
        const endedCount = await services.controlPlane.sessions.endAll(operator, user.id);
        context.printResult(options, { endedCount }, `Ended ${endedCount} sessions of ${user.email}.`);
      }),
  );
}
