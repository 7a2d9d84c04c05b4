import { Page } from '../../ui/page.js';

export function GroupPage() {
  return <Page title="GroupPage">{null}</Page>;
}
