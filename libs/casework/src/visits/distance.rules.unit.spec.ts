import { metresBetween } from './distance.rules.js';

const GUANGYUAN = { latitude: 32.4355, longitude: 105.8436 };

describe('the distance between a photo and a dwelling', () => {
  it.each([
    ['nothing', GUANGYUAN, 0],
    ['a hundredth of a degree north', { ...GUANGYUAN, latitude: 32.4455 }, 1_112],
    // parallels are shorter than the equator by the cosine of the latitude
    ['a hundredth of a degree east', { ...GUANGYUAN, longitude: 105.8536 }, 938.5],
    ['to Chengdu', { latitude: 30.5728, longitude: 104.0668 }, 266_500],
  ])('%s', (_what, other, metres) => {
    const found = metresBetween(GUANGYUAN, other);
    expect(Math.abs(found - metres)).toBeLessThanOrEqual(metres * 0.005 + 1);
    expect(metresBetween(other, GUANGYUAN)).toBeCloseTo(found, 6);
  });

  it('goes over the date line', () => {
    const metres = metresBetween({ latitude: 0, longitude: 179.99 }, { latitude: 0, longitude: -179.99 });
    expect(Math.round(metres)).toBe(2_224);
  });
});
