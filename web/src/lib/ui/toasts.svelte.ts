interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

const shownForMs = 6_000;

/** Short notes about something that just happened; said out loud by a screen reader too. */
class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #nextId = 1;

  show(text: string, action: Toast['action'] = null): void {
    const id = this.#nextId++;
    this.shown = [...this.shown, { id, text, action }];
    setTimeout(() => this.dismiss(id), shownForMs);
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
