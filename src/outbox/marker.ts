/** Our mark on what we write: 80 bits by chance, 16 characters, without letters that look alike. */
import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

export const newMarker = (): string => Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join("");
