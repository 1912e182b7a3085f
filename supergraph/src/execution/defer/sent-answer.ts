import { copyJson, isJsonObject, isList, type JsonObject, own, put } from '../json-object.ts';
import type { ResponsePath } from '../plan/response-path.ts';

/**
 * What of a later part is said of a value of which something was sent before. A null stays null, and what was
 * sent is not taken back by a null that comes later.
 */
export function settle(before: unknown, now: unknown): unknown {
  if (before === undefined) return now;
  if (before === null || now === null) return before;
  if (isJsonObject(before) && isJsonObject(now)) return settleObject(before, now);
  if (isList(before) && isList(now) && before.length === now.length)
    return now.map((element, index) => settle(before[index], element));
  return now;
}

export function settleObject(before: JsonObject, now: JsonObject): JsonObject {
  const settled: JsonObject = {};
  for (const key of Object.keys(now)) put(settled, key, settle(own(before, key), now[key]));
  return settled;
}

/** Notes what was sent. @param sent - grows; takes no part of `part` over */
export function noteSent(sent: JsonObject, part: JsonObject): void {
  for (const key of Object.keys(part)) {
    const [before, now] = [own(sent, key), part[key]];
    if (!noteBelow(before, now)) put(sent, key, copyJson(now));
  }
}

function noteBelow(before: unknown, now: unknown): boolean {
  if (isJsonObject(before) && isJsonObject(now)) {
    noteSent(before, now);
    return true;
  }
  if (!isList(before) || !isList(now) || before.length !== now.length) return false;
  for (const [index, element] of now.entries()) noteBelow(before[index], element);
  return true;
}

/** The object that was sent at a path; null where there is none. */
export function sentAt(sent: JsonObject, path: ResponsePath): JsonObject | null {
  let value: unknown = sent;
  for (const key of path) {
    if (isList(value) && typeof key === 'number') value = value[key];
    else value = isJsonObject(value) ? own(value, String(key)) : undefined;
  }
  return isJsonObject(value) ? value : null;
}
