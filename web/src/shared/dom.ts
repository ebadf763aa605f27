// Making elements: text is always text, never markup.

type Properties<K extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[K], "style" | "dataset" | "children">
>;

/** An element with properties and children; what is empty is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties<K> = {},
  ...children: (Node | string | null | undefined)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  Object.assign(made, properties);
  for (const child of children) if (child) made.append(child);
  return made;
}

/** A link, or only its text where there is no address. */
export function link(address: string, text: string): HTMLElement {
  return address ? element("a", { href: address }, text) : element("span", {}, text);
}

/** A colour of the design by its name, such as `--ink`, in the scheme that holds now. */
export function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls back when the reader goes over to the light or the dark scheme. */
export function onSchemeChange(change: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
}
