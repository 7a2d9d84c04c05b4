import { send } from '../../api/send.js';
import {
  DeleteUserDocument,
  DisableUserDocument,
  EnableUserDocument,
  RestoreUserDocument,
  type UserDetailsFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { StoppingKeys } from '../../ui/stopping-keys.js';
import { describeUser } from '../../ui/user-picker.js';

const { users } = texts;

/** Disabling and its like; each asks first, and says which keys stop. */
export function UserActions({ user }: { readonly user: UserDetailsFragment }) {
  const { id, enabled, deletedAt } = user;
  const who = describeUser(user);
  const stopping = <StoppingKeys where={{ accessAsUserId: id }} />;
  if (deletedAt !== null) {
    return (
      <AskButton
        label={users.restore}
        title={users.restoreTitle(who)}
        lead={users.restoreLead}
        confirm={users.restore}
        said={users.wasRestored(who)}
        isDangerous={false}
        run={() => send(RestoreUserDocument, { id })}
      />
    );
  }
  return (
    <>
      {enabled ? (
        <AskButton
          label={users.disable}
          title={users.disableTitle(who)}
          lead={users.disableLead}
          confirm={users.disable}
          said={users.wasDisabled(who)}
          run={() => send(DisableUserDocument, { id })}
        >
          {stopping}
        </AskButton>
      ) : (
        <AskButton
          label={users.enable}
          title={users.enableTitle(who)}
          lead={users.enableLead}
          confirm={users.enable}
          said={users.wasEnabled(who)}
          isDangerous={false}
          run={() => send(EnableUserDocument, { id })}
        />
      )}
      <AskButton
        label={users.delete}
        title={users.deleteTitle(who)}
        lead={users.deleteLead}
        confirm={users.delete}
        said={users.wasDeleted(who)}
        run={() => send(DeleteUserDocument, { id })}
      >
        {stopping}
      </AskButton>
    </>
  );
}
