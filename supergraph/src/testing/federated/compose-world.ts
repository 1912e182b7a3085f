import { compose } from '../fixture.ts';
import { type World, worldHeader } from './world.ts';

/** @throws with the composition's errors */
export const composeWorld = ({ subgraphs }: World): string =>
  compose(Object.fromEntries(Object.entries(subgraphs).map(([name, sdl]) => [name, worldHeader + sdl])));
