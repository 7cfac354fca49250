import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Puts a style around a text. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

/** Colours on a terminal only, and not where https://no-color.org asks for none. */
export function paintFor(stream: { readonly isTTY?: boolean }, noColor = process.env.NO_COLOR): Paint {
  return stream.isTTY && !noColor ? (style, text) => styleText(style, text, { validateStream: false }) : plain;
}
