import { Page } from '../../ui/page.js';

export function NewGroupPage() {
  return <Page title="NewGroupPage">{null}</Page>;
}
