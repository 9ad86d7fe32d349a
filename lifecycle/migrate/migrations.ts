import type { FileKind } from "./file-kinds";

/**
 * Makes of a file's text of one version the same of the next. Pure, and as careful as a reviewer wants it: comments that a
 * person wrote stay, nothing else is touched (edit-yaml.ts). The version itself is written by whoever runs it.
 */
export interface Migration {
    readonly kind: FileKind;
    /** Version it begins with; it ends with the next. */
    readonly from: number;
    /** What it does, for the reviewer: one sentence without its full stop. */
    readonly what: string;
    migrate(text: string): string;
}

/**
 * Every migration, in no order. A format's version is raised together with the migration that leads to it; a test holds the
 * two against each other.
 *
 * None yet: whatever was added since 0.1.0 may be left out, so its files read today as they are.
 */
export const MIGRATIONS: readonly Migration[] = [];
