import semver from "semver";

import { dayOf } from "../kit/day";
import { partName } from "../settings/pins";
import { PARTS, type PinnedPart } from "../settings/pinned-parts";
import { type Hold, systemOf } from "./hold";

/** Exact versions by part; of those that a lock may leave out, only where it has them. */
export type PinnedVersions = Readonly<Partial<Record<PinnedPart, string>>>;

/** How far the proxies had come to a version in cohorts. */
export interface CohortsReached {
    readonly version: string;
    /** On the scale of cohorts: what stands before it has moved. */
    readonly place: number;
}

/** What a commit made of a stack's lock. */
export interface LockEvent {
    readonly stack: string;
    /** The stack's name before, where the commit renamed it. */
    readonly from?: string;
    /** `deleted`; `unreadable` for a torn or foreign text, which says nothing. */
    readonly versions: PinnedVersions | "deleted" | "unreadable";
    /** @default no cohort is on its way */
    readonly cohorts?: CohortsReached;
}

/** A commit that changed locks. */
export interface LockCommit {
    readonly commit: string;
    /** In milliseconds. */
    readonly time: number;
    readonly events: readonly LockEvent[];
}

/** The versions a part has climbed to and not been taken back from, lowest first; the last is pinned. */
type Climb = readonly string[];

/** A stack on its way through the history. */
interface Track {
    readonly climbs: Readonly<Record<PinnedPart, Climb>>;
    readonly holds: readonly Hold[];
    readonly cohorts?: CohortsReached;
    /** Whether the cohorts go back already: that is one decision, however many commits it takes. @default false */
    readonly isBack?: boolean;
}

/** Characters of a commit's id that are shown. */
const SHOWN = 12;

/**
 * The versions that were taken back: a part's pin moved down to what it was before, so whatever it had climbed to since
 * is held. How that was done (`git revert`, one squashed commit, by hand, together with other changes) does not matter.
 *
 * So is the version that cohorts of the proxies moved to and go back from: its pin had not moved yet.
 *
 * A move down to a version the part never had is a decision for that version, and holds nothing; so is the end of a lock.
 *
 * @param commits - oldest first
 */
export function takenBack(commits: readonly LockCommit[]): readonly Hold[] {
    const tracks = new Map<string, Track>();
    const ended: Hold[] = [];
    for (const commit of commits) {
        const renamed = new Set(commit.events.flatMap(({ from }) => from ?? []));
        // What is renamed leaves its old name in the same commit.
        const before = renamed.size === 0 ? tracks : new Map(tracks);
        for (const stack of renamed) tracks.delete(stack);
        for (const event of commit.events) {
            const { stack, from = stack, versions } = event;
            const track = before.get(from);
            if (versions === "deleted") {
                if (!renamed.has(stack)) ended.push(...(track?.holds ?? []));
                tracks.delete(stack);
            } else if (versions === "unreadable") {
                if (track) tracks.set(stack, track);
            } else tracks.set(stack, moved(track, { ...event, versions }, commit));
        }
    }
    const found = [...tracks].flatMap(([stack, { holds }]) => holds.map((hold) => ({ ...hold, stack })));
    return [...ended, ...found];
}

function moved(
    track: Track | undefined,
    { stack, versions, cohorts }: LockEvent & { readonly versions: PinnedVersions },
    commit: LockCommit,
): Track {
    const left = leftByCohorts(track?.cohorts, cohorts, versions.proxies);
    const isBack =
        left !== undefined || (cohorts !== undefined && track?.isBack === true && !hasRisen(track, cohorts));
    let holds = track?.holds ?? [];
    if (left !== undefined && track?.isBack !== true)
        holds = [...holds, holdOf(stack, "proxies", left, commit)];
    const climbs = PARTS.map((part): [PinnedPart, Climb] => {
        const climb = track?.climbs[part] ?? [];
        const now = versions[part];
        const last = climb.at(-1);
        if (now === undefined || now === last) return [part, climb];
        if (last === undefined || semver.gt(now, last)) return [part, [...climb, now]];
        const at = climb.indexOf(now);
        if (at >= 0) {
            const left = climb.slice(at + 1).map((version) => holdOf(stack, part, version, commit));
            holds = [...holds, ...left];
            return [part, climb.slice(0, at + 1)];
        }
        return [part, [...climb.filter((version) => semver.lt(version, now)), now]];
    });
    return { climbs: Object.fromEntries(climbs) as Track["climbs"], holds, cohorts, isBack };
}

/** The version that some cohorts had and have no more; undefined where they went on, or the pin followed them. */
function leftByCohorts(
    before: CohortsReached | undefined,
    now: CohortsReached | undefined,
    pin: string | undefined,
): string | undefined {
    if (before === undefined || pin === before.version) return undefined;
    const isLess = now === undefined || (now.version === before.version && now.place < before.place);
    return isLess ? before.version : undefined;
}

function hasRisen({ cohorts }: Track, now: CohortsReached): boolean {
    return cohorts === undefined || now.version !== cohorts.version || now.place > cohorts.place;
}

function holdOf(stack: string, part: PinnedPart, version: string, { commit, time }: LockCommit): Hold {
    const what = systemOf(part) === "istio" ? `, ${partName(part)}` : "";
    const reason = `taken back in ${stack} on ${dayOf(time)} by commit ${commit.slice(0, SHOWN)}${what}`;
    return { stack, system: systemOf(part), version, reason, since: dayOf(time), of: commit, part };
}
