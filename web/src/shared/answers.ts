// What the server says, and what it says when it cannot.

/** An error that the server describes, or that the way to it has. */
export class AnswerError extends Error {}

/** The JSON at an address; throws an AnswerError with the server's own words. */
export async function readJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const headers = { Accept: "application/json" };
  let answer: Response;
  try {
    answer = await fetch(address, { headers, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new AnswerError("The server cannot be reached.");
  }
  if (!answer.ok) throw new AnswerError(await problemOf(answer));
  return (await answer.json()) as T;
}

async function problemOf(answer: Response): Promise<string> {
  try {
    const problem = (await answer.json()) as { detail?: string; title?: string; remedy?: string };
    return [problem.detail ?? problem.title, problem.remedy].filter(Boolean).join(" ");
  } catch {
    return `The server answered ${answer.status}.`;
  }
}
