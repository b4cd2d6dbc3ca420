// Reads files in Node, whose `fetch` cannot. Loaded only there.

/**
 * Reads a file from disk; undefined for other addresses. If a bundler for servers has left a file of this package behind, the file in
 * the installed package is read instead.
 */
export async function readFromDisk(address, packaged) {
  const { process } = globalThis;
  const fs = process.getBuiltinModule('node:fs/promises');
  const isFile = /^file:/i.test(address);
  if (!isFile && (typeof document !== 'undefined' || /^[a-z][\w+.-]+:/i.test(address))) return undefined;
  try {
    return await fs.readFile(isFile ? new URL(address) : address);
  } catch (error) {
    if (!packaged) throw error;
    try {
      const { createRequire } = process.getBuiltinModule('node:module');
      return await fs.readFile(createRequire(`${process.cwd()}/`).resolve(`taskdeck/${packaged}`));
    } catch {
      throw error;
    }
  }
}

