import { Page } from '../../ui/page.js';

export function NewUserPage() {
  return <Page title="NewUserPage">{null}</Page>;
}
