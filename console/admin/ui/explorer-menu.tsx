import { useQuery } from '@tanstack/react-query';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components';
import { send } from '../api/send.js';
import { DatabasesDocument } from '../generated/graphql.js';
import { texts } from '../texts.js';
import { Icon } from './icon.js';

/** The way to the explorer of each database, in a window of its own. Nothing, for who may not see databases. */
export function ExplorerMenu() {
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const served = databases.data?.databases.filter(({ removedAt }) => removedAt === null) ?? [];
  if (served.length === 0) return null;
  return (
    <MenuTrigger>
      <Button className="nav-button">
        {texts.explorer.menu}
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <Menu className="options" aria-label={texts.explorer.menu}>
          {served.map(({ slug }) => (
            <MenuItem
              key={slug}
              className="option"
              href={`/graphql/${encodeURIComponent(slug)}#me`}
              target="_blank"
              rel="noopener"
              textValue={slug}
            >
              <Text slot="label">{slug}</Text>
              <Text slot="description" className="second">
                {texts.explorer.newTab}
              </Text>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
