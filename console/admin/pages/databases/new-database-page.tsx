import { Page } from '../../ui/page.js';

export function NewDatabasePage() {
  return <Page title="NewDatabasePage">{null}</Page>;
}
