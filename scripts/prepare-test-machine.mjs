/** Puts in place what the tests need beside the packages. So far Node is enough. */
export function prepareTestMachine() {}
