import { WindlassError } from "../kit/errors";
import type { Lock } from "../settings/lock";
import { updateCommand } from "../settings/lock-parse";
import type { Catalog } from "../versions/catalog";
import { indexCatalog, indexTool } from "../versions/catalog-index";
import { pinOf } from "../settings/pins";

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
    const pins = [
        ["istio.controlPlane.version", lock.istio.controlPlane.version, istio],
        ["istio.proxies.version", lock.istio.proxies.version, istio],
        ["flux.distribution.version", pinOf(lock, "flux").version, indexTool(catalog, "flux")],
        ["flux.operator.version", pinOf(lock, "flux-operator").version, indexTool(catalog, "flux-operator")],
        ["flagger.release.version", pinOf(lock, "flagger").version, indexTool(catalog, "flagger")],
    ] as const;
    return pins
        .filter(([, version, index]) => !index.byVersion.has(version))
        .map(
            ([key, value, { date }]) =>
                new WindlassError({
                    file,
                    key,
                    value,
                    rule: `the catalog of ${date} knows no such release`,
                    remedy: `Restore the file from Git, or run npm run -s windlass -- catalog refresh and then ${updateCommand(stack)}`,
                }),
        );
}
