import * as pulumi from "@pulumi/pulumi";
import { WindlassError } from "../../lifecycle/kit/errors";
import { refusal } from "./refusal";
import type { ObjectInput } from "./types";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** The type of an object, which must be known even where the rest is not: it is part of a resource's identity. */
export interface ObjectType {
    readonly apiVersion: string;
    readonly kind: string;
    /** Fields beside `metadata`. @default `spec` alone */
    readonly fields?: readonly string[];
}

/**
 * What is made of arguments: at once where all of them are plain, else as soon as they are known. At once matters: an error
 * is thrown where the component is made, and a transformation sees the object and not the promise of one.
 *
 * @throws whatever `build` does. A `WindlassError` that comes later ends the program with its message alone.
 */
export function whenKnown<A, T>(args: A, build: (args: pulumi.Unwrap<A>) => T): T | pulumi.Output<T> {
    if (isPlain(args)) return build(args as pulumi.Unwrap<A>);
    const known = pulumi.output(args).apply((value) => {
        try {
            return build(value);
        } catch (error) {
            throw error instanceof WindlassError ? refusal(error) : error;
        }
    });
    return known;
}

/**
 * The object that a pure function makes of a component's arguments, some of which may not be known before `up`.
 *
 * @throws Error when the function makes another type than the one it is announced with.
 */
export function objectOf<A>(
    type: ObjectType,
    args: A,
    build: (args: pulumi.Unwrap<A>) => Manifest,
): ObjectInput {
    const { apiVersion, kind, fields = ["spec"] } = type;
    const object = whenKnown(args, (known) => {
        const made = build(known);
        if (made.apiVersion === apiVersion && made.kind === kind) return made;
        throw new Error(`${made.apiVersion} ${made.kind} is announced as ${apiVersion} ${kind}`);
    });
    if (!pulumi.Output.isInstance(object)) return object;
    const field = (name: string) => [name, object.apply((known) => known[name])] as const;
    return {
        apiVersion,
        kind,
        metadata: object.apply(({ metadata }) => metadata),
        ...Object.fromEntries(fields.map(field)),
    };
}

function isPlain(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return true;
    if (pulumi.Output.isInstance(value) || value instanceof Promise) return false;
    return Object.values(value).every(isPlain);
}
