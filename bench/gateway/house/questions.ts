import { createGroup, createRoom, send } from '../../../tests/e2e/documents.ts';
import { newId, type Person, signUp } from '../../../tests/e2e/person.ts';

export interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** People and a room with messages, and what is asked about them. */
export async function openQuestions(url: string): Promise<{ person: Person; questions: Question[] }> {
  const person = await signUp(url, { name: '민지' });
  const alex = await signUp(url, { name: 'Alex' });
  const [roomId, groupId] = [newId(), newId()];
  const memberIds = [alex.memberId];
  await person.data(createGroup, { input: { id: groupId, name: 'Busan', memberIds } });
  await person.data(createRoom, { input: { id: roomId, kind: 'GROUP', title: 'Busan', memberIds } });
  for (let n = 0; n < 20; n += 1) {
    const by = n % 2 === 0 ? person : alex;
    await by.data(send, { input: { id: newId(), roomId, text: `message ${n}` } });
  }
  const page = 'messages(last: 20) { edges { node { id seq text sentAt sender { id name handle } } } }';
  return {
    person,
    questions: [
      { name: 'one subgraph', query: '{ me { member { id name handle } } }', variables: {} },
      {
        name: 'two subgraphs, one after the other: 20 messages with their senders',
        query: `query ($id: ID!) { chatRoom(id: $id) { title memberCount ${page} } }`,
        variables: { id: roomId },
      },
    ],
  };
}
