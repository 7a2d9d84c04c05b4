import type { Random } from './random.js';

/**
 * A number from the ranges that regulators keep for fiction, which never ring: 555-0100 to 555-0199 in North
 * America (NANPA), Ofcom's numbers for drama in Britain, ARCEP's for audiovisual works in France.
 */
export function inventPhone(random: Random): string {
  switch (random.integer(1, 4)) {
    case 1:
      return `+1 ${random.pick(americanAreas)} 555 01${digits(random, 2)}`;
    case 2:
      return `+44 ${random.pick(britishRanges)}${digits(random, 3)}`;
    case 3:
      return `+44 7700 900${digits(random, 3)}`;
    default:
      return `+33 ${random.pick(frenchRanges)} ${digits(random, 2)} ${digits(random, 2)}`;
  }
}

const americanAreas = ['212', '303', '312', '415', '503', '617', '713', '808'];
const britishRanges = ['20 7946 0', '113 496 0', '117 496 0', '131 496 0', '141 496 0', '161 496 0'];
const frenchRanges = ['1 99 00', '2 61 91', '3 53 01', '4 65 71', '5 36 49', '6 39 98'];

function digits(random: Random, count: number): string {
  return String(random.integer(0, 10 ** count - 1)).padStart(count, '0');
}
