import type * as v from "valibot";

import type { lockFields } from "./lock-definition";

/**
 * The exact versions a stack runs: `stacks/<stack>.lock.yaml`. A tool writes it, a person reviews it.
 * Everything below it is a function of the lock, the settings and the manifests, never of the network.
 */
export type Lock = Omit<v.InferOutput<typeof lockFields>, "schema">;

export type IstioLock = Lock["istio"];
export type FluxLock = Lock["flux"];
export type FlaggerLock = Lock["flagger"];

/** One exact version and the day it was pinned. */
export type Pin = IstioLock["controlPlane"];
/** A version that was pinned once. */
export type PastPin = NonNullable<Lock["history"]>[number];
