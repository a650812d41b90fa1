package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Lending;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Trail;
import io.lingpai.server.api.Troubles;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.registry.Registry;
import java.security.SecureRandom;
import java.time.InstantSource;

/** What every part of a server stands on. */
record Ground(
    Configuration configuration,
    JdbcStores stores,
    Registry registry,
    Keeper keeper,
    Authorization authorization,
    InstantSource clock,
    SecureRandom random) {

  Trail trail() {
    return new Trail(stores.audit(), clock);
  }

  Lending lending() {
    return new Lending(keeper, new RealWaiting());
  }

  Troubles troubles() {
    return new Troubles(keeper);
  }
}
