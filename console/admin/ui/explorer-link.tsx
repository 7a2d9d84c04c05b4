import { texts } from '../texts.js';
import { Icon } from './icon.js';

interface ExplorerLinkProps {
  readonly slug: string;
  /** Of the key that opens this database: to look as it does. Absent: one says there as whom. */
  readonly asKeyId?: string;
}

/** To the page on which queries to a database are tried, in a window of its own. */
export function ExplorerLink({ slug, asKeyId }: ExplorerLinkProps) {
  const address = `/graphql/${encodeURIComponent(slug)}`;
  return (
    <a
      className="outward"
      href={asKeyId === undefined ? address : `${address}#as=${asKeyId}`}
      target="_blank"
      rel="noopener"
    >
      {asKeyId === undefined ? texts.explorer.open(slug) : texts.explorer.openAsKey}
      <Icon name="outward" />
      <span className="unseen"> {texts.explorer.newTab}</span>
    </a>
  );
}
