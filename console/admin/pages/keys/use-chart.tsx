import type { ApiKeyDaysQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';

type Day = NonNullable<ApiKeyDaysQuery['apiKey']>['days'][number];

const words = texts.key.use;
const HEIGHT = 120;
const STEP = 20;
const BAR = 14;

/** Day by day how often a key was used and denied; the same as a table for whoever does not see the picture. */
export function UseChart({ days }: { readonly days: readonly Day[] }) {
  const uses = sum(days.map((day) => day.uses));
  const denials = sum(days.map((day) => day.denials));
  // Denials of what was asked for count among the uses: two bars beside each other, not one upon the other.
  const most = Math.max(1, ...days.map((day) => Math.max(day.uses, day.denials)));
  const scale = (count: number): number => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  return (
    <figure className="chart">
      <figcaption>
        {words.summary(uses, denials)}
        <span className="legend" aria-hidden="true">
          <span className="legend-uses">{words.uses}</span>
          <span className="legend-denials">{words.denials}</span>
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT + 1}`}
        role="img"
        aria-label={words.chart(most)}
        preserveAspectRatio="none"
      >
        <defs>
          <pattern
            id="denied"
            width="4"
            height="4"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect className="denied-ground" width="4" height="4" />
            <rect className="denied-line" width="2" height="4" />
          </pattern>
        </defs>
        {days.map((day, index) => (
          <g key={day.day}>
            <title>{words.day(dayText(day.day), day.uses, day.denials)}</title>
            <rect className="day-ground" x={index * STEP} y={0} width={STEP} height={HEIGHT} />
            <Bar kind="uses" x={index * STEP + 3} height={scale(day.uses)} />
            <Bar kind="denials" x={index * STEP + 3 + BAR / 2} height={scale(day.denials)} />
          </g>
        ))}
        <line className="axis" x1={0} x2={days.length * STEP} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
      </svg>
      <p className="chart-ends" aria-hidden="true">
        <span>{dayText(days[0]?.day)}</span>
        <span>{dayText(days.at(-1)?.day)}</span>
      </p>
      <details>
        <summary>{words.asTable}</summary>
        <DayTable days={days} />
      </details>
    </figure>
  );
}

function Bar({
  kind,
  x,
  height,
}: {
  readonly kind: 'uses' | 'denials';
  readonly x: number;
  readonly height: number;
}) {
  return (
    <rect
      className={`bar-${kind}`}
      fill={kind === 'denials' ? 'url(#denied)' : undefined}
      x={x}
      y={HEIGHT - height}
      width={BAR / 2}
      height={height}
    />
  );
}

function DayTable({ days }: { readonly days: readonly Day[] }) {
  const eventful = days.filter((day) => day.uses + day.denials > 0).toReversed();
  if (eventful.length === 0) return <p className="quiet">{words.nothing}</p>;
  return (
    <div className="table-frame">
      <table className="grid">
        <caption className="unseen">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.dayColumn}</th>
            <th scope="col">{words.uses}</th>
            <th scope="col">{words.denials}</th>
            <th scope="col">{words.byCode}</th>
          </tr>
        </thead>
        <tbody>
          {eventful.map(({ day, uses, denials, denialsByCode }) => (
            <tr key={day}>
              <th scope="row" data-label={words.dayColumn}>
                <time dateTime={day}>{dayText(day)}</time>
              </th>
              <td data-label={words.uses}>{uses.toLocaleString()}</td>
              <td data-label={words.denials}>{denials.toLocaleString()}</td>
              <td data-label={words.byCode}>
                {denialsByCode.map(({ code, count }) => `${code}: ${count.toLocaleString()}`).join(', ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// Days are days of UTC, whatever the zone of who looks.
const utcDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

const dayText = (day: string | undefined): string => (day === undefined ? '' : utcDay.format(new Date(day)));

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
