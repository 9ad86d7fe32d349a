import { WindlassError } from "../kit/errors";
import type { Lock } from "../settings/lock";
import { updateCommand } from "../settings/lock-parse";
import type { Catalog } from "../versions/catalog";
import { indexCatalog, indexTool } from "../versions/catalog-index";
import { isTool } from "../settings/pinned-parts";
import { partsOf, pinOf, pinPath } from "../settings/pins";

/**
 * Pins of versions that the catalog knows no release of: nothing can be installed from them, and no gate has anything to
 * say of them.
 *
 * @param file - the lock's, relative to the project's root
 * @returns one error a pin
 */
export function unknownPins(
    stack: string,
    file: string,
    lock: Lock,
    catalog: Catalog,
): readonly WindlassError[] {
    const istio = indexCatalog(catalog);
    return partsOf(lock)
        .map((part) => ({
            part,
            value: pinOf(lock, part).version,
            index: isTool(part) ? indexTool(catalog, part) : istio,
        }))
        .filter(({ value, index }) => !index.byVersion.has(value))
        .map(
            ({ part, value, index: { date } }) =>
                new WindlassError({
                    file,
                    key: [...pinPath(part), "version"].join("."),
                    value,
                    rule: `the catalog of ${date} knows no such release`,
                    remedy: `Restore the file from Git, or run npm run -s windlass -- catalog refresh and then ${updateCommand(stack)}`,
                }),
        );
}
