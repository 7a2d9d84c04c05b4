import { texts } from '../../texts.js';
import { Icon, type IconName } from '../../ui/icon.js';

const looks: Readonly<Record<string, readonly [icon: IconName, tone: string]>> = {
  READY: ['check', 'good'],
  DISABLED: ['pause', 'quiet'],
  UNAVAILABLE: ['warning', 'bad'],
  REMOVED: ['cross', 'quiet'],
};

/** A database's status as an icon and a word. */
export function DatabaseStatus({ status }: { readonly status: string }) {
  const [icon, tone] = looks[status] ?? ['warning', 'bad'];
  const words: Readonly<Record<string, string>> = texts.databases.statuses;
  return (
    <span className={`badge badge-${tone}`}>
      <Icon name={icon} />
      {words[status] ?? status}
    </span>
  );
}
