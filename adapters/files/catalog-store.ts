import { readText } from "./text-source";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { CATALOG_FILES, type CatalogPart, parseCatalog } from "../../lifecycle/versions/catalog-parse";

/** The whole catalog is a few hundred kilobytes; a larger file is not ours. */
const MAX_CATALOG_SIZE = 8 * 1024 * 1024;

/**
 * Reads `catalog/`.
 *
 * @param root - folder of the project
 * @throws WindlassError when a file is missing or wrong
 */
export function readCatalog(root: string): Catalog {
    const missing = "Restore it from Git";
    const texts = Object.entries(CATALOG_FILES).map(([part, file]) => [
        part,
        readText(root, file, { missing, maxSize: MAX_CATALOG_SIZE }),
    ]);
    return parseCatalog(Object.fromEntries(texts) as Record<CatalogPart, string>);
}
