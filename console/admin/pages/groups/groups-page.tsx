import { Page } from '../../ui/page.js';

export function GroupsPage() {
  return <Page title="GroupsPage">{null}</Page>;
}
