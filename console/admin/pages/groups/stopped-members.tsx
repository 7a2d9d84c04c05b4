import { useQuery } from '@tanstack/react-query';
import { send } from '../../api/send.js';
import { GroupMembersDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Problem } from '../../ui/problem.js';

/** Who would lose what the group grants. */
export function StoppedMembers({ groupId }: { readonly groupId: string }) {
  const variables = { id: groupId, first: 10 };
  const members = useQuery({
    queryKey: ['group-members', variables],
    queryFn: () => send(GroupMembersDocument, variables),
  });
  if (members.error) return <Problem error={members.error} />;
  const page = members.data?.group?.members;
  if (page === undefined) return <p className="quiet">{texts.loading}</p>;
  return (
    <div className="stopping">
      <p>
        <strong>{texts.groups.losing(page.totalCount)}</strong>
      </p>
      <ul>
        {page.nodes.map(({ id, email }) => (
          <li key={id}>{email}</li>
        ))}
        {page.totalCount > page.nodes.length && (
          <li>{texts.stopping.more(page.totalCount - page.nodes.length)}</li>
        )}
      </ul>
    </div>
  );
}
