import { texts } from '../texts.js';
import { Page } from '../ui/page.js';

export function NotFoundPage() {
  return (
    <Page title={texts.page.notFound}>
      <p>{texts.page.notFoundLead}</p>
    </Page>
  );
}
