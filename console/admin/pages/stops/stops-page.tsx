import { Link } from '@tanstack/react-router';
import { texts } from '../../texts.js';
import { Lacking } from '../../ui/lacking.js';
import { Page } from '../../ui/page.js';
import { Section } from '../../ui/section.js';
import { StopForm } from './stop-form.js';
import { StopList } from './stop-list.js';

const words = texts.stops;

/** The stop switch: many keys at once, and what was stopped so far. */
export function StopsPage() {
  return (
    <Page
      title={words.title}
      actions={
        <Link to="/keys" className="button">
          {texts.keys.title}
        </Link>
      }
    >
      <p>{words.lead}</p>
      <Lacking needed={['apiKeys:update', 'apiKeys:select']} />
      <Section title={words.stop}>
        <StopForm />
      </Section>
      <Section title={words.list}>
        <StopList />
      </Section>
    </Page>
  );
}
