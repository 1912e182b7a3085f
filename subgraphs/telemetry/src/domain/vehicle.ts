import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { toId } from './id.ts';

/** A car of the organisation. Every member may drive it; ADMIN registers it. */
export interface Vehicle {
  readonly id: string;
  readonly name: string;
  readonly plate: string;
}

export interface RegisterVehicleInput {
  readonly id: string;
  readonly name: string;
  readonly plate: string;
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** @throws {InvalidInputError} naming the field */
export function draftVehicle({ id, name, plate }: RegisterVehicleInput): Vehicle {
  return {
    id: toId(id, 'input.id'),
    name: line(name, 'input.name', 50),
    // Written with and without spaces: `12가 3456` is `12가3456`.
    plate: line(plate.replaceAll(/\s/g, ''), 'input.plate', 20).toUpperCase(),
  };
}

function line(value: string, field: string, max: number): string {
  const text = value.trim().normalize('NFC');
  if (text.length === 0 || [...text].length > max || invisible.test(text))
    throw new InvalidInputError(field, `One line of 1 to ${max} characters.`);
  return text;
}
