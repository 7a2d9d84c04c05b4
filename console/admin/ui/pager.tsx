import { Button } from 'react-aria-components';
import { texts } from '../texts.js';

interface Info {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface PagerProps {
  readonly info: Info;
  readonly total: string;
  readonly onMove: (to: {
    readonly after?: string | undefined;
    readonly before?: string | undefined;
  }) => void;
}

/** The pages of a list that goes by cursors: forwards, backwards and to its start. */
export function Pager({ info, total, onMove }: PagerProps) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = info;
  return (
    <nav className="pager" aria-label={texts.paging.label}>
      <p role="status">{total}</p>
      <Button className="button" isDisabled={!hasPreviousPage} onPress={() => onMove({})}>
        {texts.paging.first}
      </Button>
      <Button
        className="button"
        isDisabled={!hasPreviousPage}
        onPress={() => onMove({ before: startCursor ?? undefined })}
      >
        {texts.paging.previous}
      </Button>
      <Button
        className="button"
        isDisabled={!hasNextPage}
        onPress={() => onMove({ after: endCursor ?? undefined })}
      >
        {texts.paging.next}
      </Button>
    </nav>
  );
}
