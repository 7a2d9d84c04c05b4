import { texts } from '../texts.js';
import { Icon } from './icon.js';

/** To the page on which queries to a database are tried, in a window of its own. */
export function ExplorerLink({ slug }: { readonly slug: string }) {
  return (
    <a className="outward" href={`/graphql/${encodeURIComponent(slug)}`} target="_blank" rel="noopener">
      {texts.explorer.open(slug)}
      <Icon name="outward" />
      <span className="unseen"> {texts.explorer.newTab}</span>
    </a>
  );
}
