import { useNavigate, useSearch } from '@tanstack/react-router';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';
import { DecisionView } from './decision-view.js';
import { ImaginedRequest } from './imagined-request.js';
import { modeOf, type WhyMode, type WhySearch } from './why-search.js';

const words = texts.why;

/** Why a request was refused, or what one would get that somebody only imagines: check by check. */
export function WhyPage() {
  const search: WhySearch = useSearch({ from: '/why' });
  const navigate = useNavigate();
  const ask = (asked: WhySearch): void => void navigate({ to: '/why', search: { ...asked } });
  return (
    <Page title={words.title}>
      <p>{words.lead}</p>
      <Tabs
        className="tabs"
        selectedKey={modeOf(search)}
        onSelectionChange={(mode) =>
          void navigate({ to: '/why', search: { ...search, mode: mode as WhyMode }, replace: true })
        }
      >
        <TabList className="tab-list" aria-label={words.title}>
          <Tab id="decision" className="tab">
            {words.modes.decision}
          </Tab>
          <Tab id="imagined" className="tab">
            {words.modes.imagined}
          </Tab>
        </TabList>
        <TabPanel id="decision" className="tab-panel">
          <DecisionView id={search.decision} onAsk={(decision) => ask({ decision })} />
        </TabPanel>
        <TabPanel id="imagined" className="tab-panel">
          <ImaginedRequest search={search} onAsk={ask} />
        </TabPanel>
      </Tabs>
    </Page>
  );
}
