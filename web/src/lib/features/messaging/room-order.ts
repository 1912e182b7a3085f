interface Dated {
  readonly createdAt: string;
  readonly lastMessage: { readonly sentAt: string } | null;
}

/** The room in which something happened last comes first. */
export function byLatestFirst(a: Dated, b: Dated): number {
  return Date.parse(latestAt(b)) - Date.parse(latestAt(a));
}

export function latestAt({ lastMessage, createdAt }: Dated): string {
  return lastMessage?.sentAt ?? createdAt;
}
