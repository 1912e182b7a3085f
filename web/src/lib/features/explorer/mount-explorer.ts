import './workers.ts';
import 'graphiql/style.css';
import './explorer.css';
import { useGraphiQLActions } from '@graphiql/react';
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

export type ExplorerTheme = 'light' | 'dark';

export interface Explorer {
  showTheme(theme: ExplorerTheme): void;
  unmount(): void;
}

/** GraphiQL, served by us alone: no request leaves for anywhere else. */
export function mountExplorer(place: HTMLElement, theme: ExplorerTheme): Explorer {
  const root = createRoot(place);
  const stopTabs = keepTabsPlain(place);
  let shown = theme;
  let follow: ((theme: ExplorerTheme) => void) | undefined;
  const props = { fetcher: fetchAsViewer, defaultQuery: firstQuery, forcedTheme: theme };
  // The theme it was given counts only at first; its own hand on it is to be had inside it alone.
  const Inside = () => {
    follow = useGraphiQLActions().setTheme;
    return null;
  };
  root.render(createElement(GraphiQL, props, createElement(GraphiQL.Logo, {}, createElement(Inside, {}))));
  return {
    showTheme(next) {
      if (next !== shown) follow?.((shown = next));
    },
    unmount() {
      stopTabs();
      root.unmount();
    },
  };
}
