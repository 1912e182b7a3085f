import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Operations that several e2e files use. */

const ofTheWeb = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../../schema/operations.json', import.meta.url), 'utf8')));

/** The query of the page Today as the web app sends it. */
export const today = Object.values(ofTheWeb).find((text) => /\bquery Today\b/.test(text)) ?? '';

/** Its variables for a day `YYYY-MM-DD` in UTC. */
export const variablesOfToday = (day: string): Readonly<Record<string, string>> => ({
  from: `${day}T00:00:00.000Z`,
  until: `${day}T23:59:59.999Z`,
  day,
  placeLocale: 'KO',
});

export const createRoom = `mutation ($input: CreateChatRoomInput!) {
  createChatRoom(input: $input) { __typename ... on CreateChatRoomPayload { room { id kind title memberCount } } ... on UserError { code message } ... on InvalidInput { field } }
}`;

export const send = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on SendMessagePayload { sentMessage { id seq text } } ... on UserError { code message } ... on InvalidInput { field } }
}`;

export const markRead = `mutation ($input: MarkReadInput!) {
  markRead(input: $input) { __typename ... on MarkReadPayload { room { readSeq unread } } ... on UserError { code message } ... on InvalidInput { field } }
}`;

export const createGroup = `mutation ($input: CreateGroupInput!) {
  createGroup(input: $input) { __typename ... on CreateGroupPayload { group { id name memberCount } } ... on UserError { code message } ... on InvalidInput { field } }
}`;

export const addMember = `mutation ($input: AddMemberInput!) {
  addMember(input: $input) { __typename ... on UserError { code message } }
}`;

export const removeMember = `mutation ($input: RemoveMemberInput!) {
  removeMember(input: $input) { __typename ... on UserError { code message } }
}`;

export const roomEvents = `subscription ($roomId: ID!, $afterSeq: Int) {
  chatRoomEvents(roomId: $roomId, afterSeq: $afterSeq) { seq message { kind text sender { name } } }
}`;

export const inbox = `subscription ($afterSeq: Int) {
  inboxChanged(afterSeq: $afterSeq) { seq kind roomId roomUnread unread }
}`;
