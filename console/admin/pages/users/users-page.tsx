import { Page } from '../../ui/page.js';

export function UsersPage() {
  return <Page title="UsersPage">{null}</Page>;
}
