import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.js';
import { router } from './router.js';
import './style/base.css';
import './style/parts.css';
import './style/dialog.css';
import './style/pages.css';
import './style/form.css';
import './style/people.css';
import './style/key.css';
import './style/why.css';
import './style/audit.css';

const root = document.getElementById('console');
if (root === null) throw new Error('The page has no place for the console.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
