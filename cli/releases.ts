import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { readCatalog } from "../adapters/files/catalog-store";
import { parseKubernetesVersion } from "../lifecycle/kit/kubernetes-version";
import { type MinorFacts, describeMinors } from "../lifecycle/versions/minors";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { releasesCommand } from "./definitions/releases";
import { readOption } from "./option-value";
import { type Cell, table } from "./table";
import type { Terminal } from "./terminal";

/** Most findings of one release that are named in the table. */
const NAMED = 2;

/** Says what the catalog knows of minors of Istio, whatever a stack may take. */
export function run({ root, options, terminal }: Invocation<typeof releasesCommand>): ExitStatus {
    const minors = (options.minor ?? []).map(readMinor);
    const kubernetes = (options.kubernetes ?? []).map((value) =>
        readOption("--kubernetes", value, (text) => parseKubernetesVersion(text).minor),
    );
    const facts = describeMinors(readCatalog(root), readMoment(options));
    const found = facts.filter(
        (minor) =>
            (minors.length === 0 || minors.includes(minor.minor)) &&
            (options.all || minors.length > 0 || minor.isSupported) &&
            kubernetes.every((version) => minor.kubernetes.includes(version)),
    );
    if (options.json) terminal.print(JSON.stringify(found));
    else terminal.print(found.length === 0 ? "no minor fits" : minorTable(found, terminal));
    return found.length === 0 ? ExitStatus.noCandidate : ExitStatus.ok;
}

function minorTable(minors: readonly MinorFacts[], terminal: Terminal): string {
    const rows = minors.map((facts): readonly (string | Cell)[] => {
        const { minor, newest, released, sound, faults, isSupported, ends, kubernetes } = facts;
        const support: Cell = {
            text:
                ends === "unknown"
                    ? ends
                    : isSupported
                      ? `until ${ends}`
                      : `ended ${ends.replace(" (expected)", "")}`,
            paint: (text) => terminal.paint(isSupported ? "good" : "warning", text),
        };
        return [
            minor,
            newest,
            released ?? "unknown",
            support,
            kubernetes.length === 0 ? "unknown" : span(kubernetes),
            sound ?? "none",
            briefly(faults),
        ];
    });
    const header = [
        "MINOR",
        "NEWEST",
        "OF",
        "SUPPORT",
        "KUBERNETES",
        "WITHOUT FAULTS",
        "FAULTS OF THE NEWEST",
    ];
    return table(header, rows);
}

/** `1.32 to 1.36`; minors in between that are not supported are left out by name. */
function span(versions: readonly string[]): string {
    const numbers = versions.map((version) => Number(version.split(".")[1]));
    const [first, last] = [versions[0] ?? "", versions.at(-1) ?? ""];
    const isWhole = (numbers.at(-1) ?? 0) - (numbers[0] ?? 0) === versions.length - 1;
    if (!isWhole) return versions.join(", ");
    return first === last ? first : `${first} to ${last}`;
}

function briefly(ids: readonly string[]): string {
    if (ids.length === 0) return "none published";
    const shown = ids.slice(0, NAMED).join(", ");
    return ids.length <= NAMED ? shown : `${shown} and ${ids.length - NAMED} more`;
}

function readMinor(value: string): string {
    const [, minor] = /^v?(\d{1,9}\.\d{1,9})(?:\.\d+)?$/.exec(value) ?? [];
    if (minor !== undefined) return minor;
    throw new WindlassError({
        key: "--minor",
        value,
        rule: "must be a minor of Istio",
        remedy: "Write it as 1.28",
    });
}
