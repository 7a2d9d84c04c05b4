import DataLoader from 'dataloader';
import type { KeyDay } from '../control-plane/key-days.js';

/** Days of keys: one statement for all keys that are asked for the same number of days. */
export interface DayLoader {
  load(keyId: string, days: number): Promise<readonly KeyDay[]>;
  clearAll(): void;
}

export function createDayLoader(
  readDays: (keyIds: readonly string[], days: number) => Promise<readonly (readonly KeyDay[])[]>,
): DayLoader {
  const loaders = new Map<number, DataLoader<string, readonly KeyDay[]>>();
  return {
    load: (keyId, days) => {
      const loader = loaders.get(days) ?? new DataLoader((ids: readonly string[]) => readDays(ids, days));
      loaders.set(days, loader);
      return loader.load(keyId);
    },
    clearAll: () => loaders.clear(),
  };
}
