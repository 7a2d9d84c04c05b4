import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';

export function NewKeyPage() {
  return <Page title={texts.keys.create}>{null}</Page>;
}
