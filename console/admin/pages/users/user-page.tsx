import { Page } from '../../ui/page.js';

export function UserPage() {
  return <Page title="UserPage">{null}</Page>;
}
