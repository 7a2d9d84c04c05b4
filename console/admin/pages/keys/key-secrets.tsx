import { texts } from '../../texts.js';
import { Instant } from '../../ui/instant.js';
import type { ShownKey } from './key-page.js';

const words = texts.key.secrets;

/** What is kept of the secrets: while a rotation overlaps, one sees here who still uses the old one. */
export function KeySecrets({ secrets }: { readonly secrets: ShownKey['secrets'] }) {
  return (
    <section aria-labelledby="secrets">
      <h2 id="secrets">{words.title}</h2>
      {secrets.length === 0 ? (
        <p className="quiet">{words.noneLeft}</p>
      ) : (
        <div className="table-frame">
          <table className="grid">
            <caption className="unseen">{words.title}</caption>
            <thead>
              <tr>
                <th scope="col">{words.hint}</th>
                <th scope="col">{words.created}</th>
                <th scope="col">{words.lastUsed}</th>
                <th scope="col">{words.end}</th>
              </tr>
            </thead>
            <tbody>
              {secrets.map(({ hint, createdAt, lastUsedAt, validUntil }) => (
                <tr key={`${hint} ${createdAt}`}>
                  <th scope="row" data-label={words.hint}>
                    <code>…{hint}</code>
                  </th>
                  <td data-label={words.created}>
                    <Instant at={createdAt} />
                  </td>
                  <td data-label={words.lastUsed}>
                    {lastUsedAt === null ? texts.never : <Instant at={lastUsedAt} />}
                  </td>
                  <td data-label={words.end}>
                    {validUntil === null ? words.current : <Instant at={validUntil} as="exact" />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
