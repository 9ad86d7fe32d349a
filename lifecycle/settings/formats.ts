import { WindlassError } from "../kit/errors";
import { dayStart, momentText } from "../kit/day";
import { DURATION_PATTERN, parseDuration } from "../kit/duration";
import { KUBERNETES_VERSION_PATTERN, parseKubernetesVersion } from "../kit/kubernetes-version";
import { parseRange } from "../kit/range";
import { type Fault, type Field, type TextArgs, text } from "../kit/fields";
import { retiredHostFault, urlFault } from "./addresses";

/** What the files' texts are made of: names, versions, days and addresses. */

type Text = Pick<TextArgs, "description" | "maybeEmpty">;

const LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";

/** DNS-1123 label: names of namespaces, folders and networks. */
export function label(args: Text): Field<string> {
    return text({
        ...args,
        maxLength: 63,
        pattern: `^${LABEL}$`,
        fault: {
            rule: "must be a DNS-1123 label",
            remedy: "Use at most 63 lower-case letters, digits and dashes, starting and ending with a letter or digit",
        },
    });
}

/** A DNS-1123 subdomain as the source of a regular expression. */
export const SUBDOMAIN = `${LABEL}(?:\\.${LABEL})*`;

/** DNS-1123 subdomain: names of Secrets, domains. */
export function subdomain(args: Text): Field<string> {
    return text({
        ...args,
        pattern: `^${SUBDOMAIN}$`,
        fault: {
            rule: "must be a DNS-1123 subdomain",
            remedy: "Use lower-case letters, digits, dashes and dots, starting and ending with a letter or digit",
        },
    });
}

/** Host of a Gateway: a domain, `*`, or `*.` before a domain (Istio's Gateway reference, `Server.hosts`). */
export function gatewayHost(description: string): Field<string> {
    return text({
        description,
        pattern: `^(?:\\*|(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*)$`,
        fault: {
            rule: "must be a DNS name, *. and a DNS name, or *",
            remedy: "Write it without a scheme or port",
        },
    });
}

/** Semver range with a lower bound. */
export function range(args: Text): Field<string> {
    return text({ ...args, maxLength: 256, check: (value) => faultOf(() => parseRange(value)) });
}

/** A duration of days, hours or minutes: `3d`, `36h`, `90m`. */
export function duration(args: Text & Pick<TextArgs, "check">): Field<string> {
    return text({
        ...args,
        pattern: DURATION_PATTERN,
        fault: faultOf(() => parseDuration("")),
        check: (value) => faultOf(() => parseDuration(value)) ?? args.check?.(value),
    });
}

export function kubernetesVersion(args: Text): Field<string> {
    return text({
        ...args,
        // Editors do not all know named groups.
        pattern: KUBERNETES_VERSION_PATTERN.replace(/\(\?<\w+>/g, "(?:"),
        fault: faultOf(() => parseKubernetesVersion("")),
    });
}

/** Exact semver version, without a leading `v`. */
export function exactVersion(args: Text): Field<string> {
    return text({
        ...args,
        pattern: "^(?:0|[1-9]\\d{0,4})\\.(?:0|[1-9]\\d{0,4})\\.(?:0|[1-9]\\d{0,4})(?:-[0-9A-Za-z.-]{1,64})?$",
        fault: { rule: "must be an exact version", remedy: "Write it as 1.31.1" },
    });
}

/** A day of the calendar: `2026-11-21`. */
export function day(args: Text): Field<string> {
    const fault = { rule: "must be a day of the calendar", remedy: "Write it as 2026-12-31" };
    return text({
        ...args,
        pattern: "^\\d{4}-\\d{2}-\\d{2}$",
        fault,
        check: (value) => (dayStart(value) === undefined ? fault : undefined),
    });
}

/** A moment to the second, in UTC: `2026-11-21T13:30:00Z`. Such texts sort as the moments do. */
export function moment(args: Text): Field<string> {
    const fault = { rule: "must be a moment in UTC", remedy: "Write it as 2026-11-21T13:30:00Z" };
    return text({
        ...args,
        pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$",
        fault,
        check: (value) => (isMoment(value) ? undefined : fault),
    });
}

function isMoment(text: string): boolean {
    const time = Date.parse(text);
    return !Number.isNaN(time) && momentText(time) === text;
}

/** Chart repository or OCI artifact: `oci://` or `https://`; `http://` only on the loopback. */
export function chartSource(args: Text): Field<string> {
    return url(args, ["oci", "https"]);
}

/** URL of one of the schemes, without credentials; `http` passes on the loopback alone. */
export function url(args: Text, schemes: readonly string[], anyHttp = false): Field<string> {
    return text({
        ...args,
        maxLength: 1024,
        pattern: `^(?:${[...schemes, "http"].join("|")})://[^\\s]+$`,
        fault: {
            rule: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`,
        },
        check: (value) => retiredHostFault(value) ?? urlFault(value, anyHttp),
    });
}

/** Registry and folder of images: `docker.io/istio`, `127.0.0.1:5000/istio`. */
export function imageRegistry(args: Text): Field<string> {
    return text({
        ...args,
        pattern: "^[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$",
        fault: {
            rule: "must be a registry and a folder",
            remedy: "Write it without a scheme, a tag or a closing slash, such as docker.io/istio",
        },
        check: (value) => retiredHostFault(value),
    });
}

/** An image with its tag or digest: `docker.io/prom/prometheus:v2.41.0`. */
export function image(args: Text): Field<string> {
    return text({
        ...args,
        pattern:
            "^[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[0-9a-f]{64})$",
        fault: {
            rule: "must be an image with its registry and its tag or digest",
            remedy: "Write it as registry.example.com/prom/prometheus:v2.41.0",
        },
        check: (value) => retiredHostFault(value),
    });
}

/** `sha256:` and 64 hexadecimal digits. */
export function digest(description: string): Field<string> {
    return text({
        description,
        pattern: "^sha256:[0-9a-f]{64}$",
        fault: {
            rule: "must be a SHA-256 digest",
            remedy: "Write it as sha256: and 64 lower-case hexadecimal digits",
        },
    });
}

/** What a parser complains about, without the place: the reader knows that better. */
export function faultOf(parse: () => unknown): Fault | undefined {
    try {
        parse();
        return undefined;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return { rule: error.details.rule, remedy: error.details.remedy };
    }
}

/** What a lock writes of how far the proxies have come; cohorts/place.ts reads it. */
export const THROUGH =
    "^(?:first|last|except|(?:(?:first |last |except )?(?:\\d{1,2}(?:\\.\\d{1,12})?|100)%))$";
