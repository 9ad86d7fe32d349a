import type { FlaggerLock, FluxLock, IstioLock, Lock, PastPin, Pin } from "./lock";
import type { LockedSystem, PinnedPart } from "./pinned-parts";
import { LOCK_SCHEMA } from "./lock";
import type { Shape } from "./shape";
import { enumeration, list, object, record, string } from "./shape";
import { chartSource, day, digest, exactVersion, imageRegistry, range } from "./shapes";

function pin(description: string): Shape<Pin> {
    return object<Pin>(description, {
        version: exactVersion({ description: "Exact version" }),
        since: day({ description: "Day it was pinned" }),
    });
}

const pastPin = object<PastPin>("A version that was pinned once", {
    part: enumeration<PinnedPart>({
        description: "What it was of",
        values: ["control-plane", "proxies", "flux", "flux-operator", "flagger"],
    }),
    version: exactVersion({ description: "Exact version" }),
    since: day({ description: "Day it was pinned" }),
    until: day({ description: "Day another one was pinned" }),
});

function digests(description: string): Shape<Readonly<Record<string, string>>> {
    return record<string>({
        description,
        keys: string({ description: "Name", maxLength: 63, pattern: "^[a-z0-9][a-z0-9-]*$" }),
        values: digest("SHA-256 digest"),
        default: {},
    });
}

/** What a lock file holds, below its schema line. Keys are written in this order. */
export const lockShape = object<Lock & { readonly schema: string; readonly history: readonly PastPin[] }>(
    "Lock of a stack",
    {
        schema: enumeration<string>({ description: "Schema of the file", values: [LOCK_SCHEMA] }),
        istio: object<IstioLock>("Pins of Istio", {
            range: range({ description: "Range the pins were picked for" }),
            controlPlane: pin("Pin of the control plane"),
            proxies: pin("Pin of the proxies"),
            // Left out these are empty; parseLock makes that undefined.
            towards: exactVersion({ description: "Where an upgrade of several steps is going", default: "" }),
            retiring: exactVersion({
                description: "Revision whose istiod stays until its last proxies are gone",
                default: "",
            }),
            leaving: exactVersion({
                description: "Version that the proxies move away from since the day of their pin",
                default: "",
            }),
            strategyMove: enumeration<"old" | "new" | "">({
                description: "Which strategy's istiod the proxies ask, on the way to the other strategy",
                values: ["old", "new", ""],
                default: "",
            }) as Shape<"old" | "new" | undefined>,
            strategySince: day({ description: "Day since which strategyMove is what it is", default: "" }),
            crds: exactVersion({
                description: "Version of the definitions where they are newer than every istiod",
                default: "",
            }),
            charts: chartSource({ description: "Chart repository" }),
            hub: imageRegistry({ description: "Registry and folder of the images" }),
            variant: enumeration<string>({
                description: "Image variant",
                values: ["distroless", "debug", ""],
            }),
            chartDigests: digests("Digest by chart"),
            istioctlDigests: digests("Digest of istioctl's archive by platform"),
            waivers: list<string>({
                description: "Ids of the waivers the pins needed",
                items: string({
                    description: "Id",
                    maxLength: 64,
                    pattern: "^[A-Za-z0-9][A-Za-z0-9._:/-]*$",
                }),
                default: [],
            }),
        }),
        flux: object<FluxLock>("Pins of Flux", {
            range: range({ description: "Range the pin was picked for" }),
            distribution: pin("Pin of the Flux distribution"),
            operator: pin("Pin of flux-operator's chart"),
            chartDigests: digests("Digest by chart"),
        }),
        flagger: object<FlaggerLock>("Pin of Flagger", {
            range: range({ description: "Range the pin was picked for" }),
            release: pin("Pin of Flagger"),
            chartDigests: digests("Digest by chart"),
        }),
        outside: list<LockedSystem>({
            description: "Systems whose pins lie outside their range until a step into it may be taken",
            items: enumeration<LockedSystem>({ description: "System", values: ["istio", "flux", "flagger"] }),
            default: [],
        }),
        catalog: day({ description: "Date of the catalog the pins were picked from" }),
        history: list<PastPin>({
            description: "What was pinned before, oldest first",
            items: pastPin,
            identity: (pin) => Object.values(pin).join(" "),
            default: [],
        }),
    },
);
