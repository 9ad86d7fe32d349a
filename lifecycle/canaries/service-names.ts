import { fieldsOf } from "./complaints";

/** A Canary as plain data, as far as its names go. */
export interface NamedCanary {
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly spec?: unknown;
}

/** Names of the Services Flagger makes for a Canary: `GetServiceNames` in pkg/apis/flagger/v1beta1/canary.go. */
export interface ServiceNames {
    /** What callers call: `spec.service.name`, else the target's name. */
    readonly apex: string;
    readonly primary: string;
    readonly canary: string;
}

/** Names of the Services of a Canary; undefined where it names neither a Service nor a target. */
export function serviceNames({ spec }: NamedCanary): ServiceNames | undefined {
    const { service, targetRef } = fieldsOf(spec);
    const apex = [fieldsOf(service)["name"], fieldsOf(targetRef)["name"]].find(
        (name): name is string => typeof name === "string" && name !== "",
    );
    return apex === undefined ? undefined : { apex, primary: `${apex}-primary`, canary: `${apex}-canary` };
}
