// What stands at the ends of lines: how long they took, which error they raised. Notes move with their lines.

import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

const put = StateEffect.define();

export const notes = StateField.define({
  create: () => Decoration.none,
  update(held, transaction) {
    let now = held.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(put)) now = effect.value;
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function setNotes(view, list) {
  const { doc } = view.state;
  const marks = [...list]
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .map(({ line, text, kind }) => {
      const attributes = text === '' ? {} : { 'data-note': text };
      return Decoration.line({ attributes, class: kind === 'plain' ? '' : `is-${kind}` }).range(doc.line(line).from);
    });
  view.dispatch({ effects: put.of(RangeSet.of(marks, true)) });
}
