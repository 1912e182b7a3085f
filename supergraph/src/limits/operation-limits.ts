/** What one operation may ask for, checked in this order before it is validated and planned. */
export interface OperationLimits {
  /** Of the document, whatever they are: looked at before one of them is read. */
  readonly characters: number;
  /** Lexical tokens of the whole document. */
  readonly tokens: number;
  /** Levels of fields; fragments count where they are spread. */
  readonly depth: number;
  /** The same below `__schema` and `__type`, whose types nest. */
  readonly introspectionDepth: number;
  /** Aliases in the document as written. */
  readonly aliases: number;
  /** Fields at the root, fragments expanded. */
  readonly rootFields: number;
  /** Directives in the document as written. */
  readonly directives: number;
  /** Fields with every fragment expanded. */
  readonly selections: number;
  /** Pairs of fields of one name that are merged into one place of the answer: validation compares each. */
  readonly comparisons: number;
  /** Brackets of any kind within each other, as written: the parser descends once each. */
  readonly nesting: number;
  /** Of one name. */
  readonly nameCharacters: number;
  /** Of the document as written: places of faults are counted in them. */
  readonly lines: number;
}

/** The web's deepest operation has 8 levels. */
export const defaultLimits: OperationLimits = {
  characters: 32_768,
  tokens: 2_000,
  depth: 10,
  introspectionDepth: 20,
  aliases: 15,
  rootFields: 10,
  directives: 10,
  selections: 2_000,
  comparisons: 10_000,
  nesting: 100,
  nameCharacters: 255,
  lines: 5_000,
};

/** Bytes of a GraphQL request's body. */
export const maxBodyBytes = 100 * 1024;
/** Bytes of one message on a client's WebSocket. */
export const maxMessageBytes = 64 * 1024;
/** Fragments that one operation may defer, as often as they are spread: each is fetched and sent apart. */
export const maxDeferredFragments = 8;
/** Operations that one WebSocket may have open. */
export const maxOperationsPerSocket = 50;
/** Frames of any kind that one WebSocket may send between two pings of ours, 25 seconds: 100 a second. */
export const maxFramesBetweenPings = 2_500;
/** Bytes that one WebSocket may leave untaken where another operation of it begins: else that waits. */
export const maxUnsentBytesToBegin = 256 * 1024;
/** Bytes that one WebSocket may leave untaken while it goes on sending. */
export const maxUnsentBytes = 4 * 1024 * 1024;
/** The same of one connection of any kind, whether it sends or not. */
export const maxUnsentBytesOfOne = 32 * 1024 * 1024;
/** The same of all connections together. */
export const maxUnsentBytesInAll = 256 * 1024 * 1024;
