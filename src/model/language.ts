/** The languages that a firm's clients read; its members read English. */
export type Language = "en" | "es";
