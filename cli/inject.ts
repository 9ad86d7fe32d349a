import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { refusedValues } from "../adapters/files/stack-values-source";
import { injectStack } from "../adapters/istioctl/inject-stack";
import type { Sidecars } from "../lifecycle/sidecars/sidecars";
import {
    readPreviousSidecars,
    removeSidecars,
    sidecarsFile,
    writeSidecars,
} from "../adapters/files/sidecars-store";
import { checkSidecars } from "../lifecycle/sidecars/check";
import { readSettings } from "../adapters/files/settings-source";
import { type StackSources, readStackSources } from "../adapters/files/stack-source";
import { manifestReader } from "../adapters/files/manifest-source";
import type { Invocation } from "./command";
import type { injectCommand } from "./definitions/inject";
import { injectStream } from "./inject-stream";
import { istioctlLocator } from "./istioctl-locator";
import { stackNames } from "./read-stacks";

/** Rewrites the sidecars of stacks: the only writer of `stacks/<stack>.sidecars.yaml`. */
export async function run(invocation: Invocation<typeof injectCommand>): Promise<ExitStatus> {
    const { root, options } = invocation;
    if (options.filename !== undefined) return injectStream(invocation, options.filename);
    requireAlone(options);
    const names = stackNames(root, options.stack);
    const reader = manifestReader(root);
    const stacks = names.map((name) => readStackSources(root, readSettings(root, name), reader));
    return options.check ? check(invocation, stacks) : inject(invocation, stacks);
}

/** Options of the filter mean nothing without it. */
function requireAlone({ pin, namespace }: Invocation<typeof injectCommand>["options"]): void {
    const [key] =
        Object.entries({ "--pin": pin, "--namespace": namespace }).find(([, value]) => value !== undefined) ??
        [];
    if (key === undefined) return;
    throw new WindlassError({
        key,
        rule: "is about manifests given with -f",
        remedy: "Add -f FILE, or leave it out",
    });
}

function check(
    { root, options, terminal }: Invocation<typeof injectCommand>,
    stacks: readonly StackSources[],
): ExitStatus {
    const found = stacks.map((sources) => {
        const { stack } = sources.settings;
        const { sidecars, warning } = readPreviousSidecars(root, stack);
        if (warning) terminal.note(warning);
        return { stack, ...checkSidecars({ ...sources, sidecars }) };
    });
    if (options.json) terminal.print(JSON.stringify(found));
    for (const { stack, stale, skipped } of options.json ? [] : found) {
        for (const { id, reason } of stale)
            terminal.print(`${terminal.paint("warning", "stale")}    ${stack}  ${id}: ${reason}`);
        for (const { id, reason } of skipped)
            terminal.print(`${terminal.paint("dim", "skipped")}  ${stack}  ${id}: ${reason}`);
        if (stale.length === 0) terminal.print(`${terminal.paint("good", "ok")}       ${stack}`);
    }
    return found.some(({ stale }) => stale.length > 0) ? ExitStatus.stale : ExitStatus.ok;
}

async function inject(
    invocation: Invocation<typeof injectCommand>,
    stacks: readonly StackSources[],
): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    throwCollected(stacks.flatMap(({ settings, lock }) => refusedValues(settings, lock)));
    const locate = istioctlLocator(invocation, { locks: stacks.map(({ lock }) => lock) });
    const results = [];
    const failures: WindlassError[] = [];
    for (const sources of stacks) {
        const { stack } = sources.settings;
        const { sidecars: previous, warning } = readPreviousSidecars(root, stack);
        if (warning) terminal.note(warning);
        const onProgress = (done: number, total: number) =>
            terminal.progress(`${stack}: injecting ${done} of ${total} …`);
        const result = await injectStack({ ...sources, previous, root, locate, signal, onProgress });
        const { injected, reused, skipped } = result;
        failures.push(...result.failures.map(({ error }) => error));
        const written = result.failures.length === 0 && keep(root, stack, result.sidecars, previous);
        results.push({
            stack,
            written,
            injected,
            reused,
            skipped,
            failed: result.failures.map(({ id }) => id),
        });
        if (options.json) continue;
        const counts = `${injected.length} injected, ${reused.length} unchanged, ${skipped.length} skipped`;
        terminal.print(`${stack}: ${counts}; ${sidecarsFile(stack)} ${written ? "written" : "untouched"}`);
        for (const { id, reason } of skipped) terminal.note(`  skipped ${id}: ${reason}`);
    }
    if (options.json) terminal.print(JSON.stringify(results));
    throwCollected(failures);
    return ExitStatus.ok;
}

function keep(root: string, stack: string, sidecars: Sidecars, previous: Sidecars | undefined): boolean {
    if (sidecars === previous) return false;
    return sidecars.pristine.size === 0 ? removeSidecars(root, stack) : writeSidecars(root, stack, sidecars);
}
