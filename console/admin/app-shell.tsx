import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { isSignedOut } from './api/api-error.js';
import { send } from './api/send.js';
import { MeDocument } from './generated/graphql.js';
import { SignInPage } from './pages/sign-in-page.js';
import { texts } from './texts.js';
import { Announcer } from './ui/announce.js';
import { ExplorerMenu } from './ui/explorer-menu.js';
import { Icon } from './ui/icon.js';
import { Problem } from './ui/problem.js';

const links = [
  { to: '/keys', text: texts.nav.keys },
  { to: '/users', text: texts.nav.users },
  { to: '/groups', text: texts.nav.groups },
  { to: '/databases', text: texts.nav.databases },
  { to: '/why', text: texts.nav.why },
  { to: '/audit', text: texts.nav.audit },
] as const;

/** Around every page: who is signed in, and the way to the other pages. Without a session, the way in. */
export function AppShell() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => send(MeDocument, {}) });
  if (me.isPending) return <p className="centred quiet">{texts.loading}</p>;
  if (isSignedOut(me.error)) return <SignInPage />;
  // What is open stays open where only asking again failed: it may be the one sight of a new secret.
  if (me.data === undefined) {
    return (
      <main className="centred">
        <Problem error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <Announcer>
      <a className="skip" href="#content">
        {texts.skipToContent}
      </a>
      <header className="top">
        <Link to="/keys" className="product">
          <Icon name="key" />
          {texts.product}
        </Link>
        <nav aria-label={texts.nav.label}>
          {links.map(({ to, text }) => (
            <Link key={to} to={to} activeProps={{ 'aria-current': 'page' }}>
              {text}
            </Link>
          ))}
          <ExplorerMenu />
        </nav>
        <Link to="/account" className="who" activeProps={{ 'aria-current': 'page' }}>
          <Icon name="person" />
          <span>
            <span className="unseen">{texts.account.signedInAs} </span>
            {me.data.me.email}
          </span>
        </Link>
      </header>
      <Content />
    </Announcer>
  );
}

/** Takes the focus when another page is shown, so that it is read from its start. */
function Content() {
  const content = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    // A page that opens with a form has put the focus there itself.
    if (!content.current?.contains(document.activeElement)) content.current?.focus();
  }, [path]);
  return (
    <main id="content" ref={content} tabIndex={-1}>
      <Outlet />
    </main>
  );
}
