import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { AppShell } from './app-shell.js';
import { AccountPage } from './pages/account-page.js';
import { NewKeyPage } from './pages/keys/new-key-page.js';
import { KeyPage } from './pages/keys/key-page.js';
import { KeysPage } from './pages/keys/keys-page.js';
import { readKeysSearch } from './pages/keys/keys-search.js';
import { AuditPage } from './pages/audit/audit-page.js';
import { DatabasePage } from './pages/databases/database-page.js';
import { DatabasesPage } from './pages/databases/databases-page.js';
import { NewDatabasePage } from './pages/databases/new-database-page.js';
import { GroupPage } from './pages/groups/group-page.js';
import { GroupsPage } from './pages/groups/groups-page.js';
import { NewGroupPage } from './pages/groups/new-group-page.js';
import { EditKeyPage } from './pages/keys/edit-key-page.js';
import { NewUserPage } from './pages/users/new-user-page.js';
import { UserPage } from './pages/users/user-page.js';
import { readUsersSearch } from './pages/users/users-search.js';
import { UsersPage } from './pages/users/users-page.js';
import { WhyPage } from './pages/why/why-page.js';
import { readTexts } from './pages/page-of.js';
import { NotFoundPage } from './pages/not-found-page.js';

const root = createRootRoute({ component: AppShell, notFoundComponent: NotFoundPage });
const page = <Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    // The router's way of going elsewhere.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw redirect({ to: '/keys' });
  },
});
const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: KeysPage,
  validateSearch: readKeysSearch,
});

const searched = (given: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
const key = createRoute({
  getParentRoute: () => root,
  path: '/keys/$id',
  component: KeyPage,
  validateSearch: searched,
});
const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  component: UsersPage,
  validateSearch: readUsersSearch,
});
const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  component: GroupsPage,
  validateSearch: (given: Record<string, unknown>) => readTexts(given, ['database', 'after', 'before']),
});
const why = createRoute({
  getParentRoute: () => root,
  path: '/why',
  component: WhyPage,
  validateSearch: searched,
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: AuditPage,
  validateSearch: searched,
});

export const router = createRouter({
  basepath: '/console',
  routeTree: root.addChildren([
    home,
    keys,
    page('/keys/new', NewKeyPage),
    key,
    page('/keys/$id/edit', EditKeyPage),
    users,
    page('/users/new', NewUserPage),
    page('/users/$id', UserPage),
    groups,
    page('/groups/new', NewGroupPage),
    page('/groups/$id', GroupPage),
    page('/databases', DatabasesPage),
    page('/databases/new', NewDatabasePage),
    page('/databases/$slug', DatabasePage),
    why,
    audit,
    page('/account', AccountPage),
  ]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
