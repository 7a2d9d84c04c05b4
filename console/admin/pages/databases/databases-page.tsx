import { Page } from '../../ui/page.js';

export function DatabasesPage() {
  return <Page title="DatabasesPage">{null}</Page>;
}
