import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  AddGroupMemberDocument,
  GroupChoicesDocument,
  RemoveGroupMemberDocument,
  UserGroupsDocument,
  type UserDetailsFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Choice } from '../../ui/choice.js';
import { Problem } from '../../ui/problem.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';

const { users } = texts;

/** What the user is a member of, in all databases. */
export function UserGroups({ user }: { readonly user: UserDetailsFragment }) {
  const { id } = user;
  const own = useQuery({ queryKey: ['user-groups', id], queryFn: () => send(UserGroupsDocument, { id }) });
  const groups = own.data?.user?.groups ?? [];
  return (
    <Section title={users.groups}>
      {own.error && <Problem error={own.error} onRetry={() => void own.refetch()} />}
      {own.data !== undefined && groups.length === 0 && <p className="quiet">{users.noGroups}</p>}
      {groups.length > 0 && (
        <ul className="lines">
          {groups.map((group) => (
            <li key={group.id}>
              <Link to="/groups/$id" params={{ id: group.id }}>
                {group.name}
              </Link>
              <span className="quiet">{group.database.slug}</span>
              {user.deletedAt === null && (
                <AskButton
                  label={users.leave}
                  fullLabel={users.leaveLabel(group.name)}
                  title={users.leaveTitle(group.name)}
                  lead={users.leaveLead}
                  confirm={users.leave}
                  said={users.left(group.name)}
                  run={() => send(RemoveGroupMemberDocument, { groupId: group.id, userId: id })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {user.deletedAt === null && <AddToGroup userId={id} present={groups.map((group) => group.id)} />}
    </Section>
  );
}

function AddToGroup({ userId, present }: { readonly userId: string; readonly present: readonly string[] }) {
  const [groupId, setGroupId] = useState('');
  const all = useQuery({ queryKey: ['group-choices'], queryFn: () => send(GroupChoicesDocument, {}) });
  const add = useChange(
    () => send(AddGroupMemberDocument, { groupId, userId }),
    users.addedToGroup,
    () => setGroupId(''),
  );
  const others = (all.data?.groups.nodes ?? []).filter((group) => !present.includes(group.id));
  if (all.error) return <Problem error={all.error} />;
  return (
    <div className="adding">
      {add.error && <Problem error={add.error} />}
      <div className="row row-end">
        <Choice
          label={users.addGroup}
          value={groupId}
          onChange={setGroupId}
          options={[
            ['', users.chooseGroup],
            ...others.map((group) => [group.id, `${group.name} (${group.database.slug})`] as const),
          ]}
        />
        <Button
          className="button"
          isDisabled={groupId === ''}
          isPending={add.isPending}
          onPress={() => add.mutate()}
        >
          {users.add}
        </Button>
      </div>
    </div>
  );
}
