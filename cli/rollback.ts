import { readCatalog } from "../adapters/files/catalog-store";
import { readSettings } from "../adapters/files/settings-source";
import { type ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { LONGEST_REASON } from "../lifecycle/evidence/evidence-definition";
import { readMoment } from "./at-option";
import type { Invocation, OptionValues } from "./command";
import type { rollbackCommand } from "./definitions/rollback";
import { stackNames } from "./read-stacks";
import { takeSteps } from "./update";

/** Takes the next step back, of the stacks that are named. */
export async function run(invocation: Invocation<typeof rollbackCommand>): Promise<ExitStatus> {
    const { root, options } = invocation;
    const common = {
        only: "istio",
        back: true,
        reason: readReason(options),
        at: readMoment(options),
        catalog: readCatalog(root),
    } as const;
    return takeSteps(namedStacks(root, options), common, invocation);
}

function readReason({ reason }: OptionValues<typeof rollbackCommand>): string | undefined {
    if (reason === undefined || (reason.trim() !== "" && reason.length <= LONGEST_REASON)) return reason;
    const rule = `must say why, in at most ${LONGEST_REASON} characters`;
    throw new WindlassError({ key: "--reason", value: reason, rule });
}

/** Never every stack: one that is not named stays where it is. */
function namedStacks(root: string, { stack, wave }: OptionValues<typeof rollbackCommand>): readonly string[] {
    if ((stack === undefined) === (wave === undefined)) {
        throw new WindlassError({
            key: stack === undefined ? "--stack" : "--wave",
            rule: "is needed, and only one of --stack and --wave",
            remedy: "Name the stacks, or the wave, that go back",
        });
    }
    if (wave === undefined) return stackNames(root, stack);
    const names = stackNames(root, undefined).filter(
        (name) => String(readSettings(root, name).fleet.wave) === wave,
    );
    if (names.length > 0) return names;
    throw new WindlassError({
        key: "--wave",
        value: wave,
        rule: "is the wave of no stack",
        remedy: "Name one that stands in windlass:fleet.wave of a stack",
    });
}
