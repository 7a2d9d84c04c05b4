import { Page } from '../../ui/page.js';

export function WhyPage() {
  return <Page title="WhyPage">{null}</Page>;
}
