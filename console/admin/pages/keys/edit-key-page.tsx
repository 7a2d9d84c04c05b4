import { Page } from '../../ui/page.js';

export function EditKeyPage() {
  return <Page title="EditKeyPage">{null}</Page>;
}
