const paths = {
  check: 'M3.5 8.5l3 3 6-7',
  clock: 'M8 4.5V8l2.5 1.5M8 14A6 6 0 108 2a6 6 0 000 12z',
  cross: 'M4.5 4.5l7 7m0-7l-7 7',
  minus: 'M4 8h8',
  pause: 'M6 4v8m4-8v8',
  warning: 'M8 6v3m0 2.2v.1M8 2.2L1.8 13.2h12.4z',
  person: 'M8 8a2.6 2.6 0 100-5.2A2.6 2.6 0 008 8zm-5 5.5c.5-2.4 2.5-3.8 5-3.8s4.500 1.400 5 3.800',
  up: 'M4.500 9.500L8 6l3.500 3.500',
  down: 'M4.500 6.500L8 10l3.500-3.500',
  right: 'M6.500 4.500L10 8l-3.500 3.500',
  lock: 'M4.500 7.500h7v5.500h-7zM6 7.500V5.500a2 2 0 014 0v2',
  key: 'M9.800 6.200a2.800 2.800 0 11-5.600 0 2.800 2.800 0 015.600 0zM9 8.200l4.500 4.500m-2-2l1.300-1.300',
  outward: 'M9 3.5h3.5V7M12.500 3.500L7.500 8.500M11 9.500v3H3.500V5h3',
  copy: 'M5.500 5.500h7v7h-7zM3.500 10.500v-7h7',
} as const;

export type IconName = keyof typeof paths;

/** Beside a word that says the same: it is hidden from who listens. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
