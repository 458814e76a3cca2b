// What completions of either language are made of. They look at how a name was assigned in the text; they run nothing.

import { snippetCompletion } from '@codemirror/autocomplete';

const escaped = (name) => name.replace(/[$]/g, '\\$&');

/** What the first of `patterns` that fits `name`'s assignment in the text gives: [[pattern, (match) => kind]]. */
export function assigned(context, name, patterns) {
  const text = context.state.doc.toString();
  for (const [pattern, kind] of patterns) {
    const found = text.match(new RegExp(`(?:^|[^\\w.])${escaped(name)}\\s*=\\s*${pattern}`, 'm'));
    if (found) return kind(found);
  }
  return null;
}

/** Calls: `members` is {name: its arguments as a snippet}; `after` stands behind each. */
export const calls = (members, detail, after = '') => Object.entries(members ?? {})
  .map(([name, given]) => snippetCompletion(`${name}(${given})${after}`, { label: name, type: 'method', detail }));

/** Names as they stand. */
export const names = (list, detail) => list.map((label) => ({ label, type: 'class', detail }));

export const answer = (from, options) => (options.length === 0 ? null : { from, options, validFor: /^\w*$/ });
