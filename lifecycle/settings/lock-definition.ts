import * as v from "valibot";

import { type FileFormat, schemaOf } from "../kit/file-format";
import { type Field, flag, list, map, oneOf, record, text } from "../kit/fields";
import { THROUGH, chartSource, day, digest, exactVersion, imageRegistry, label, range } from "./formats";
import { LOCKED_SYSTEMS, PARTS } from "./pinned-parts";

/** The format of a lock file, which its first line names. */
export const LOCK_FORMAT: FileFormat = { kind: "lock", version: 1 };

const digestRecord = (description: string) =>
    record(description, text({ maxLength: 63, pattern: "^[a-z0-9][a-z0-9-]*$" }), digest("SHA-256 digest"));
const digests = (description: string) => v.optional(digestRecord(description), {});

const pinFields = {
    version: exactVersion({ description: "Exact version" }),
    /** `2026-11-21` */
    since: day({ description: "Day it was pinned" }),
};

const pin = (description: string) => map(description, pinFields);

/** The proxies' pin, and where a part of them is already. */
const proxiesPin = map("Pin of the proxies", {
    ...pinFields,
    /**
     * The templates of gated workloads say which they are, so that Flagger notices one that is taken back in the middle of its
     * analysis. Every step of the proxies writes it, as they restart then anyway; a lock of before has none, so that a newer
     * Windlass restarts nothing. @see workloads/template-mark.ts
     */
    marked: v.optional(flag("Whether templates of gated workloads say which they are")),
    /**
     * Version that a part of the workloads has already, while cohorts of them move one after the other. Gone with the
     * step after the last of them, for then it is the pin's. Written by `windlass update`, where the settings have `workloads.cohorts`.
     */
    next: v.optional(
        v.nonOptional(
            map("Version that cohorts of the workloads move to", {
                version: exactVersion({ description: "Exact version" }),
                /** Which cohorts have it: `first`, `20%` of those that no list names, `last`. @see cohorts/place.ts */
                through: text({
                    description: "Cohorts that have it",
                    maxLength: 24,
                    pattern: THROUGH,
                    fault: { rule: "must say how far the cohorts are: first, 20%, last" },
                }),
                since: day({ description: "Day the last of these cohorts was moved" }),
                /** As `istio.istioctlDigests`, of this version: that istioctl makes the sidecars of the cohorts. */
                istioctlDigests: v.optional(
                    v.nonOptional(digestRecord("Digest of istioctl's archive by platform")),
                ),
            }),
        ),
    ),
});

const pastPin = map("A version that was pinned once", {
    part: oneOf("What it was of", PARTS),
    ...pinFields,
    /** Day on which another one was pinned. */
    until: day({ description: "Day another one was pinned" }),
});

const variant: Field<string> = oneOf("Image variant", ["distroless", "debug", ""]);

/**
 * The exact versions a stack runs, as `stacks/<stack>.lock.yaml` holds them below its schema line. Keys are written in this
 * order; those that only an upgrade on its way has are left out without one.
 */
