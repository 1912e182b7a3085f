declare module 'tz-lookup' {
  /** IANA zone of a place; throws RangeError for one that is not on earth. */
  const lookup: (latitude: number, longitude: number) => string;
  export = lookup;
}
