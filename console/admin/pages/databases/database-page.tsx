import { Page } from '../../ui/page.js';

export function DatabasePage() {
  return <Page title="DatabasePage">{null}</Page>;
}
