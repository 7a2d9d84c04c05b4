import { Button } from 'react-aria-components';
import { ApiError } from '../api/api-error.js';
import { texts } from '../texts.js';
import { Icon } from './icon.js';

/** What went wrong, in the gateway's own words, read out at once. */
export function Problem({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problems = error instanceof ApiError ? error.problems : [{ message: texts.page.failed }];
  return (
    <div className="notice notice-bad" role="alert">
      <Icon name="warning" />
      <div>
        {problems.map(({ message, extensions }, index) => {
          const missing = extensions?.['missing'];
          const reference = extensions?.['decisionId'] ?? extensions?.['errorId'];
          return (
            <p key={index}>
              {message}
              {/* Some sentences name it themselves. */}
              {Array.isArray(missing) &&
                !missing.every((one) => message.includes(String(one))) &&
                ` ${texts.page.missing(missing.map(String))}`}
              {typeof reference === 'string' && (
                <span className="quiet"> {texts.page.reference(reference)}</span>
              )}
            </p>
          );
        })}
        {onRetry && (
          <Button className="button" onPress={onRetry}>
            {texts.retry}
          </Button>
        )}
      </div>
    </div>
  );
}
