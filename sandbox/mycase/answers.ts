/** Answers in MyCase's shapes (fact sheet 3). */
export interface Problem {
  description: string;
  source?: { pointer: string } | { parameter: string };
}

export function problems(status: number, errors: Problem[], headers: Record<string, string> = {}): Response {
  return Response.json({ errors }, { status, headers });
}

/** A refusal on the way through a handler; becomes the answer. */
export class Refusal extends Error {
  readonly answer: () => Response;
  constructor(status: number, description: string, source?: Problem["source"], headers?: Record<string, string>) {
    super(description);
    this.answer = () => problems(status, [{ description, ...(source ? { source } : {}) }], headers);
  }
}

const DESCRIPTIONS: Record<number, string> = {
  400: "The request could not be understood.",
  401: "Authentication is required, or the access token is invalid or expired.",
  403: "You do not have permission to perform this action.",
  404: "The requested resource could not be found.",
  410: "The requested page is no longer available.",
  422: "The request contains invalid data.",
  429: "Too many requests.",
  500: "An unexpected error occurred.",
  503: "MyCase is undergoing scheduled maintenance.",
};

export const describeStatus = (status: number): string => DESCRIPTIONS[status] ?? "An error occurred.";

export const errorAnswer = (status: number, headers?: Record<string, string>): Response =>
  problems(status, [{ description: describeStatus(status) }], headers);
