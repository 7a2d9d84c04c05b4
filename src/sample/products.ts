import { dateBetween } from './instants.js';
import { createRandom, type Random } from './random.js';

export interface ProductRow {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  /** Decimal text in EUR. */
  readonly unit_price: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly discontinued: boolean;
  readonly released_on: string;
}

export function makeProducts(): readonly ProductRow[] {
  const random = createRandom(3003);
  return lines
    .flatMap((line) =>
      line.names.flatMap((name) => line.editions.map((edition) => ({ line, name, edition }))),
    )
    .map(({ line, name, edition }, index) => {
      const cents = random.integer(line.euros[0], line.euros[1]) * 100 - random.pick([0, 1, 10, 50]);
      return {
        id: index + 1,
        sku: `${line.code}-${String(1000 + index * 7)}`,
        name: `${name} ${edition}`,
        category: line.category,
        unit_price: formatCents(cents),
        attributes: line.attributes(random),
        tags: random.pickSome(line.tags, random.integer(0, 3)),
        discontinued: random.chance(0.12),
        released_on: dateBetween(random, '2017-01-10', '2026-09-30'),
      };
    });
}

/** Money is counted in cents: binary fractions would make totals that differ in the last digit. */
export function formatCents(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

export function centsOf(price: string): number {
  return Number(price.replace('.', ''));
}

interface ProductLine {
  readonly code: string;
  readonly category: string;
  readonly names: readonly string[];
  readonly editions: readonly string[];
  /** Lowest and highest price. */
  readonly euros: readonly [number, number];
  readonly tags: readonly string[];
  readonly attributes: (random: Random) => Readonly<Record<string, unknown>>;
}

const lines: readonly ProductLine[] = [
  {
    code: 'SEN',
    category: 'Sensor',
    names: [
      'Flow Meter',
      'Door Contact',
      'Climate Probe',
      'Vibration Sensor',
      'Level Gauge',
      'Light Barrier',
    ],
    editions: ['S', 'M', 'L', 'Outdoor', 'Ex'],
    euros: [35, 690],
    tags: ['wireless', 'battery', 'ip67', 'calibrated', 'bestseller'],
    attributes: (random) => ({
      weightGrams: random.integer(40, 900),
      protocol: random.pick(['LoRaWAN', 'Zigbee', 'Modbus', 'BLE']),
      range: { unit: 'm', max: random.integer(5, 400) },
    }),
  },
  {
    code: 'GTW',
    category: 'Gateway',
    names: ['Edge Gateway', 'Rail Gateway', 'Site Router', 'Protocol Bridge'],
    editions: ['100', '200', '400', '400 LTE', '800 5G'],
    euros: [240, 3900],
    tags: ['din-rail', 'redundant-power', 'fanless', 'bestseller', 'new'],
    attributes: (random) => ({
      ports: random.integer(2, 16),
      weightGrams: random.integer(300, 4200),
      wireless: random.chance(0.5) ? ['wifi', 'lte'] : [],
    }),
  },
  {
    code: 'LIC',
    category: 'Licence',
    names: ['Fleet Monitor', 'Alarm Desk', 'Energy Report', 'Asset Register', 'Maintenance Planner'],
    editions: ['Starter', 'Team', 'Business', 'Enterprise'],
    euros: [120, 9800],
    tags: ['subscription', 'cloud', 'on-premises', 'per-seat', 'new'],
    attributes: (random) => ({
      seats: random.pick([5, 10, 25, 50, 100, null]),
      termMonths: random.pick([1, 12, 24, 36]),
      modules: random.pickSome(['api', 'reports', 'sso', 'audit', 'maps'], random.integer(1, 4)),
    }),
  },
  {
    code: 'SVC',
    category: 'Service',
    names: ['Installation', 'Training', 'Calibration', 'Site Survey', 'Support Plan'],
    editions: ['Remote', 'On Site', 'Express'],
    euros: [180, 4400],
    tags: ['by-the-day', 'travel-included', 'certified', 'weekend'],
    attributes: (random) => ({
      days: random.integer(1, 10),
      languages: random.pickSome(['de', 'en', 'es', 'fr', 'pl', 'sv'], random.integer(1, 3)),
    }),
  },
];
