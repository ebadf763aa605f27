"use strict";
(() => {
  const network = JSON.parse(document.getElementById("network").textContent);
  const picture = document.getElementById("picture");
  const svg = picture.querySelector("svg");
  const about = document.getElementById("about");
  const form = document.getElementById("search");
  const field = form.querySelector("input");
  const said = form.querySelector("output");
  const whole = svg.viewBox.baseVal.width;
  const tall = svg.viewBox.baseVal.height;
  const byId = new Map(network.nodes.map((node) => [node.id, node]));
  const labelOf = (id) => byId.get(id)?.label ?? id;
  const near = new Map(network.nodes.map((node) => [node.id, []]));
  for (const edge of network.edges) {
    near.get(edge.source).push([edge.target, edge, network.directed ? "cites" : "shares with"]);
    near.get(edge.target).push([edge.source, edge, network.directed ? "cited by" : "shares with"]);
  }

  // Nodes are links in the picture, so a keyboard reaches them; lines are matched by their ends.
  const circles = new Map();
  for (const link of svg.querySelectorAll("a")) circles.set(link.getAttribute("href"), link);

  const add = (parent, name, text) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };

  function light(id) {
    for (const each of svg.querySelectorAll(".near")) each.classList.remove("near");
    picture.classList.toggle("faded", id !== null);
    if (id === null) return;
    for (const each of [id, ...near.get(id).map(([other]) => other)]) {
      circles.get(each)?.querySelector("circle").classList.add("near");
    }
  }

  function tell(id) {
    const node = byId.get(id);
    about.replaceChildren();
    const head = add(about, "h2");
    const link = add(head, "a", node.label ?? id);
    if (/^https?:/.test(id)) link.href = id;
    const list = add(about, "dl");
    for (const [name, value] of Object.entries(node)) {
      if (["id", "label", "x", "y"].includes(name)) continue;
      const term = add(list, "dt", name);
      term.title = network.about[name] ?? "";
      add(list, "dd", String(value));
    }
    const edges = near.get(id).sort((a, b) => (b[1].weight ?? 1) - (a[1].weight ?? 1));
    add(about, "h3", `${edges.length} neighbours`);
    const items = add(about, "ul");
    for (const [other, edge, how] of edges.slice(0, 100)) {
      const item = add(items, "li", `${how} `);
      const button = add(item, "button", labelOf(other));
      button.type = "button";
      button.addEventListener("click", () => choose(other));
      item.append(edge.weight > 1 ? ` (${edge.weight})` : "");
    }
    if (edges.length > 100) add(about, "p", `and ${edges.length - 100} more in the table of edges`);
  }

  function choose(id) {
    light(id);
    tell(id);
    said.textContent = circles.has(id) ? "" : "It is in the tables, and not in the picture.";
  }

  for (const [id, link] of circles) {
    if (!byId.has(id)) continue;
    link.addEventListener("mouseenter", () => light(id));
    link.addEventListener("mouseleave", () => light(null));
    link.addEventListener("focus", () => choose(id));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(id);
    });
  }

  const labels = document.getElementById("labels");
  for (const node of network.nodes.slice(0, 2000)) add(labels, "option").value = node.label ?? node.id;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("change", () => {
    const text = field.value.trim().toLowerCase();
    if (!text) return light(null);
    const texts = (node) => [node.label, node.symbol, node.id].map((t) => (t ?? "").toLowerCase());
    const found =
      network.nodes.find((node) => texts(node).includes(text)) ??
      network.nodes.find((node) => texts(node).some((each) => each.includes(text)));
    if (found) choose(found.id);
    else said.textContent = "No node is called that.";
  });

  // The view: wheel and buttons zoom, dragging moves.
  const view = { x: 0, y: 0, width: whole };
  const show = () => {
    view.width = Math.min(Math.max(view.width, whole / 40), whole);
    const height = (view.width * tall) / whole;
    view.x = Math.min(Math.max(view.x, 0), whole - view.width);
    view.y = Math.min(Math.max(view.y, 0), tall - height);
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${height}`);
  };
  const zoom = (factor, x = view.x + view.width / 2, y = view.y + (view.width * tall) / whole / 2) => {
    const width = Math.min(Math.max(view.width * factor, whole / 40), whole);
    view.x = x - ((x - view.x) * width) / view.width;
    view.y = y - ((y - view.y) * width) / view.width;
    view.width = width;
    show();
  };
  const place = (event) => {
    const box = svg.getBoundingClientRect();
    const scale = view.width / box.width;
    return [view.x + (event.clientX - box.left) * scale, view.y + (event.clientY - box.top) * scale];
  };
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...place(event));
  }, { passive: false });
  let held = null;
  svg.addEventListener("pointerdown", (event) => { held = place(event); });
  svg.addEventListener("pointermove", (event) => {
    if (held === null || event.buttons === 0) return;
    const [x, y] = place(event);
    view.x += held[0] - x;
    view.y += held[1] - y;
    show();
  });
  addEventListener("pointerup", () => { held = null; });
  for (const button of form.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") { Object.assign(view, { x: 0, y: 0, width: whole }); show(); }
      else zoom(button.dataset.zoom === "in" ? 1 / 1.5 : 1.5);
    });
  }
})();
