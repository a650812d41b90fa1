package io.lingpai.server.wiring;

import io.lingpai.secret.Vault;
import io.lingpai.secret.Vault.KeyedHash;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.proxy.Dispatch;
import io.lingpai.server.registry.Registry;
import io.lingpai.server.wire.Bearers;
import io.lingpai.server.wire.VirtualTokens;
import io.lingpai.server.wire.WireTokens;
import io.lingpai.server.wire.WireValues;
import java.time.InstantSource;

/**
 * What every vendor's surface is made of.
 *
 * @param hash under which tokens and handles of ours are known again
 */
record WireParts(
    Configuration configuration,
    Registry registry,
    Vault vault,
    KeyedHash hash,
    VirtualTokens virtual,
    Bearers bearers,
    WireTokens tokens,
    Dispatch dispatch,
    Metrics metrics) {

  /** No app can have this name, so its data key is the virtual tokens' alone. */
  private static final String KEY_NAME = "~virtual-tokens";

  static WireParts of(
      Configuration configuration,
      Registry registry,
      KeyRing ring,
      Vault vault,
      WireValues values,
      Dispatch dispatch,
      Metrics metrics,
      InstantSource clock) {
    KeyedHash hash = vault.keyedHash(KEY_NAME);
    VirtualTokens virtual = new VirtualTokens(hash, clock);
    Bearers bearers = new Bearers(registry, ring, virtual);
    return new WireParts(
        configuration,
        registry,
        vault,
        hash,
        virtual,
        bearers,
        new WireTokens(registry, ring, bearers, virtual, values, configuration.wireTokens()),
        dispatch,
        metrics);
  }
}
