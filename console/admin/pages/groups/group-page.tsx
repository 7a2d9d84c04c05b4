import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { DeleteGroupDocument, GroupDocument, type GroupDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { StoppedMembers } from './stopped-members.js';
import { GroupCapabilities } from './group-capabilities.js';
import { GroupForm } from './group-form.js';
import { GroupMembers } from './group-members.js';
import { RowRules } from './row-rules.js';

/** One group: who is in it, what it grants and to which rows. */
export function GroupPage() {
  const { id } = useParams({ from: '/groups/$id' });
  const group = useQuery({ queryKey: ['group', id], queryFn: () => send(GroupDocument, { id }) });
  if (group.isPending) return <p className="quiet">{texts.loading}</p>;
  const found = group.data?.group ?? null;
  if (found === null) {
    return (
      <Page title={texts.groups.one}>
        {group.error ? (
          <Problem error={group.error} onRetry={() => void group.refetch()} />
        ) : (
          <p>{texts.groups.notFound}</p>
        )}
      </Page>
    );
  }
  return (
    <Page title={found.name} actions={<DeleteGroup group={found} />}>
      <p className="quiet">{texts.groups.of(found.database.slug)}</p>
      <GroupForm key={id} group={found} />
      <GroupMembers group={found} />
      <GroupCapabilities key={`${id} grants`} group={found} />
      <RowRules group={found} />
    </Page>
  );
}

function DeleteGroup({ group: { id, name } }: { readonly group: GroupDetailsFragment }) {
  const navigate = useNavigate();
  return (
    <AskButton
      label={texts.groups.delete}
      title={texts.groups.deleteTitle(name)}
      lead={texts.groups.deleteLead}
      confirm={texts.groups.delete}
      said={texts.groups.wasDeleted(name)}
      run={() => send(DeleteGroupDocument, { id })}
      onDone={() => void navigate({ to: '/groups' })}
    >
      <StoppedMembers groupId={id} />
    </AskButton>
  );
}
