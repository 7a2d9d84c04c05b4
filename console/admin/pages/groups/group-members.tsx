import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  AddGroupMemberDocument,
  GroupMembersDocument,
  RemoveGroupMemberDocument,
  type GroupDetailsFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Pager } from '../../ui/pager.js';
import { Problem } from '../../ui/problem.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';
import { UserPicker, describeUser, type ChosenUser } from '../../ui/user-picker.js';
import { UserState } from '../../ui/user-state.js';
import { pageOf, PAGE_SIZE, type Place } from '../page-of.js';

/** Who is in the group; whoever is found by the search is in it from the next request on. */
export function GroupMembers({ group }: { readonly group: GroupDetailsFragment }) {
  const [place, setPlace] = useState<Place>({});
  const variables = { id: group.id, ...pageOf(place) };
  const members = useQuery({
    queryKey: ['group-members', variables],
    queryFn: () => send(GroupMembersDocument, variables),
    placeholderData: keepPreviousData,
  });
  const page = members.data?.group?.members;
  return (
    <Section title={texts.groups.members}>
      {members.error && <Problem error={members.error} onRetry={() => void members.refetch()} />}
      {page?.totalCount === 0 && <p className="quiet">{texts.groups.nobody}</p>}
      {page !== undefined && page.totalCount > 0 && (
        <ul className="lines">
          {page.nodes.map((user) => (
            <li key={user.id}>
              <Link to="/users/$id" params={{ id: user.id }}>
                {describeUser(user)}
              </Link>
              <UserState user={user} />
              <RemoveMember group={group} userId={user.id} text={describeUser(user)} />
            </li>
          ))}
        </ul>
      )}
      {page !== undefined && page.totalCount > PAGE_SIZE && (
        <Pager
          info={page.pageInfo}
          total={texts.paging.total(page.totalCount, texts.groups.memberCount)}
          onMove={setPlace}
        />
      )}
      <AddMember groupId={group.id} />
    </Section>
  );
}

interface Candidate {
  readonly id: string;
  readonly text: string;
}

/** Whoever is found is added by a button of its own: taking a user from the list gives nobody anything yet. */
function AddMember({ groupId }: { readonly groupId: string }) {
  const [candidate, setCandidate] = useState<Candidate | null>(null);
  const [count, setCount] = useState(0);
  const add = useChange(
    ({ id }: Candidate) => send(AddGroupMemberDocument, { groupId, userId: id }),
    ({ text }) => texts.groups.memberAdded(text),
    () => {
      setCandidate(null);
      setCount(count + 1);
    },
  );
  return (
    <div className="form adding">
      {add.error && <Problem error={add.error} />}
      <UserPicker
        // Begun anew once somebody is in.
        key={count}
        chosenText={candidate?.text ?? ''}
        label={texts.groups.addMember}
        hint={texts.groups.addMemberHint}
        problem={undefined}
        isRequired
        reasonAgainst={(user) => reasonAgainst(user, groupId)}
        onChoose={setCandidate}
      />
      <div className="row">
        <Button
          className="button"
          isDisabled={candidate === null}
          isPending={add.isPending}
          onPress={() => {
            if (candidate !== null) add.mutate(candidate);
          }}
        >
          {texts.groups.add}
        </Button>
      </div>
    </div>
  );
}

function reasonAgainst({ deletedAt, groups }: ChosenUser, groupId: string): string | null {
  if (groups.some(({ id }) => id === groupId)) return texts.groups.isMember;
  return deletedAt === null ? null : texts.groups.memberDeleted;
}

function RemoveMember({
  group,
  userId,
  text,
}: {
  readonly group: GroupDetailsFragment;
  readonly userId: string;
  readonly text: string;
}) {
  return (
    <AskButton
      label={texts.groups.removeMember}
      fullLabel={texts.groups.removeMemberLabel(text)}
      title={texts.groups.removeMemberTitle(text, group.name)}
      lead={texts.groups.removeMemberLead}
      confirm={texts.groups.removeMember}
      said={texts.groups.memberRemoved(text)}
      run={() => send(RemoveGroupMemberDocument, { groupId: group.id, userId })}
    />
  );
}
