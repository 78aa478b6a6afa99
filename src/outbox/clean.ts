/**
 * E-mail bodies made harmless (decision 0021): HTML that our pages may show, and the plain text that goes to the providers. Scripts, styles,
 * forms, frames, images (they tell the sender that and when somebody reads) and what was made invisible are dropped.
 */
import { convert } from "html-to-text";
import sanitizeHtml from "sanitize-html";

export interface CleanBody {
  text: string;
  html: string;
}

/** Deeper nesting is no text that a person wrote; both libraries work recursively. */
const MAX_DEPTH = 100;

const INVISIBLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:[a-z%]*)\s*(?:;|!|$)|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)/i;

const ATTRIBUTES = { a: ["href", "rel"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"] };

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...["p", "br", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "ul", "ol", "li", "a"],
    ...["b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "table", "thead", "tbody", "tfoot", "tr", "td", "th"],
  ],
  allowedAttributes: ATTRIBUTES,
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  nonTextTags: ["script", "style", "textarea", "option", "noscript", "template", "title", "head", "iframe", "object", "svg", "math"],
  nestingLimit: MAX_DEPTH,
  transformTags: {
    a: (tagName, { href }) => ({ tagName, attribs: { ...(href === undefined ? {} : { href }), rel: "noopener noreferrer nofollow" } }),
  },
};

/** A pass of its own, before the one that takes the styles away by which it is known. */
const SEEN: sanitizeHtml.IOptions = {
  ...ALLOWED,
  transformTags: { "*": (tagName, attribs) => ({ tagName, attribs: "hidden" in attribs ? { style: "display:none" } : attribs }) },
  parseStyleAttributes: false,
  allowedAttributes: { ...ATTRIBUTES, "*": ["style"] },
  exclusiveFilter: ({ attribs }) => INVISIBLE.test(attribs["style"] ?? ""),
};

export function cleanHtml(html: string): CleanBody {
  const clean = sanitizeHtml(sanitizeHtml(html, SEEN), ALLOWED).trim();
  return { html: clean, text: textOf(clean) };
}

function textOf(clean: string): string {
  const text = convert(clean, {
    wordwrap: false,
    limits: { maxDepth: MAX_DEPTH },
    selectors: [
      ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ["<", ">"] as [string, string] } },
      { selector: "ul", options: { itemPrefix: "- " } },
      // E-mails lay themselves out in tables: what stands in them is read in order.
      ...["table", "tr", "td", "th"].map((selector) => ({
        selector,
        format: "block",
        options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
      })),
    ],
  });
  return plainText(text);
}

/** Control characters that a provider may refuse or a terminal obey, and marks that turn the reading direction of what follows. */
// oxlint-disable-next-line no-control-regex -- to remove them
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Text as typed or read: one kind of line end, no more than one empty line, nothing that works instead of being read. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(UNWANTED, "")
    .replaceAll("\u00A0", " ")
    .replaceAll(/[ \t]+$/gm, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
