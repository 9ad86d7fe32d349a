import type * as pulumi from "@pulumi/pulumi";

import { WindlassError } from "../../lifecycle/kit/errors";
import { refusal } from "./refusal";

/**
 * A check of what was found in the cluster, before anything that depends on it is registered.
 *
 * @returns A promise that is rejected where the check throws; a `WindlassError` ends the program with its message alone.
 */
export function checked<T>(found: pulumi.Output<T>, check: (found: T) => void): Promise<void> {
    return new Promise((resolve, reject) => {
        found.apply((known) => {
            try {
                check(known);
                resolve();
            } catch (error) {
                reject(error instanceof WindlassError ? refusal(error) : (error as Error));
            }
        });
    });
}

/**
 * Has a resource, and all below it, wait for checks themselves, beside what they depend on. It is not enough that the first
 * in a chain does: where Pulumi does not come to register one, those behind it wait for its name for ever, and an inline
 * program of the Automation API with them (https://github.com/pulumi/pulumi/issues/14980).
 */
export function afterChecks(checks: readonly Promise<void>[]): pulumi.ResourceTransformation[] {
    if (checks.length === 0) return [];
    const all = Promise.all(checks);
    return [
        ({ props, opts }) => {
            // Pulumi resolves whatever is nested in it; its type allows less.
            const dependsOn = all.then(() => opts.dependsOn ?? []) as Promise<pulumi.Resource[]>;
            return { props, opts: { ...opts, dependsOn } };
        },
    ];
}
