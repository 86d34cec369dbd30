// What is remembered on this machine and nowhere else: the reader's own body, past queries.

const OWN = "handbook.own";
const PAST = "handbook.queries";
const MOST = 8;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    // Blocked, or not ours
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // blocked or full: not remembered then
  }
}

export const ownBody = () => String(read(OWN) ?? "");
export const setOwnBody = (slug) => write(OWN, slug);

export function pastQueries() {
  const past = read(PAST);
  return Array.isArray(past) ? past.filter((query) => typeof query === "string").slice(0, MOST) : [];
}

export function remember(query) {
  const typed = query.trim();
  if (typed && typed.length <= 120) {
    write(PAST, [typed, ...pastQueries().filter((other) => other !== typed)].slice(0, MOST));
  }
}

export const forgetQueries = () => write(PAST, []);
