import { describe, expect, test } from "vitest";
import { noticeLetter, signInLetter, welcomeLetter } from "./letters.ts";

const PAGE = "https://portal.example/portal/matters/5021";
const words = (language: "en" | "es") => ({ to: "lucia@rivera.example", firm: "Hartwell & Osei", name: "Lucía", language });
const KINDS = ["phase", "message", "document", "form"] as const;
const ENGLISH = /\b(the|you|your|is|for|and|with|here|this)\b/i;
const SPANISH = /[áéíóúñ«»]|\b(su|usted|para|con|aquí|caso)\b/i;

const letters = (language: "en" | "es") => [
  signInLetter(words(language), "https://portal.example/portal/sign-in#x"),
  welcomeLetter(words(language), "https://portal.example"),
  ...KINDS.map((kind) => noticeLetter(kind, words(language), { matter: "Rivera", page: PAGE })),
];

describe("what clients are written", () => {
  test("every letter is there in both languages, and neither speaks the other one", () => {
    for (const { subject, text } of letters("en")) {
      expect(`${subject} ${text.replaceAll("Lucía", "")}`).not.toMatch(/[¿¡«»]|\busted\b|\bsu\b/i);
      expect(text).toMatch(ENGLISH);
    }
    for (const { subject, text } of letters("es")) {
      // But for addresses and the firm's name.
      expect(`${subject} ${text}`.replaceAll(/https:\S+|Hartwell & Osei/g, "")).not.toMatch(ENGLISH);
      expect(text).toMatch(SPANISH);
    }
    const subjects = [...letters("en"), ...letters("es")].map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  test("each names its page, and how to stop it; none but the first lets anybody in", () => {
    for (const language of ["en", "es"] as const)
      for (const kind of KINDS) {
        const { text } = noticeLetter(kind, words(language), { matter: "Rivera\nBcc: x@y.example", page: PAGE });
        expect(text).toContain(PAGE);
        expect(text).toContain("https://portal.example/portal/preferences");
        expect(text).not.toContain("sign-in#");
      }
    expect(noticeLetter("phase", words("es"), { matter: "Rivera\r\nBcc: x@y.example", page: PAGE }).subject).not.toMatch(/[\r\n]/);
  });
});
