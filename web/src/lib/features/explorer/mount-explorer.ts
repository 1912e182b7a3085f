import './workers.ts';
import 'graphiql/style.css';
import './explorer.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchAsViewer } from './fetch-as-viewer.ts';
import { keepTabsPlain } from './plain-tabs.ts';

const firstQuery = `# Your own graph, with your own rights. Ctrl+Enter runs the operation under the cursor.

query Me {
  me {
    member { name handle }
    unread
    chatRooms(first: 5) {
      edges { node { id title lastMessage { text sender { name } } } }
    }
  }
}

# Live: send a message in another window and watch.
subscription Inbox {
  inboxChanged { seq kind roomUnread message { text sender { name } } }
}
`;

/** GraphiQL, served by us alone: no request leaves for anywhere else. Returns how to take it away. */
export function mountExplorer(place: HTMLElement, theme: 'light' | 'dark'): () => void {
  const root = createRoot(place);
  const stopTabs = keepTabsPlain(place);
  root.render(
    createElement(GraphiQL, { fetcher: fetchAsViewer, defaultQuery: firstQuery, forcedTheme: theme }),
  );
  return () => {
    stopTabs();
    root.unmount();
  };
}
