import type { UserFilter, UsersQueryVariables } from '../../generated/graphql.js';
import { pageOf, readTexts } from '../page-of.js';

export const userStates = ['enabled', 'disabled', 'deleted', 'all'] as const;
type UserStateName = (typeof userStates)[number];

/** What the grid shows, as it stands in the address of the page. */
export interface UsersSearch {
  readonly q?: string;
  /** Absent: all that are not deleted. */
  readonly state?: UserStateName;
  readonly after?: string;
  readonly before?: string;
}

export function readUsersSearch(given: Record<string, unknown>): UsersSearch {
  const state = userStates.find((one) => one === given['state']);
  return { ...readTexts(given, ['q', 'after', 'before']), ...(state !== undefined && { state }) };
}

export function variablesOf(search: UsersSearch): UsersQueryVariables {
  const { q, state } = search;
  return { ...pageOf(search), ...(q !== undefined && { search: q }), where: whereOf(state) };
}

function whereOf(state: UserStateName | undefined): UserFilter {
  switch (state) {
    case undefined:
      return { deleted: false };
    case 'enabled':
      return { deleted: false, enabled: true };
    case 'disabled':
      return { deleted: false, enabled: false };
    case 'deleted':
      return { deleted: true };
    case 'all':
      return {};
  }
}
