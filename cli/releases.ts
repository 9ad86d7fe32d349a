import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { readCatalog } from "../adapters/files/catalog-store";
import { parseKubernetesVersion } from "../lifecycle/kit/kubernetes-version";
import { type MinorFacts, describeMinors } from "../lifecycle/versions/minors";
import { AT_OPTION, readMoment } from "./at-option";
import { type Command, JSON_OPTION, type OptionValues } from "./command";
import { type Cell, table } from "./table";
import type { Terminal } from "./terminal";

/** Most findings of one release that are named in the table. */
const NAMED = 2;

/** Says what the catalog knows of minors of Istio, whatever a stack may take. */
export const releasesCommand: Command = {
    name: "releases",
    summary: "Say what is known of Istio's minors: newest release, end of support, Kubernetes, faults",
    options: {
        minor: {
            type: "string",
            value: "MINOR",
            help: "This minor, supported or not: 1.28; may be repeated",
            multiple: true,
        },
        kubernetes: {
            type: "string",
            value: "V",
            help: "Only minors that run on it; repeated: on each, before and after an upgrade of it",
            multiple: true,
        },
        all: { type: "boolean", help: "Also minors that are no longer supported" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: [
        "Answers from catalog/ alone. Facts, not advice: what a stack may take is windlass resolve --stack.",
        "  windlass releases --minor 1.28                            its newest release, although support has ended",
        "  windlass releases --kubernetes 1.34 --kubernetes 1.36     what survives the upgrade of the cluster",
        "Exit status 3: nothing fits.",
    ].join("\n"),
    run({ root, options, terminal }) {
        const minors = readMinors(options);
        const kubernetes = ((options["kubernetes"] as readonly string[] | undefined) ?? []).map(
            readKubernetes,
        );
        const facts = describeMinors(readCatalog(root), readMoment(options));
        const found = facts.filter(
            (minor) =>
                (minors.length === 0 || minors.includes(minor.minor)) &&
                (options["all"] === true || minors.length > 0 || minor.isSupported) &&
                kubernetes.every((version) => minor.kubernetes.includes(version)),
        );
        if (options["json"]) terminal.print(JSON.stringify(found));
        else terminal.print(found.length === 0 ? "no minor fits" : minorTable(found, terminal));
        return found.length === 0 ? ExitStatus.noCandidate : ExitStatus.ok;
    },
};

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

function readMinors(options: OptionValues): readonly string[] {
    return ((options["minor"] as readonly string[] | undefined) ?? []).map((value) => {
        const [, minor] = /^v?(\d{1,9}\.\d{1,9})(?:\.\d+)?$/.exec(value) ?? [];
        if (minor !== undefined) return minor;
        throw new WindlassError({
            key: "--minor",
            value,
            rule: "must be a minor of Istio",
            remedy: "Write it as 1.28",
        });
    });
}

function readKubernetes(value: string): string {
    try {
        return parseKubernetesVersion(value).minor;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: "--kubernetes" });
    }
}
