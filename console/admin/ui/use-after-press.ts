import { useEffect, useRef } from 'react';

/**
 * Runs what moves the page once no pointer is pressed any more: a button that moves away under a press misses it. What
 * runs is what the last rendering gave.
 */
export function useAfterPress(run: () => void): () => void {
  const latest = useRef(run);
  const isPressed = useRef(false);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const note = ({ type }: Event): void => {
      isPressed.current = type === 'pointerdown';
    };
    const names = ['pointerdown', 'pointerup', 'pointercancel'];
    for (const name of names) document.addEventListener(name, note, true);
    return () => {
      for (const name of names) document.removeEventListener(name, note, true);
    };
  }, []);
  return () => {
    if (!isPressed.current) latest.current();
    // After the click that comes with it.
    else document.addEventListener('pointerup', () => setTimeout(() => latest.current()), { once: true });
  };
}
