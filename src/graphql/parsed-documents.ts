import { type DocumentNode, print } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Source text of all documents together: some two hundred documents of a front end. */
const MAX_CHARACTERS = 200_000;

/**
 * The documents that Apollo Server has parsed and validated; the least recently used are evicted first. Apollo's own store
 * of 30 MB counts the document alone, not what is kept with it here: its text for the response cache, and compiled code.
 */
export function parsedDocuments() {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (document) => (document.loc?.source.body ?? print(document)).length,
  });
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => void documents.set(key, document),
    delete: async (key: string) => documents.delete(key),
  };
}
