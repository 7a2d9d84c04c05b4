import { describeLoss, type ControlPlaneLog } from './connections.js';
import { asPublicError, isUnavailable } from './database-errors.js';

type Service = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

/** The service, with every error of the connection turned into CONTROL_PLANE_UNAVAILABLE and logged. */
export function withPublicErrors<Methods extends object>(
  service: Methods & Record<keyof Methods, Service[string]>,
  log: ControlPlaneLog,
): Methods {
  const guarded = Object.entries<Service[string]>(service).map(([name, method]) => [
    name,
    async (...input: never[]) => {
      try {
        return await method(...input);
      } catch (error) {
        if (isUnavailable(error)) log(describeLoss('management', error));
        throw asPublicError(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as Methods;
}
