import { type PinnedPart, TOOL_NAMES, type ToolName, isTool } from "../settings/pinned-parts";

/** What a hold is about: a system that has releases. */
export type HeldSystem = "istio" | ToolName;

/** Every {@link HeldSystem}, for options and schemas. */
export const HELD_SYSTEMS = ["istio", ...TOOL_NAMES] as const;

/** Stands for every stack in a hold. */
export const EVERY_STACK = "*";

/** A release that is not to be proposed: for a stack, and for the waves after it. */
export interface Hold {
    /** Name of a stack, or {@link EVERY_STACK}. */
    readonly stack: string;
    readonly system: HeldSystem;
    /** Exact. */
    readonly version: string;
    /** One clause without a full stop, about the version: `taken back by commit 3f2a1b9c0d1e`. */
    readonly reason: string;
    /** Day it began: `2026-11-21`. */
    readonly since: string;
    /** Last day it holds. @default it has no end */
    readonly expires?: string;
    /**
     * What it was found in: a commit's id; `#17` for a pull request; `sha256:…`, the digest of the pins under which a
     * rollout was seen to fail. @default a person wrote it
     */
    readonly of?: string;
    /** What was moved back, where that is known. @default every part of the system */
    readonly part?: PinnedPart;
}

/** A person's decision that what was found holds nothing any more. */
export interface Lift {
    /** The stack whose hold it was: then for every stack; or one that follows it: then for that one alone. */
    readonly stack: string;
    readonly system: HeldSystem;
    readonly version: string;
    /** {@link Hold.of}, which may be shortened to seven digits. */
    readonly of: string;
    readonly reason: string;
    readonly since: string;
    /** Last day it lifts. @default it has no end */
    readonly expires?: string;
}

/** All that is known of holds in a project. */
export interface HoldBook {
    /** Written by a person or a tool. */
    readonly holds: readonly Hold[];
    readonly lifts: readonly Lift[];
    /** Found in Git's history. */
    readonly found: readonly Hold[];
}

/** A book without holds. */
export const NO_HOLDS: HoldBook = { holds: [], lifts: [], found: [] };

/** Whether it was seen in a cluster: what is pinned there was pinned before. */
export function isSeen({ of }: Pick<Hold, "of">): boolean {
    return of?.startsWith("sha256:") === true;
}

/** The system a part of a lock belongs to. */
export function systemOf(part: PinnedPart): HeldSystem {
    return isTool(part) ? part : "istio";
}
