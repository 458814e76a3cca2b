// The code editor: CodeMirror, put together for the page. The page imports what is built from this when a learner opens
// code, and knows of it only what is exported here. Text goes in and out; nothing here knows what it is for.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';

import { checks, setFaults } from './faults.mjs';
import { indentOf, languageOf, load } from './languages.mjs';
import { look } from './look.mjs';
import { notes, setNotes } from './notes.mjs';

export { unzip, zip } from './package.mjs';

/** What an editor and a comparison have in common: how code looks, and how its language is read. */
export const reading = (language) => [
  lineNumbers(),
  highlightSpecialChars(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  indentUnit.of(indentOf(language)),
  EditorState.tabSize.of(4),
  languageOf(language),
  look,
];

/**
 * Opens an editor inside `parent`.
 * `is`: {id, text, language, label, described, readOnly}. `id` tells one text from another; `language` is javascript,
 * python, json or text; `described` is the id of the element that says how to leave the editor by keyboard.
 * `tell`: {changed(text), save(), focused(whether)}.
 */
export function open(parent, is, tell) {
  const [language, readOnly, label] = [new Compartment(), new Compartment(), new Compartment()];
  const named = () => EditorView.contentAttributes.of({
    'aria-label': is.label, 'aria-describedby': is.described, spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off',
  });
  // What cannot be changed can still be walked and read: it keeps its cursor.
  const fixed = () => EditorState.readOnly.of(is.readOnly);
  const settings = () => ({
    effects: [language.reconfigure(reading(is.language)), readOnly.reconfigure(fixed()), label.reconfigure(named())],
  });
  let telling = true;
  const extensions = [
    keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => (tell.save(), true) }]),
    lintGutter(),
    language.of(reading(is.language)),
    readOnly.of(fixed()),
    label.of(named()),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    checks(() => is.language),
    notes,
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && telling) tell.changed(update.state.doc.toString());
      if (update.focusChanged) tell.focused(update.view.hasFocus);
    }),
  ];
  const begun = (text) => EditorState.create({ doc: text, extensions });
  const view = new EditorView({ state: begun(is.text), parent });
  // Each text keeps what can be undone in it while another is shown.
  const states = new Map();
  const read = async () => {
    if (await load(is.language)) view.dispatch(settings());
  };
  read();

  return {
    /** Shows the text called `id`. One that is shown already is changed as a learner would, so that it can be undone. */
    show(id, text, of) {
      if (id !== is.id || of !== is.language) {
        states.set(is.id, view.state);
        const kept = states.get(id);
        Object.assign(is, { id, language: of });
        view.setState(kept ?? begun(text));
        view.dispatch(settings());
        read();
      }
      if (text === view.state.doc.toString()) return;
      telling = false;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      telling = true;
    },
    set(label, whether) {
      Object.assign(is, { label, readOnly: whether });
      view.dispatch(settings());
    },
    /** `faults`: [{line, column, message}], both counted from 1. */
    setFaults: (faults) => setFaults(view, faults),
    /** `list`: [{line, text, kind}]: what stands at a line's end; `kind` is plain, now or fail. */
    setNotes: (list) => setNotes(view, list),
    /** Brings a place into sight, both counted from 1, and puts the cursor there. */
    reveal(line, column) {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const anchor = Math.min(at.from + Math.max(column - 1, 0), at.to);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    focus: () => view.focus(),
    find: () => openSearchPanel(view),
    close: () => view.destroy(),
  };
}

/** Shows how `after` differs from `before`, beside each other or one in the other; a promise of a function that ends it. */
export async function compare(parent, is) {
  const [{ show }] = await Promise.all([import('./compare.mjs'), load(is.language)]);
  return show(parent, is, reading(is.language));
}
