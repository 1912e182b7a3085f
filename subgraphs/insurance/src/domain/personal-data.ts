import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

/** What insurance knows about a person, in the form in which it is sealed. */
export interface PersonalData {
  readonly legalName: string;
  /** Digits, in Korea from 0; `+` and the country's number elsewhere. */
  readonly phone: string;
  /** Of a Korean driver's licence: 12 digits. */
  readonly licenceNumber: string;
}

export type PersonalField = keyof PersonalData;
export const personalFields = ['legalName', 'phone', 'licenceNumber'] as const;

const rules: Record<PersonalField, { clean: (value: string) => string | null; message: string }> = {
  legalName: { clean: cleanName, message: 'A name has 2 to 60 letters.' },
  phone: { clean: cleanPhone, message: 'A phone number is written 010-1234-5678 or +44 20 7946 0000.' },
  licenceNumber: { clean: cleanLicence, message: 'A licence number has 12 digits: 11-20-123456-78.' },
};

/** @throws {InvalidInputError} naming `input.<field>` */
export function cleanField(field: PersonalField, value: string): string {
  const { clean, message } = rules[field];
  const cleaned = clean(value);
  if (cleaned === null) throw new InvalidInputError(`input.${field}`, message);
  return cleaned;
}

/** @throws {InvalidInputError} naming the field */
export const cleanPersonalData = (data: PersonalData): PersonalData => ({
  legalName: cleanField('legalName', data.legalName),
  phone: cleanField('phone', data.phone),
  licenceNumber: cleanField('licenceNumber', data.licenceNumber),
});

function cleanName(value: string): string | null {
  const name = value.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
  return /^[\p{L}\p{M}][\p{L}\p{M}\p{Zs}.,'’·-]{1,59}$/u.test(name) ? name : null;
}

function cleanPhone(value: string): string | null {
  const digits = value.trim().replaceAll(/[\s().-]/gu, '');
  const phone = digits.startsWith('+82') ? `0${digits.slice(3).replace(/^0/, '')}` : digits;
  return /^(?:0\d{8,10}|\+[1-9]\d{6,14})$/.test(phone) ? phone : null;
}

function cleanLicence(value: string): string | null {
  const digits = value.trim().replaceAll(/[\s-]/gu, '');
  return /^\d{12}$/.test(digits) ? digits : null;
}

/** As it is written on paper. */
function formatPhone(phone: string): string {
  const parts = /^(0\d{2})(\d{3,4})(\d{4})$/.exec(phone);
  return parts ? parts.slice(1).join('-') : phone;
}

const formatLicence = (licence: string): string =>
  licence.replace(/^(\d{2})(\d{2})(\d{6})(\d{2})$/, '$1-$2-$3-$4');

/** 김민수 → 김*수, 김수 → 김*. */
export function maskName(name: string): string {
  const letters = [...name];
  const [first = ''] = letters;
  if (letters.length < 3) return `${first}*`;
  return `${first}${'*'.repeat(letters.length - 2)}${letters.at(-1) ?? ''}`;
}

/** 01012345678 → 010-****-5678. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}-****-${phone.slice(-4)}`;

/** 112012345678 → 11-**-******-**. */
export const maskLicence = (licence: string): string => `${licence.slice(0, 2)}-**-******-**`;

/** What stands in place of data that was erased. */
export const erased: PersonalData = { legalName: '-', phone: '-', licenceNumber: '-' };

export const asWritten = ({ legalName, phone, licenceNumber }: PersonalData): PersonalData => ({
  legalName,
  phone: formatPhone(phone),
  licenceNumber: formatLicence(licenceNumber),
});

export const masked = ({ legalName, phone, licenceNumber }: PersonalData): PersonalData => ({
  legalName: maskName(legalName),
  phone: maskPhone(phone),
  licenceNumber: maskLicence(licenceNumber),
});

/** What a search may mean; null: it cannot mean this. */
export function searchedFields(search: string): Record<PersonalField, string | null> {
  return {
    legalName: rules.legalName.clean(search),
    phone: rules.phone.clean(search),
    licenceNumber: rules.licenceNumber.clean(search),
  };
}
