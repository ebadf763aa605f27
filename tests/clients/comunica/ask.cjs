// Runs queries in Comunica: a JSON object with `queries`, `context`, `token` on standard input, an
// array of what came out on standard output. Comunica is found through NODE_PATH.
const { QueryEngine } = require("@comunica/query-sparql");

/** A fetch that sends the token, as a program does that writes. */
const withToken = (token) => (address, options) => {
  const headers = new Headers(options?.headers);
  headers.set("authorization", `Bearer ${token}`);
  return fetch(address, { ...options, headers });
};

/** What came out of one query, as JSON can say it. */
async function outcome(engine, query, context) {
  try {
    const result = await engine.query(query, context);
    if (result.resultType === "bindings") {
      const rows = await (await result.execute()).toArray();
      const cells = (row) => [...row].map(([name, term]) => [name.value, term.value]);
      return { rows: rows.map((row) => Object.fromEntries(cells(row))) };
    }
    if (result.resultType === "quads") {
      const quads = await (await result.execute()).toArray();
      return { triples: quads.map((q) => [q.subject.value, q.predicate.value, q.object.value]) };
    }
    return { value: (await result.execute()) ?? null };
  } catch (error) {
    return { error: error.message };
  }
}

async function main() {
  let input = "";
  for await (const part of process.stdin) input += part;
  const { queries, context, token } = JSON.parse(input);
  if (token) context.fetch = withToken(token);
  const engine = new QueryEngine();
  const found = [];
  for (const query of queries) found.push(await outcome(engine, query, context));
  // A connection that an error has left open would keep the process for seconds.
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
}

main();
