import { type LocationVariables, readLocation } from "./location.ts";

/** The objects of a class within the deployment's jurisdiction. In another one, the same name is another object. */
export function objectsIn<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  env: LocationVariables,
): DurableObjectNamespace<T> {
  const { jurisdiction } = readLocation(env);
  return jurisdiction === undefined ? namespace : namespace.jurisdiction(jurisdiction);
}

/** The object of a name. The first call makes it, near the deployment's location if that is set. */
export function objectOf<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  name: string,
  env: LocationVariables,
): DurableObjectStub<T> {
  const { hint } = readLocation(env);
  return objectsIn(namespace, env).getByName(name, hint === undefined ? {} : { locationHint: hint });
}
