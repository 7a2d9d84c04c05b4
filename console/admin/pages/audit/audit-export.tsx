import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { AuditEventFilter } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { useAnnounce } from '../../ui/announce.js';
import { downloadText } from '../../ui/download-text.js';
import { Problem } from '../../ui/problem.js';
import { readAuditEvents, EXPORT_LIMIT } from './read-audit-events.js';

const words = texts.audit;

/** What is filtered as a file, one JSON object a line; read page by page, so that it can be stopped. */
export function AuditExport({ where, total }: { readonly where: AuditEventFilter; readonly total: number }) {
  const announce = useAnnounce();
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async (): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    setError(null);
    setDone(0);
    try {
      const { lines, isWhole } = await readAuditEvents(where, signal, setDone);
      if (!signal.aborted) {
        downloadText(`audit-${new Date().toISOString().slice(0, 10)}.ndjson`, 'application/x-ndjson', lines);
        announce(isWhole ? words.exported(lines.length) : words.exportedFirst(lines.length));
      }
    } catch (refused) {
      setError(refused);
    }
    setDone(null);
  };
  const stop = (): void => {
    running.current?.abort();
    announce(words.stopped);
  };
  return (
    <>
      {error !== null && <Problem error={error} />}
      {done !== null && (
        <span className="row">
          <progress aria-label={words.progress} max={Math.min(total, EXPORT_LIMIT) || 1} value={done} />
          <span className="quiet">{words.exporting(done)}</span>
        </span>
      )}
      {/* One button for both, so that the focus stays on it. */}
      <Button
        className="button"
        isDisabled={done === null && total === 0}
        onPress={() => {
          if (done === null) void start();
          else stop();
        }}
      >
        {done === null ? words.export : words.stop}
      </Button>
    </>
  );
}
