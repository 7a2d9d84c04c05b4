import { send } from '../api/send.js';
import { UserChoicesDocument, type UserChoicesQuery } from '../generated/graphql.js';
import { texts } from '../texts.js';
import { SearchPicker, type SearchPickerProps } from './search-picker.js';

export type ChosenUser = UserChoicesQuery['users']['nodes'][number];

export interface UserPickerProps extends Omit<
  SearchPickerProps<ChosenUser>,
  'queryKey' | 'search' | 'describe' | 'placeholder'
> {
  /** Why somebody cannot be chosen; such users are in the list too. Absent: everybody can. */
  readonly reasonAgainst?: (user: ChosenUser) => string | null;
}

/** Users by name or e-mail address, searched by the gateway. */
export function UserPicker({ reasonAgainst = () => null, ...props }: UserPickerProps) {
  return (
    <SearchPicker
      {...props}
      queryKey="user-choices"
      search={findUsers}
      describe={(user) => {
        const reason = reasonAgainst(user);
        return {
          id: user.id,
          text: describeUser(user),
          detail: reason ?? groupsOf(user),
          isUnusable: reason !== null,
        };
      }}
      placeholder={texts.picker.userPlaceholder}
    />
  );
}

async function findUsers(text: string): Promise<readonly ChosenUser[]> {
  const { users } = await send(UserChoicesDocument, text === '' ? {} : { search: text });
  return users.nodes;
}

export const describeUser = ({
  name,
  email,
}: {
  readonly name: string | null;
  readonly email: string;
}): string => (name === null ? email : `${name} (${email})`);

const groupsOf = ({ groups }: ChosenUser): string =>
  groups.map(({ name, database }) => `${name} (${database.slug})`).join(', ');
