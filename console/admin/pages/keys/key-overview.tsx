import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../../texts.js';
import { ExplorerLink } from '../../ui/explorer-link.js';
import { Icon } from '../../ui/icon.js';
import { Instant } from '../../ui/instant.js';
import { useMay } from '../../ui/use-may.js';
import type { ShownKey } from './key-page.js';
import { KeySecrets } from './key-secrets.js';

const words = texts.key.overview;

export function KeyOverview({ apiKey }: { readonly apiKey: ShownKey }) {
  const { database, description, tags, allowedAddresses, capabilities, brokenPolicies } = apiKey;
  const { validFrom, validUntil, rowNarrowing } = apiKey;
  const canLook = useMayLookAs(apiKey);
  return (
    <>
      <dl className="facts card">
        <Fact name={words.accessAs}>
          <AccessAs apiKey={apiKey} />
        </Fact>
        <Fact name={words.database}>
          {database === undefined ? (
            texts.keys.hidden
          ) : (
            <span className="row">
              <Link to="/databases/$slug" params={{ slug: database.slug }}>
                {database.slug}
              </Link>
              <ExplorerLink slug={database.slug} />
              {canLook && <ExplorerLink slug={database.slug} asKeyId={apiKey.id} />}
            </span>
          )}
        </Fact>
        <Fact name={words.validFrom}>{validFrom === null ? words.atOnce : <Both at={validFrom} />}</Fact>
        <Fact name={words.validUntil}>{validUntil === null ? words.noEnd : <Both at={validUntil} />}</Fact>
        <Fact name={words.addresses}>
          {allowedAddresses === null ? texts.anywhere : <Codes values={allowedAddresses} />}
        </Fact>
        <Fact name={words.capabilities}>
          {capabilities === null ? words.everything : <Codes values={capabilities} />}
        </Fact>
        {rowNarrowing !== null && (
          <Fact name={words.rowNarrowing}>
            <pre tabIndex={0} aria-label={words.rowNarrowing}>
              {JSON.stringify(rowNarrowing, null, 2)}
            </pre>
          </Fact>
        )}
        {brokenPolicies.length > 0 && (
          <Fact name={words.brokenPolicies}>
            <span className="badge badge-bad">
              <Icon name="warning" />
              {brokenPolicies.join(', ')}
            </span>{' '}
            {words.brokenPoliciesLead}
          </Fact>
        )}
        <Fact name={words.tags}>{tags.length === 0 ? texts.none : <Tags tags={tags} />}</Fact>
        <Fact name={words.description}>{description ?? texts.none}</Fact>
        <Fact name={words.lastUsed}>
          <LastUsed apiKey={apiKey} />
        </Fact>
        <Life apiKey={apiKey} />
        <Fact name={words.id}>
          <code>{apiKey.id}</code>
        </Fact>
      </dl>
      <KeySecrets secrets={apiKey.secrets} />
    </>
  );
}

/** Whether the explorer would answer as the key does, for whoever is signed in. */
function useMayLookAs({ state, database }: ShownKey): boolean {
  const may = useMay();
  const isLooked = state === 'ACTIVE' && database !== undefined && database.slug !== 'gateway';
  return isLooked && may('users:impersonate') && may('apiKeys:select');
}

function Life({ apiKey }: { readonly apiKey: ShownKey }) {
  const { createdAt, createdBy, disabledAt, disabledBy, revokedAt, revokedBy, restorableUntil } = apiKey;
  return (
    <>
      <Fact name={words.created}>
        <Both at={createdAt} /> {createdBy === null && words.byOperator}
        {createdBy && (
          <>
            {words.by}{' '}
            <Link to="/users/$id" params={{ id: createdBy.id }}>
              {createdBy.name ?? createdBy.email}
            </Link>
          </>
        )}
      </Fact>
      {disabledAt !== null && (
        <Fact name={words.disabled}>
          <Both at={disabledAt} /> {words.by} <code>{disabledBy}</code>
        </Fact>
      )}
      {revokedAt !== null && (
        <Fact name={words.revoked}>
          <Both at={revokedAt} /> {words.by} <code>{revokedBy}</code>
        </Fact>
      )}
      {restorableUntil !== null && (
        <Fact name={words.restorable}>
          <Both at={restorableUntil} />
        </Fact>
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Both({ at }: { readonly at: string }) {
  return (
    <>
      <Instant at={at} as="exact" />{' '}
      <span className="quiet">
        (<Instant at={at} />)
      </span>
    </>
  );
}

function AccessAs({ apiKey: { accessAs } }: { readonly apiKey: ShownKey }) {
  if (!accessAs) return texts.keys.hidden;
  const { id, name, email, enabled, deletedAt } = accessAs;
  return (
    <span className="row">
      <Link to="/users/$id" params={{ id }}>
        {name ?? email}
      </Link>
      {name !== null && <span className="quiet">{email}</span>}
      {deletedAt !== null ? (
        <span className="badge badge-bad">{texts.keys.userDeleted}</span>
      ) : (
        !enabled && <span className="badge badge-bad">{texts.keys.userDisabled}</span>
      )}
    </span>
  );
}

function LastUsed({ apiKey: { lastUsedAt, lastUsedAddress } }: { readonly apiKey: ShownKey }) {
  if (lastUsedAt === null) return texts.never;
  return (
    <>
      <Both at={lastUsedAt} /> {lastUsedAddress !== null && texts.keys.usedFrom(lastUsedAddress)}
    </>
  );
}

function Codes({ values }: { readonly values: readonly string[] }) {
  return (
    <span className="codes">
      {values.map((value) => (
        <code key={value}>{value}</code>
      ))}
    </span>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span className="tags">
      {tags.map((tag) => (
        <Link key={tag} to="/keys" search={{ tag }} className="tag">
          {tag}
        </Link>
      ))}
    </span>
  );
}
