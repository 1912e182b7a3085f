import { beforeAll, describe, expect, it } from 'vitest';
import type { CityIndex } from './city-index.ts';
import { loadCityIndex } from './load-city-index.ts';

let index: CityIndex;
beforeAll(async () => {
  index = await loadCityIndex();
}, 60_000);

const found = (words: string, limit = 1) => index.search(words, limit).map(({ name }) => name);

describe('the city index', () => {
  it.each([
    ['서울', 'Seoul', 'KR', 'Asia/Seoul'],
    ['부산', 'Busan', 'KR', 'Asia/Seoul'],
    ['제주', 'Jeju City', 'KR', 'Asia/Seoul'],
    ['경주', 'Gyeongju', 'KR', 'Asia/Seoul'],
    ['영천', 'Eisen', 'KR', 'Asia/Seoul'],
    ['도쿄', 'Tokyo', 'JP', 'Asia/Tokyo'],
    ['뉴욕', 'New York City', 'US', 'America/New_York'],
    ['파리', 'Paris', 'FR', 'Europe/Paris'],
    ['빈', 'Vienna', 'AT', 'Europe/Vienna'],
    ['호찌민', 'Ho Chi Minh City', 'VN', 'Asia/Ho_Chi_Minh'],
    ['상파울루', 'São Paulo', 'BR', 'America/Sao_Paulo'],
  ])('finds %s', (korean, name, countryCode, timeZone) => {
    expect(index.search(korean, 1)).toMatchObject([{ name, nameKo: korean, countryCode, timeZone }]);
  });

  it.each([
    ['seoul', 'Seoul'],
    ['SEOUL', 'Seoul'],
    [' sao paulo ', 'São Paulo'],
    ['xian', 'Xi’an'],
    ['umqi', 'Ürümqi'],
  ])('finds "%s" without regard to case, accents and apostrophes', (words, name) => {
    expect(found(words)).toEqual([name]);
  });

  it('shows names that begin so before those that contain it, each by population', () => {
    const population = (name: string) => index.search(name, 1)[0]?.population ?? 0;
    expect(found('york', 3)[0]).toBe('York');
    expect(population('York')).toBeLessThan(population('New York City'));
    const [first, second] = index.search('san ', 2);
    expect(first?.population).toBeGreaterThanOrEqual(second?.population ?? Infinity);
  });

  it.each(['', '  ', 'zzzzqq', '\n'])('finds nothing for "%s"', (words) => {
    expect(found(words)).toEqual([]);
  });

  it('knows a city by its id, and no city by another', () => {
    expect(index.find(1838524)).toMatchObject({ name: 'Busan', nameKo: '부산' });
    for (const id of [0, -1, 7, 2 ** 31 - 1]) expect(index.find(id)).toBeNull();
  });

  it('finds what is near, the nearest first', () => {
    const busan = { latitude: 35.1, longitude: 129.04 };
    const near = index.near({ ...busan, radiusKm: 60, minPopulation: 200_000, limit: 3 });
    expect(near.map(({ city }) => city.name)).toContain('Busan');
    expect(near.map(({ distanceKm }) => distanceKm)).toEqual(
      near.map(({ distanceKm }) => distanceKm).sort((one, other) => one - other),
    );
  });
});
