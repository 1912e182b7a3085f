import { graph } from '#lib/graphql/client.ts';
import { SessionViewerDocument, type ViewerFieldsFragment } from '#lib/graphql/generated/graphql.ts';
import { showLocaleOf } from '#lib/i18n/locale.svelte.ts';
import { forgetAccessToken, keepAccessToken, accessToken, refreshAccessToken } from './access-token.ts';
import {
  type LogInForm,
  type Refusal,
  requestLogIn,
  requestLogOut,
  requestSignUp,
  type SignUpForm,
} from './auth-api.ts';
import { onSessionEnd } from './end.ts';
import { onOtherTab, tellOtherTabs } from './tabs.ts';

/** Says whether it is worth asking for a refresh at all; it proves nothing. */
const hintKey = 'moim.session';

export type SignedInViewer = ViewerFieldsFragment & {
  readonly member: NonNullable<ViewerFieldsFragment['member']>;
};

type Status = 'restoring' | 'unreachable' | 'signed-out' | 'signed-in';

/** Who is here. Everything below the signed-in layout may rely on `viewer`. */
class Session {
  status = $state<Status>('restoring');
  viewer = $state.raw<SignedInViewer | null>(null);

  /** On load: the refresh cookie, if there is one, brings the session back. */
  async restore(): Promise<void> {
    this.status = 'restoring';
    if (localStorage.getItem(hintKey) === null) return this.#end();
    const outcome = await refreshAccessToken();
    if (outcome === 'ended') return this.#end();
    if (outcome === 'unreachable') this.status = 'unreachable';
    else await this.#loadViewer();
  }

  async signUp(form: SignUpForm): Promise<Refusal | null> {
    return this.#enter(await requestSignUp(form));
  }

  async logIn(form: LogInForm): Promise<Refusal | null> {
    return this.#enter(await requestLogIn(form));
  }

  /** Leaves and forgets everything of this member by loading the page anew. */
  async logOut(): Promise<void> {
    await requestLogOut(accessToken());
    tellOtherTabs({ type: 'signed-out' });
    this.leave();
  }

  leave(): void {
    localStorage.removeItem(hintKey);
    forgetAccessToken();
    location.assign('/log-in');
  }

  async #enter(answer: Awaited<ReturnType<typeof requestLogIn>>): Promise<Refusal | null> {
    if (!answer.ok) return answer;
    keepAccessToken(answer.accessToken);
    localStorage.setItem(hintKey, 'signed-in');
    tellOtherTabs({ type: 'signed-in' });
    await this.#loadViewer();
    return null;
  }

  async #loadViewer(): Promise<void> {
    const { data } = await graph
      .query(SessionViewerDocument, {}, { requestPolicy: 'network-only' })
      .toPromise();
    const isShown = data !== undefined && this.show(data.me);
    this.status = isShown ? 'signed-in' : 'unreachable';
  }

  /** False when identity could not say who it is: then nothing changes. */
  show({ member, ...viewer }: ViewerFieldsFragment): boolean {
    if (!member) return false;
    this.viewer = { ...viewer, member };
    showLocaleOf(member.locale);
    return true;
  }

  #end(): void {
    localStorage.removeItem(hintKey);
    forgetAccessToken();
    this.status = 'signed-out';
  }
}

export const session = new Session();

/** The member who is signed in. @throws when called outside the signed-in part of the app */
export function currentViewer(): SignedInViewer {
  if (!session.viewer) throw new Error('Nobody is signed in');
  return session.viewer;
}

onOtherTab(({ type }) => {
  if (type === 'signed-out' && session.status === 'signed-in') session.leave();
  if (type === 'signed-in' && session.status === 'signed-out') void session.restore();
});

onSessionEnd(() => session.leave());
