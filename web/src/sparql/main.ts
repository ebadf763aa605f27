// The page of the SPARQL endpoint: its text field becomes an editor.

import "./sparql.css";
import { putEditor } from "./editor";
import { Terms } from "./terms";

const field = document.querySelector<HTMLTextAreaElement>("textarea#query");
if (field) {
  const told = field.dataset;
  const terms = new Terms(told["endpoint"]!, told["api"]!);
  const view = putEditor(field, terms, Number(told["mistake"]) || 0);
  if (!document.querySelector("[role=alert], table")) view.focus();
}
