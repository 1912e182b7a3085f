import { describe, expect, it } from 'vitest';
import {
  asWritten,
  cleanField,
  maskLicence,
  maskName,
  maskPhone,
  type PersonalField,
} from './personal-data.ts';

describe('personal data', () => {
  it.each<[PersonalField, string, string]>([
    ['legalName', ' 김 민수 ', '김 민수'],
    ['legalName', "Anne-Marie O'Neil", "Anne-Marie O'Neil"],
    ['phone', '010-1234-5678', '01012345678'],
    ['phone', '+82 10 1234 5678', '01012345678'],
    ['phone', '+44 20 7946 0000', '+442079460000'],
    ['licenceNumber', '11-20-123456-78', '112012345678'],
  ])('%s "%s" is kept as "%s"', (field, value, kept) => {
    expect(cleanField(field, value)).toBe(kept);
  });

  it.each<[PersonalField, string]>([
    ['legalName', ''],
    ['legalName', '김'],
    ['legalName', 'x'.repeat(61)],
    ['legalName', '<b>김민수</b>'],
    ['phone', '12345'],
    ['phone', 'call me'],
    ['licenceNumber', '11-20-123456-7'],
    ['licenceNumber', '112012345678x'],
  ])('%s "%s" is refused by name', (field, value) => {
    expect(() => cleanField(field, value)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: `input.${field}` }),
    );
  });

  it.each([
    ['김민수', '김*수'],
    ['김수', '김*'],
    ['남궁민수', '남**수'],
    ['Minji Kim', 'M*******m'],
  ])('%s is masked as %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it('masks and writes numbers as people do', () => {
    expect(maskPhone('01012345678')).toBe('010-****-5678');
    expect(maskLicence('112012345678')).toBe('11-**-******-**');
    expect(asWritten({ legalName: '김민수', phone: '01012345678', licenceNumber: '112012345678' })).toEqual({
      ...{ legalName: '김민수', phone: '010-1234-5678', licenceNumber: '11-20-123456-78' },
    });
  });
});
