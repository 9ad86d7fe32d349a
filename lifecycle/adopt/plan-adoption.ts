import { WindlassError, WindlassErrors } from "../kit/errors";
import { istiodValues } from "../mesh/helm-values";
import { controlPlaneTarget } from "../mesh/target";
import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import { parseSettings } from "../settings/settings-parse";
import type { Catalog } from "../versions/catalog";
import type { Moment } from "../versions/request";
import { type ChosenPins, choosePins } from "./choose-pins";
import type { AdoptionFinding } from "./finding";
import type { FoundMesh } from "./found-mesh";
import { judgeMesh } from "./judge-mesh";
import { planLock } from "./plan-lock";
import { formatSettings, planSettings } from "./plan-settings";

/** What an adoption is planned from. */
export interface PlanAdoptionArgs {
    readonly stack: string;
    /** Context of the kubeconfig that reaches the cluster. */
    readonly context: string;
    readonly found: FoundMesh;
    readonly catalog: Catalog;
    readonly at: Moment;
}

/** The files of a stack that says what runs. */
export interface AdoptedStack {
    readonly settings: StackSettings;
    /** Text of the stack file. */
    readonly text: string;
    readonly lock: Lock;
    readonly pins: ChosenPins;
}

/** What an adoption comes to: a stack, unless something blocks it. */
export interface Adoption {
    readonly adopted?: AdoptedStack;
    readonly findings: readonly AdoptionFinding[];
}

/** The stack that a found mesh is, and what has to be said of it. */
export function planAdoption(args: PlanAdoptionArgs): Adoption {
    const { stack, context, found, catalog, at } = args;
    const choice = choosePins(found);
    const { pins } = choice;
    if (!pins) return { findings: [...choice.findings, ...unread(found)] };
    const said = [...choice.findings, ...judgeMesh({ found, pins, catalog, at }), ...unread(found)];
    try {
        const text = formatSettings(planSettings({ context, found, pins }));
        const settings = parseSettings(stack, text);
        const { lock, findings } = planLock({ settings, found, pins, catalog, at });
        const all = [...said, ...findings];
        if (!lock) return { findings: all };
        // Refuses values that a stack cannot say.
        istiodValues(settings, controlPlaneTarget(settings, lock));
        const isBlocked = all.some(({ level }) => level === "blocks");
        return { adopted: isBlocked ? undefined : { settings, text, lock, pins }, findings: all };
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return { findings: [...said, ...refusals(error)] };
    }
}

function refusals(error: WindlassError): readonly AdoptionFinding[] {
    const errors = error instanceof WindlassErrors ? error.errors : [error];
    return errors.map(({ details: { key = "values", rule, remedy } }) => ({
        level: "blocks",
        about: key,
        text: `what was found there cannot be said in a stack: it ${rule}`,
        remedy,
    }));
}

function unread({ unread: sentences }: FoundMesh): readonly AdoptionFinding[] {
    return sentences.map((text) => ({ level: "decide", about: "the look", text }));
}