export const lockFields = map("Lock of a stack", {
    schema: oneOf("Schema of the file", [schemaOf(LOCK_FORMAT)]),
    istio: map("Pins of Istio", {
        /** Range the pins were picked for. A lock for another range is refused. */
        range: range({ description: "Range the pins were picked for" }),
        controlPlane: pin("Pin of the control plane"),
        /** Pinned apart from the control plane: an upgrade moves one, then the other. */
        proxies: proxiesPin,
        /**
         * Pinned apart from the workloads' proxies, and never newer: they measure a proxy before all traffic of the mesh goes
         * through it. Left out in locks of before, and where there is no gateway: then it has the proxies' pin. Of several
         * gateways, the pin of those that no name below sets apart.
         */
        gateway: v.optional(pin("Pin of the gateway")),
        /**
         * Gateways that have a newer version than `gateway`, by name: they move one after the other. Left out where all have
         * the same.
         */
        gateways: v.optional(
            v.nonOptional(
                record(
                    "Pins of the gateways that are ahead",
                    label({ description: "Name of a gateway" }),
                    pin("Pin of a gateway"),
                ),
            ),
        ),
        /**
         * Version whose revision the tags of `istio.tags` point to, with strategy `revisions`. Pinned apart from the proxies:
         * pods of other deliverers follow a tag when they are restarted, once the workloads here have measured that proxy.
         * Left out without tags, and in place, where a tag points to the one istiod.
         */
        tags: v.optional(pin("Pin of the revision tags")),
        /**
         * Where an upgrade is going that cannot get there in one step: in the range, while the control plane may still be
         * outside of it. Written by `windlass update`, and gone once the control plane lies in the range.
         */
        towards: v.optional(exactVersion({ description: "Where an upgrade of several steps is going" })),
        /**
         * Exact version of a revision that no pin names any more, and whose istiod stays because proxies of it may still
         * run: primaries that Flagger has not promoted yet, rollouts that are slow. Only with strategy `revisions`. Older
         * than the control plane, or newer on the way back; never a version that is pinned. `windlass update` writes it in
         * the step that leaves the revision, and removes it in a later one, `prune`. On the way back to a revision that was
         * pruned it names that, so that its istiod is up before the proxies go there (`restore`).
         */
        retiring: v.optional(
            exactVersion({ description: "Revision whose istiod stays until its last proxies are gone" }),
        ),
        /**
         * Version that the proxies move away from since the day of their pin: primaries that Flagger has not promoted yet,
         * rollouts that are slow. Left out where `retiring` says it. The next step of the control plane waits for them, and
         * takes it away.
         */
        leaving: v.optional(
            exactVersion({
                description: "Version that the proxies move away from since the day of their pin",
            }),
        ),
        /**
         * A move to the other `istio.strategy` is under way: an istiod of either strategy runs, both at the proxies'
         * version. `old`: the proxies ask that of the strategy before. `new`: they move to that of the strategy of the
         * settings. Written by `windlass update --only strategy`, and gone with the old istiod.
         */
        strategyMove: v.optional(
            oneOf("Which strategy's istiod the proxies ask, on the way to the other strategy", [
                "old",
                "new",
            ]),
        ),
        /** Day since which `strategyMove` is what it is. */
        strategySince: v.optional(day({ description: "Day since which strategyMove is what it is" })),
        /**
         * Version of Istio's definitions (the chart `base`) where they are newer than every istiod, after a way back: they
         * never go back, for an older chart would take fields from objects in use. Gone once an istiod has caught up.
         */
        crds: v.optional(
            exactVersion({
                description: "Version of the definitions where they are newer than every istiod",
            }),
        ),
        /** Chart repository: `oci://…` or `https://…`. */
        charts: chartSource({ description: "Chart repository" }),
        hub: imageRegistry({ description: "Registry and folder of the images" }),
        variant,
        /** Digest by chart of the control plane's version, `base: sha256:…`; what could not be fetched is absent. */
        chartDigests: digests("Digest by chart"),
        /**
         * Digest of istioctl's archive by platform, `linux-amd64: sha256:…`; what could not be fetched is absent. Of the
         * proxies' version, because that istioctl makes the sidecars.
         */
        istioctlDigests: digests("Digest of istioctl's archive by platform"),
        /** Ids of the waivers that were needed to pick these pins. */
        waivers: v.optional(
            list(
                "Ids of the waivers the pins needed",
                text({
                    description: "Id",
                    maxLength: 64,
                    pattern: "^[A-Za-z0-9][A-Za-z0-9._:/-]*$",
                }),
            ),
            [],
        ),
    }),
    flux: map("Pins of Flux", {
        range: range({ description: "Range the pin was picked for" }),
        distribution: pin("Pin of the Flux distribution"),
        operator: pin("Pin of flux-operator's chart"),
        chartDigests: digests("Digest by chart"),
    }),
    flagger: map("Pin of Flagger", {
        range: range({ description: "Range the pin was picked for" }),
        release: pin("Pin of Flagger"),
        chartDigests: digests("Digest by chart"),
    }),
    /**
     * Systems whose pins lie outside their range, which was changed after they were picked, while no step into it may be
     * taken. Written and removed by `windlass update`.
     */
    outside: v.optional(
        list(
            "Systems whose pins lie outside their range until a step into it may be taken",
            oneOf("System", LOCKED_SYSTEMS),
        ),
    ),
    /** Date of the catalog the pins were picked from: `2026-10-01`. */
    catalog: day({ description: "Date of the catalog the pins were picked from" }),
    /**
     * What was pinned before, oldest first: what later waves may take is what an earlier one has run, and a pin alone does
     * not say that of the version before it. Left out where nothing was.
     */
    history: v.optional(
        list("What was pinned before, oldest first", pastPin, (pin) => Object.values(pin).join(" ")),
    ),
});
