import type { DangerLevel } from '#lib/graphql/generated/graphql.ts';

/** The app's tokens as a canvas needs them. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly border: string;
  readonly background: string;
  readonly surface: string;
  readonly brand: string;
  readonly ok: string;
  readonly danger: Readonly<Record<DangerLevel, string>>;
  readonly font: string;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const muted = token('--text-muted');
  return {
    text: token('--text'),
    muted,
    border: token('--border-control'),
    background: token('--background'),
    surface: token('--surface'),
    brand: token('--brand'),
    ok: token('--ok'),
    danger: {
      NONE: token('--ok'),
      CAUTION: token('--brand-text'),
      WARNING: token('--warning'),
      STOP: token('--danger'),
    },
    font: style.fontFamily,
  };
}
