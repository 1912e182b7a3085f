/**
 * GraphiQL marks its tabs as `tab` and puts two buttons into each; what is inside a tab does not
 * exist for a screen reader. As a list of buttons, of which one is current, all of them do.
 *
 * @returns how to stop
 */
export function keepTabsPlain(place: HTMLElement): () => void {
  const observer = new MutationObserver(() => makePlain(place));
  observer.observe(place, {
    childList: true,
    subtree: true,
    attributeFilter: ['role', 'aria-selected', 'class'],
  });
  return () => observer.disconnect();
}

function makePlain(place: HTMLElement): void {
  place.querySelector('.graphiql-tabs')?.removeAttribute('role');
  for (const tab of place.querySelectorAll('.graphiql-tab')) {
    tab.removeAttribute('role');
    tab.removeAttribute('aria-selected');
    const button = tab.querySelector('.graphiql-tab-button');
    if (tab.classList.contains('graphiql-tab-active')) button?.setAttribute('aria-current', 'true');
    else button?.removeAttribute('aria-current');
  }
}
