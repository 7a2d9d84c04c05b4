import { useParams } from '@tanstack/react-router';
import { Page } from '../../ui/page.js';

export function KeyPage() {
  const { id } = useParams({ from: '/keys/$id' });
  return <Page title={id}>{null}</Page>;
}
