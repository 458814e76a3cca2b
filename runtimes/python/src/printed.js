// The log lines of a task: standard output and standard error a line each, other events whole.

/** What one invocation may print, in characters, or what begins the environment: a flood cannot fill the page's memory. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
/** An empty line counts too, so that there are about ten thousand of them at most: each costs the page some work. */
const LEAST_OF_ONE = 400;
/** Lambda itself cuts a log event at this many bytes. */
const MOST_OF_ONE = 256 * 1024;

let lines = [];
let characters = 0;

function add(line) {
  const text = line.length > MOST_OF_ONE ? line.slice(0, MOST_OF_ONE) : line;
  if (characters <= MOST_CHARACTERS) {
    characters += text.length + LEAST_OF_ONE;
    if (characters > MOST_CHARACTERS) lines.push("[the rest of what was printed is left out: it is over 4 MB, or 10,000 lines]");
    else lines.push(text);
  }
}

/** A stream that the interpreter writes bytes to, for `setStdout` and `setStderr`. */
export function stream() {
  const decoder = new TextDecoder();
  let partial = "";
  return {
    write(bytes) {
      const parts = (partial + decoder.decode(bytes, { stream: true })).split("\n");
      partial = parts.pop();
      if (partial.length > MOST_OF_ONE) {
        add(partial);
        partial = "";
      }
      for (const part of parts) add(part);
      return bytes.length;
    },
    /** Ends a line that was begun: nothing more comes. */
    end() {
      if (partial) add(partial);
      partial = "";
    },
  };
}

/** Writes one event, line breaks and all. */
export const event = add;

/** What was written since the last time this was asked. */
export function taken() {
  const written = lines;
  lines = [];
  return written;
}

/** An invocation begins: what the one before printed does not count any more. */
export const begin = () => void (characters = 0);
