import { WindlassError, ExitStatus } from "../lifecycle/kit/errors";
import { closest } from "../lifecycle/kit/closest";
import { writeYaml } from "../lifecycle/kit/write-yaml";
import { objectId } from "../lifecycle/workloads/manifest";
import { isWorkload } from "../lifecycle/workloads/pod-template";
import type { Invocation } from "./command";
import type { sidecarsShowCommand } from "./definitions/sidecars-show";
import { oneStack, readStacks } from "./read-stacks";

/** Prints a workload as it goes to the cluster: what the factored sidecars file says in parts. */
export function run({
    root,
    options,
    positionals,
    terminal,
}: Invocation<typeof sidecarsShowCommand>): ExitStatus {
    const [wanted = ""] = positionals;
    const [stack] = readStacks(root, [oneStack(root, options.stack)]);
    if (!stack) throw new Error("a stack was read, and is not there");
    const workloads = stack.workloads.objects.filter(isWorkload);
    const found = workloads.filter(
        (object) => objectId(object) === wanted || object.metadata.name === wanted,
    );
    const [object] = found;
    if (!object || found.length > 1) {
        const near = found.length > 1 ? undefined : closest(wanted, workloads.map(objectId));
        throw new WindlassError({
            value: wanted,
            rule: found.length > 1 ? `${found.length} workloads have this name` : "There is no such workload",
            remedy: near
                ? `Did you mean ${near}?`
                : `Name it as ${found.map(objectId).join(" or ") || "namespace/Kind/name"}`,
        });
    }
    terminal.print(writeYaml(object).trimEnd());
    return ExitStatus.ok;
}
