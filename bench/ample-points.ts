/** Operations are priced and charged as always, and nobody is refused: one viewer, from one address, asks for a whole company. */
export const amplePoints = {
  POINTS_BUCKET: '1000000000',
  POINTS_PER_SECOND: '1000000000',
  EFFORT_BUCKET: '0',
  CONNECTIONS_PER_ADDRESS: '0',
} as const;
