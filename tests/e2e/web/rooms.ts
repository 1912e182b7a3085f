import { expect, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Person } from '../person.ts';

const createRoom = `mutation ($input: CreateChatRoomInput!) {
  createChatRoom(input: $input) { ... on CreateChatRoomPayload { room { id } } }
}`;
const created = z.object({ createChatRoom: z.object({ room: z.object({ id: z.string() }) }) });

const sendMessage = `mutation ($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename }
}`;

const markRead = `mutation ($input: MarkReadInput!) { markRead(input: $input) { __typename } }`;

/** A room of `owner` with the others, made by the API. Answers its id. */
export async function newRoom(owner: Person, title: string, others: readonly Person[]): Promise<string> {
  const memberIds = others.map(({ memberId }) => memberId);
  const input = { id: uuidV7(), kind: 'GROUP', title, memberIds };
  const { createChatRoom } = await owner.read(created, createRoom, { input });
  return createChatRoom.room.id;
}

/** One after the other, so that their order is known. */
export async function say(person: Person, roomId: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) await person.data(sendMessage, { input: { id: uuidV7(), roomId, text } });
}

/** Marks the first `seq` messages of the room as read, as if it had been open elsewhere. */
export async function readUpTo(person: Person, roomId: string, seq: number): Promise<void> {
  await person.data(markRead, { input: { roomId, seq } });
}

export const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);

export async function openRoom(page: Page, roomId: string): Promise<void> {
  await page.goto(`/chat/${roomId}`);
  await expect(page.getByRole('log')).toBeVisible();
}

export async function write(page: Page, text: string): Promise<void> {
  const field = page.locator('form textarea');
  await field.fill(text);
  await field.press('Enter');
}

/** The texts on the screen that begin so, from top to bottom. */
export async function texts(page: Page, beginning: string): Promise<string[]> {
  const all = await page.locator('[data-message-id] .text').allInnerTexts();
  return all.map((text) => text.trim()).filter((text) => text.startsWith(beginning));
}

export const message = (page: Page, text: string) =>
  page.locator('[data-message-id]').filter({ hasText: text });

/** The time in front, as the server asks for. */
export function uuidV7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
