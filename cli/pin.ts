import { readLock } from "../adapters/files/lock-store";
import { readSettings } from "../adapters/files/settings-source";
import { readText } from "../adapters/files/text-source";
import { ExitStatus } from "../lifecycle/kit/errors";
import { getIn } from "../lifecycle/kit/json-path";
import type { JsonObject } from "../lifecycle/kit/json";
import { parseYamlDocument } from "../lifecycle/kit/strict-yaml";
import { formatMeshPin } from "../lifecycle/settings/mesh-pin";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { checkLock } from "../lifecycle/upgrade/lock-check";
import type { Invocation } from "./command";
import { oneStack } from "./read-stacks";
import type { pinCommand } from "./definitions/pin";

/** Prints the pin of a stack, whose settings and lock agree. */
export function run({ root, options, terminal }: Invocation<typeof pinCommand>): ExitStatus {
    const stack = oneStack(root, options.stack);
    const locked = readLock(root, stack);
    checkLock(readSettings(root, stack), locked);
    const file = settingsFile(stack);
    // As it was written: defaults are those of the Windlass that reads it.
    const config = getIn(parseYamlDocument(readText(root, file), { file }).value, ["config"]) as JsonObject;
    terminal.print(formatMeshPin({ stack, config, lock: locked.lock }).trimEnd());
    return ExitStatus.ok;
}
