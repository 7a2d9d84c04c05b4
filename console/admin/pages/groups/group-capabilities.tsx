import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  CapabilitiesDocument,
  GrantCapabilitiesDocument,
  RevokeCapabilitiesDocument,
  type GroupDetailsFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { CapabilityMatrix } from '../../ui/capability-matrix.js';
import { LeaveGuard } from '../../ui/leave-guard.js';
import { Problem } from '../../ui/problem.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';
import { guardedColumnsOf } from '../keys/held-capabilities.js';

/** What the group grants. What is ticked is gathered, shown in words and then granted and revoked. */
export function GroupCapabilities({ group }: { readonly group: GroupDetailsFragment }) {
  const { slug, settings } = group.database;
  const all = useQuery({
    queryKey: ['all-capabilities', slug],
    queryFn: () => send(CapabilitiesDocument, { database: slug }),
  });
  const granted = useMemo(() => new Set(group.capabilities), [group.capabilities]);
  // Null: as the gateway has it.
  const [draft, setDraft] = useState<ReadonlySet<string> | null>(null);
  const chosen = draft ?? granted;
  const added = [...chosen].filter((capability) => !granted.has(capability)).sort();
  const removed = [...granted].filter((capability) => !chosen.has(capability)).sort();
  const client = useQueryClient();
  const save = useChange(
    async () => {
      const groupId = group.id;
      // In this order, so that what only gets other words is granted all the while.
      let saved = group;
      if (added.length > 0) {
        const granting = await send(GrantCapabilitiesDocument, { groupId, capabilities: added });
        saved = granting.grantCapabilities.group;
      }
      if (removed.length > 0) {
        const revoking = await send(RevokeCapabilitiesDocument, { groupId, capabilities: removed });
        saved = revoking.revokeCapabilities.group;
      }
      return saved;
    },
    texts.groups.grantsSaved,
    (saved) => {
      // At once, so that nothing is shown as it was before until it is read anew.
      client.setQueryData(['group', group.id], { group: saved });
      setDraft(null);
    },
  );
  const isDirty = added.length + removed.length > 0;
  return (
    <Section title={texts.groups.grants}>
      <LeaveGuard isDirty={isDirty && !save.isPending} />
      {all.error && <Problem error={all.error} onRetry={() => void all.refetch()} />}
      {all.data !== undefined && (
        <CapabilityMatrix
          label={texts.groups.grantsOf(group.name)}
          all={all.data.capabilities}
          chosen={chosen}
          guardedColumns={guardedColumnsOf(settings)}
          onChange={setDraft}
        />
      )}
      {isDirty && (
        <div className="save-bar" role="group" aria-label={texts.groups.pending}>
          {save.error && <Problem error={save.error} />}
          <Changes word={texts.groups.willGrant} capabilities={added} />
          <Changes word={texts.groups.willRevoke} capabilities={removed} />
          <div className="row">
            <Button className="button button-main" isPending={save.isPending} onPress={() => save.mutate()}>
              {texts.groups.saveGrants}
            </Button>
            <Button className="button" onPress={() => setDraft(null)}>
              {texts.groups.discard}
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}

const SHOWN = 12;

function Changes({
  word,
  capabilities,
}: {
  readonly word: string;
  readonly capabilities: readonly string[];
}) {
  if (capabilities.length === 0) return null;
  return (
    <p>
      <strong>{word}</strong>{' '}
      {capabilities.slice(0, SHOWN).map((capability) => (
        <code key={capability}>{capability} </code>
      ))}
      {capabilities.length > SHOWN && texts.stopping.more(capabilities.length - SHOWN)}
    </p>
  );
}
