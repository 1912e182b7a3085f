// The explorer is the only React in the house; this is all of it that we touch.
declare module 'react' {
  export type ReactNode = unknown;
  export type FC<Props = object> = (props: Props) => ReactNode;
  export function createElement(type: unknown, props: object, ...children: readonly ReactNode[]): ReactNode;
}

declare module 'react-dom/client' {
  export function createRoot(container: Element): {
    render(element: unknown): void;
    unmount(): void;
  };
}
