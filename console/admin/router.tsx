import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type RouteComponent,
} from '@tanstack/react-router';
import { AppShell } from './app-shell.js';
import { KeysPage } from './pages/keys/keys-page.js';
import { readKeysSearch } from './pages/keys/keys-search.js';
import { readUsersSearch } from './pages/users/users-search.js';
import { readTexts } from './pages/page-of.js';
import { readStopSearch } from './pages/stops/stop-scope.js';
import { NotFoundPage } from './pages/not-found-page.js';

// The grid of keys comes with the first load, any other page when it is opened.
const root = createRootRoute({ component: AppShell, notFoundComponent: NotFoundPage });
const page = <Path extends string>(path: Path, component: RouteComponent) =>
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

/** Everything as text: the router reads what looks like a number or like JSON as that. */
const searched = (given: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
const key = createRoute({
  getParentRoute: () => root,
  path: '/keys/$id',
  component: lazyRouteComponent(() => import('./pages/keys/key-page.js'), 'KeyPage'),
  validateSearch: searched,
});
const stops = createRoute({
  getParentRoute: () => root,
  path: '/keys/stops',
  component: lazyRouteComponent(() => import('./pages/stops/stops-page.js'), 'StopsPage'),
  validateSearch: readStopSearch,
});
const users = createRoute({
  getParentRoute: () => root,
  path: '/users',
  component: lazyRouteComponent(() => import('./pages/users/users-page.js'), 'UsersPage'),
  validateSearch: readUsersSearch,
});
const groups = createRoute({
  getParentRoute: () => root,
  path: '/groups',
  component: lazyRouteComponent(() => import('./pages/groups/groups-page.js'), 'GroupsPage'),
  validateSearch: (given: Record<string, unknown>) => readTexts(given, ['database', 'after', 'before']),
});
const why = createRoute({
  getParentRoute: () => root,
  path: '/why',
  component: lazyRouteComponent(() => import('./pages/why/why-page.js'), 'WhyPage'),
  validateSearch: searched,
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.js'), 'AuditPage'),
  validateSearch: searched,
});

export const router = createRouter({
  basepath: '/console',
  routeTree: root.addChildren([
    home,
    keys,
    page(
      '/keys/new',
      lazyRouteComponent(() => import('./pages/keys/new-key-page.js'), 'NewKeyPage'),
    ),
    stops,
    key,
    page(
      '/keys/$id/edit',
      lazyRouteComponent(() => import('./pages/keys/edit-key-page.js'), 'EditKeyPage'),
    ),
    users,
    page(
      '/users/new',
      lazyRouteComponent(() => import('./pages/users/new-user-page.js'), 'NewUserPage'),
    ),
    page(
      '/users/$id',
      lazyRouteComponent(() => import('./pages/users/user-page.js'), 'UserPage'),
    ),
    groups,
    page(
      '/groups/new',
      lazyRouteComponent(() => import('./pages/groups/new-group-page.js'), 'NewGroupPage'),
    ),
    page(
      '/groups/$id',
      lazyRouteComponent(() => import('./pages/groups/group-page.js'), 'GroupPage'),
    ),
    page(
      '/databases',
      lazyRouteComponent(() => import('./pages/databases/databases-page.js'), 'DatabasesPage'),
    ),
    page(
      '/databases/new',
      lazyRouteComponent(() => import('./pages/databases/new-database-page.js'), 'NewDatabasePage'),
    ),
    page(
      '/databases/$slug',
      lazyRouteComponent(() => import('./pages/databases/database-page.js'), 'DatabasePage'),
    ),
    why,
    audit,
    page(
      '/account',
      lazyRouteComponent(() => import('./pages/account-page.js'), 'AccountPage'),
    ),
  ]),
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
