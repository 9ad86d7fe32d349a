import { existsSync } from "node:fs";
import { join } from "node:path";

import { packageFacts } from "./package-source";
import { readText } from "./text-source";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { CATALOG_FILES, type CatalogPart, parseCatalog } from "../../lifecycle/versions/catalog-parse";

/** Below a project, or the package. */
const CATALOG_FOLDER = "catalog";

/** The whole catalog is a few hundred kilobytes; a larger file is not ours. */
const MAX_CATALOG_SIZE = 8 * 1024 * 1024;

/**
 * Folder whose `catalog/` holds for a project: its own, where it keeps one; else the package's, whose facts are as old as
 * the package.
 *
 * @param root - folder of the project
 */
export function catalogHome(root: string): string {
    return existsSync(join(root, CATALOG_FOLDER)) ? root : packageFacts().folder;
}

/**
 * Reads the catalog that holds for a project.
 *
 * @param root - folder of the project
 * @throws WindlassError when a file is missing or wrong
 */
export function readCatalog(root: string): Catalog {
    const home = catalogHome(root);
    const missing = "Restore it from Git";
    const texts = Object.entries(CATALOG_FILES).map(([part, file]) => [
        part,
        readText(home, file, { missing, maxSize: MAX_CATALOG_SIZE }),
    ]);
    return parseCatalog(Object.fromEntries(texts) as Record<CatalogPart, string>);
}
