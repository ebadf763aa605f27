// The field for a query as an editor: colours, brackets, completion, the line of a mistake.
//
// It stands in a shadow root, where its styles are sheets that the script adopts: the policy of
// the page allows no style elements.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, type Extension } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { element } from "../shared/dom";
import type { Terms } from "./terms";

const LOOK = EditorView.theme({
  "&": {
    background: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--soft)",
    borderRadius: "3px",
    fontSize: ".875rem",
  },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", minHeight: "12rem", maxHeight: "36rem" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--shade)", color: "var(--soft)", border: "0" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--citation-shade)",
  },
  "&.cm-focused .cm-matchingBracket": { background: "var(--citation-shade)", outline: "1px solid var(--citation)" },
  ".cm-mistake": { background: "var(--bad-shade)", boxShadow: "inset 3px 0 var(--bad)" },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--line)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--soft)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--quotation)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--finding)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--recommendation)" },
  { tag: [tags.atom, tags.number, tags.bool], color: "var(--link)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

/** Puts an editor in the place of a text field, which goes on holding what is sent.
 *
 * @param field The text field of a form.
 * @param terms What completes.
 * @param mistake The line that the server found a mistake in, from 1; 0 for none.
 */
export function putEditor(field: HTMLTextAreaElement, terms: Terms, mistake: number): EditorView {
  const host = element("div", { className: "editor" });
  const send = (): boolean => {
    field.form?.requestSubmit();
    return true;
  };
  const state = EditorState.create({
    doc: field.value,
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      StreamLanguage.define(sparql),
      syntaxHighlighting(COLOURS),
      autocompletion({ override: [terms.complete], icons: false }),
      LOOK,
      // Tab goes on to the next field: who works by keyboard must be able to leave.
      keymap.of([
        { key: "Mod-Enter", run: send },
        ...completionKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      EditorView.contentAttributes.of({
        "aria-label": "Query",
        "aria-describedby": "query-hint",
        spellcheck: "false",
        autocorrect: "off",
        autocapitalize: "off",
      }),
      // Left to itself Chromium keeps the style of what is written over, which the policy refuses.
      EditorView.domEventHandlers({
        beforeinput: (event, writing) => {
          const selected = !writing.state.selection.main.empty;
          if (event.inputType !== "insertText" || event.data === null || !selected) return false;
          const change = writing.state.replaceSelection(event.data);
          writing.dispatch(change, { userEvent: "input.type", scrollIntoView: true });
          return true;
        },
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
      }),
      mistake > 0 ? marked(mistake) : [],
    ],
  });
  field.after(host);
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({ state, root, parent: root });
  field.hidden = true;
  field.labels?.forEach((label) => label.addEventListener("click", () => view.focus()));
  return view;
}

/** Marks a line until the text is changed. */
function marked(line: number): Extension {
  return EditorView.decorations.compute(["doc"], (state) => {
    if (line > state.doc.lines) return Decoration.none;
    const { from } = state.doc.line(line);
    return Decoration.set([Decoration.line({ class: "cm-mistake" }).range(from)]);
  });
}
