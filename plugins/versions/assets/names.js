// Names of versions, and addresses of pages.

/** The address of a page; from the file system it needs the name of the file. */
export function pageOf(address) {
  const local = new URL(address).protocol === "file:" && address.endsWith("/");
  return local ? `${address}index.html` : address;
}

/**
 * The version of `names` (oldest first) that is asked for: by its name, or by a day on which it
 * counted. "" where there was none.
 */
export function versionAt(names, asked) {
  if (names.includes(asked)) return asked;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asked)) return "";
  return names.filter((name) => name === "undated" || name <= asked).at(-1) ?? "";
}
