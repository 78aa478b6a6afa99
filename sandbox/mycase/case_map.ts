/** Who is on which case of a generated firm, in both directions, each answer found by arithmetic alone. */
import type { GeneratedSize } from "./generate.ts";

/** A permutation of 0…n-1 of the form i → a·i + b, and back. */
class Shuffle {
  readonly #n: number;
  readonly #a: number;
  readonly #b: number;
  readonly #back: number;

  constructor(n: number, seed: number) {
    this.#n = Math.max(1, n);
    let a = ((seed * 2_654_435) % this.#n) | 1;
    while (gcd(a, this.#n) !== 1) a += 2;
    this.#a = a % this.#n || 1;
    this.#b = (seed * 40_503) % this.#n;
    this.#back = inverse(this.#a, this.#n);
  }

  there(i: number): number {
    return ((i % this.#n) * this.#a + this.#b) % this.#n;
  }

  /** All places below `limit` that lead to `x`, ascending. */
  back(x: number, limit: number): number[] {
    const places: number[] = [];
    const first = (((x - this.#b + this.#n) % this.#n) * this.#back) % this.#n;
    for (let i = first; i < limit; i += this.#n) places.push(i);
    return places;
  }
}

/** One case in 17 is paid by a company (5.9 %). */
const EVERY = 17;
const COMPANY_PLACE = 5;
/** A company has three people, out of each sixteen contacts. */
const PER_COMPANY = 16;
const PEOPLE = 3;

export class CaseMap {
  readonly companies: number;
  readonly #size: GeneratedSize;
  /** 45 % of the contacts pay for a case. */
  readonly #payers: number;
  readonly #pays: Shuffle;
  readonly #links: Shuffle;
  readonly #company_pays: Shuffle;

  constructor(size: GeneratedSize) {
    this.#size = size;
    this.companies = Math.floor(size.contacts / PER_COMPANY);
    this.#payers = Math.min(size.contacts, Math.max(1, Math.ceil(size.contacts * 0.45)));
    this.#pays = new Shuffle(this.#payers, size.seed + 1);
    this.#links = new Shuffle(size.contacts, size.seed + 2);
    this.#company_pays = new Shuffle(this.companies, size.seed + 3);
  }

  #isCompanyCase(index: number): boolean {
    return this.companies > 0 && index % EVERY === COMPANY_PLACE;
  }

  payerOf(index: number): { company: boolean; index: number } | null {
    if (this.#size.contacts === 0) return null;
    if (this.#isCompanyCase(index)) return { company: true, index: this.#company_pays.there(Math.floor(index / EVERY)) };
    return { company: false, index: this.#pays.there(index) };
  }

  /** The payer, or one person of the company that pays; then the further people. */
  clientsOfCase(index: number): number[] {
    const payer = this.payerOf(index);
    if (!payer) return [];
    const clients = [payer.company ? payer.index * PER_COMPANY + (Math.floor(index / EVERY) % PEOPLE) : payer.index];
    for (let link = index; link < this.#size.relationships; link += this.#size.matters) {
      const client = this.#links.there(link);
      if (!clients.includes(client)) clients.push(client);
    }
    return clients;
  }

  clientsOfCompany(company: number): number[] {
    return Array.from({ length: PEOPLE }, (_, place) => company * PER_COMPANY + place);
  }

  /** Case places ascending. */
  casesOfClient(client: number): number[] {
    const { matters, relationships } = this.#size;
    if (matters === 0) return [];
    const cases = client < this.#payers ? this.#pays.back(client, matters).filter((index) => !this.#isCompanyCase(index)) : [];
    for (const link of this.#links.back(client, relationships)) cases.push(link % matters);
    const company = Math.floor(client / PER_COMPANY);
    const place = client % PER_COMPANY;
    if (place < PEOPLE && company < this.companies) {
      for (const index of this.casesOfCompany(company)) if (Math.floor(index / EVERY) % PEOPLE === place) cases.push(index);
    }
    return [...new Set(cases)].sort((a, b) => a - b);
  }

  casesOfCompany(company: number): number[] {
    const { matters } = this.#size;
    const blocks = Math.ceil((matters - COMPANY_PLACE) / EVERY);
    return this.#company_pays.back(company, Math.max(0, blocks)).map((block) => block * EVERY + COMPANY_PLACE);
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** x with a·x ≡ 1 (mod n). */
function inverse(a: number, n: number): number {
  let [old_r, r] = [a % n, n];
  let [old_s, s] = [1, 0];
  while (r !== 0) {
    const quotient = Math.floor(old_r / r);
    [old_r, r] = [r, old_r - quotient * r];
    [old_s, s] = [s, old_s - quotient * s];
  }
  return ((old_s % n) + n) % n;
}
