import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { texts } from '../texts.js';
import { Icon } from './icon.js';

const Announce = createContext<(sentence: string) => void>(() => undefined);

/** Says that something was done: seen above the page until it is closed or something else is said, and read out. */
export const useAnnounce = (): ((sentence: string) => void) => useContext(Announce);

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<string | null>(null);
  const announce = useCallback((sentence: string) => setSaid(sentence), []);
  const close = useMemo(() => () => setSaid(null), []);
  return (
    <Announce value={announce}>
      <div className="announcements" role="status">
        {said !== null && (
          <div className="notice notice-good">
            <Icon name="check" />
            <p>{said}</p>
            <Button className="button button-bare" onPress={close} aria-label={texts.close}>
              <Icon name="cross" />
            </Button>
          </div>
        )}
      </div>
      {children}
    </Announce>
  );
}
