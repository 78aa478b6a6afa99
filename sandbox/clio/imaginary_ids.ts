import { placeOf } from "../firm/firm.ts";

/** Ids ascend with a row's place, and leave gaps. */
export const FIRST_IDS = {
  staff: 350_101,
  people: 1_400_100_001,
  companies: 1_400_200_001,
  matters: 1_610_000_001,
  custom_fields: 6_300_001,
} as const;
const GAPS = { staff: 13, people: 17, companies: 17, matters: 29, custom_fields: 3 } as const;

/** The id that Clio gives to a row of the imaginary firm. */
export const clioId = (list: keyof typeof FIRST_IDS, key: string): number => FIRST_IDS[list] + placeOf(list, key) * GAPS[list];
