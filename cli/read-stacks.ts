import { WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { listStacks, readSettings } from "../adapters/files/settings-source";
import type { Stack } from "../lifecycle/stack/stack";
import { readStack } from "../adapters/files/stack-source";
import { manifestReader } from "../adapters/files/manifest-source";
import { closest } from "../lifecycle/kit/closest";

/**
 * Reads and verifies stacks: those that are named, or all below `stacks/`.
 *
 * @throws WindlassError for all that is wrong in any of them, at once.
 */
export function readStacks(root: string, named?: readonly string[]): readonly Stack[] {
    const reader = manifestReader(root);
    const stacks: Stack[] = [];
    const errors: WindlassError[] = [];
    for (const name of stackNames(root, named)) {
        try {
            stacks.push(readStack(root, readSettings(root, name), reader));
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
        }
    }
    throwCollected(errors);
    return stacks;
}

/** The stacks a command is about. A name that no file stands for is refused before anything is read. */
export function stackNames(root: string, named?: readonly string[]): readonly string[] {
    const known = listStacks(root);
    if (!named || named.length === 0) {
        if (known.length > 0) return known;
        throw new WindlassError({
            file: "stacks",
            rule: "There is no stack",
            remedy: "Write stacks/Pulumi.<stack>.yaml; README.md shows how",
        });
    }
    for (const name of named) {
        if (known.includes(name)) continue;
        const near = closest(name, known);
        throw new WindlassError({
            key: "--stack",
            value: name,
            rule: "There is no such stack",
            remedy: near ? `Did you mean ${near}?` : `Stacks are ${known.join(", ")}`,
        });
    }
    return [...new Set(named)];
}

/**
 * The stack of a command about one: that which is named, or the project's only one.
 *
 * @throws WindlassError where none or several are meant, or there is no such stack
 */
export function oneStack(root: string, named: string | readonly string[] | undefined): string {
    const [stack, ...others] = stackNames(root, typeof named === "string" ? [named] : named);
    if (stack !== undefined && others.length === 0) return stack;
    throw new WindlassError({
        key: "--stack",
        rule: "One stack is needed",
        remedy: `Choose ${stackNames(root).join(", ")}`,
    });
}
