// Two texts and how they differ.

import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** `is`: {before, after, label, beforeLabel, afterLabel, wide}; a function that ends the view. */
export function show(parent, is, reading) {
  const still = (label) => [
    ...reading,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
  const collapseUnchanged = { margin: 3, minSize: 6 };
  if (is.wide) {
    const view = new MergeView({
      parent,
      a: { doc: is.before, extensions: still(is.beforeLabel) },
      b: { doc: is.after, extensions: still(is.afterLabel) },
      collapseUnchanged,
      gutter: true,
    });
    return () => view.destroy();
  }
  const unified = unifiedMergeView({ original: is.before, mergeControls: false, collapseUnchanged, gutter: true });
  const view = new EditorView({ parent, doc: is.after, extensions: [...still(is.label), unified] });
  return () => view.destroy();
}
