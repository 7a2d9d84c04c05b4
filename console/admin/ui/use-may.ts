import { useQuery } from '@tanstack/react-query';
import { send } from '../api/send.js';
import { MeDocument } from '../generated/graphql.js';

/**
 * Whether whoever is signed in may do something in the gateway, such as `users:select`: so that a page leaves out what
 * would be refused, and the rest is there.
 */
export function useMay(): (capability: string) => boolean {
  const held = useHeld();
  return (capability) => held.includes(capability);
}

/** As `useMay`, also where only some of the columns are granted. */
export function useMayPartly(): (capability: string) => boolean {
  const held = useHeld();
  return (capability) => {
    const [table = '', verb = ''] = capability.split(':');
    return held.some(
      (one) => one === capability || (one.startsWith(`${table}.`) && one.endsWith(`:${verb}`)),
    );
  };
}

/** Without wildcards: the gateway names each. */
function useHeld(): readonly string[] {
  const me = useQuery({ queryKey: ['me'], queryFn: () => send(MeDocument, {}), staleTime: Infinity });
  return me.data?.me.effectiveCapabilities ?? [];
}
