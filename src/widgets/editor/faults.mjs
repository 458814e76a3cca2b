// Faults at their lines: what the page tells of, and where the syntax first cannot be read.

import { syntaxTree } from '@codemirror/language';
import { forceLinting, linter } from '@codemirror/lint';
import { StateEffect, StateField } from '@codemirror/state';

const put = StateEffect.define();

const told = StateField.define({
  create: () => [],
  update(held, transaction) {
    let now = held;
    if (transaction.docChanged) now = now.map((fault) => ({ ...fault, from: transaction.changes.mapPos(fault.from), to: transaction.changes.mapPos(fault.to) }));
    for (const effect of transaction.effects) if (effect.is(put)) now = effect.value;
    return now;
  },
});

const NAMES = { javascript: 'JavaScript', python: 'Python' };

/** Where the text first cannot be read; JSON's faults the page tells itself. */
function unreadable(state, language) {
  const name = NAMES[language];
  if (name === undefined) return [];
  let found = null;
  syntaxTree(state).iterate({
    enter(node) {
      if (found === null && node.type.isError) found = node.node;
      return found === null;
    },
  });
  if (found === null) return [];
  const from = Math.min(found.from, Math.max(state.doc.length - 1, 0));
  const line = state.doc.lineAt(from).number;
  return [{ from, to: Math.max(found.to, Math.min(from + 1, state.doc.length)), severity: 'warning', message: `Line ${line} cannot be read as ${name} from here on.` }];
}

/** The extension; `language` tells the language of the moment. */
export const checks = (language) => [
  told,
  linter((view) => [...view.state.field(told), ...unreadable(view.state, language())], {
    delay: 500,
    needsRefresh: (update) => update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(put))),
  }),
];

export function setFaults(view, faults) {
  const { doc } = view.state;
  const marks = [...faults].map(({ line, column, message }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = Math.min(at.from + Math.max(column - 1, 0), at.to);
    return { from, to: Math.min(from + 1, doc.length), severity: 'error', message };
  });
  view.dispatch({ effects: put.of(marks) });
  forceLinting(view);
}
