import { useQuery } from '@tanstack/react-query';
import { send } from '../../api/send.js';
import { CapabilitiesDocument, type DatabaseDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { readCatalog } from '../../ui/matrix/capability-catalog.js';
import { Problem } from '../../ui/problem.js';
import { Section } from '../../ui/section.js';
import { guardedColumnsOf } from '../keys/held-capabilities.js';

const { catalog } = texts.databases;

/** The tables as the gateway sees them now. */
export function DatabaseCatalog({
  database: { slug, settings },
}: {
  readonly database: DatabaseDetailsFragment;
}) {
  const all = useQuery({
    queryKey: ['all-capabilities', slug],
    queryFn: () => send(CapabilitiesDocument, { database: slug }),
  });
  const { tables } = readCatalog(all.data?.capabilities ?? []);
  const guarded = guardedColumnsOf(settings);
  return (
    <Section title={catalog.title}>
      {all.error && <Problem error={all.error} onRetry={() => void all.refetch()} />}
      {all.data !== undefined && <p className="hint">{catalog.count(tables.length)}</p>}
      {tables.length > 0 && (
        <ul className="lines">
          {tables.map(({ name, columns, verbs }) => (
            <li key={name}>
              <details className="catalog">
                <summary>
                  <code>{name}</code> <span className="quiet">{catalog.columns(columns.length)}</span>
                </summary>
                <p className="hint">{catalog.verbs(verbs)}</p>
                <ul className="tags">
                  {columns.map((column) => (
                    <li key={column} className="tag">
                      <code>{column}</code>
                      {guarded.includes(`${name}.${column}`) && (
                        <>
                          {' '}
                          <Icon name="lock" /> {texts.matrix.guarded}
                        </>
                      )}
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
