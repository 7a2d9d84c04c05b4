import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  ReloadDatabaseDocument,
  UpdateDatabaseDocument,
  type DatabaseDetailsFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Problem } from '../../ui/problem.js';
import { StoppingKeys } from '../../ui/stopping-keys.js';
import { useChange } from '../../ui/use-change.js';

const { databases } = texts;

export function DatabaseActions({ database }: { readonly database: DatabaseDetailsFragment }) {
  const { slug, version, enabled } = database;
  const reload = useChange(() => send(ReloadDatabaseDocument, { slug }), databases.reloaded(slug));
  const setEnabled = (value: boolean) => () =>
    send(UpdateDatabaseDocument, { input: { slug, version, enabled: value } });
  return (
    <>
      {reload.error && <Problem error={reload.error} />}
      <Button className="button" isPending={reload.isPending} onPress={() => reload.mutate()}>
        {databases.reload}
      </Button>
      {enabled ? (
        <AskButton
          label={databases.disable}
          title={databases.disableTitle(slug)}
          lead={databases.disableLead}
          confirm={databases.disable}
          said={databases.wasDisabled(slug)}
          run={setEnabled(false)}
        >
          <StoppingKeys where={{ database: slug }} />
        </AskButton>
      ) : (
        <AskButton
          label={databases.enable}
          title={databases.enableTitle(slug)}
          lead={databases.enableLead}
          confirm={databases.enable}
          said={databases.wasEnabled(slug)}
          isDangerous={false}
          run={setEnabled(true)}
        />
      )}
    </>
  );
}
