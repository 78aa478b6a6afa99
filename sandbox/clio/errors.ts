/** The one error shape of clio.md 5.3. Of the type names only ForbiddenError is known; the others are plain guesses: branch on the status. */
export class ClioError extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, message: string, type: string = TYPES[status] ?? "Error") {
    super(message);
    this.status = status;
    this.type = type;
  }
}

const TYPES: Record<number, string> = {
  400: "ArgumentError",
  401: "UnauthorizedError",
  403: "ForbiddenError",
  404: "NotFoundError",
  405: "MethodNotAllowed",
  409: "ConflictError",
  410: "GoneError",
  412: "PreconditionFailed",
  422: "UnprocessableEntityError",
  429: "RateLimited",
  500: "InternalServerError",
  503: "ServiceUnavailable",
};

const MESSAGES: Record<number, string> = {
  401: "The access token is missing, expired or of another region.",
  403: "User is forbidden from taking that action",
  404: "The resource was not found.",
  429: "Rate limit exceeded. Please try again later.",
  500: "Something went wrong.",
  503: "Clio is being maintained.",
};

export const errorMessage = (status: number): string => MESSAGES[status] ?? "The request could not be carried out.";

export const errorAnswer = (
  status: number,
  headers: Record<string, string> = {},
  message = errorMessage(status),
  type = TYPES[status] ?? "Error",
): Response =>
  new Response(JSON.stringify({ error: { type, message } }), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
  });
