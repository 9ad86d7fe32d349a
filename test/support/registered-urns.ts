import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import * as state from "@pulumi/pulumi/runtime/state";

import { type EvaluateArgs, evaluate } from "../../render/evaluate";

/** The part of the runtime's state that says what the engine can do; its types are not published. */
const { getStore } = state as unknown as { getStore: () => { supportsAliasSpecs: boolean } };

const STACK_TYPE = "pulumi:pulumi:Stack";

interface Request {
    getAliasurnsList(): string[];
}
type Callback = (error: unknown, response?: { getUrn(): string }) => void;

/** What is not public of the test monitor. */
interface Monitor {
    registerResource: (this: MockMonitor, request: Request, callback: Callback) => Promise<void>;
    newUrn: (parent: string, type: string, name: string) => string;
}

/**
 * URNs of all a program registers or reads, each with the URNs it had before: its aliases, those that follow from an alias
 * of a parent included. The engine works them out itself nowadays; told that it cannot, the runtime does.
 */
export async function registeredUrns(
    program: () => unknown,
    args?: EvaluateArgs,
): Promise<ReadonlyMap<string, readonly string[]>> {
    const aliases = new Map<string, readonly string[]>();
    const monitor = MockMonitor.prototype as unknown as Monitor;
    const { registerResource, newUrn } = monitor;
    monitor.registerResource = function (request, callback) {
        return registerResource.call(this, request, (error, response) => {
            if (response) aliases.set(response.getUrn(), request.getAliasurnsList());
            callback(error, response);
        });
    };
    // The monitor's own has the last of the parent's types alone, and the stack's.
    monitor.newUrn = (parent, type, name) => {
        const types = parent.split("::")[2] ?? "";
        const whole = types === "" || types === STACK_TYPE ? type : `${types}$${type}`;
        return newUrn("", whole, name);
    };
    try {
        const registrations = await evaluate(() => {
            getStore().supportsAliasSpecs = false;
            return program();
        }, args);
        return new Map(registrations.map(({ urn }) => [urn, aliases.get(urn) ?? []]));
    } finally {
        Object.assign(monitor, { registerResource, newUrn });
    }
}
