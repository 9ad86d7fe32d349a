import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { EVERY_STACK, type HeldSystem, type Hold } from "../lifecycle/holds/hold";
import { editHolds } from "../lifecycle/holds/holds-edit";
import { HOLDS_FILE } from "../lifecycle/holds/holds-parse";
import { changeHolds } from "../adapters/files/holds-store";
import type { Catalog } from "../lifecycle/versions/catalog";
import { indexCatalog, indexTool } from "../lifecycle/versions/catalog-index";
import { readCatalog } from "../adapters/files/catalog-store";
import { dayOf } from "../lifecycle/kit/day";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { holdAddCommand } from "./definitions/hold-add";
import { readHoldOptions } from "./hold-options";

/** Writes a hold. */
export async function run({
    root,
    options,
    terminal,
    signal,
}: Invocation<typeof holdAddCommand>): Promise<ExitStatus> {
    const { stack = EVERY_STACK, ...words } = readHoldOptions(root, options);
    requireRelease(readCatalog(root), words.system, words.version);
    const hold: Hold = { stack, ...words, since: dayOf(readMoment(options).time) };
    requireFuture(hold);
    await changeHolds(root, (text) => editHolds(text, { addHolds: [hold] }), signal);
    const whom = stack === EVERY_STACK ? "every stack" : `${stack} and the waves after it`;
    terminal.print(`${words.system} ${words.version} is held for ${whom}: commit ${HOLDS_FILE}`);
    return ExitStatus.ok;
}

/** A slip of the pen would hold nothing, in silence. */
function requireRelease(catalog: Catalog, system: HeldSystem, version: string): void {
    const index = system === "istio" ? indexCatalog(catalog) : indexTool(catalog, system);
    if (index.byVersion.has(version)) return;
    throw new WindlassError({
        key: "--version",
        value: version,
        rule: `is no release of ${system} the catalog knows, so that it would hold nothing`,
        remedy: "Correct it, or run npm run -s windlass -- catalog refresh first",
    });
}

/** What ended before it began would hold nothing, in silence. */
export function requireFuture({
    since,
    expires,
}: {
    readonly since: string;
    readonly expires?: string;
}): void {
    if (expires === undefined || expires >= since) return;
    throw new WindlassError({
        key: "--expires",
        value: expires,
        rule: `is over already on ${since}`,
        remedy: "Name a later day",
    });
}
