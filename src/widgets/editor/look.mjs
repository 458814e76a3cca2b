// How code looks: by the page's tokens alone, so that it is light and dark as the page is, at once.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self, tags.atom], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.meta], color: 'var(--code-comment)' },
  { tag: [tags.propertyName, tags.variableName, tags.definition(tags.variableName)], color: 'var(--code-key)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], fontWeight: '600' },
  { tag: tags.invalid, textDecoration: 'underline wavy var(--fail)' },
]);

const line = '1px solid var(--line-2)';

const parts = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--plate)', color: 'var(--ink)', font: 'var(--t-data)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { font: 'inherit', lineHeight: '1.25rem', overflow: 'auto', scrollbarWidth: 'thin', scrollbarColor: 'var(--line-2) transparent' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--ink)', fontVariantLigatures: 'none' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem', position: 'relative' },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection': {
    backgroundColor: 'color-mix(in srgb, var(--focus) 26%, transparent)',
  },
  '.cm-gutters': { backgroundColor: 'var(--plate)', color: 'var(--ink-3)', border: '0', font: 'var(--t-tick)', lineHeight: '1.25rem' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2rem', padding: '0 0.5rem 0 0.25rem' },
  '.cm-gutter-lint': { width: '1rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0.125rem' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--line) 45%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '&:not(.cm-focused) .cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--line)', outline: '1px solid var(--line-3)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--fail-tint)', color: 'var(--fail)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--ice) 22%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'var(--slow-tint)', outline: '1px solid var(--slow)' },
  '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--slow) 40%, transparent)' },

  '.cm-line[data-note]::after': {
    content: 'attr(data-note)', position: 'sticky', float: 'right', right: '0', paddingLeft: '1rem',
    font: 'var(--t-tick)', lineHeight: '1.25rem', color: 'var(--ink-3)',
  },
  '.cm-line.is-now': { backgroundColor: 'var(--signal-tint)', boxShadow: 'inset 0.125rem 0 var(--signal)' },
  '.cm-line.is-now::after': { color: 'var(--signal-ink)' },
  '.cm-line.is-fail': { backgroundColor: 'var(--fail-tint)', boxShadow: 'inset 0.125rem 0 var(--fail)' },
  '.cm-line.is-fail::after': { color: 'var(--fail)' },

  '.cm-panels': { backgroundColor: 'var(--page)', color: 'var(--ink)', font: 'var(--t-ui)' },
  '.cm-panels.cm-panels-top': { borderBottom: line },
  '.cm-panel.cm-search': { padding: '0.375rem 2.25rem 0.375rem 0.75rem', display: 'flex', flexWrap: 'wrap', gap: '0.25rem 0.375rem', alignItems: 'center' },
  '.cm-panel.cm-search br': { display: 'none' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { margin: '0' },
  '.cm-panel.cm-search label': { font: 'var(--t-label)', color: 'var(--ink-2)', display: 'inline-flex', alignItems: 'center', gap: '0.25rem' },
  '.cm-textfield': { minHeight: '1.75rem', padding: '0 0.5rem', border: '1px solid var(--line-3)', borderRadius: 'var(--r-2)', backgroundColor: 'var(--plate)', color: 'var(--ink)', font: 'var(--t-data)' },
  '.cm-button': { minHeight: '1.75rem', padding: '0 0.5rem', backgroundImage: 'none', backgroundColor: 'var(--plate)', border: '1px solid var(--line-3)', borderRadius: 'var(--r-2)', color: 'var(--ink)', font: 'var(--t-label)', textTransform: 'capitalize' },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--line)' },
  '.cm-panel.cm-search [name=close]': { position: 'absolute', top: '0.375rem', right: '0.5rem', width: '1.75rem', height: '1.75rem', fontSize: '1.125rem', color: 'var(--ink-2)' },

  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: line, borderRadius: 'var(--r-2)', boxShadow: 'var(--lift-2)', font: 'var(--t-ui)', zIndex: '60' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: 'var(--t-data)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.125rem 0.5rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ink)', color: 'var(--on-ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal', marginLeft: '0.75rem', color: 'var(--ink-3)', font: 'var(--t-tick)' },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-diagnostic': { padding: '0.375rem 0.75rem', whiteSpace: 'pre-wrap', maxWidth: '28rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--fail)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--slow)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--fail)', textUnderlineOffset: '0.2em' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--slow)', textUnderlineOffset: '0.2em' },
  '.cm-lint-marker': { width: '0.75rem', height: '0.75rem', marginTop: '0.25rem' },
  '.cm-lint-marker-error': { content: 'none', borderRadius: '50%', backgroundColor: 'var(--fail)' },
  '.cm-lint-marker-warning': { content: 'none', transform: 'rotate(45deg) scale(.75)', backgroundColor: 'var(--slow)' },

  '.cm-changedLine': { backgroundColor: 'var(--ok-tint)' },
  '.cm-changedText, .cm-insertedLine .cm-changedText': { background: 'color-mix(in srgb, var(--ok) 24%, transparent)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: 'var(--fail-tint)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: 'color-mix(in srgb, var(--fail) 24%, transparent)' },
  '.cm-deletedChunk': { paddingLeft: '0.5rem' },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--fail)' },
  '&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter': { background: 'var(--ok)' },
  // The page's font has no sign for it.
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"\u2026" !important' },
  '.cm-collapsedLines': { background: 'var(--well)', color: 'var(--ink-3)', font: 'var(--t-label)', padding: '0.25rem 0.75rem' },
});

export const look = [parts, syntaxHighlighting(colours)];
