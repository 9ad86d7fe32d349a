/**
 * Syntax of names and labels, as k8s.io/apimachinery/pkg/util/validation has it. Each returns the rule that is broken, as a
 * sentence without its full stop, or undefined.
 */
export type Syntax = (text: string) => string | undefined;

const LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const DNS_SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const DNS_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** IsDNS1123Label: containers, namespaces, volumes. */
export const dnsLabel: Syntax = (text) =>
    text.length <= 63 && DNS_LABEL.test(text)
        ? undefined
        : "must be a DNS-1123 label: at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends";

/** IsDNS1123Subdomain: most objects. */
export const dnsSubdomain: Syntax = (text) =>
    text.length <= 253 && DNS_SUBDOMAIN.test(text)
        ? undefined
        : "must be a DNS-1123 subdomain: at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends";

/** IsDNS1035Label: Services before Kubernetes 1.36. */
export const dns1035Label: Syntax = (text) =>
    text.length <= 63 && DNS_1035.test(text)
        ? undefined
        : "must be a DNS-1035 label: at most 63 lower-case letters, digits and dashes, with a letter at the beginning and a letter or digit at the end";

/** IsPathSegmentName: RBAC. */
export const pathSegment: Syntax = (text) =>
    text === "." || text === ".." || /[/%]/.test(text)
        ? "must not be . or .., nor contain / or %"
        : undefined;

/** IsQualifiedName: keys of labels and, in lower case, of annotations. */
export const qualifiedName: Syntax = (text) => {
    const [name = "", prefix, ...rest] = text.split("/").reverse();
    const fits = name.length <= 63 && NAME_PART.test(name);
    if (rest.length === 0 && fits && (prefix === undefined || dnsSubdomain(prefix) === undefined))
        return undefined;
    return "must be a qualified name: at most 63 letters, digits, -, _ and ., with a letter or digit at both ends, and at most a DNS subdomain and a slash before them";
};

/** IsValidLabelValue. */
export const labelValue: Syntax = (text) =>
    text === "" || (text.length <= 63 && NAME_PART.test(text))
        ? undefined
        : "must be a label's value: at most 63 letters, digits, -, _ and ., with a letter or digit at both ends, or empty";

/** IsValidPortName: an IANA service name. */
export const portName: Syntax = (text) =>
    text.length <= 15 && /^[a-z0-9-]+$/.test(text) && /[a-z]/.test(text) && !/--|^-|-$/.test(text)
        ? undefined
        : "must be a port's name: at most 15 lower-case letters, digits and single dashes inside, one letter at least";

/** IsConfigMapKey: keys of ConfigMaps and Secrets. */
export const configKey: Syntax = (text) =>
    text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== "." && !text.startsWith("..")
        ? undefined
        : "must be a key of at most 253 letters, digits, -, _ and ., and not begin with ..";

/** IsEnvVarName, relaxed as since Kubernetes 1.30: printable ASCII without `=`. */
export const variableName: Syntax = (text) =>
    /^[ -<>-~]+$/.test(text) ? undefined : "must be a variable's name: printable ASCII without =";
