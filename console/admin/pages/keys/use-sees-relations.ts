import { useMay } from '../../ui/use-may.js';

/** Whether whoever is signed in may see whom a key acts for, and which database it opens. */
export function useSeesRelations(): boolean {
  const may = useMay();
  return may('users:select') && may('databases:select');
}
