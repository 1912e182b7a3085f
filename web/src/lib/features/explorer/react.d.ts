// The explorer is the only React in the house; this is all of it that we touch.
declare module 'react' {
  export function createElement(type: unknown, props: object): unknown;
}

declare module 'react-dom/client' {
  export function createRoot(container: Element): {
    render(element: unknown): void;
    unmount(): void;
  };
}
