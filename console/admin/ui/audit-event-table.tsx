import { Link } from '@tanstack/react-router';
import type { ListedAuditEventFragment } from '../generated/graphql.js';
import { texts } from '../texts.js';
import { describeAction } from './describe-action.js';
import { AuditTarget } from './audit-target.js';
import { Instant } from './instant.js';
import { MemberChanges } from './member-changes.js';

export interface AuditEventTableProps {
  readonly title: string;
  /** Null: not there yet. */
  readonly events: readonly ListedAuditEventFragment[] | null;
  readonly isStale: boolean;
  /** Whether what changed is unfolded from the start. */
  readonly isOpen?: boolean;
}

const { columns, ...words } = texts.audit;

/** Changes with who made them; what is different since unfolds under each. */
export function AuditEventTable({ title, events, isStale, isOpen = false }: AuditEventTableProps) {
  return (
    <div className="table-frame" aria-busy={events === null || isStale}>
      <table className="grid">
        <caption className="unseen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.at}</th>
            <th scope="col">{columns.actor}</th>
            <th scope="col">{columns.action}</th>
            <th scope="col">{columns.target}</th>
            <th scope="col">{columns.changes}</th>
            <th scope="col">{columns.address}</th>
          </tr>
        </thead>
        <tbody>
          {events === null ? (
            <Skeleton />
          ) : (
            events.map((event) => <Row key={event.id} event={event} isOpen={isOpen} />)
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ event, isOpen }: { readonly event: ListedAuditEventFragment; readonly isOpen: boolean }) {
  const { sequence, at, action, target, address, before, after } = event;
  return (
    <tr>
      <th scope="row" data-label={columns.at}>
        <Instant at={at} as="exact" />
        <span className="second">
          <Instant at={at} /> · {words.sequence(sequence)}
        </span>
      </th>
      <td data-label={columns.actor}>
        <Actor event={event} />
      </td>
      <td data-label={columns.action}>
        {describeAction(action)}
        <code className="second">{action}</code>
      </td>
      <td data-label={columns.target}>
        <AuditTarget action={action} target={target} />
      </td>
      <td data-label={columns.changes} className="changes-cell">
        <details open={isOpen}>
          <summary aria-label={words.changesOf(action, sequence)}>{words.changes}</summary>
          <MemberChanges before={before} after={after} />
        </details>
      </td>
      <td data-label={columns.address}>
        {address === null ? <span className="quiet">{words.commandLine}</span> : <code>{address}</code>}
      </td>
    </tr>
  );
}

/** Where the actor is not the user itself, it is a key that acted for it. */
function Actor({ event: { actor, asUser } }: { readonly event: ListedAuditEventFragment }) {
  if (actor === 'operator') return words.operator;
  const user = asUser && (
    <Link to="/users/$id" params={{ id: asUser.id }}>
      {asUser.name ?? asUser.email}
    </Link>
  );
  if (asUser?.id === actor) return user;
  return (
    <>
      {user}
      <span className="second">
        {words.byKey}{' '}
        <Link to="/keys/$id" params={{ id: actor }}>
          <code>{actor}</code>
        </Link>
      </span>
    </>
  );
}

function Skeleton() {
  return Array.from({ length: 6 }, (_none, index) => (
    <tr key={index} className="skeleton">
      {Array.from({ length: 6 }, (_cell, column) => (
        <td key={column}>
          <span />
        </td>
      ))}
    </tr>
  ));
}
