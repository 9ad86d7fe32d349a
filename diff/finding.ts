import type { Phrase } from "./phrase";

/** Parts of a summary, in the order they are read: what cannot be undone comes first. */
export const SECTIONS = [
    "removals",
    "privileges",
    "istio",
    "tools",
    "canaries",
    "workloads",
    "restrictions",
    "other",
] as const;

/** One of {@link SECTIONS}. */
export type SectionName = (typeof SECTIONS)[number];

/** How much a finding asks of a reviewer: `alarm` must be read, `caution` should be, `info` is for the record. */
export type Level = "alarm" | "caution" | "info";

/** One thing that changed in one stack, in words. Findings that say the same are put together in one line. */
export interface Finding {
    readonly section: SectionName;
    /** Stable name of the rule, for machines: `removal/deleted`. */
    readonly rule: string;
    readonly level: Level;
    /** What changed. Does not name the object. */
    readonly words: Phrase;
    /** More of it, one line each. */
    readonly details?: readonly Phrase[];
    /** Findings with other details are put together too, and their details listed by stack. @default false */
    readonly merge?: boolean;
    /** What holds for this object and not for all that the line is about; they are counted: `without a canary`. */
    readonly tally?: string;
    readonly stack: string;
    /** Ids of the objects it is about: one, or none where it is about the stack. */
    readonly object?: string;
}

/** A finding before it is known in which stack. */
export type Found = Omit<Finding, "stack">;
