const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

const texts = {
  day: (date: Date) => day.format(date),
  lastDay: (date: Date) => day.format(date.getTime() - 1),
  exact: (date: Date) => exact.format(date),
} as const;

/** How long ago, or how long until then; the exact instant, with its zone, where the pointer rests. */
export function Instant({
  at,
  as = 'relative',
}: {
  readonly at: string;
  /** `lastDay`: the last of which a part lies before it; of the midnight that ends a day, that day. */
  readonly as?: 'relative' | 'day' | 'lastDay' | 'exact';
}) {
  const date = new Date(at);
  const text = as === 'relative' ? describeDistance(date) : texts[as](date);
  return (
    <time dateTime={at} title={exact.format(date)}>
      {text}
    </time>
  );
}

function describeDistance(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(Math.trunc(seconds), 'second');
}
