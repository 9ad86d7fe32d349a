import { getIn } from "../../lifecycle/kit/json-path";
import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { WindlassError } from "../../lifecycle/kit/errors";
import { type FileEvent, readFileHistory } from "./file-history-source";
import { PARTS, factsOf } from "../../lifecycle/settings/pinned-parts";
import { pinPath } from "../../lifecycle/settings/pins";
import { MAX_LOCK_SIZE } from "./lock-history-source";
import { strictVersion } from "../../lifecycle/kit/version-order";
import type { Hold } from "../../lifecycle/holds/hold";
import { type LockEvent, type PinnedVersions, takenBack } from "../../lifecycle/holds/taken-back";

/** What Git's history says of holds. */
export interface HistoryHolds {
    readonly found: readonly Hold[];
    /** Why some of the history is not known, as a sentence without its full stop. */
    readonly gap?: string;
}

export interface ReadHistoryHoldsArgs {
    /** The project's root. */
    readonly root: string;
    /** Newest commits that are looked at, of those that change a lock. @default 10000 */
    readonly most?: number;
    readonly signal?: AbortSignal;
}

/** The versions that were taken back in any stack, by the commits of its lock. */
export async function readHistoryHolds(args: ReadHistoryHoldsArgs): Promise<HistoryHolds> {
    const { commits, texts, gap } = await readFileHistory({
        ...args,
        glob: "stacks/*.lock.yaml",
        maxSize: MAX_LOCK_SIZE,
    });
    const read = new Map<string, PinnedVersions | "unreadable">();
    for (const [blob, text] of texts) {
        args.signal?.throwIfAborted();
        read.set(blob, versionsIn(text));
    }
    const found = takenBack(
        commits.map(({ commit, time, files }) => ({
            commit,
            time,
            events: files.flatMap((file) => eventOf(file, read)),
        })),
    );
    return { found, gap };
}

function eventOf(
    { path, from, blob }: FileEvent,
    read: ReadonlyMap<string, PinnedVersions | "unreadable">,
): readonly LockEvent[] {
    const stack = stackOf(path);
    if (stack === undefined) return [];
    const versions = blob === undefined ? "deleted" : (read.get(blob) ?? "unreadable");
    return [{ stack, from: from === undefined ? undefined : stackOf(from), versions }];
}

function stackOf(path: string): string | undefined {
    return /^stacks\/([a-z0-9][-a-z0-9]{0,62})\.lock\.yaml$/.exec(path)?.[1];
}

/** The versions alone: a lock of an older format has them in the same places, and a foreign text has none. */
function versionsIn(text: string): PinnedVersions | "unreadable" {
    try {
        const { value } = parseYamlDocument(text, { file: "lock" });
        const versions = PARTS.map((part) => {
            const version = getIn(value, [...pinPath(part), "version"]);
            return [part, typeof version === "string" ? strictVersion(version)?.version : undefined] as const;
        });
        const isMissing = ([part, version]: (typeof versions)[number]): boolean =>
            version === undefined && factsOf(part).follows === undefined;
        if (versions.some(isMissing)) return "unreadable";
        return Object.fromEntries(versions);
    } catch (error) {
        if (error instanceof WindlassError) return "unreadable";
        throw error;
    }
}
