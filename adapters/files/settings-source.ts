import { readdirSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { readText } from "./text-source";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { parseSettings, settingsFile } from "../../lifecycle/settings/settings-parse";

/** A stack's name is part of file names, resource names and Git paths: a DNS-1123 label. */
const STACK_NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * Reads and checks `stacks/Pulumi.<stack>.yaml`.
 *
 * @param root - folder of the project
 * @throws WindlassError, with every problem of the file at once
 */
export function readSettings(root: string, stack: string): StackSettings {
    requireStackName(stack);
    return parseSettings(stack, readText(root, settingsFile(stack), { missing: missingRemedy(root) }));
}

/**
 * Names of the stacks a project has a settings file for, sorted.
 *
 * @throws WindlassError when a file looks like settings but its name is no stack's
 */
export function listStacks(root: string): readonly string[] {
    const stacks: string[] = [];
    for (const name of namesIn(join(root, "stacks"))) {
        const match = /^Pulumi\.(.+)\.(ya?ml)$/s.exec(name);
        if (!match?.[1]) continue;
        if (match[2] === "yml") {
            throw new WindlassError({
                file: `stacks/${displayName(name)}`,
                rule: "would be ignored, as stack files end in .yaml",
                remedy: "Rename it",
            });
        }
        requireStackName(match[1], `stacks/${displayName(name)}`);
        stacks.push(match[1]);
    }
    return stacks.sort();
}

/** Refuses what is not a stack's name before it gets into a path. */
export function requireStackName(stack: string, file?: string): void {
    if (STACK_NAME.test(stack)) return;
    throw new WindlassError({
        file,
        value: stack,
        rule: "is not the name of a stack",
        remedy: "Use at most 63 lower-case letters, digits and dashes, starting and ending with a letter or digit",
    });
}

function missingRemedy(root: string): string {
    const known = namesIn(join(root, "stacks")).flatMap(
        (name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? [],
    );
    const names = known.filter((name) => STACK_NAME.test(name)).sort();
    return names.length > 0 ? `Create it or choose one of ${names.join(", ")}` : "Create it";
}

function namesIn(folder: string): readonly string[] {
    try {
        return readdirSync(folder);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
    }
}

/** A file's name as it may be printed. */
function displayName(name: string): string {
    return name.replace(/[^\x20-\x7e]/g, "?");
}
